"""`user.registered`: our checks and the published schema say the same of every event."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.events.events import UserRegistered, check_user_registered, user_registered

SCHEMA = json.loads(
    (
        Path(__file__).resolve().parents[3] / "chalicelib/contracts/events/user.registered.v1.json"
    ).read_text()
)
OFFICIAL = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
GOOD: dict[str, Any] = {
    "version": 1,
    "eventId": "6b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21",
    "userId": "7b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21",
    "email": "anna@applicants.example",
    "phone": "+306900000001",
    "name": "Anna Δημοσθένους",
    "emailVerified": False,
    "phoneVerified": True,
    "occurredAt": "2026-11-21T08:00:00.250000Z",
}
ODD = (
    st.none() | st.booleans() | st.integers(-2, 3) | st.floats(allow_nan=False)
    | st.text(max_size=12) | st.lists(st.integers(), max_size=2)
    | st.sampled_from(["", "x" * 256, "+0123456789", "+1234567", "a@b", "a@b@c", "a b@c",
                       GOOD["eventId"].upper(),
                       "2026-11-21T08:00:00Z",
                       "2026-11-21T08:00:00+00:00", "2026-11-21 08:00:00Z", "tab\tname"])
)  # fmt: skip


def fits(detail: object) -> bool:
    try:
        check_user_registered(detail)
    except BadRequest:
        return False
    return True


def test_a_good_event_fits_both() -> None:
    assert fits(GOOD)
    OFFICIAL.validate(GOOD)
    OFFICIAL.check_schema(SCHEMA)


@settings(max_examples=600)
@given(st.sampled_from([*GOOD, "unknown"]), ODD)
def test_one_odd_field_is_judged_alike(name: str, value: bool | int | str) -> None:
    # The validator takes `$` as Python does, the schema's dialect does not: the last test's matter.
    assume(not (isinstance(value, str) and value.endswith("\n")))
    detail = GOOD | {name: value}
    assert fits(detail) == OFFICIAL.is_valid(detail), detail


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_field_is_judged_alike(name: str) -> None:
    detail = {key: value for key, value in GOOD.items() if key != name}
    assert fits(detail) == OFFICIAL.is_valid(detail)


@pytest.mark.parametrize("name", ["eventId", "userId", "email", "phone", "occurredAt"])
def test_a_line_end_belongs_to_no_value(name: str) -> None:
    """In Python's regular expressions `$` would let one through; in the schema's dialect not."""
    assert not fits(GOOD | {name: GOOD[name] + "\n"})


def test_a_day_that_is_none_is_no_time() -> None:
    assert not fits(GOOD | {"occurredAt": "2026-02-31T08:00:00Z"})


def test_faults_are_named_without_their_values() -> None:
    with pytest.raises(BadRequest) as caught:
        check_user_registered(GOOD | {"email": "canary", "phone": "canary"})
    assert str(caught.value) == "the event's fields are at fault: ['email', 'phone']"


@given(
    st.uuids(), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.none() | st.just("+306900000001"), st.booleans(), st.booleans(),
)  # fmt: skip
def test_what_we_publish_fits_and_reads_back_as_it_was(
    user: UUID, moment: datetime, phone: str | None, mail: bool, proven: bool
) -> None:
    fact = UserRegistered(
        str(user), str(user), "anna@applicants.example", moment, phone, None, mail, proven
    )
    detail = json.loads(json.dumps(fact.detail()))
    OFFICIAL.validate(detail)
    assert user_registered(detail) == fact


def test_what_would_break_the_schema_is_not_published() -> None:
    with pytest.raises(BadRequest):
        UserRegistered("x", GOOD["userId"], "anna@applicants.example", datetime.now(UTC)).detail()


def test_an_event_says_nothing_of_its_person_when_it_is_printed() -> None:
    told = repr(user_registered(GOOD))
    for personal in ("anna", "+3069", "Δημοσθένους"):
        assert personal not in told


@pytest.mark.parametrize("detail", [None, [], "text", 7])
def test_what_is_no_object_is_no_event(detail: int | str | None) -> None:
    with pytest.raises(BadRequest) as caught:
        check_user_registered(detail)
    assert caught.value.code == "event_invalid"
