"""`verification.<state>`: our check and the published schema say the same of every event."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.events.verification_events import (
    NOTICES,
    check,
    event_id,
    from_detail,
    moved_event,
)
from chalicelib.domain.verifications.verification import State, Verification
from tests.present import present

FILE = Path(__file__).resolve().parents[3] / "chalicelib/contracts/events/verification.v1.json"
OFFICIAL = jsonschema.Draft202012Validator(
    json.loads(FILE.read_text()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
NOW = datetime(2026, 11, 21, 8, 0, 0, 250_000, tzinfo=UTC)
OPENED = Verification(
    "6b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21", "user-1", NOW, NOW, NOW + timedelta(days=7),
    moved_at=NOW, standing_by="6b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21",
)  # fmt: skip
GOOD = present(moved_event(None, OPENED)).detail()
ODD = st.none() | st.booleans() | st.integers(-1, 3) | st.text(max_size=9) | st.sampled_from(
    ["", "live", "approved", "Approved", GOOD["eventId"].upper(), "2026-11-21T08:00:00+00:00"]
) | st.lists(st.sampled_from(["fraud_suspected", "Not a code", ""]), max_size=2)  # fmt: skip


def ours(detail: object) -> bool:
    try:
        check(detail)
    except BadRequest:
        return False
    return True


def test_a_good_event_is_good_and_comes_back_as_it_went() -> None:
    OFFICIAL.validate(GOOD)
    moved = OPENED.move(State.NEEDS_REVIEW, NOW, ("watchlist_match",))
    event = moved_event(OPENED, moved)
    OFFICIAL.validate(present(event).detail())
    assert from_detail(json.loads(json.dumps(present(event).detail()))) == event
    assert event.kind == "verification.needs_review"
    assert (event.previous, event.move) == (State.CREATED, 2)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(GOOD)), ODD)
def test_check_and_schema_agree_on_odd_values(name: str, value: int | list[str] | str) -> None:
    detail = GOOD | {name: value}
    assert ours(detail) is OFFICIAL.is_valid(detail)


@given(st.sets(st.sampled_from(sorted(GOOD)), min_size=1))
def test_check_and_schema_agree_on_what_is_missing(names: set[str]) -> None:
    detail = {key: value for key, value in GOOD.items() if key not in names}
    assert ours(detail) is OFFICIAL.is_valid(detail) is False


@pytest.mark.parametrize("detail", [None, [], "x", 1])
def test_what_is_no_object_is_no_event(detail: int | str | None) -> None:
    assert not ours(detail) and not OFFICIAL.is_valid(detail)


def test_a_change_that_moves_nothing_is_no_event() -> None:
    assert moved_event(OPENED, replace(OPENED, sides=("front",), version=2)) is None


def test_the_same_move_is_always_the_same_event_and_another_is_another() -> None:
    moves = [event_id(OPENED.verification_id, move) for move in (1, 1, 2)]
    assert moves[0] == moves[1] != moves[2]


NOTICED = sorted(NOTICES)[0]


@settings(deadline=None)
@given(st.sampled_from(["notice", "daysLeft"]), ODD | st.sampled_from(sorted(NOTICES)))
def test_check_and_schema_agree_on_what_is_told_ahead(
    name: str, value: bool | list[str] | str
) -> None:
    detail = GOOD | {"notice": NOTICED, "daysLeft": 3} | {name: value}
    assert ours(detail) is OFFICIAL.is_valid(detail)


def test_what_was_told_ahead_comes_back_as_it_went() -> None:
    told = replace(OPENED, moves=2, notice=NOTICED, notices={NOTICED: "2026-12-01/30"})
    event = moved_event(OPENED, told)
    OFFICIAL.validate(present(event).detail())
    assert (present(event).notice, present(event).days_left) == (NOTICED, 30)
    assert from_detail(json.loads(json.dumps(present(event).detail()))) == event
