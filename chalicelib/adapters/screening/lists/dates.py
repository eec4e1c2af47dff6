"""Reads birth dates as lists write them into intervals. A text that cannot be read is no date, so
that it lowers nobody's score."""

import calendar
import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from chalicelib.domain.screening.screening import Interval

CIRCA_YEARS = 1
OLDEST, YOUNGEST = 1900, 2030  # years that end an open range
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Months as the Canadian, Swiss and UN files write them besides.
OTHER_MONTHS = {"janv": 1, "fév": 2, "fev": 2, "mär": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7}
OTHER_MONTHS |= {"aoû": 8, "aou": 8, "okt": 10, "dez": 12, "déc": 12}

_CIRCA = re.compile(
    r"(?i)\b(?:circa|approximately|approx|about|around|estimated|est|possibly|ca|c)\b\.?|~|\?"
    r"|\((?:approximate(?:ly)?|approx\.?)\)"
)
_PART_OF = re.compile(r"(?i)\b(?:early|mid|late|end of|beginning of)\b[- ]?")
_OPEN_BELOW = re.compile(r"(?i)^(?:before|until|up to|to|prior to)\s+")
_OPEN_ABOVE = re.compile(r"(?i)^(?:after|since|from)\s+")
_SPAN = re.compile(r"(?i)\s+(?:to|and|or|until)\s+|\s+[-–—]\s+|(?<=\d{4})[-–/](?=\d{4}$)")
_NOISE = re.compile(
    r"(?i)_x000d_|\b(?:dob|year|date)\b:?|\bborn\b(?: in| on)?"
    r"|\b(?:spring|summer|autumn|winter)\b(?: of)?|^[(]?[a-z][)] ?|[\[\]]"
)
_NOT_GREGORIAN = re.compile(r"(?i)hijri|islamic|lunar|shamsi|solar|\bAH\b|1[34]\d\d\s*\(?h\b")
_UNKNOWN = re.compile(r"(?i)^(?:0{1,2}|dd?|mm?|xx?|-+)?$")


class _Day(NamedTuple):
    """The parts of a date; 0 for a part that is unknown."""

    year: int
    month: int = 0
    day: int = 0


def interval(words: str) -> Interval | None:
    """`07 Oct 1952`, `Nov. 1973`, `00/00/1970`, `dd/03/1961`, `circa 1960`, `1958 to 1961`,
    `between Aug. and Sep. 1977`, `1960s`, `before 1960`, ISO 8601 …; None if unreadable.

    "circa" and the like widen it by CIRCA_YEARS whole years on both sides (`Interval.circa`). Dates
    of other calendars are None, too.
    """
    if _NOT_GREGORIAN.search(words):
        return None
    told = _NOISE.sub(" ", words.replace("??", "xx"))
    cleaned = " ".join(unicodedata.normalize("NFKC", told).split())
    bare = _PART_OF.sub("", _CIRCA.sub(" ", cleaned))
    around = bare != cleaned
    found = _range(" ".join(bare.replace(",", " ").split()).strip(" .;"))
    return widened(found) if found and around else found


def _range(words: str) -> Interval | None:
    if open_below := _OPEN_BELOW.match(words):
        found = _single(words[open_below.end() :])
        return replace(found, first=f"{OLDEST}-01-01") if found else None
    between = re.sub(r"(?i)^(?:between|from)\s+", "", words)
    span = _SPAN.split(between)
    if len(span) == 2:
        return _spanned(*span)
    if open_above := _OPEN_ABOVE.match(words):
        found = _single(words[open_above.end() :])
        return replace(found, last=f"{YOUNGEST}-12-31") if found else None
    return _single(between)


def _spanned(first: str, last: str) -> Interval | None:
    ends = _single(last)
    if ends and not re.search(r"\d{4}", first):
        first = f"{first} {ends.last[:4]}"
    begins = _single(first)
    return between(begins, ends) if begins and ends else None


def between(one: Interval, other: Interval) -> Interval:
    """The interval from the earlier to the later one, in any order."""
    return Interval(min(one.first, other.first), max(one.last, other.last))


def _single(words: str) -> Interval | None:
    if decade := re.fullmatch(r"(\d{3})0'?s", words):
        return year(int(decade[1]) * 10, int(decade[1]) * 10 + 9)
    told = _told(words)
    return told and _as_interval(told)


