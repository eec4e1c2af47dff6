"""The field that a printed label names, and the values read for the labels of a document.

Labels are compared without accents and punctuation: first exactly, then tolerating small OCR
errors. Bilingual labels such as "Surname / Nom" match by any of their parts. Labels of fields that
are not read (`other` in the vocabulary) take part, so that a place of birth is not read as a birth
date.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from chalicelib.domain.documents.vocabulary import WORDS

ALIKE, LONG_ALIKE, WORD_ALIKE = 0.84, 0.77, 0.66
"""Least similarity (0-1) to a known label: of one word, of several words, and of each of these."""
RESEMBLES = 0.75
"""Least similarity (0-1) to a label from which a value may be a misread label."""
SHORT, SHORTEST = 8, 7
"""Letters: words shorter than SHORTEST, and words shorter than SHORT that name no field of ours,
must match exactly. JIMENA is not "jmena", WALID is not "valid"."""
OTHER = "other"
"""The field of labels whose values are not read."""
PERSONAL = "personalNumber"
LONGEST, LONGEST_PAIR = 200, 48
"""Characters of a label or a value that are read, and letters of two joined labels."""


_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """The value of a label. `confidence`: 0-100. `likeness`: 0-1, how well the label matches."""

    value: str
    confidence: float
    likeness: float = 1.0


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, letters and digits only."""
    text = text.lower()
    if text.isascii():  # the same, sooner
        return " ".join(_NO_LETTER.sub(" ", text).split())
    text = text.replace("ł", "l").replace("ß", "ss").replace("ı", "i").replace("№", "no")
    text = re.sub(r"\bn[º°]", "no", text.replace("đ", "d").replace("ø", "o").replace("æ", "ae"))
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


def _vocabulary() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """(label -> field, label -> the languages that use it)."""
    fields: dict[str, str] = {}
    languages: dict[str, set[str]] = defaultdict(set)
    for language, words in WORDS.items():
        for name, listed in words.items():
            for label in listed.split(","):
                folded = fold(label)
                fields.setdefault(folded, name)
                languages[folded].add(language)
    return fields, {label: frozenset(spoken) for label, spoken in languages.items()}


_FOLDED, _SPOKEN = _vocabulary()
_WIDE = frozenset({"en", "aamva", "fr"})
_SOLID = {label.replace(" ", ""): name for label, name in _FOLDED.items() if len(label) > 5}
_ANY_SOLID = {label.replace(" ", ""): name for label, name in _FOLDED.items()}
_SHAPES = str.maketrans(
    {"l": "i", "1": "i", "j": "i", "0": "o", "v": "u", "q": "g", "8": "b", "6": "b", "5": "s"}
)
_BIRTH_NAME = re.compile(r"rodow|rodne|birth|maiden|naissance|jeune fille|szuletesi|geboorte")
_NUMBER = re.compile(
    r"\(?\d{1,2}[a-dº°]?\s?[.),:]?\s+|\(?\d{1,2}[a-d]?[.),]\s?|[a-z][.,]\s(?=[^\W\d_]{4})"
    r"|\d{1,2}[a-d]?(?=[^\W\d_]{3})",
    re.IGNORECASE,
)
"""A field's number before its label; of one character it may be misread: "S. Document number"."""
_PLURAL = re.compile(r"(?<=[^\W\d_])\(-?[^\W\d_]{1,3}\)")
"""A plural ending in brackets: Nome(s), Vorname(n)."""
_LONGEST_SERIES = 12
"""Most words of a label in several languages or of several fields."""
# CLDR's list patterns: the word before the last of a list, as `fold` leaves it.
_AND = frozenset({
    "a", "agus", "and", "at", "dan", "dhe", "e", "en", "es", "et", "i", "in", "ir", "ja", "kai",
    "na", "och", "og", "si", "un", "und", "va", "ve", "y", "και", "и", "та", "і",
})  # fmt: skip
_WHOLE_NAME = frozenset({"surname", "givenNames", "name"})


