"""Calendars other than the Gregorian one, where a document's issuer prints them.

A year alone does not identify the calendar: 1412 may be Hijri or Persian, 2042 Bikram Sambat. So a
date is converted only if the issuing state is known to print that calendar. Otherwise it is not
read, and the case goes to a reviewer. Ethiopian and Nepali dates are never converted.
"""

import re
from datetime import date, timedelta

BUDDHIST_STATES = frozenset({"THA", "TH"})
HIJRI_STATES = frozenset({"SAU", "SA"})
PERSIAN_STATES = frozenset({"IRN", "IR", "AFG", "AF"})
MINGUO_STATES = frozenset({"TWN", "TW"})
BUDDHIST_YEARS, HIJRI_YEARS = range(2400, 2643), range(1343, 1501)
PERSIAN_YEARS = range(1280, 1460)
# First year of each Japanese era (1 of the era), by its name and by its letter on a licence.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_ERA_DATE = re.compile(
    r"(明治|大正|昭和|平成|令和)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_MINGUO_DATE = re.compile(r"民[國国]\s*(\d{1,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(text: str) -> date | None:
    """A date whose calendar is printed beside it: 昭和60年4月12日, 民國74年4月12日.

    An era in brackets after the year of the common calendar, 2031年(令和13年), is ignored.
    """
    if era := _ERA_DATE.search(text):
        name, year, month, day = era.groups()
        count = 1 if year == "元" else int(year)
        return _real(ERAS[name] + count - 1, int(month), int(day))
    if minguo := _MINGUO_DATE.search(text):
        year, month, day = minguo.groups()
        return _real(1911 + int(year), int(month), int(day))
    return None


def gregorian(year: int, month: int, day: int, issuing_state: str) -> date | None:
    """The Gregorian date of a day in the issuing state's calendar; None if it prints no other."""
    state = issuing_state.upper()
    if state in BUDDHIST_STATES and year in BUDDHIST_YEARS:
        return _real(year - 543, month, day)
    if state in HIJRI_STATES and year in HIJRI_YEARS:
        return _from_hijri(year, month, day)
    if state in PERSIAN_STATES and year in PERSIAN_YEARS:
        return _from_persian(year, month, day)
    return None


def _from_persian(year: int, month: int, day: int) -> date | None:
    """A date of the Solar Hijri calendar; leap years by the 33-year rule, valid 1206 to 1498."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    if (month, day) == (12, 30) and year % 33 not in (1, 5, 9, 13, 17, 22, 26, 30):
        return None
    leaps = sum(1 for past in range(1280, year) if past % 33 in (1, 5, 9, 13, 17, 22, 26, 30))
    days = (year - 1280) * 365 + leaps + (month - 1) * 31 - max(0, month - 7) + day - 1
    return date(1901, 3, 21) + timedelta(days=days)


def _from_hijri(year: int, month: int, day: int) -> date | None:
    """A date of the Umm al-Qura calendar, which Saudi documents use."""
    from hijridate import Hijri

    try:
        day_of = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(day_of.year, day_of.month, day_of.day)
