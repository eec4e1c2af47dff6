"""Where a line's label ends and its value begins: "Surname MÜLLER", "4b. 20.05.2034"."""

import re
from collections.abc import Iterable, Iterator

from chalicelib.domain.documents import issuers, labels
from chalicelib.domain.documents.vocabulary import NUMBERED, NUMBERED_AAMVA, WORDS

_BARE_NUMBER = re.compile(r"\(?([1-9][0-2]?|4[a-d]|5[ab])\s?[.,:)]?", re.IGNORECASE)
_NUMBERED_LINE = re.compile(
    r"\(?(?:(4[a-d]|5[ab](?=[\s.,:)]))\s?[.,:)]?|([1-9])[.,:)])\s*(?=[^\s.,:)])(.+)", re.IGNORECASE
)
_NUMBER_AND_WORD = re.compile(
    r"([1-359])(?:\s+|(?![a-z]))([^\W\d_](?:[^\W\d_]|['’`´]|(?<=[OÓ])\s).*)"
)
_NUMBER_AND_DATE = re.compile(r"(3|4[ab])[.,]?\s+(\d{2}[./ -]\d{2}[./ -](?:\d{4}|\d{2})(?!\d).*)")
_OF_LICENCES = re.compile(r"\(?4[a-d](?:[.,)]\s?|\s)(?=\S)", re.IGNORECASE)
_CATEGORIES = re.compile(r"(?:9[.,]?\s?)?(?:AM|[ABCD]1?E?|A2)(?:\s?[/,]\s?(?:AM|[ABCD]1?E?|A2))+")
_AMERICAN_WORDS = frozenset({"hgt", "eyes", "rstr", "dln", "dob", "iss", "exp", "end", "class"})
_PREPOSITIONS = frozenset(
    ["of", "at", "de", "di", "da", "do", "du", "des", "del", "della", "van", "von", "и"]
)
_SHORT = frozenset(
    labels.fold(label)
    for language in ("aamva",)
    for listed in WORDS[language].values()
    for label in listed.split(",")
) | {"dob", "exp"}
_GLUE = re.compile(
    r"(?<=[^\W\dA-ZÀ-Þ_])(?=[A-ZÀ-Þ])|(?<=[.:)])(?=\w)"
    r"|(?<=[A-Z])(?=[A-Z][^\W\dA-ZÀ-Þ_])|(?<=[^\W\d_])(?=\d)"
)
"""Positions inside a word at which a label may end and its value begin."""
LONG_GLUED = 9
"""Letters above which a word in capitals may contain a label and a value."""
_LIKE_NAME = re.compile(r"name|(?:.ame|n.me|na.e|nam.)$")
"""The second half of "given name", with one letter misread."""
_NAMES = frozenset({"surname", "givenNames", "name"})
_HALF_LABELS = frozenset({"given", "family", "first", "last"})
"""First words of labels whose second word may be misread: GIVEN MAMFS."""
ENOUGH_WORDED = 2
MOST_LABEL_WORDS = 9
"""Most words of a label that its value follows in the same line."""
ENOUGH_NUMBERS = 3
"""Numbered fields that identify a licence; fewer of them may be anything."""


def widened(text: str) -> str:
    """The text with full-width colons and spaces of East Asian fonts as ASCII."""
    return text.replace("：", ":").replace("\u3000", " ").replace("∶", ":")


def divide(text: str) -> tuple[str, str] | None:
    """(label, value) of a line that has both; otherwise None."""
    text = widened(text).strip()
    if parts := bilingual(text):
        return parts
    if labels.meaning(text)[1] >= 0.95:  # "PRÉNOMS / GIVEN NAMES" is one label, in two languages
        return None
    before, colon, after = text.partition(":")
    if colon and after.strip() and labels.meaning(before)[1] >= 0.9 and not labels.exact(after):
        return f"{before}:", after.strip()
    for end, glued in _ends(text):
        label, value = text[:end], text[end:].strip(" .:-–")
        if value and _leads(label, value, glued):
            return None if _is_label(value) else (label, value)
    return _without_space(text)


