"""The clock: deadlines fire in order at their own time, and waits end when they should."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time as real
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from emulator import clock

OFFSET = "CLOCK_OFFSET_SECONDS"


@pytest.fixture(autouse=True)
def fresh_clock() -> Iterator[None]:
    clock.reset()
    yield
    clock.reset()


Waiter = tuple[threading.Thread, list[bool]]


def in_thread(seconds: float | None, event: threading.Event, name: str) -> Waiter:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(clock.wait(event, seconds, name)))
    thread.start()
    clock.wait_for_pending(name)
    return thread, answers


def test_now_is_utc_and_moves_with_advance() -> None:
    clock.publish(OFFSET)
    before = clock.now()
    clock.advance(7 * 86400)
    assert clock.now().tzinfo is UTC
    assert 7 * 86400 <= (clock.now() - before).total_seconds() < 7 * 86400 + 5
    assert float(os.environ[OFFSET]) == pytest.approx(7 * 86400, abs=1)


def test_a_week_long_wait_ends_in_virtual_time() -> None:
    thread, answers = in_thread(7 * 86400, threading.Event(), "a week")
    clock.advance(7 * 86400 - 1)
    assert answers == [] and thread.is_alive()
    clock.advance(1)
    thread.join(5)
    assert answers == [False] and clock.pending() == []


def test_an_event_ends_a_wait_and_removes_its_deadline() -> None:
    event = threading.Event()
    thread, answers = in_thread(3600, event, "an hour")
    event.set()
    thread.join(5)
    assert answers == [True] and clock.pending() == []


def test_set_and_clear_at_once_still_wakes_the_waiter() -> None:
    event = threading.Event()
    thread, answers = in_thread(3600, event, "an hour")
    event.set()
    event.clear()
    thread.join(5)
    assert answers == [True]


def test_one_waiters_deadline_does_not_end_another_wait_on_the_same_event() -> None:
    event = threading.Event()
    short, short_answers = in_thread(10, event, "short")
    long, long_answers = in_thread(1000, event, "long")
    clock.advance(10)
    short.join(5)
    assert short_answers == [False]
    assert long.is_alive() and long_answers == []
    clock.advance(990)
    long.join(5)
    assert long_answers == [False]


def test_a_wait_also_ends_in_real_time() -> None:
    assert clock.wait(threading.Event(), 0.02) is False


def test_deadlines_fire_in_order_and_each_sees_its_own_time() -> None:
    start = clock.time()
    seen: list[tuple[str, int]] = []

    def tick() -> None:
        seen.append(("tick", round(clock.time() - start)))
        if len(seen) < 5:
            clock.call_later(300, tick, "schedule")

    clock.call_later(300, tick, "schedule")
    clock.call_later(450, lambda: seen.append(("once", round(clock.time() - start))), "once")
    clock.advance(1200)
    assert seen == [("tick", 300), ("once", 450), ("tick", 600), ("tick", 900), ("tick", 1200)]


def test_a_cancelled_deadline_never_fires_and_a_raising_one_stops_nobody() -> None:
    seen: list[str] = []
    clock.call_later(1, lambda: seen.append("cancelled"), "cancelled").cancel()
    clock.call_later(2, lambda: [][0], "raises")
    clock.call_later(3, lambda: seen.append("after"), "after")
    clock.advance(3)
    assert seen == ["after"]


def test_pending_lists_what_is_open_soonest_first() -> None:
    clock.call_later(60, lambda: None, "second")
    clock.call_later(30, lambda: None, "first")
    due, names = zip(*clock.pending(), strict=True)
    assert names == ("first", "second")
    assert isinstance(due[0], datetime) and due[0] < due[1]
    with pytest.raises(TimeoutError, match="first"):
        clock.wait_for_pending("third", timeout=0.01)


def test_the_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="never goes back"):
        clock.advance(-1)


def test_no_thread_at_import_and_a_fork_starts_clean() -> None:
    program = """
import os, threading
from emulator import clock
assert threading.active_count() == 1
clock.advance(100); clock.call_later(50, lambda: None, "parent")
child = os.fork()
if child == 0:
    fired = []
    ok = clock.pending() == [] and clock.time() > __import__("time").time() + 99
    clock.call_later(0.01, lambda: fired.append(1)); clock.sleep(0.05)
    os._exit(0 if ok and fired else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=30)
    assert done.returncode == 0


def test_what_a_deadline_sets_off_runs_before_the_next_one_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A function takes moments; its messages would come back if days went by while it works."""
    from emulator import activity

    monkeypatch.setattr(clock, "_between", [lambda: activity.calm(5.0)])
    ended: list[datetime] = []

    def work() -> None:
        real.sleep(0.05)
        ended.append(clock.now())

    started = clock.now()
    for hours in (1, 2):
        clock.call_later(hours * 3600, lambda: activity.spawn(work, "a function"))
    clock.advance(86_400)
    late = [
        (end - started).total_seconds() - hours * 3600
        for end, hours in zip(ended, (1, 2), strict=True)
    ]
    assert len(late) == 2 and max(late) < 60


def test_a_leap_does_not_wait_for_what_never_ends() -> None:
    from emulator import activity

    stop = threading.Event()
    activity.spawn(stop.wait, "stuck")
    started = real.monotonic()
    assert activity.calm(0.05) is False
    assert real.monotonic() - started < 5
    stop.set()
