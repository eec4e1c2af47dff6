"""What surrounds every door, where several calls share a process."""

from __future__ import annotations

import io
import json
import sys
import threading

import pytest

from chalicelib.entrypoints import runtime
from chalicelib.outside import aws


def test_metrics_of_many_threads_are_all_written_each_in_its_own_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, faults = io.StringIO(), []
    monkeypatch.setattr("builtins.print", lambda *words, **_: out.write(f"{words[0]}\n"))
    before = sys.getswitchinterval()

    def work(number: int) -> None:
        try:
            for _ in range(300):
                runtime.count(f"Metric{number}")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert not faults
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    for number in range(8):
        assert sum(line.get(f"Metric{number}") == [1.0] for line in lines) == 300
    assert {line["service"] for line in lines} == {"vestibule"}


def test_a_breaker_that_opens_is_counted(printed: io.StringIO) -> None:
    aws._breaker_opened()
    line = json.loads(printed.getvalue())
    assert (line["BreakerOpened"], line["service"]) == ([1.0], "vestibule")