@lru_cache(maxsize=4096)
def _shape(folded: str) -> str:
    """The text with letters that look alike in small print made equal: rn and m, li and u."""
    folded = folded.replace("rn", "m").replace("vv", "w").replace("li", "u")
    return folded.translate(_SHAPES)


_SHAPED = {
    _shape(label.replace(" ", "")): name for label, name in _FOLDED.items() if len(label) >= 3
}


def _pairs_of(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


@lru_cache(maxsize=1)  # made when it is needed: a function starts cold more often than it reads
def _index() -> dict[str, list[str]]:
    """Pair of letters -> the labels of five letters or more that contain it."""
    found: dict[str, list[str]] = defaultdict(list)
    for label in _FOLDED:
        if len(label) >= 5:
            for two in sorted(_pairs_of(_shape(label))):
                found[two].append(label)
    return found


def exact(label: str) -> str:
    """The field of a label in the vocabulary, "" if none: compared exactly, without spaces, or with
    letters that look alike in small print (D08 is DOB).
    """
    folded = fold(label)
    solid = folded.replace(" ", "")
    if name := _FOLDED.get(folded) or _SOLID.get(solid, ""):
        return name
    if "(" in label and (single := _PLURAL.sub("", label)) != label:
        return exact(single)
    if len(solid) >= 3 and any(c.isalpha() for c in solid):
        return _SHAPED.get(_shape(solid), "")
    return ""


@lru_cache(maxsize=4096)
def in_series(text: str) -> str:
    """The field of several labels in one text; "" if the text is not made of labels.

    "Name, Nom, Cognome" is one field in three languages, "NAAM, VOORNAMEN" and "NOM Prénom" are
    the parts of a whole name, "Date of birth, place of birth" begins with the date. A slash
    separates the languages of one label.
    """
    if "/" in text:
        said = {in_series(part) for part in text.split("/")}
        return said.pop() if len(said) == 1 else ""
    bare = _PLURAL.sub("", text)
    parts = [folded for part in re.split(r"[,;()]", bare) if (folded := fold(part))]
    said = {exact(part) for part in parts}
    if len(said - {""}) > 1 and "" in said:  # of three labels one was misread
        said = {exact(part) or _fuzzy(part)[0] for part in parts}
    if len(parts) < 2 or "" in said:
        said = set(_row(tuple(fold(bare).split())))
        if "givenNames" not in said or not said & {"surname", "name"}:
            return ""
    if said == {"dateOfBirth", OTHER}:
        return "dateOfBirth" if all(map(_OF_BIRTH.search, parts)) else ""
    if "middle" in fold(bare) or (len(said) > 2 and {"surname", "givenNames"} <= said):
        said.discard(OTHER)
    if "givenNames" in said and said & {"surname", "name"} and said <= _WHOLE_NAME:
        return "name"
    if len(said) > 1 and said <= _WHOLE_NAME:
        said.discard("name")  # "Name, Nom, Cognome": in one language of three it is the surname
    return said.pop() if len(said) == 1 else ""


@lru_cache(maxsize=4096)
def _two_in_one(solid: str) -> str:
    """The field of a label in two languages whose slash OCR lost (APELYIDOLAST NAME); else ""."""
    if len(solid) > LONGEST_PAIR or not solid.isalpha():
        return ""
    for cut in range(3, len(solid) - 3):
        name = _ANY_SOLID.get(solid[:cut])
        if name and name == _ANY_SOLID.get(solid[cut:]) and len(solid) > 2 * SHORTEST:
            return name
    return ""


_OF_BIRTH = re.compile(r"birth|naiss|geb|nasc|nacim|urodz|naro|rodj|roden|szul")


def _row(words: tuple[str, ...]) -> list[str]:
    """The fields of two or more labels in sequence; empty if a word belongs to none."""
    named: list[str] = []
    start = 0
    while start < len(words) <= _LONGEST_SERIES:
        if named and words[start] in _AND:
            start += 1
            continue
        ends = range(min(len(words), start + 4), start, -1)
        end = next((end for end in ends if " ".join(words[start:end]) in _FOLDED), 0)
        if not end:
            return []
        named.append(_FOLDED[" ".join(words[start:end])])
        start = end
    return named if len(named) > 1 else []


def _fuzzy(part: str) -> tuple[str, float]:
    """(field, likeness) of the most similar known label; ("", 0) if none is similar enough."""
    if " " not in part and len(part) < SHORTEST:
        return "", 0.0
    shape = _shape(part)
    twos, labels_with = _pairs_of(shape), _index()
    shared = Counter(label for two in sorted(twos) for label in labels_with.get(two, ()))
    best = ("", 0.0)
    for label, count in shared.items():
        if 2 * count < 0.9 * len(twos) or abs(len(label) - len(part)) > 3:
            continue
        alike = SequenceMatcher(None, shape, _shape(label)).ratio()
        if _FOLDED[label] == OTHER and len(label) < SHORT and " " not in label:
            continue  # ANDRÉS is not "adres"
        enough = LONG_ALIKE if " " in label else ALIKE  # a single word may be a name
        if alike >= enough and alike > best[1] and _word_by_word(part, label):
            best = (_FOLDED[label], alike)
    return best


def _word_by_word(part: str, label: str) -> bool:
    """Whether the labels are similar word by word: "date of entry" is not "date of expiry"."""
    words, known = part.split(), label.split()
    if len(words) != len(known):
        return SequenceMatcher(None, part.replace(" ", ""), label.replace(" ", "")).ratio() >= 0.86
    return all(
        SequenceMatcher(None, _shape(one), _shape(other)).ratio() >= WORD_ALIKE
        for one, other in zip(words, known, strict=True)
        if max(len(one), len(other)) > 2  # of two letters one may be misread: "date cf birth"
    )


@lru_cache(maxsize=4096)
def meaning(label: str) -> tuple[str, float]:
    """(field or `other`, likeness 0-1) of a printed label; ("", 0) if the text is no label."""
    text = _PLURAL.sub("", label.strip())
    if ":" in text[:-1] and all(exact(part) for part in text.split(":")):
        text = text.replace(":", "/")  # NOME:NAME, a misread bar
    bare = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    parts = [fold(text), *(fold(part) for part in re.split(r"[/|·•()]|\s[-–]\s", bare)), fold(bare)]
    for whole in (parts[0], parts[-1]):
        if name := exact(whole) or _two_in_one(whole.replace(" ", "")):
            return name, 1.0
    if name := in_series(bare):
        return name, 1.0
    if sum(c.isdigit() for c in text) > 3 or _value_behind(bare):  # the text includes a value
        return "", 0.0
    named = [name for part in re.split(r"[/|·•]", bare) if (name := in_series(part))]
    named = named or [name for part in parts[1:-1] if (name := exact(part))]
    if OTHER in named and _of_birth(parts[1:-1]):
        return OTHER, 1.0
    if named:
        special = [name for name in named if name not in ("name", OTHER)] or named
        return Counter(special).most_common(1)[0][0], 1.0
    guesses = [_fuzzy(part) for part in dict.fromkeys(parts) if len(part) >= 4]
    return max(guesses, key=lambda guess: guess[1], default=("", 0.0))


def _value_behind(text: str) -> bool:
    """Whether a value follows a label in brackets: "NAZWISKO (SURNAME) ZAREMBA"."""
    before, bracket, tail = text.rpartition(")")
    folded = fold(tail)
    return bool(bracket and len(folded) > 2 and "(" in before) and not (
        exact(folded) or _fuzzy(folded)[0] or any(exact(part) for part in tail.split("/"))
    )


def _of_birth(parts: Iterable[str]) -> bool:
    """Whether a part names the name at birth, whatever the part in the other language says."""
    return any(" " in part and exact(part) == OTHER and _BIRTH_NAME.search(part) for part in parts)


def field_of(label: str) -> tuple[str, float]:
    """(field, likeness 0-1) of a printed label; ("", 0) if it names no field that is read.

    A personal number is read as the document number if the document has no other.
    """
    name, alike = meaning(label)
    if name == PERSONAL:
        return "documentNumber", alike
    return (name, alike) if name and name != OTHER else ("", 0.0)


_LABEL_WORD = re.compile(
    r"(?:sur|first|last|given|for|i|1|l)?names?(?:nom|$)|prenoms?|vornamen?$|naam$|number|numero|numer$"
    r"|\w{4,}names$|date$|birth$|document|expir|issue|sex$|nationalit"
)


RAN_TOGETHER = re.compile(
    r"surname|givenname|nationalit|ofbirth|ofexp|ofissue|height$|documentn|\w{3}name$"
)
"""Labels inside a text without spaces: APELIDCXSSURNAME."""


def label_like(value: str) -> bool:
    """Whether a value is a label or the rest of one: GIVEN NAMES, NAMENOM."""
    if len(value.split()) > 1 and meaning(value)[1] == 1.0:
        return True
    return any(_LABEL_WORD.match(word) for word in fold(value).split())


def resembles_name(value: str) -> bool:
    """Whether a value may be a misread label of a name: "Namc", "Pnénom(s)"."""
    shape = _shape(fold(_PLURAL.sub("", value)))
    return any(
        SequenceMatcher(None, shape, _shape(label)).ratio() >= RESEMBLES
        for label, name in _FOLDED.items()
        if name in _WHOLE_NAME and abs(len(label) - len(shape)) < 3
    )


def languages_of(label: str) -> frozenset[str]:
    """The languages of a label's parts. A word that is also English or French indicates no other
    language."""
    parts = [fold(label), *(fold(part) for part in re.split(r"[/|·•()]", label))]
    spoken = [_SPOKEN.get(part, frozenset()) for part in parts]
    return frozenset().union(*(of_part & _WIDE or of_part for of_part in spoken))


def pairs(answer: Mapping[str, Any]) -> Iterable[tuple[str, str, float]]:
    """(label, value, confidence) of every key-value pair of a Textract answer."""
    blocks = {block["Id"]: block for block in answer.get("Blocks", [])}
    for block in blocks.values():
        if block["BlockType"] == "KEY_VALUE_SET" and "KEY" in block.get("EntityTypes", ()):
            values = [blocks[i] for i in _linked(block, "VALUE") if i in blocks]
            text = " ".join(_text(value, blocks) for value in values).strip()
            trust = min((float(value.get("Confidence", 0)) for value in values), default=0.0)
            yield _text(block, blocks), text, min(trust, float(block.get("Confidence", 0)))


def value_blocks(
    blocks: Mapping[str, Any], field: Callable[[str], str]
) -> Iterable[tuple[str, Any]]:
    """(field, VALUE block) of every label that names a field and has a value."""
    for block in blocks.values():
        if block["BlockType"] == "KEY_VALUE_SET" and "KEY" in block.get("EntityTypes", ()):
            name = field(_text(block, blocks))
            for value in (blocks[i] for i in _linked(block, "VALUE") if name and i in blocks):
                if _text(value, blocks):
                    yield name, value


def _linked(block: Mapping[str, Any], kind: str) -> list[str]:
    return [i for r in block.get("Relationships", ()) if r["Type"] == kind for i in r["Ids"]]


def _text(block: Mapping[str, Any], blocks: Mapping[str, Any]) -> str:
    words = [blocks[i] for i in _linked(block, "CHILD") if i in blocks]
    text = " ".join(str(word.get("Text", "")) for word in words if word["BlockType"] == "WORD")
    return text[:LONGEST]
