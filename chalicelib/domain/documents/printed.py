"""The printed fields of one side of a document: every candidate, the best one first.

A value is a candidate only if it fits the field: a date for a date, digits in a number, letters in
a name. Candidates are ordered by how well their label matches, then by confidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domain.documents import dates, dividing, labels
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.issuers import is_heading
from chalicelib.domain.documents.labels import OTHER, Printed, fold

_NUMBER_TWINS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ", "ABEZHIKMNOPTYXABEKMHOPCTYX")
_UK_DRIVER = re.compile(
    r"(?<![A-Z0-9])(?=[05689]{0,4}[A-Z])([A-Z05689]{5})"
    r"(\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9]{3})(?:\s+\d{2})?(?![A-Z0-9])"
    r"|([A-Z9]{5})(\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9]{3})(?:\s+\d{2})?"
)
_UK_LETTERS = str.maketrans("0568", "OSGB")
"""The first five characters of a British number are letters of the surname, or nines."""
_BEHIND_NUMBER = re.compile(
    r"(?<=\d)\s*(?:DUPS?|CLASS|CATEGORY|LICEN[CS]E|GENDER|ISSUED?|EXPIRES|NATIONALITY)(?:\b.*|[A-Z0-9]{1,3}$)"
)
"""The label of the next field, joined to a number."""
_NUMBER_MARK = re.compile(
    r"(?:n|no|nr|num|numer|numero|number|nummer|numéro|número|n[°º]|№|#)[.:]*", re.I
)
"""A word that announces a number; like words in lower case it is no part of the number."""
_JOINED_MARK = re.compile(
    r"(?<!\w)(?:(?i:no|nr|num)\.(?=[A-Z]{0,3}\d)|[A-Z]?[a-z]{2,}\.?(?=[A-Z]?\d))"
)
"""Words of a label that OCR joined to the number: NO.123456789, Lice942515304."""
_NO_SERIES = frozenset({"ID", "DOC", "DL", "LIC"})
_ZERO = re.compile(r"0(?=[^\W\d_])|(?<=[^\W\d_])0")
"""A digit in a name is a misread letter."""
_VOWEL = re.compile(r"[aeiouyrl]|[^\x00-\x7f]")
_NO_VOWEL = frozenset({"ng", "st", "mc", "md", "jr", "sr", "nd", "mst", "th"})
_BORN_FIRST = re.compile(r"\d{8}-\d{5}(?:-|$)")
"""A number that begins with the birth date, as Tanzania's."""
_HALVES = ("surname", "givenNames")
_BORN_AS = re.compile(r"[\s,]+(?:geb\.?|gebor\w+|née|nee|born|ur\.|roz\.|geboren)\s.*$", re.I)
YOUNGEST_DRIVER = 14
"""Years: the age at which some states first let people drive."""
FROM_LINE = 0.98
"""Likeness of a label found at a line's beginning, compared with 1 for a pair that OCR found."""
UNLIKELY = 50.0
"""Confidence of a value whose label is unusual for this type of document."""
NUMBERED = 90.0
"""Confidence of a value after a field number, on a page with several numbered fields."""
MOST_WORDS = 1000
"""Words of a page that are read at most; a document has a few dozen."""

Found = dict[str, list[Printed]]


def labelled(answer: Mapping[str, Any], lines: Sequence[str]) -> list[tuple[str, str, float]]:
    """(label, value, confidence) of the pairs, and of lines with a label and its value."""
    found = [
        (dividing.widened(label), value, trust) for label, value, trust in labels.pairs(answer)
    ]
    for number, (label, value, trust) in enumerate(found):
        if not value and (parts := dividing.divide(label)):
            found[number] = (*parts, trust)
    trusts = {
        piece: float(block.get("Confidence", 0))
        for block in answer.get("Blocks", ())
        if block["BlockType"] == "LINE"
        for piece in dividing.pieces(str(block.get("Text", ""))[: labels.LONGEST])
    }
    for line in lines:
        if "<" not in line and (parts := dividing.divide(line)):
            found.append((*parts, FROM_LINE * trusts.get(line, 0.0)))
    found += [
        (*parts, FROM_LINE * trusts.get(" ".join(parts), 0.0)) for parts in _short(found, lines)
    ]
    return found


