"""Office hours: within which reviewers answer, and what is left of that.

A promise of eight hours that began on a Friday evening ends on Monday evening.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 3660  # days; a calendar without a working day ends the search


class Due(StrEnum):
    """How near a promise is."""

    IN_TIME = "in_time"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Office:
    """When somebody is there: the same hours on some days of the week, but on holidays."""

    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)
    zone: tzinfo = UTC
    holidays: frozenset[date] = frozenset()

    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment when the office was open for this long since `start`."""
        local, left = start.astimezone(self.zone), working
        for day in (local.date() + timedelta(days=n) for n in range(_LONGEST)):
            opens, closes = self._hours(day)
            begin = max(opens, start)
            if begin >= closes:
                continue
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        raise ValueError("an office that never opens")

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """In UTC, so that a day on which the clocks change has the length it has; equal: closed."""
        opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        if day.weekday() not in self.days or day in self.holidays:
            return opens, opens
        return opens, datetime.combine(day, self.closes, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Promise:
    """Within how many working hours a case is looked at."""

    office: Office = Office()
    hours: int = 8

    def due(self, opened: datetime) -> datetime:
        """When the answer is due."""
        return self.office.after(opened, timedelta(hours=self.hours))

    def standing(self, opened: datetime, now: datetime) -> Due:
        """Overdue, or soon to be: in the last quarter."""
        if now >= self.due(opened):
            return Due.OVERDUE
        late = self.office.after(opened, timedelta(hours=self.hours * 0.75))
        return Due.SOON if now >= late else Due.IN_TIME


def office(written: str, zone: str = "UTC", holidays: tuple[str, ...] = ()) -> Office:
    """From `mon-fri 09:00-17:00`, `Europe/Athens` and dates, as settings hold them."""
    days, hours = written.split()
    first, last = (DAYS.index(day) for day in days.split("-"))
    opens, closes = (time.fromisoformat(hour) for hour in hours.split("-"))
    return Office(
        frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)),
        opens,
        closes,
        UTC if zone == "UTC" else ZoneInfo(zone),
        frozenset(map(date.fromisoformat, holidays)),
    )
