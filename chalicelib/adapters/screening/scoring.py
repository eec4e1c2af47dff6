"""What makes two names one: every part of a score, and the constants they are weighed with.

Constants were fitted on made-up lists with seeds other than the benchmark's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# What an unmatched word costs, as a share of what it would have brought.
ASKED_MISSING = 0.75
LISTED_MISSING = 0.16
WEAK_ALIAS = 0.95
# A name of which only one word fits names nobody.
ONE_WORD = 0.8
# What a birth date says, added to the name's score (0-1).
BIRTH = {
    "same_day": 0.06,
    "within_listed_interval": 0.0,
    "day_and_month_swapped": 0.03,
    "same_year": -0.02,
    "next_year": -0.06,
    "unknown": -0.03,
    "different": -0.25,
}


class Unit(NamedTuple):
    """Something asked for: a word, or two neighbours as one. `mask` says which words."""

    mask: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A word asked for, the listed word it was matched with, and how alike they are (0-1)."""

    asked: int
    listed: int
    likeness: float


def aligned(options: list[tuple[float, float, int, int, int, int]]) -> list[Pair]:
    """The best pairs that do not overlap.

    `options`: (gain, likeness, asked unit, its mask, listed unit, its mask).
    """
    options.sort(reverse=True)
    asked_used = listed_used = 0
    pairs = []
    for _, alike, asked, asked_mask, listed, listed_mask in options:
        if not (asked_used & asked_mask or listed_used & listed_mask):
            asked_used |= asked_mask
            listed_used |= listed_mask
            pairs.append(Pair(asked, listed, alike))
    return pairs


def name_score(gained: float, matched: float, asked_missing: float, listed_missing: float) -> float:
    """0-1. `gained` is the weight of the matched words times their likeness, `matched` without."""
    total = matched + ASKED_MISSING * asked_missing + LISTED_MISSING * listed_missing
    return gained / total if total else 0.0


def birth_word(born: int, births: Sequence[int]) -> str:
    """How a birth date (YYYYMMDD, 0 if unknown) fits listed intervals (first, last, first ...)."""
    if not born or not births:
        return "unknown"
    best, answer = -1.0, "different"
    for place in range(0, len(births), 2):
        word = _against(born, births[place], births[place + 1])
        if BIRTH[word] > best:
            best, answer = BIRTH[word], word
    return answer


def _against(born: int, first: int, last: int) -> str:
    if first <= born <= last:
        return "same_day" if first == last else "within_listed_interval"
    year = born // 10_000
    if first == last and first == year * 10_000 + born % 100 * 100 + born // 100 % 100:
        return "day_and_month_swapped"
    if year in (first // 10_000, last // 10_000):
        return "same_year"
    if min(abs(first // 10_000 - year), abs(last // 10_000 - year)) == 1:
        return "next_year"
    return "different"
