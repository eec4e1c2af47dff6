"""What makes two names one: every part of a score, and the constants they are weighed with.

Constants were fitted on made-up lists with seeds other than the benchmark's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# How much a word that is not quite the same is worth: likeness to this power.
SHARPNESS = 1.7
# What an unmatched word costs, as a share of its weight.
ASKED_MISSING = 0.6
LISTED_MISSING = 0.28
# What the least alike pair of words takes off, times how unlike it is: one part of the name that is
# another speaks louder than several that are nearly the same.
WEAKEST = 0.45
WEAK_ALIAS = 0.95
# When of several words only one fits, and that is a common one, nobody is named.
ONE_WORD = 0.35
# Names of common words prove less: up to this much is taken off, fully only if all is common.
COMMON = 0.4
PROOF = 2.6  # the weight of that many of the rarest words takes nothing off
# Every word fits and no birth date speaks against it: always worth a look.
NAMESAKE = 0.81
NAMESAKE_LIKENESS = 0.955
# What a birth date says, added to the name's score.
BIRTH = {
    "same_day": 0.69,
    "day_and_month_swapped": 0.59,
    "one_part_differs": 0.32,
    "within_listed_interval": 0.31,
    "unknown": 0.15,
    "same_year": -0.08,
    "next_year": 0.02,
    "different": -0.3,
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


def name_score(
    gained: float, matched: float, asked_missing: float, listed_missing: float, proof: float
) -> float:
    """Up to 1. `gained` is the weight of the matched words times their worth, `matched` without;
    `proof` the weight from which a name is rare enough to speak for itself."""
    if not matched:
        return 0.0
    total = matched + ASKED_MISSING * asked_missing + LISTED_MISSING * listed_missing
    return gained / total - COMMON * (1.0 - min(matched / proof, 1.0))


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
    if first < last:
        return _against_interval(born, first, last)
    if first == born:
        return "same_day"
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    other, its_month, its_day = first // 10_000, first // 100 % 100, first % 100
    if year == other:
        if (month, day) == (its_day, its_month):
            return "day_and_month_swapped"
        return "one_part_differs" if month == its_month or day == its_day else "same_year"
    if (month, day) == (its_month, its_day) and abs(year - other) in (1, 10):
        return "one_part_differs"
    return "next_year" if abs(year - other) == 1 else "different"


def _against_interval(born: int, first: int, last: int) -> str:
    if first <= born <= last:
        return "within_listed_interval"
    year = born // 10_000
    if first // 10_000 - 1 <= year <= last // 10_000 + 1:
        return "next_year"
    return "different"


def day(iso: str) -> int:
    """YYYYMMDD as a number; 0 if it is no date."""
    digits = iso.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else 0
