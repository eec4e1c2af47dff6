"""What makes two names one: every part of a score, and the constants they are weighed with.

Parts are points: how much likelier (a power of e) they are if both names are one person's than if
chance brought them together. They add up, and `WHOLE` points are a score of 1; of a long name they
may be more, and only the sum with the birth date is capped. Constants were fitted on made-up lists
(benchmarks/listed_people.py) with seeds 1 to 8, never the benchmark's own.
"""

from collections.abc import Sequence
from typing import NamedTuple

WHOLE = 12.9
# Parts of a name go together (a Youssef is seldom a Kowalski): the one that proves most counts in
# full, each other one this much.
OTHERS = 0.4
# What a word without a partner costs: at the beginning or end of its name, and between, where
# people leave words out; and what two of them, one on each side, cost on top.
ASKED_EDGE, ASKED_BETWEEN = 2.8, 1.3
LISTED_EDGE, LISTED_BETWEEN = 2.8, 0.6
MISSING = (ASKED_EDGE, ASKED_BETWEEN, LISTED_EDGE, LISTED_BETWEEN)
CONTRADICTION = 0.6
# When of several words only one fits, and there is more to both names, that is mostly a given name.
ONE_WORD = 4.5
JOINT = 0.8  # two words written as one, or one as two
WEAK_ALIAS = 1.3
# Every word fits and no birth date speaks against it: always worth a look.
NAMESAKE = 0.81
NAMESAKE_LIKENESS = 0.955
# What a birth date says, as a score that is added to the name's.
BIRTH = {
    "same_day": 0.79,
    "day_and_month_swapped": 0.6,
    "one_part_differs": 0.17,
    "within_listed_interval": 0.31,
    "unknown": 0.0,
    "same_year": -0.18,
    "next_year": -0.08,
    "different": -0.66,
}


class Unit(NamedTuple):
    """Something asked for: a word, or two neighbours as one. `mask` says which words; `weight` is
    what it can prove at best (points)."""

    mask: int
    text: str
    weight: float


class Option(NamedTuple):
    """A unit asked for and a listed one that may be its partner, with what that proves."""

    points: float
    likeness: float
    asked: int
    asked_mask: int
    listed: int
    listed_mask: int

    @property
    def joint(self) -> bool:
        """True for two words of a side."""
        return bool(
            self.asked_mask & self.asked_mask - 1 or self.listed_mask & self.listed_mask - 1
        )


def aligned(options: list[Option]) -> list[Option]:
    """The best pairs that do not overlap."""
    options.sort(reverse=True)
    asked_used = listed_used = 0
    pairs = []
    for option in options:
        if not (asked_used & option.asked_mask or listed_used & option.listed_mask):
            asked_used |= option.asked_mask
            listed_used |= option.listed_mask
            pairs.append(option)
    return pairs


def proved(pairs: Sequence[Option]) -> list[float]:
    """What each pair adds: the one that proves most comes first and counts in full."""
    return [
        pair.points if place == 0 or pair.points < 0 else OTHERS * pair.points
        for place, pair in enumerate(pairs)
    ]


def edges(words: int) -> int:
    """The first and the last of a mask of words."""
    return words & -words | 1 << words.bit_length() >> 1


class Sum(NamedTuple):
    """A name's points, and how they came about."""

    points: float
    pairs: list[Option]
    missing: tuple[int, int, int, int]  # masks of words without a partner, as in MISSING
    rules: dict[str, float]  # what else counts, in points
    namesake: bool


def added(pairs: list[Option], asked: int, listed: int, weak: bool) -> Sum:
    """All parts of a name; `asked` and `listed` are masks of its words."""
    asked_left, listed_left, worst = asked, listed, 1.0
    for pair in pairs:
        asked_left &= ~pair.asked_mask
        listed_left &= ~pair.listed_mask
        worst = min(worst, pair.likeness)
    points = sum(proved(pairs))
    rules = {"weak_alias": -WEAK_ALIAS} if weak else {}
    missing = (0, 0, 0, 0)
    if asked_left or listed_left:
        asked_edge, listed_edge = asked_left & edges(asked), listed_left & edges(listed)
        missing = (asked_edge, asked_left ^ asked_edge, listed_edge, listed_left ^ listed_edge)
        for cost, words in zip(MISSING, missing, strict=True):
            points -= cost * words.bit_count()
        both = min(asked_left.bit_count(), listed_left.bit_count())
        if both:
            rules["other_words"] = -CONTRADICTION * both
        if len(pairs) == 1 and not pairs[0].joint:
            rules["one_word"] = -ONE_WORD
    namesake = not weak and not any(missing) and worst >= NAMESAKE_LIKENESS
    return Sum(points + sum(rules.values()), pairs, missing, rules, namesake)


def at_best(weight: float, heaviest: float) -> float:
    """What words of a weight can prove together, none of them more than the heaviest."""
    return weight if weight <= heaviest else heaviest + OTHERS * (weight - heaviest)


def least(points: float, heaviest: float) -> float:
    """The weight from which words can prove so much; the inverse of `at_best`."""
    return points if points <= heaviest else heaviest + (points - heaviest) / OTHERS


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