def _told(words: str) -> _Day | None:
    text = re.sub(r"[T ]\d\d:\d\d.*$|(?<=\d)(?:Z|[+-]\d\d:\d\d)$", "", words)
    if compact := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text):
        return _Day(*(int(part) for part in compact.groups()))
    parts = [part for part in re.split(r"[\s./-]+", text.strip(" .")) if part]
    if text.startswith("/"):  # an empty day
        parts.insert(0, "")
    named = [(place, month) for place, part in enumerate(parts) if (month := _month(part))]
    if len(named) == 1:
        place, month = named[0]
        return _with_month_name(parts[:place] + parts[place + 1 :], month)
    return None if named else _numbers(parts)


def _month(part: str) -> int:
    low = part.lower()
    if not low.isalpha() or len(low) < 3 or low == "mmm":
        return 0
    for beginning, month in OTHER_MONTHS.items():
        if low.startswith(beginning):
            return month
    return MONTHS.index(low[:3]) + 1 if low[:3] in MONTHS else 0


def _with_month_name(rest: list[str], month: int) -> _Day | None:
    years = [part for part in rest if re.fullmatch(r"\d{4}", part)]
    days = [re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)$", "", part) for part in rest if part not in years]
    if len(years) != 1 or len(days) > 1:
        return None
    if days and not days[0].isdigit():
        return _Day(int(years[0]), month) if _UNKNOWN.match(days[0]) else None
    return _Day(int(years[0]), month, int(days[0]) if days else 0)


def _numbers(parts: list[str]) -> _Day | None:
    """`1970`, `09/1966`, `1966-09`, `30/09/1966`, `1966-09-30`, with 00 or letters for unknown."""
    known = [0 if _UNKNOWN.match(part) else part for part in parts]
    if not all(part == 0 or str(part).isdigit() for part in known):
        return None
    years = [place for place, part in enumerate(parts) if re.fullmatch(r"[12]\d{3}", part)]
    if len(years) != 1 or years[0] not in (0, len(parts) - 1) or len(parts) > 3:
        return None
    rest = [int(part) for place, part in enumerate(known) if place != years[0]]
    if years[0]:  # the year stands last
        rest.reverse()
    month, day = (*rest, 0, 0)[:2]
    if month > 12 >= day > 0:
        month, day = day, month
    return _Day(int(parts[years[0]]), month, day)


def _as_interval(told: _Day) -> Interval | None:
    if not OLDEST - 100 <= told.year <= YOUNGEST + 20 or told.month > 12:
        return None
    if not told.month:
        return year(told.year)
    last = calendar.monthrange(told.year, told.month)[1]
    if 1 <= told.day <= last:
        return day(date(told.year, told.month, told.day))
    first = date(told.year, told.month, 1)
    return Interval(first.isoformat(), first.replace(day=last).isoformat())


def year(first: int, last: int | None = None) -> Interval:
    """The interval of whole years, in any order; of one year without `last`."""
    last = first if last is None else last
    return Interval(f"{min(first, last):04d}-01-01", f"{max(first, last):04d}-12-31")


def day(value: date) -> Interval:
    """The interval of one day."""
    return Interval(value.isoformat(), value.isoformat())


def widened(found: Interval, years: int = CIRCA_YEARS) -> Interval:
    """The interval widened to whole years, `years` more on both sides, and marked as circa."""
    first, last = int(found.first[:4]) - years, int(found.last[:4]) + years
    return replace(year(first, last), circa=True)


_CELLS = re.compile(
    r"(?i)(?:^|\s)\(?(?:[a-h]\)|i{1,3}[.)]\s|i?v[.)]\s)|[;|\n]|(?<=\d{4}),\s*(?=\d)"
)


def intervals(words: str) -> list[Interval]:
    """Every readable date of a cell that may list several: `a) 03/03/1961 b) circa 1960`."""
    cells = _CELLS.split(words)
    return [found for cell in cells if (found := interval(cell))]


_BORN = re.compile(
    r"(?i)\b(?:DP?OB|born)\b(?:\s+in\s+(?=\d)|\s+in\s+[A-Z][\w ]*?\s+on)?[\s:–-]*(?P<dates>[^;(]*)"
)
_DATE_IN = re.compile(
    r"(?i)\d{1,2}\s*(?:%s)[a-z]*\.?\s*\d{4}|(?:%s)[a-z]*\.?\s+\d{4}|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\b(?:19|20)\d\d\b" % (("|".join(MONTHS),) * 2)
)


def births_in(prose: str) -> list[Interval]:
    """The birth dates in a remark with other facts: `DOB: a) 11 Apr. 1960 b) 1963`."""
    found = []
    for told in _BORN.finditer(prose):
        dates = re.split(r"(?i)passport|issued|expire|POB|nationality", told["dates"])[0]
        found += [interval(words) for words in _DATE_IN.findall(dates)]
    return [birth for birth in found if birth]
