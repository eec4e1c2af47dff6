"""Whether two spellings are names of the same person.

Order, accents, romanisation, hyphens, initials and missing middle names are ignored. Endings of
given names are not: Daniela is not Daniel. If the names differ, a reviewer decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from chalicelib.domain.documents.spelling import spellings, tokens


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SAME_NAME = 0.88
NOBODY = frozenset({"FNU", "LNU", "NFN", "NLN", "XXX", "XXXX"})
"""Placeholders for an unknown first or last name, used if a document has only one name."""
TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR", "PROF", "SIR", "DAME"})
_ONE_NAME = (
    frozenset(
        [
            "MOHAMMED",
            "MOHAMMAD",
            "MOHAMED",
            "MOHAMAD",
            "MUHAMMAD",
            "MUHAMMED",
            "MUHAMAD",
            "MOHAMMOD",
            "MOHD",
            "MUHD",
        ]
    ),
    _set("AHMED AHMAD AHMET"),
    _set("YUSUF YOUSUF YOUSEF YOUSSEF YUSEF YOSEF"),
    _set("HUSSEIN HUSAIN HUSSAIN HOSSAIN HUSEIN HUSSIEN"),
    _set("ABDULLAH ABDALLAH ABDULLA"),
    _set("MAHMOUD MAHMUD MEHMOOD MAHMOOD"),
    _set("IBRAHIM EBRAHIM IBRAHEEM"),
    _set("KHALED KHALID"),
    _set("ABDUL ABDUR ABDUS ABDUN ABDUZ ABDEL ABDOUL"),
    _set("SAINT ST SAINTE STE"),
)
"""Spellings of one Arabic name in passports of different states; of Saint and St."""
_SHORT_FORMS = {"MA": "MARIA", "MD": "MOHAMMED"}
"""Abbreviations in Spanish, Philippine and Bengali names of three words; Ma alone is a surname."""
_MEN_IN_E = _set(
    "MICHEL PASCAL ANDRE RENE FREDERIC EMMANUEL DANIEL GABRIEL RAPHAEL JOEL NOEL LOUIS"
    " FRANCOIS DENIS MARTIN SIMON JUSTIN VALENTIN LAURENT CLEMENT VINCENT ALBERT BERNARD"
    " MARCEL PAUL AXEL CYRIL EUGEN JEAN CHRISTIAN ADRIEN JULIEN SEBASTIEN FABIEN LUCIEN MAXIM"
    " GERMAIN ALAIN"
)
"""Men's names that become women's names with an E, often after a doubled consonant."""


@dataclass(slots=True)
class _Word:
    """One word of a name with its spellings; `text` is the first of them."""

    ways: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.ways[0]

    @property
    def initial(self) -> bool:
        return len(self.text) == 1


def _words(name: str) -> list[_Word] | None:
    """The words of a name; None if one of them cannot be spelt in Latin letters."""
    found = [token for token in tokens(name) if token not in NOBODY]
    while len(found) > 2 and found[0] in TITLES:
        found.pop(0)
    if len(set(found)) == 1:
        found = found[:1]  # a single name, entered as both first and last name
    ways = [spellings(token) for token in found]
    if len(found) > 2:
        ways = [
            (*way, _SHORT_FORMS[token]) if token in _SHORT_FORMS else way
            for token, way in zip(found, ways, strict=True)
        ]
    return [_Word(way) for way in ways] if all(ways) else None


def same_name(one: str, other: str, cut_short: bool = False) -> bool:
    """Whether two spellings are names of the same person.

    Every word of the shorter name must match a word of the longer one. `cut_short`: one of them is
    truncated, as in a machine-readable zone, so that its words may be beginnings.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return _bare(one) == _bare(other) != ""
    first, second = _joined(first, second), _joined(second, first)
    short, long = sorted((first, second), key=len)
    if len(short) == 1 and len(long) > 1:
        return False
    left = list(long)
    unmatched = [word for word in short if not _take(word, left, _equal)]
    unmatched = [word for word in unmatched if not _take(word, left, _alike)]
    whole = len(short) - len(unmatched)
    if cut_short:
        unmatched.sort(key=lambda word: -len(word.text))
        unmatched = [word for word in unmatched if not _take(word, left, _begins)]
        return whole >= 1 and not unmatched
    unmatched = [word for word in unmatched if not _take(word, left, _initial_of)]
    return not unmatched and whole >= min(2, len(short))


def _bare(name: str) -> str:
    return "".join(tokens(name))


def _take(word: _Word, left: list[_Word], alike: "Callable[[_Word, _Word], bool]") -> bool:
    """Removes the first word of `left` that matches; False if none does."""
    for number, other in enumerate(left):
        if alike(word, other):
            del left[number]
            return True
    return False


def _equal(one: _Word, other: _Word) -> bool:
    if not set(one.ways).isdisjoint(other.ways):
        return True
    return any(_among(one, names) and _among(other, names) for names in _ONE_NAME)


def _among(word: _Word, names: frozenset[str]) -> bool:
    return not names.isdisjoint(word.ways)


def _alike(one: _Word, other: _Word) -> bool:
    """Whether two words are equal but for one letter of a longer word that gives no other name."""
    if len(one.text) <= 3 or len(other.text) <= 3 or _another_ending(one.text, other.text):
        return False
    return SequenceMatcher(None, one.text, other.text).ratio() >= SAME_NAME


def _another_ending(one: str, other: str) -> bool:
    """Whether two words differ at their end as names of men and women do.

    Examples: ALEXANDER and ALEXANDRA, DANIEL and DANIELA, MARIO and MARIA, JEAN and JEANNE.
    """
    short, long = sorted((one, other), key=len)
    if short[-1] == long[-1]:
        return False
    if len(short) == len(long) and one[:-1] == other[:-1]:
        return one[-1] in "AEIOUY" and other[-1] in "AEIOUY"
    if long[-1] == "E":
        return short in _MEN_IN_E
    return long[-1] in "AIOUY" or short[-1] == "A"


def _begins(one: _Word, other: _Word) -> bool:
    return other.text.startswith(one.text) or one.text.startswith(other.text)


def _initial_of(one: _Word, other: _Word) -> bool:
    return (one.initial or other.initial) and _begins(one, other)


def _joined(words: Sequence[_Word], other: Sequence[_Word]) -> list[_Word]:
    """The words, joined where the other name has them as one word: DE LA CRUZ, DELACRUZ."""
    targets = {way for word in other for way in word.ways if len(way) > 3}
    kept: list[_Word] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start + 1, -1):
            together = tuple(_concatenated(words[start:end]) & targets)
            if together:
                kept.append(_Word(together))
                start = end
                break
        else:
            kept.append(words[start])
            start += 1
    return kept


def _concatenated(words: Sequence[_Word]) -> set[str]:
    """The spellings of some words joined to one, up to a limit."""
    whole = {""}
    for word in words:
        whole = {begun + way for begun in whole for way in word.ways[:8]}
        if len(whole) > 512:
            return set()
    return whole
