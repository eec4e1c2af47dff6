"""JSONata as Step Functions evaluates it: data is data, undefined is an error."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from emulator import clock
from emulator.workflows.jsonata_engine import QueryError, evaluate

STATES: dict[str, Any] = {"input": {"userExists": False, "note": None, "name": "Ada"}}


def value(expression: str, **bindings: Any) -> Any:
    return evaluate(expression, {"states": STATES, **bindings})


def test_state_input_is_reached_through_states() -> None:
    assert value("$states.input.userExists = false") is True


def test_an_unassigned_variable_is_not_false_which_is_the_bug_of_the_first_design() -> None:
    assert value("$userExists = false") is False


@pytest.mark.parametrize(
    "text", ['say "hi"', "two\nlines", "back\\slash", "it's", "😀", '"&$uuid()&"']
)
def test_text_is_bound_and_never_parsed(text: str) -> None:
    assert value("$v", v=text) == text
    assert value("$v & '!'", v=text) == text + "!"


def test_emoji_survive_string_functions() -> None:
    assert value("$substring('a😀b', 1, 1)") == "😀"


def test_null_is_a_value_and_undefined_is_an_error() -> None:
    assert value("$states.input.note") is None
    assert value("[1, $states.input.note]") == [1, None]
    assert value("$v", v=None) is None
    with pytest.raises(QueryError, match="returned nothing"):
        value("$states.input.absent")


def test_a_function_is_not_a_result() -> None:
    with pytest.raises(QueryError, match="unsupported"):
        value("$string")


@pytest.mark.parametrize("expression", ["1 ==== 2", "$states.input.name == 'Ada'", "(("])
def test_a_syntax_error_is_a_query_error(expression: str) -> None:
    with pytest.raises(QueryError):
        value(expression)


def test_uuid_and_hash_are_real() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", value("$uuid()"))
    assert value("$uuid()") != value("$uuid()")
    assert value("$hash('abc', 'SHA-256')") == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(QueryError):
        value("$hash('abc', 'CRC')")


def test_parse_reads_json_and_runs_nothing() -> None:
    assert value("$parse('{\"a\": [1]}')") == {"a": [1]}
    with pytest.raises(QueryError):
        value("$parse('1 + 1')")
    with pytest.raises(QueryError):
        value("$eval('1 + 1')")


def test_partition_range_and_seeded_random() -> None:
    assert value("$partition([1,2,3], 2)") == [[1, 2], [3]]
    assert value("$range(1, 10, 4)") == [1, 5, 9]
    assert value("$random(7)") == value("$random(7)")


def test_now_and_millis_follow_the_clock() -> None:
    from emulator.workflows import jsonata_engine

    jsonata_engine.install()
    clock.reset()
    clock.advance(86400)
    try:
        assert value("$millis()") == pytest.approx(clock.time() * 1000, abs=2000)
        assert value("$now()").startswith(clock.now().strftime("%Y-%m-%dT%H"))
    finally:
        clock.reset()
