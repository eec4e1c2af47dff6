"""A pytest plugin: how long each passed test took, into the file that VESTIBULE_SECONDS names."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

took: dict[str, float] = defaultdict(float)
failed: set[str] = set()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.skipped:
        return
    if report.failed:  # whoever fails without a change notices none
        failed.add(report.nodeid)
    took[report.nodeid] += report.duration


def pytest_sessionfinish(session: Any) -> None:
    if not hasattr(session.config, "workerinput"):
        Path(os.environ["VESTIBULE_SECONDS"]).write_text(
            json.dumps({test: seconds for test, seconds in took.items() if test not in failed})
        )
