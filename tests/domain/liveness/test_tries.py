"""What a person has tried in a day: drawn, left, failed, locked."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import TooMany
from chalicelib.domain.liveness.tries import LivenessTries

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NONE = LivenessTries("u-1", NOW)


def refused(tries: LivenessTries, now: datetime) -> tuple[str, int]:
    with pytest.raises(TooMany) as caught:
        tries.drawn("more", now)
    return caught.value.code, caught.value.retry_after


def left(count: int) -> LivenessTries:
    tries = NONE
    for n in range(count):
        tries = tries.drawn(f"n{n}", NOW + n * HOUR)
    return tries


def test_what_is_drawn_is_kept_for_thirty_days_and_counts_until_it_is_passed() -> None:
    tries = NONE.drawn("n0", NOW)
    assert (tries.expires_at, tries.version) == (NOW + timedelta(days=30), 2)
    assert tries.draws == {"n0": NOW.isoformat()}
    passed = tries.judged("n0", True, NOW)
    assert (passed.draws, passed.failures, passed.version) == ({}, (), 3)
    failed = tries.judged("n0", False, NOW + HOUR)
    assert (failed.draws, failed.failures) == ({}, (NOW,))


def test_a_challenge_that_nobody_drew_is_no_failure() -> None:
    assert NONE.judged("another", False, NOW).failures == ()


def test_five_that_were_left_are_the_days() -> None:
    tries = left(5)
    assert refused(tries, NOW + 5 * HOUR) == ("liveness_attempts_used", 19 * 3600 + 1)
    again = tries.drawn("more", NOW + timedelta(days=1))
    assert list(again.draws) == ["n1", "n2", "n3", "n4", "more"]  # the first is forgotten


def test_ten_are_the_days_whatever_became_of_them() -> None:
    tries = NONE
    for n in range(9):
        tries = tries.drawn(f"n{n}", NOW + n * HOUR).judged(f"n{n}", False, NOW + n * HOUR)
    tries = tries.drawn("n9", NOW + 9 * HOUR)
    assert refused(tries, NOW + 10 * HOUR) == ("liveness_attempts_used", 14 * 3600 + 1)


def test_passed_ones_are_never_too_many() -> None:
    tries = NONE
    for n in range(30):
        tries = tries.drawn(f"n{n}", NOW).judged(f"n{n}", True, NOW)
    assert tries.drawn("more", NOW).draws


def test_five_at_once_lock() -> None:
    tries = NONE
    for n in range(5):
        at = NOW + n * timedelta(seconds=45)
        tries = tries.drawn(f"n{n}", at).judged(f"n{n}", False, at)
    last = NOW + timedelta(minutes=3)
    assert refused(tries, last) == ("liveness_locked", 1801)
    assert tries.drawn("more", last + timedelta(minutes=30))
