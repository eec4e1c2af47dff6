"""Working hours: a promise runs while somebody is there, and at no other time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.reviews.office import Due, Office, Promise, office

ATHENS = ZoneInfo("Europe/Athens")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-11-25T10:00", "2026-11-26T10:00"),  # a Wednesday
        ("2026-11-25T09:00", "2026-11-25T17:00"),
        ("2026-11-25T03:00", "2026-11-25T17:00"),  # before the office opens
        ("2026-11-27T20:00", "2026-11-30T17:00"),  # a Friday evening
        ("2026-11-28T12:00", "2026-11-30T17:00"),  # a Saturday
        ("2026-12-24T16:00", "2026-12-28T16:00"),  # over Christmas Day and a weekend
    ],
)
def test_eight_hours_are_a_working_day(opened: str, due: str) -> None:
    promise = Promise(office("mon-fri 09:00-17:00", "UTC", ("2026-12-25",)), 8)
    assert promise.due(at(opened)) == at(due)


def test_the_clock_stands_still_outside_of_the_hours_and_the_last_quarter_is_soon() -> None:
    promise, opened = Promise(Office(), 8), at("2026-11-27T11:00")  # a Friday
    said = [
        promise.standing(opened, at(when))
        for when in ("2026-11-27T16:59", "2026-11-29T12:00", "2026-11-30T09:00", "2026-11-30T11:00")
    ]
    assert said == [Due.IN_TIME, Due.SOON, Due.SOON, Due.OVERDUE]


def test_the_hours_are_those_of_the_office_whatever_the_clocks_do() -> None:
    hours = office("sun-thu 09:00-17:00", "Europe/Athens")
    assert hours.days == {6, 0, 1, 2, 3}
    # The clocks go back at four in the night of this Sunday; it opens at nine by the new time.
    opened = datetime(2026, 10, 24, 12, tzinfo=ATHENS)
    due = hours.after(opened, timedelta(hours=8))
    assert due == datetime(2026, 10, 25, 17, tzinfo=ATHENS) == at("2026-10-25T15:00")


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 60),
    st.integers(1, 60),
)
def test_a_longer_promise_ends_later_and_always_while_somebody_is_there(
    opened: datetime, hours: int, more: int
) -> None:
    hall = office("mon-sat 08:30-12:00", "Europe/Athens", ("2026-12-25",))
    first = hall.after(opened, timedelta(hours=hours))
    assert opened < first < hall.after(opened, timedelta(hours=hours + more))
    local = first.astimezone(ATHENS)
    assert local.weekday() in hall.days and hall.opens < local.time() <= hall.closes
    assert hall.after(first, timedelta(hours=more)) == hall.after(
        opened, timedelta(hours=hours + more)
    )


def test_without_a_word_it_is_monday_to_friday_from_nine_to_five() -> None:
    friday = datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert Office().after(friday, timedelta(hours=1)) == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert Office().after(friday, timedelta(hours=2)) == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_an_office_that_never_opens_promises_nothing() -> None:
    with pytest.raises(ValueError, match="never opens"):
        Office(days=frozenset()).after(at("2026-11-25T10:00"), timedelta(hours=1))


def test_a_promise_is_eight_hours_of_an_office_from_nine_to_five_unless_it_says_else() -> None:
    assert Promise().due(at("2026-11-25T10:00")) == at("2026-11-26T10:00")
    assert Promise().due(at("2026-11-27T09:00")) == at("2026-11-27T17:00")
