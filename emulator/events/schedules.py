"""The next run of a scheduled rule: `rate(5 minutes)` or `cron(0 3 * * ? *)`, in UTC.

Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_UNITS = {"minute": 60, "hour": 3600, "day": 86_400}
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_HORIZON = timedelta(days=366)


def seconds_until_next(expression: str, now: datetime) -> float:
    """Seconds from `now` (aware, UTC) to the next run. ValueError for any other expression, a field
    outside its range, or no run within a year."""
    if rate := _RATE.fullmatch(expression):
        return int(rate[1]) * _UNITS[rate[2]]
    if cron := _CRON.fullmatch(expression):
        return (_next(cron.groups(), now) - now).total_seconds()
    raise ValueError(f"{expression} is neither rate(...) nor cron(...)")


def _next(fields: tuple[str, ...], now: datetime) -> datetime:
    minutes, hours, days, months, weekdays, _ = fields
    wanted_minutes = _numbers(minutes, 0, 59)
    wanted_hours = _numbers(hours, 0, 23)
    wanted_days = _numbers(days, 1, 31)
    wanted_months = _numbers(months, 1, 12)
    wanted_weekdays = _numbers(weekdays, 1, 7)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    while day - now < _HORIZON:
        weekday = day.isoweekday() % 7 + 1
        fits = day.month in wanted_months and day.day in wanted_days
        if fits and weekday in wanted_weekdays:
            for hour in sorted(wanted_hours):
                for minute in sorted(wanted_minutes):
                    moment = day.replace(hour=hour, minute=minute)
                    if moment > now:
                        return moment
        day += timedelta(days=1)
    raise ValueError(f"cron({' '.join(fields)}) does not run within a year")


def _numbers(field: str, low: int, high: int) -> set[int]:
    """The values of a cron field: `*`, `?`, `3`, `1-5`, `*/15`, `0/15`, `MON-FRI`, lists."""
    found: set[int] = set()
    for part in field.upper().split(","):
        for number, name in enumerate(_DAYS, 1):
            part = part.replace(name, str(number))
        span, _, step = part.partition("/")
        if span in ("*", "?"):
            first, last = low, high
        elif "-" in span:
            first, last = (int(end) for end in span.split("-"))
        else:
            first, last = int(span), high if step else int(span)
        found.update(range(first, last + 1, int(step or 1)))
    if not found or min(found) < low or max(found) > high:
        raise ValueError(f"{field} is not within {low} to {high}")
    return found
