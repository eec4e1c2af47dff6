"""Handlers run side by side on threads that are kept, and requests go before queues."""

from __future__ import annotations

import os
import threading

import pytest

from emulator.shortcuts import crew, precedence


def ran(name: str) -> tuple[int, str]:
    """Thread and name that a piece of work saw."""
    seen, done = [], threading.Event()

    def work():
        me = threading.current_thread()
        seen.append((me.ident, me.name))
        done.set()

    crew.run(work, name)
    assert done.wait(5)
    return seen[0]


def test_a_thread_is_used_again_under_the_name_of_its_work():
    names, threads = [], set()
    for name in "abcdefgh":
        thread, seen = ran(name)
        names.append(seen)
        threads.add(thread)
    assert names == list("abcdefgh")
    assert len(threads) < 8


def test_work_that_hangs_holds_up_nobody():
    hanging, started = threading.Event(), threading.Event()

    def hang():
        started.set()
        hanging.wait(10)

    crew.run(hang, "hangs")
    assert started.wait(5)
    assert ran("next")[1] == "next"
    hanging.set()


def test_a_queue_waits_while_many_requests_are_under_way():
    passed = threading.Event()

    def poll():
        precedence.give_way(threading.Event())
        passed.set()

    entered = [precedence.request() for _ in range(precedence.CROWD)]
    for request in entered:
        request.__enter__()
    threading.Thread(target=poll, daemon=True).start()
    assert not passed.wait(precedence.LONGEST / 10)
    entered[0].__exit__(None, None, None)
    assert passed.wait(precedence.LONGEST / 2)
    for request in entered[1:]:
        request.__exit__(None, None, None)


def test_a_queue_gets_its_turn_under_any_load(monkeypatch):
    monkeypatch.setattr(precedence, "LONGEST", 0.05)
    entered = [precedence.request() for _ in range(precedence.CROWD + 5)]
    for request in entered:
        request.__enter__()
    precedence.give_way(threading.Event())
    for request in entered:
        request.__exit__(None, None, None)


@pytest.mark.skipif(len(precedence._CORES) < 2, reason="one core, or none can be chosen")
def test_a_crowd_and_its_handlers_stay_on_one_core_and_are_let_go_again():
    cores = []
    crowd = [precedence.request() for _ in range(precedence.CROWD)]

    def ask(request):
        with request:
            cores.append(where())
            done = threading.Event()
            crew.run(lambda: (cores.append(where()), done.set()), "handler")
            assert done.wait(5)

    def where():
        return len(os.sched_getaffinity(0))

    for request in crowd[:-1]:
        request.__enter__()
    asking = threading.Thread(target=ask, args=(crowd[-1],))
    asking.start()
    asking.join()
    assert cores == [1, 1]
    for request in crowd[:-1]:
        request.__exit__(None, None, None)
    ask(precedence.request())  # alone again: the handler's thread is one that was kept
    assert cores[2:] == [len(precedence._CORES)] * 2


def test_few_requests_hold_up_nobody():
    with precedence.request(), precedence.request():
        precedence.give_way(threading.Event())
