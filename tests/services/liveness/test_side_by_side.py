"""Calls of others that do not wait for each other: as one after the other, but sooner."""

import threading
from contextvars import ContextVar
from typing import TypeVar

import pytest

from chalicelib.domain.deadline import left, within
from chalicelib.services.liveness.side_by_side import both, each


@pytest.mark.parametrize("at_once", [1, 2, 6, 50])
def test_the_answers_are_in_order_whatever_is_faster(at_once: int) -> None:
    given = [(n,) for n in range(12)]
    assert each(lambda n: n * n, given, at_once) == [n * n for n in range(12)]
    assert each(lambda n: n, [], at_once) == []


T = TypeVar("T")


def test_so_many_work_at_once_and_no_more() -> None:
    meeting, most, now = threading.Barrier(3, timeout=5), [0], [0]
    lock = threading.Lock()

    def work(n: int) -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        meeting.wait()  # broken unless three are here together
        with lock:
            now[0] -= 1
        return n

    assert each(work, [(n,) for n in range(6)], 3) == list(range(6))
    assert most == [3]


def test_a_fault_is_raised_and_what_has_not_begun_is_not_begun() -> None:
    done, busy = [], threading.Event()

    def work(n: int) -> None:
        if n == 0:
            raise ValueError("no face")
        busy.wait(0.05)  # without the end by the fault, 25 s altogether
        done.append(n)

    with pytest.raises(ValueError, match="no face"):
        each(work, [(n,) for n in range(1000)], 2)
    assert len(done) < 999


def test_each_call_knows_how_long_its_caller_waits() -> None:
    word: ContextVar[str] = ContextVar("word")
    word.set("mine")
    with within(60.0):
        found = each(lambda n: (word.get(), left() is not None), [(1,), (2,)], 2)
    assert found == [("mine", True)] * 2


def test_neither_of_two_waits_for_the_other() -> None:
    meeting = threading.Barrier(2, timeout=5)

    def work(answer: T) -> T:
        meeting.wait()  # broken unless both are here together
        return answer

    assert both(lambda: work(1), lambda: work("two"), 2) == (1, "two")
    done = []
    assert both(lambda: done.append("first"), lambda: done.append("second"), 1) == (None, None)
    assert done == ["first", "second"]


def test_of_two_faults_the_first_one_counts() -> None:
    def fault(text: str) -> None:
        raise ValueError(text)

    for at_once in (1, 2):
        with pytest.raises(ValueError, match="gestures"):
            both(lambda: fault("gestures"), lambda: fault("portrait"), at_once)
        with pytest.raises(ValueError, match="portrait"):
            both(lambda: 1, lambda: fault("portrait"), at_once)
    word: ContextVar[str] = ContextVar("word")
    word.set("mine")
    assert both(word.get, word.get, 2) == ("mine", "mine")
