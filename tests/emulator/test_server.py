"""The embedded cloud as a whole: it comes and goes without a trace in the process."""

from __future__ import annotations

import os

import pytest

from emulator.account import environment
from emulator.server import Cloud, reset


def test_a_cloud_that_stops_gives_the_environment_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment(0):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", "mars-1")
    before = {name: os.environ.get(name) for name in environment(0)}
    with Cloud(port=0) as cloud:
        assert os.environ["AWS_ENDPOINT_URL"] == cloud.endpoint
        os.environ["AWS_DEFAULT_REGION"] = "mars-2"  # somebody else's from now on
    reset()
    after = {name: os.environ.get(name) for name in environment(0)}
    assert after == before | {"AWS_DEFAULT_REGION": "mars-2"}
    monkeypatch.delenv("AWS_DEFAULT_REGION")
