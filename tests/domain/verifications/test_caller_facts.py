"""What lies with an attempt and no picture says; and the world from the log alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.applicants.person import person_key
from chalicelib.domain.verifications.caller_facts import (
    caller_facts,
    known_since,
    with_caller_facts,
)
from chalicelib.domain.verifications.rebuilding import rebuilt
from chalicelib.domain.verifications.verification import State, Verification

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ATTEMPT = Verification("v-1", "u-1", NOW, NOW, NOW)


def test_what_a_caller_said_is_kept_until_they_say_something_else() -> None:
    assert caller_facts(ATTEMPT, NOW) == {}
    said = ATTEMPT.changed(NOW, evidence=with_caller_facts(ATTEMPT, {"vpn": True, "amount": 7.5}))
    assert caller_facts(said, NOW) == {"vpn": True, "amount": 7.5}
    again = said.changed(NOW, evidence=with_caller_facts(said, {"vpn": None, "emulator": False}))
    assert caller_facts(again, NOW) == {"emulator": False}
    assert caller_facts(said.changed(NOW, evidence=with_caller_facts(said, {"risk": 1})), NOW) == {}


def test_a_person_is_known_for_whole_days() -> None:
    assert known_since(None) == {}
    since = NOW - timedelta(days=3, hours=5)
    known = ATTEMPT.changed(NOW, evidence=known_since(since))
    assert caller_facts(known, NOW) == {"account_age_days": 3}
    both = known.changed(NOW, evidence=with_caller_facts(known, {"vpn": False}))
    assert caller_facts(both, NOW) == {"vpn": False, "account_age_days": 3}


def moved(to: str, move: int, sequence: int, **more: Any) -> dict[str, Any]:
    facts = {
        "to": str(to), "move": move, "sequence": sequence, "mode": "live", "userId": "u-1",
        "attempt": 1, "level": "default",
    }  # fmt: skip
    return {"kind": "moved" if move > 1 else "opened", "facts": facts | more}


def test_the_log_alone_says_where_everybody_stands_and_which_cases_are_open() -> None:
    log = {
        "v-1": [moved(State.CREATED, 1, 1), moved(State.APPROVED, 2, 2)],
        "v-2": [
            moved(State.NEEDS_REVIEW, 2, 4, attempt=2), moved(State.CREATED, 1, 3, attempt=2),
            {"kind": "noticed", "facts": {"sequence": 9}}, {"kind": "viewed", "facts": {}},
        ],
        "v-3": [moved(State.NEEDS_REVIEW, 1, 1, mode="test", userId="t-1")],
        "v-4": [{"kind": "opened", "facts": {"by": "before moves were numbered"}}],
    }  # fmt: skip
    world = rebuilt(log)
    ours, tests = person_key("live", "u-1"), person_key("test", "t-1")
    assert set(world.people) == {ours, tests}
    assert world.sequences == {ours: 9, tests: 1}
    assert world.open_cases == {"v-2"}  # the sandbox opens no case for people
    assert rebuilt({}).people == {}