def _ends(text: str) -> Iterator[tuple[int, bool]]:
    """(position at which a label may end, whether it is inside a word), the last position first.

    OCR loses the space after a label: "Licence No.T345", "First nameSTUART", "NOME/NAMESimonetta".
    """
    for word in reversed(list(re.finditer(r"\S+", text))[:MOST_LABEL_WORDS]):
        yield word.end(), False
        found = [word.start() + glue.start() for glue in _GLUE.finditer(word.group())]
        if len(word.group()) > LONG_GLUED and word.group().isupper():
            found += range(word.start() + LONG_GLUED // 2, word.end() - 2)
        yield from ((end, True) for end in sorted(set(found), reverse=True))


def bilingual(text: str) -> tuple[str, str] | None:
    """(label, value) of a line with a label in two languages: "NOMBRE/NAME Iker Rodrigo"."""
    for slash in reversed(list(re.finditer(r"\s*/\s*", text))):
        before, after = text[: slash.start()], text[slash.end() :]
        name, alike = labels.meaning(before)
        if not name and (parts := _behind_unread(before, after)):
            return text[: slash.end()] + parts[0], parts[1]
        if alike < labels.ALIKE or sum(c.isdigit() for c in before) > 3:
            continue
        if re.search(r"/\s*[^\W\d_]", after):  # a third language, misread
            continue
        if labels.meaning(after)[0] == name and not labels.exact(after):
            return None  # VORNAMEN/GIVEN N4MES: a misread label without a value
        if end := _second_label(after, name):
            value = after[end:].strip(" .:-–")
            whole = not value or _is_label(value)
            return None if whole else (text[: slash.end()] + after[:end], value)
    return None


def _is_label(value: str) -> bool:
    """Whether the value is another label: PRENUME/PRENOMFIRST NAME, of which OCR lost a slash."""
    return not re.search(r"\d", value) and labels.meaning(value)[1] == 1.0


def _behind_unread(before: str, after: str) -> tuple[str, str] | None:
    """(label, value) if only the second language was read: "AMWIMR/SURNAME VAN DER MERWE"."""
    if re.search(r"\d", before) or not re.search(r"[^\W\d_]{2}", before):
        return None
    for end, glued in _ends(after):
        label, value = after[:end], after[end:].strip(" .:-–")
        if not value or _is_label(value) or (glued and not _runs_into(label, label, value)):
            continue
        name, alike = labels.meaning(label)
        dated = name == "dateOfBirth" and alike >= labels.ALIKE and value[0].isdigit()
        dated = dated and not re.search(r"\d", label)
        if dated or (
            len(labels.fold(label)) > 3 and (labels.exact(label) or labels.in_series(label))
        ):
            return label, value
    return None


def _second_label(text: str, name: str) -> int:
    """The length of the label at the beginning: the longest known one, otherwise one joined to its
    value, otherwise a misread one; 0 if there is none."""
    ends = [
        end
        for end, glued in _ends(text)
        if not glued or _runs_into(text[:end], text[:end], text[end:].strip())
    ]
    ends = [end for end in ends if labels.fold(text[:end]) not in _HALF_LABELS]
    whole = (end for end in ends if labels.exact(text[:end]) or labels.in_series(text[:end]))
    if known := max(whole, default=0):
        return known
    alike = (end for end in ends if end < len(text) and labels.meaning(text[:end])[0] == name)
    return next(alike, 0)


def _leads(label: str, value: str, glued: bool = False) -> bool:
    """Whether this is the label of `value`, rather than the beginning of a longer label."""
    bare = _unnumbered(label)
    if glued and not _runs_into(label, bare, value):
        return False
    if labels.fold(bare) in _HALF_LABELS and _LIKE_NAME.match(labels.fold(value)):
        return False
    name = labels.exact(label) or labels.exact(bare) or labels.in_series(bare)
    if not name or labels.fold(value).split()[:1] in ([word] for word in _PREPOSITIONS):
        return False
    folded = labels.fold(bare)
    if name in _NAMES and (value.islower() or _in_other_print(bare, value)):
        return not value.islower()  # "Given tame" is a misread label, "Ime NIVES" one with a name
    if len(folded) > 3 or (name == NUMBERED.get(_mark_of(label)) and folded != "no"):
        return True
    return folded in _SHORT and bare.isupper()


def _in_other_print(label: str, value: str) -> bool:
    """Whether a label of three letters or more is in small letters and its value in capitals."""
    return len(label) > 2 and label[0].isupper() and label[1:].islower() and value.isupper()


def _mark_of(label: str) -> str:
    """The field number before a label ("1. Nom", "4b Exp"); "" if there is none."""
    parts = numbered(label)
    return parts[0] if parts else ""


def _runs_into(label: str, bare: str, value: str) -> bool:
    """Whether a label may be joined to this value without a space.

    A short label must end with a point. In capitals the end is plain only if the plural is not a
    label, too: "SURNAMESMITH" may be Smith or Mith.
    """
    solid = labels.fold(bare).replace(" ", "")
    if not value[:1].isupper() and not value[:1].isdigit():
        return False
    if label[-1] in ".:)":
        return len(solid) > 1
    if label[-1].isupper() and value[0].isalpha() and not value[1:2].islower():
        either = labels.exact(bare + value[0]) or labels.exact(bare[:-1])
        return len(solid) > LONG_GLUED // 2 and not either
    return len(solid) > 3 or (label[-1].isalpha() and len(solid) > 2 and _mark_of(label) != "")


def _unnumbered(label: str) -> str:
    return re.sub(r"^\(?\d{1,2}[a-dA-D]?[.)]?(?:\s+|(?=[^\W\d_]{2}))", "", label)


def _without_space(text: str) -> tuple[str, str] | None:
    """(label, value) of a word in which they are joined: DOB23/12/1998, LNQUIGLEY. None otherwise.

    No name begins with LN or FN.
    """
    if glued := re.match(r"(LN|FN)([A-Z][A-Z' -]+)$", text):
        return glued[1], glued[2]
    joined = re.match(r"([^\W\d_][^\d:]*?[^\W\d_.])[.\s]*(\d[\d./ -]{5,})$", text)
    if joined and len(labels.fold(joined[1])) > 2 and labels.exact(joined[1]):
        return joined[1], joined[2]
    return None  # DL2888047, HT2092168: often the number itself


def number_of(label: str, worded: bool = False) -> str:
    """The number that a label consists of, such as "4b" or "1"; otherwise empty.

    `worded`: the page prints words after its numbers, so that "2. Votname" is the label 2.
    """
    found = _BARE_NUMBER.fullmatch(label.strip())
    if found:
        return found[1].lower()
    parts = numbered(label) if worded else None
    return parts[0] if parts and not re.search(r"\d", parts[1]) else ""


def is_worded(texts: Iterable[str]) -> bool:
    """Whether the page prints words after its numbers: "1. Surname", "4b. Ablaufdatum".

    Licences of North America print them after all numbers but those of names: "3 DOB", "4b EXP",
    but "1 BLACKWOOD".
    """
    said = [
        (parts[0], labels.fold(parts[1]))
        for text in texts
        if (parts := numbered(text)) and labels.meaning(text)[0]
    ]
    names = any(number in ("1", "2") for number, _ in said)
    american = any(number == "4d" or words in _SHORT for number, words in said)
    return len(said) >= ENOUGH_WORDED and (names or not american)


def numbered(text: str) -> tuple[str, str] | None:
    """(number, rest) of "4b. 18.01.2033", "1. MORGAN" and "2 SARAH"; None for other text."""
    found = _NUMBERED_LINE.match(text.strip())
    if found:
        return (found[1] or found[2]).lower(), found[3]
    found = _NUMBER_AND_WORD.match(text.strip()) or _NUMBER_AND_DATE.match(text.strip())
    return (found[1], found[2]) if found else None


def numbers_of(texts: Iterable[str]) -> set[str]:
    """The field numbers of a licence with which these labels and lines begin."""
    found = set()
    for text in texts:
        number = number_of(text)
        if not number and (parts := numbered(text)):
            number = parts[0]
        if number in NUMBERED and number not in ("6", "7", "8", "9", "10", "11", "12"):
            found.add(number)
    return found


def is_licence(texts: Iterable[str]) -> bool:
    """Whether the page is named a licence, or numbers its fields as only licences do."""
    listed = list(texts)
    if kind := issuers.kind_of(listed):
        return kind == "driving_licence"
    marked = any(_OF_LICENCES.match(text) or _CATEGORIES.fullmatch(text) for text in listed)
    return marked or len(_words_of(listed) & _AMERICAN_WORDS) >= 2


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in labels.fold(text).split()}


