"""Compares a birth date with listed ones: evidence for or against a match, never a filter.

Points as in scoring.py: the logarithm of how much likelier the two dates are if they belong to one
person. Typing and reading errors (one digit, two swapped digits, day for month) keep most of the
evidence. A year alone is weak evidence, and the first of January stands for an unknown day.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SAME_DAY = "same_day"
SWAPPED = "day_and_month_swapped"
ONE_PART = "one_part_differs"
JANUARY = "same_first_of_january"
MONTH, YEAR, YEARS = "within_listed_month", "within_listed_year", "within_listed_years"
FIRST = "first_of_january_for_a_year"
EDGE = "near_listed_years"
NEXT, SAME_YEAR, OTHER, UNKNOWN = "next_year", "same_year", "different", "unknown"
POINTS = {
    SAME_DAY: 10.2,
    SWAPPED: 7.7,
    JANUARY: 6.5,
    MONTH: 5.5,
    YEAR: 4.0,
    FIRST: 3.2,
    YEARS: 3.0,
    ONE_PART: 2.2,
    EDGE: 0.0,
    UNKNOWN: 0.0,
    NEXT: -1.0,
    SAME_YEAR: -2.3,
    OTHER: -8.5,
}
SOFT_YEARS = 2  # years outside a range, or outside an approximate date
LATEST = 9999_12_31


class Born(NamedTuple):
    """A listed birth date: YYYYMMDD of its first and last day."""

    first: int
    last: int
    circa: bool = False


def day(iso: str) -> int:
    """YYYYMMDD as a number, from YYYY-MM-DD; 0 if the text has not eight digits."""
    digits = iso.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else 0


class Spans:
    """For each entry the years around its birth date, and the day of the year.

    Most listed people were born at another time than the person asked for, and this quick test
    spares most of the comparing.
    """

    def __init__(self, days: Sequence[int], ends: Sequence[int]) -> None:
        """`days` has three numbers for each listed date: first and last day as YYYYMMDD, and 1 if
        the list calls it approximate. `ends`: where the dates of each entry end."""
        self._first, self._last, self._days = array("h"), array("h"), array("h")
        start = 0
        for end in ends:
            one = end - start == 3  # entries with several dates are left to `compare`
            first, last = (days[start], days[start + 1]) if one else (0, LATEST)
            self._first.append(first // 10_000 - SOFT_YEARS)
            self._last.append(last // 10_000 + SOFT_YEARS)
            self._days.append(first % 10_000 if first == last else 0)
            start = end

    def certainly_differs(self, born: int, entry: int) -> bool:
        """True only if `compare` would return OTHER for this birth date (YYYYMMDD, 0 if unknown)
        and the entry's."""
        year, of_year = divmod(born, 10_000)
        return (
            born > 0
            and not self._first[entry] <= year <= self._last[entry]
            and self._days[entry] != of_year
        )


def compare(born: int, listed: Sequence[Born]) -> str:
    """How a birth date (YYYYMMDD, 0 if unknown) fits the best of the listed ones: a key of POINTS.
    UNKNOWN if there is no date on either side."""
    if not born or not listed:
        return UNKNOWN
    if len(listed) == 1:
        return _one(born, listed[0])
    return max((_one(born, birth) for birth in listed), key=POINTS.__getitem__)


def _one(born: int, listed: Born) -> str:
    if listed.first < listed.last:
        return _range(born, listed)
    if born == listed.first:
        return JANUARY if born % 10_000 == 101 else SAME_DAY
    year, month, of_day = _parts(born)
    its_year, its_month, its_day = _parts(listed.first)
    if year != its_year:
        if (month, of_day) == (its_month, its_day) and _slip(year, its_year):
            return ONE_PART
        return _edge(year, listed) if (its_month, its_day) == (1, 1) else _next(year, its_year)
    if (month, of_day) == (its_day, its_month):
        return SWAPPED
    if (month, of_day) == (1, 1) or (its_month, its_day) == (1, 1):
        return FIRST
    if month == its_month or of_day == its_day:
        return ONE_PART
    return SAME_YEAR


def _parts(born: int) -> tuple[int, int, int]:
    return born // 10_000, born // 100 % 100, born % 100


def _slip(year: int, other: int) -> bool:
    """Whether the years differ in one digit or in two swapped neighbours."""
    one, two = str(year), str(other)
    unlike = [place for place in range(4) if one[place : place + 1] != two[place : place + 1]]
    if len(unlike) == 1:
        return True
    return len(unlike) == 2 and unlike[1] - unlike[0] == 1 and sorted(one) == sorted(two)


def _range(born: int, listed: Born) -> str:
    first, last = listed.first // 10_000, listed.last // 10_000
    if listed.first <= born <= listed.last:
        if first < last:
            return YEARS
        return MONTH if listed.first // 100 == listed.last // 100 else YEAR
    if born % 10_000 == 101 and first <= born // 10_000 <= last:
        return FIRST
    return _edge(born // 10_000, listed)


def _edge(year: int, listed: Born) -> str:
    """How a year fits a listed year or approximate years."""
    first, last = listed.first // 10_000, listed.last // 10_000
    soft = SOFT_YEARS if listed.circa or first < last else 1
    return EDGE if first - soft <= year <= last + soft else OTHER


def _next(year: int, other: int) -> str:
    return NEXT if abs(year - other) == 1 else OTHER


def days_to_search(born: int) -> Iterator[int]:
    """The listed days (YYYYMMDD) to search for this birth date: the day itself, and with day and
    month swapped, which need not be a real date. None for 0."""
    year, month, of_day = _parts(born)
    yield from dict.fromkeys((born, year * 10_000 + of_day * 100 + month) if born else ())
