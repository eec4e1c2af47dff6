"""What happens to the names and birth dates of real people between a list and their documents.

Each change is named; it takes a listed person and gives what their documents show, or None where
the change does not apply to them.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

Rng = random.Random


@dataclass(frozen=True)
class Shown:
    """A name and a birth date (ISO or empty)."""

    name: str
    born: str


Change = Callable[[Shown, Rng], "Shown | None"]
CHANGES: dict[str, Change] = {}
#: Changes after which too little is left to know anybody by; measured, without a goal.
HARD: dict[str, str] = {
    "year_only_same": "another day and month of the same year is evidence of one in sixty only",
}
_SPELLINGS: dict[str, list[str]] = {}
for _group in json.loads((Path(__file__).parent / "name_parts.json").read_text())["arabic"]:
    _alike = [word for word in _group.split("|")[1:] if " " not in word and "-" not in word]
    for _word in _alike:
        _SPELLINGS.setdefault(_word.lower(), _alike)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LOOKALIKES = dict(zip("aceopxyABCEHKMOPTXiIjJsS", "асеорхуАВСЕНКМОРТХіІјЈѕЅ", strict=True))
DIGITS = {"o": "0", "O": "0", "i": "1", "I": "1", "e": "3", "s": "5", "S": "5"}
TITLES = ("Dr.", "Sheikh", "Haji", "General", "Mr", "Prof.", "Maulavi", "Colonel")


def change(what: Change) -> Change:
    """Puts a function into the table, under its name."""
    CHANGES[what.__name__] = what
    return what


def _words(shown: Shown, least: int = 2) -> list[str]:
    words = shown.name.split()
    return words if len(words) >= least else []


def _named(shown: Shown, words: list[str]) -> Shown | None:
    return replace(shown, name=" ".join(words)) if words else None


def _date(shown: Shown) -> date | None:
    return date.fromisoformat(shown.born) if shown.born else None


def _dated(shown: Shown, born: date | None) -> Shown | None:
    return replace(shown, born=born.isoformat()) if born else None


# -- birth dates ---------------------------------------------------------------------------------


@change
def same(shown: Shown, rng: Rng) -> Shown | None:
    return shown


@change
def year_digit(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    if not born:
        return None
    place = rng.choice((2, 3, 3))
    digits = list(str(born.year))
    digits[place] = rng.choice([d for d in "0123456789" if d != digits[place]])
    return _dated(shown, _moved(born, year=int("".join(digits))))


@change
def year_transposed(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    if not born or born.year % 10 == born.year // 10 % 10:
        return None
    swapped = born.year // 100 * 100 + born.year % 10 * 10 + born.year // 10 % 10
    return _dated(shown, _moved(born, year=swapped)) if 1920 <= swapped <= 2010 else None


@change
def day_transposed(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    swapped = born.day % 10 * 10 + born.day // 10 if born else 0
    if not born or swapped == born.day or not 1 <= swapped <= 28:
        return None
    return _dated(shown, born.replace(day=swapped))


@change
def day_or_month_wrong(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    if not born:
        return None
    if rng.random() < 0.5:
        return _dated(shown, born.replace(day=rng.randrange(1, 28)))
    return _dated(shown, _moved(born, month=rng.randrange(1, 13)))


@change
def day_and_month_swapped(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    if not born or born.day > 12:
        return None
    return _dated(shown, date(born.year, born.day, born.month))


@change
def first_of_january(shown: Shown, rng: Rng) -> Shown | None:
    born = _date(shown)
    return _dated(shown, date(born.year, 1, 1)) if born else None


@change
def no_birth_date(shown: Shown, rng: Rng) -> Shown | None:
    return replace(shown, born="")


def _moved(born: date, **parts: int) -> date | None:
    """With these parts instead; None where there is no such day."""
    try:
        return born.replace(**parts)
    except ValueError:
        return None


# -- words ---------------------------------------------------------------------------------------


@change
def all_joined(shown: Shown, rng: Rng) -> Shown | None:
    return _named(shown, ["".join(_words(shown))] if _words(shown) else [])


@change
def last_two_joined(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown, 3)
    return _named(shown, words and [*words[:-2], words[-2] + words[-1].lower()])


@change
def first_two_joined(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown, 3)
    return _named(shown, words and [words[0] + words[1].lower(), *words[2:]])


@change
def word_split(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown)
    long = [place for place, word in enumerate(words) if len(word) >= 8 and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    cut = rng.randrange(4, len(words[at]) - 3)
    return _named(shown, [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]])


@change
def of_the_faith_split(shown: Shown, rng: Rng) -> Shown | None:
    """Sirajuddin as Siraj-ud-Din or Siraj Uddin; Rahmatullah as Rahmat Ullah."""
    way = rng.choice((r"\1-ud-Din", r"\1 Uddin", r"\1 al-Din", r"\1 ud Deen"))
    told = re.sub(r"(?i)\b([a-z]{3,})[uei]dd[ie]e?ne?\b", way, shown.name)
    told = re.sub(r"(?i)\b([a-z]{3,})ull?ah\b", rng.choice((r"\1 Ullah", r"\1-ullah")), told)
    return replace(shown, name=told) if told != shown.name else None


@change
def hyphens_lost(shown: Shown, rng: Rng) -> Shown | None:
    told = shown.name.replace("-", rng.choice((" ", "")))
    return replace(shown, name=told) if told != shown.name else None


_ABDUL = re.compile(r"(?i)\babd(?:ul|el|al|ol|ur|er)?[- ]+(?:al[- ]|el[- ]|ul[- ])?(?=[a-z]{3})")


@change
def abdul_in_parts(shown: Shown, rng: Rng) -> Shown | None:
    way = rng.choice(("Abd-ur-", "Abd al-", "Abd el ", "Abd-us-", "Abdu'l ", "Abdel", "Abdal "))
    told = _ABDUL.sub(way, shown.name, count=1)
    return replace(shown, name=told) if told != shown.name else None


@change
def abdul_dropped(shown: Shown, rng: Rng) -> Shown | None:
    told = _ABDUL.sub("", shown.name)
    return replace(shown, name=told) if told != shown.name and len(told.split()) > 1 else None


@change
def abdul_moved(shown: Shown, rng: Rng) -> Shown | None:
    told = _ABDUL.sub("", shown.name, count=1)
    return replace(shown, name=f"{told} Abdul") if told != shown.name else None


@change
def abdul_typo(shown: Shown, rng: Rng) -> Shown | None:
    told = _ABDUL.sub(rng.choice(("Adbul ", "Abudl ", "Abdl ", "Abdull ")), shown.name, count=1)
    return replace(shown, name=told) if told != shown.name else None


@change
def first_initial(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown)
    return _named(shown, words and [_initial(words[0]), *words[1:]])


@change
def all_given_initials(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown)
    return _named(shown, words and [*map(_initial, words[:-1]), words[-1]])


def _initial(word: str) -> str:
    return word.lstrip("'")[:1] + "."


@change
def middle_dropped(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown, 3)
    if not words:
        return None
    gone = rng.randrange(1, len(words) - 1)
    return _named(shown, words[:gone] + words[gone + 1 :])


@change
def word_added(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown)
    more = rng.choice(("Ahmed", "Maria", "Ivanovich", "Jose", "Khan", "Lee"))
    return _named(shown, words and [words[0], more, *words[1:]])


@change
def family_name_first(shown: Shown, rng: Rng) -> Shown | None:
    words = _words(shown)
    return _named(shown, words and [words[-1], *words[:-1]])


@change
def title_added(shown: Shown, rng: Rng) -> Shown | None:
    return replace(shown, name=f"{rng.choice(TITLES)} {shown.name}")


@change
def particle_lost(shown: Shown, rng: Rng) -> Shown | None:
    told = re.sub(r"(?i)\b(?:al|el)-|\b(?:al|el|bin|ben|ibn) ", "", shown.name)
    return replace(shown, name=told) if told != shown.name and len(told.split()) > 1 else None


# -- letters -------------------------------------------------------------------------------------


@change
def one_letter(shown: Shown, rng: Rng) -> Shown | None:
    long = [m for m in re.finditer(r"[A-Za-z]{5,}", shown.name)]
    if not long:
        return None
    at = rng.randrange(*rng.choice(long).span())
    name, letter = shown.name, rng.choice(LETTERS)
    ways = (
        name[:at] + letter + name[at:],
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    )
    return replace(shown, name=rng.choice(ways))


@change
def other_romanisation(shown: Shown, rng: Rng) -> Shown | None:
    words = shown.name.split()
    known = [place for place, word in enumerate(words) if word.lower() in _SPELLINGS]
    if not known:
        return None
    for place in known:
        words[place] = rng.choice(_SPELLINGS[words[place].lower()])
    return _named(shown, words)


@change
def digits_for_letters(shown: Shown, rng: Rng) -> Shown | None:
    told = "".join(DIGITS.get(c, c) if rng.random() < 0.6 else c for c in shown.name)
    return replace(shown, name=told) if told != shown.name else None


@change
def lookalikes(shown: Shown, rng: Rng) -> Shown | None:
    told = "".join(LOOKALIKES.get(c, c) if rng.random() < 0.5 else c for c in shown.name)
    return replace(shown, name=told) if told != shown.name else None


@change
def decomposed(shown: Shown, rng: Rng) -> Shown | None:
    told = unicodedata.normalize("NFD", shown.name)
    return replace(shown, name=told) if told != shown.name else None


@change
def full_width(shown: Shown, rng: Rng) -> Shown | None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in shown.name)
    return replace(shown, name=wide)