def scheme(texts: Iterable[str], american: bool) -> dict[str, str]:
    """Number -> field for this page; empty if it has no numbered fields.

    One number is enough if the page names itself a licence.
    """
    listed = list(texts)
    enough = 1 if is_licence(listed) else ENOUGH_NUMBERS
    if len(numbers_of(listed)) < enough:
        return {}
    words = _words_of(listed)
    if american or not words.isdisjoint({"dln", "dl", "lic", "hgt", "wgt", "rest", "endorse"}):
        return NUMBERED_AAMVA
    if "dob" in words and not words.isdisjoint(_AMERICAN_WORDS - {"dob"}):
        return NUMBERED_AAMVA
    return NUMBERED


def pieces(text: str) -> list[str]:
    """The parts of a line with several labels and their values, split before each label.

    "4d DLN: 08362905 3 DOB: 08/12/1959" and "4a. 19.01.2023 4c. DVLA" are two pieces each.
    """
    words = list(_WORD.finditer(text))
    cuts = [0]
    for number, word in enumerate(words[1:], 1):
        before = text[cuts[-1] : word.start()].strip()
        after = [later.group() for later in words[number + 1 : number + 5]]
        if sum(c.isdigit() for c in before) < 2 or number_of(before):
            continue
        begins = _begins_piece(words[number - 1].group(), word.group(), (after or [""])[0])
        if begins or (after and _begins_label(word.group(), after)):
            cuts.append(word.start())
    return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _begins_label(word: str, after: list[str]) -> bool:
    """Whether a label with a value of its own begins here, after another value.

    Examples: "273 453 093 Class D", "04-03-2032 DATE OF BIRTH 12-09-1966".
    """
    if labels.fold(word) in _BEHIND_VALUES:
        return True
    runs = (" ".join([word, *after[:count]]) for count in range(1, len(after)))
    return any(labels.exact(run.rstrip(":")) for run in runs)


