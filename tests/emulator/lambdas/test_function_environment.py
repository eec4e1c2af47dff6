"""What a function finds in its environment: its own variables, and nothing of its deployer's."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from emulator.lambdas import function_environment
from emulator.lambdas.function_environment import hide, layer


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    function_environment.install()
    monkeypatch.setenv("COLOUR", "of the shell")
    monkeypatch.setenv("SHAPE", "of the shell")
    yield
    function_environment.show_all()


def seen(name: str) -> tuple[str | None, bool, bool]:
    """By each way of asking: the value, whether it is there, whether it is listed."""
    return os.environ.get(name), name in os.environ, name in list(os.environ)


def test_a_functions_own_variable_comes_before_the_process_own() -> None:
    with layer({"COLOUR": "green"}):
        assert seen("COLOUR") == ("green", True, True)
        assert seen("SHAPE") == ("of the shell", True, True)
    assert seen("COLOUR") == ("of the shell", True, True)


def test_what_is_hidden_is_there_for_the_process_and_for_no_function() -> None:
    hide(["SHAPE", "COLOUR"])
    with layer({"COLOUR": "green"}):
        assert seen("SHAPE") == (None, False, False)
        assert seen("COLOUR") == ("green", True, True)
    assert seen("SHAPE") == ("of the shell", True, True)