def _short(
    found: Sequence[tuple[str, str, float]], lines: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """(label, value) of lines that begin with a label of two or three letters in the language of
    the page's other half of the name: "Ime Željko" under "Prezime: Đorđević"."""
    named = {half: [x for x, _, _ in found if labels.meaning(x)[0] == half] for half in _HALVES}
    missing = [half for half, said in named.items() if not said]
    if len(missing) != 1:
        return
    spoken = frozenset[str]().union(
        *(labels.languages_of(x) for said in named.values() for x in said)
    )
    for line in lines:
        label, _, value = line.partition(" ")
        ours = len(label) in (2, 3) and labels.exact(label) == missing[0]
        if ours and value[:1].isupper() and labels.languages_of(label) & spoken:
            yield label, value


def numbers_on(answer: Mapping[str, Any], lines: Sequence[str], american: bool) -> dict[str, str]:
    """Number -> field for the numbers on a licence."""
    return dividing.scheme([*(label for label, _, _ in labels.pairs(answer)), *lines], american)


def candidates(
    answer: Mapping[str, Any], lines: Sequence[str], numbers: Mapping[str, str], today: date
) -> Found:
    """Field -> its values, best first. `personalNumber` is kept apart from `documentNumber`."""
    pieces = [piece for line in lines for piece in dividing.pieces(line)]
    worded, licence = dividing.is_worded(pieces), dividing.is_licence(lines)
    pairs = labelled(answer, pieces)
    marks = dividing.numbers_of([*(label for label, _, _ in pairs), *pieces])
    sure = NUMBERED if len(marks) >= dividing.ENOUGH_NUMBERS else UNLIKELY
    ranked: dict[str, list[tuple[tuple[bool, float, float], Printed]]] = defaultdict(list)
    for label, value, trust in pairs:
        name, alike = labels.meaning(label)
        number = dividing.number_of(label, worded)
        if not name and number in numbers:
            name, alike = numbers[number], 1.0
            misread = worded and labels.resembles_name(value)
            trust = min(trust, UNLIKELY if misread or sure == UNLIKELY else 100.0)
            if number == "8" and dates.read(value, today):  # a 3; no address begins with a date
                name, alike = "dateOfBirth", FROM_LINE
        if name and (named := dividing.divide(value)) and labels.meaning(named[0])[0] == name:
            value = named[1]  # the label in another language: Card No. 123456789; 4D, ID NO.123
        if licence and name == "documentNumber" and "card" in labels.fold(label):
            alike *= FROM_LINE  # the number of the card, which every card has anew
            trust = min(trust, UNLIKELY)
        if licence and name == "dateOfBirth" and _too_young(value, today):
            continue
        _rank(ranked, name, value, trust, alike, today)
    for line in pieces if numbers else ():
        parts = dividing.numbered(line)
        if worded and dividing.number_of(line, worded):
            continue
        if parts and not labels.meaning(line)[0] and parts[0] in numbers:
            name, value = numbers[parts[0]], parts[1]
            if (named := dividing.divide(value)) and (said := labels.field_of(named[0])[0]):
                if said != name:
                    continue  # 2. Tempat, Tgl Lahir BANDUNG, 15-07-2001, where numbers only count
                value = named[1]  # 4d LIC NO. W12769075923
            _rank(ranked, name, value, sure, FROM_LINE, today)
    return {
        name: [printed for _, printed in sorted(values, key=lambda pair: pair[0], reverse=True)]
        for name, values in ranked.items()
    }


def _too_young(value: str, today: date) -> bool:
    """Whether a birth date is that of nobody who may drive: a date of issue."""
    read = dates.read(value, today, Kind.BIRTH)
    days = (read.value, *read.alternatives) if read else ()
    return bool(days) and all(dates.age(day, today) < YOUNGEST_DRIVER for day in days)


def _rank(
    ranked: dict[str, list[tuple[tuple[bool, float, float], Printed]]],
    name: str,
    value: str,
    trust: float,
    alike: float,
    today: date,
) -> None:
    if name and name != OTHER and value:
        order = (fits(name, value, today), alike, trust)
        ranked[name].append((order, Printed(value, trust, alike)))


def fits(name: str, value: str, today: date) -> bool:
    """Whether a value fits the field."""
    if name == "dateOfBirth":
        return bool(dates.read(value, today, Kind.BIRTH) or dates.partial(value, today))
    if name == "expiry":
        return dates.endless(value) or dates.read(value, today, Kind.EXPIRY) is not None
    if name in ("documentNumber", "personalNumber"):
        own = _BORN_FIRST.match(value) is not None
        return bool(number(value)) and (own or not dates.read(value, today))
    if name in ("surname", "givenNames", "name"):
        label = is_heading(value) or labels.label_like(value)
        return bool(name_text(value)) and not (label or value.islower() or ":" in value)
    return True


def number(text: str) -> str:
    """The document number without spaces; "" if the text cannot be one."""
    upper = _announced(text).upper().translate(_NUMBER_TWINS)
    if british := _UK_DRIVER.search(re.sub(r"\s*\|.*", "", upper)):
        surname, rest = [part for part in british.groups() if part]
        return surname.translate(_UK_LETTERS) + rest  # an issue number may follow
    value = re.sub(r"[^A-Z0-9-]", "", _BEHIND_NUMBER.sub("", upper)).strip("-")
    digits = sum(c.isdigit() for c in value)
    return value if 4 <= len(value) <= 24 and 6 * digits >= len(value) else ""


def _announced(text: str) -> str:
    """The value without the words of a label before it: "MASTER NO. B123", "N. patente U12"."""
    words = _JOINED_MARK.sub(r"\g<0> ", text.replace(":", ": ")).split()
    first = next((at for at, word in enumerate(words) if any(map(str.isdigit, word))), 0)
    before, marked = words[:first], False
    kept = []
    for word in before:
        is_mark = word.endswith(":") or _NUMBER_MARK.fullmatch(word)
        marked = marked or bool(is_mark) or sum(map(str.islower, word)) > 1
        if not is_mark and len(word) < 4 and word.isupper() and word not in _NO_SERIES:
            kept.append(word)  # a series: AB 123456
    return " ".join([*kept, *words[first:]]) if marked else text


def name_text(text: str) -> str:
    """The name without the name at birth and without characters that no name has."""
    text = _BORN_AS.sub("", _ZERO.sub("O", text.strip()))
    text = " ".join(re.sub(r"[^\w\s'’ʻ`´.-]|[\d_]", " ", text.replace(",", " ")).split())
    return text if re.search(r"[^\W\d_]{2}", text) else ""


def spoken(name: str) -> bool:
    """Whether every word of a name has a vowel, or r or l in its place (Vlk), and no digit; of
    others OCR misread or lost a letter that it does not know (Đức, Øydis)."""
    words = [fold(word) for word in name_text(name).split()]
    whole = all(len(word) < 2 or word in _NO_VOWEL or _VOWEL.search(word) for word in words)
    return whole and not any(map(str.isdigit, name))


class Words:
    """The confidence of the words of a page. OCR gives a line the average of its words."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self._sure: dict[str, float] = {}
        for block in answer.get("Blocks", ()):
            if block["BlockType"] == "WORD" and len(self._sure) < MOST_WORDS:
                text = str(block.get("Text", ""))[: labels.LONGEST]
                known = self._sure.get(text, 0.0)
                self._sure[text] = max(known, float(block.get("Confidence", 0)))

    def weighed(self, value: Printed) -> Printed:
        """The value, with at most the confidence of its least certain word."""
        sure = min(map(self._of, value.value.split()), default=100.0)
        return replace(value, confidence=min(value.confidence, sure))

    def _of(self, word: str) -> float:
        """The confidence of the word, or of the word that a label is joined to."""
        if word in self._sure:
            return self._sure[word]
        return max((sure for text, sure in self._sure.items() if word in text), default=100.0)