def _begins_piece(before: str, word: str, after: str) -> bool:
    """Whether a label begins with this word, given the words before and after it."""
    labelled = bool(labels.exact(after.partition(":")[0].rstrip(".")))
    if re.fullmatch(r"[1-9]", word) and labelled:
        return True
    if _MARK.fullmatch(word) and (after[:1].isalnum() or labelled):
        return True
    if _MARK_GLUED.match(word):
        return True
    if _COLON.match(word):
        return True
    if (glued := _GLUED.fullmatch(word)) and labels.exact(glued[1]):
        return True
    return _is_label_word(word) and not number_of(before)


_WORD = re.compile(r"\S*?[./-](?:19|20)\d{2}(?=4[a-d]|[A-Z][^\W\d_]+)|\S+")
"""A word; a date ends before a label that is joined to it: 06/18/19854a, 05/01/1984Gender."""
_BEHIND_VALUES = frozenset(
    {"class", "sex", "gender", "expires", "issued", "eyes", "height", "doi", "do1"}
)
_COLON = re.compile(r"[^\s:]{2,5}:(?=\S{5})")
"""A label, possibly misread, that is joined to its value: 300B:12/11/1981."""
_GLUED = re.compile(r"(?:4[a-d]|\d{1,2})([A-Z][A-Z0-9]{2}):?")
"""A field number joined to its label: 3DOB, 4bEXP."""
_MARK = re.compile(r"4[a-d][.,)]?|5[ab][.,)]|[1-9][.)]", re.IGNORECASE)

_MARK_GLUED = re.compile(r"(?:4[a-d]|5[ab])[.,)][A-Z0-9]")


def _is_label_word(word: str) -> bool:
    """Whether the word is a label by itself: one with a colon, or one of AAMVA's abbreviations."""
    if not word[0].isalpha() or not labels.exact(word.rstrip(":.")):
        return False
    return word.endswith(":") or (word.isupper() and labels.fold(word) in _SHORT)
