"""The decision: only when everything is in, once, with its reasons kept."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.liveness import Compared, LivenessSession
from chalicelib.domain.records import NumberUse
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.checks import CHECKS, POLICY_VERSION
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture
from tests.services.liveness.test_liveness import wrong_gesture


def state(system: InMemorySystem, verification_id: str) -> State:
    return system.verifications.get(verification_id).state


def test_flawless_evidence_is_approved_and_the_workflow_goes_on(system: InMemorySystem) -> None:
    onboarding_id, _, verification_id = system.ready()
    system.steps.await_decision(onboarding_id, "token")
    decision = system.decisions.consider(verification_id)
    assert (present(decision).outcome, present(decision).reasons) == ("approved", ())
    assert state(system, verification_id) is State.APPROVED
    assert system.workflow.answered["token"]["approved"] is True


@pytest.mark.parametrize("missing", ["documents", "screenings", "sessions"])
def test_nothing_is_decided_before_everything_is_in(system: InMemorySystem, missing: str) -> None:
    _, _, verification_id = system.ready()
    getattr(system, missing).items.clear()
    assert system.decisions.consider(verification_id) is None
    assert state(system, verification_id) is State.PROCESSING


def test_whoever_is_last_decides_and_it_is_decided_once() -> None:
    """Document, screening and liveness arrive in every order; each arrival asks for a decision."""
    import itertools

    for order in itertools.permutations(("document", "screening", "liveness")):
        system = InMemorySystem()
        _, user_id = system.confirmed()
        verification_id = system.uploaded(user_id)
        decided = []
        record = replace(system.read(verification_id))
        system.documents.items.clear()
        for part in order:
            if part == "document":
                system.documents.put(record)
            elif part == "screening":
                system.screening.screen(record)
            else:
                system.compare(system.show(user_id, verification_id))
            decided.append(system.decisions.consider(verification_id))
        assert [d.outcome if d else None for d in decided] == [None, None, "approved"], order
        assert system.decisions.consider(verification_id) is None


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({"expired": True}, State.REJECTED, "document_expired"),
        ({"age": 17}, State.REJECTED, "under_age"),
        ({"age": None}, State.NEEDS_REVIEW, "age_unknown"),
        ({"mrz_valid": False}, State.NEEDS_REVIEW, "mrz_invalid"),
        ({"differences": ("name:mrz",)}, State.NEEDS_REVIEW, "data_mismatch"),
        ({"missing": ("documentNumber",)}, State.NEEDS_REVIEW, "document_unreadable"),
        ({"sha256": "another picture"}, State.NEEDS_REVIEW, "document_changed"),
        ({"number_hash": ""}, State.NEEDS_REVIEW, "duplicate_identity"),
        ({"expired": True, "mrz_valid": False}, State.NEEDS_REVIEW, "mrz_invalid"),
    ],
)
def test_what_the_document_says_decides(
    system: InMemorySystem, changed: dict[str, Any], outcome: State, reason: str
) -> None:
    _, _, verification_id = system.ready()
    system.read(verification_id, **changed)
    decision = system.decisions.consider(verification_id)
    assert state(system, verification_id) is outcome
    assert reason in present(decision).reasons


@pytest.mark.parametrize(("score", "good"), [(85.0, True), (84.99, False), (None, False)])
def test_the_mean_similarity_decides_about_the_face(
    system: InMemorySystem, score: float | None, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    session = system.show(user_id, verification_id)
    portrait = f"{verification_id}.jpg"
    compare = system.faces.compare
    alike = None if score is None else Compared(score)
    monkeypatch.setattr(
        system.faces,
        "compare",
        lambda source, target: alike if source[1] == portrait else compare(source, target),
    )
    system.compare(session)
    system.screening.screen(system.read(verification_id))
    decision = system.decisions.consider(verification_id)
    assert (present(decision).outcome == "approved") is good
    assert ("face_mismatch" in present(decision).reasons) is not good


def test_a_document_of_another_user_goes_to_a_human(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    number = f"number-of-{user_id}"
    system.numbers.put(NumberUse(number, "somebody-else", "another-verification"))
    assert present(system.decisions.consider(verification_id)).reasons == ("duplicate_identity",)


@pytest.mark.parametrize(
    ("status", "reason"),
    [("potential_match", "watchlist_match"), ("unavailable", "screening_unavailable")],
)
def test_screening_never_rejects_and_never_passes_in_doubt(
    system: InMemorySystem, status: str, reason: str
) -> None:
    system.watchlists[0].answer = ScreeningResult(status)
    _, user_id, verification_id = system.ready()
    decision = system.decisions.consider(verification_id)
    assert (present(decision).outcome, present(decision).reasons) == ("needs_review", (reason,))
    view = system.verdicts.view(user_id, verification_id)
    assert reason not in json.dumps(asdict(view), default=str)
    assert view.reasons == ()


def test_four_failures_leave_the_way_open_and_the_fifth_goes_to_a_human(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.screening.screen(system.read(verification_id))
    for _ in range(4):
        system.compare(wrong_gesture_of(system, user_id, verification_id))
        assert system.decisions.consider(verification_id) is None
    system.compare(wrong_gesture_of(system, user_id, verification_id))
    decision = system.decisions.consider(verification_id)
    assert "liveness_failed" in present(decision).reasons
    assert state(system, verification_id) is State.NEEDS_REVIEW


def wrong_gesture_of(system: InMemorySystem, user_id: str, verification_id: str) -> LivenessSession:
    system.now.move(minutes=4)
    session = system.show(user_id, verification_id)
    key = system.liveness.frame_key(session, session.frames[4])
    system.faces.seen[key] = ()
    return session


def test_failures_before_a_success_do_not_count(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.screening.screen(system.read(verification_id))
    system.compare(wrong_gesture_of(system, user_id, verification_id))
    system.now.move(minutes=1)
    system.compare(system.show(user_id, verification_id))
    assert present(system.decisions.consider(verification_id)).outcome == "approved"


def test_a_change_meanwhile_does_not_lose_the_decision(system: InMemorySystem) -> None:
    """The workflow takes the verification over between our reading and our writing."""
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.compare(system.show(user_id, verification_id))
    system.screening.screen(system.read(verification_id))
    system.meanwhile(State.APPROVED, lambda: system.verifications.open(user_id, "the-onboarding"))
    assert present(system.decisions.consider(verification_id)).outcome == "approved"
    found = system.verifications.get(verification_id)
    assert (found.state, found.onboarding_id) == (State.APPROVED, "the-onboarding")


def test_two_at_once_decide_once(system: InMemorySystem) -> None:
    _, _, verification_id = system.ready()
    system.meanwhile(State.APPROVED, lambda: system.decisions.consider(verification_id))
    assert system.decisions.consider(verification_id) is None
    assert len([e for e in system.audit.entries if e[1] == "decided"]) == 1


def test_a_case_for_humans_is_opened_once_and_rings_once(system: InMemorySystem) -> None:
    system.watchlists[0].answer = ScreeningResult("potential_match")
    _, user_id, verification_id = system.ready()
    for _ in range(3):
        system.decisions.consider(verification_id)
    case = system.cases.get(verification_id)
    assert (case.status, case.user_id, case.reasons) == ("open", user_id, ("watchlist_match",))
    assert len(system.messages.alerts) == 1


def test_a_review_without_its_case_cannot_be(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are written at once: whatever fails, there is neither or both."""
    system.watchlists[0].answer = ScreeningResult("potential_match")
    _, _, verification_id = system.ready()
    adding = system.cases.adding

    def lost(case: str, code: str) -> None:
        raise TimeoutError

    monkeypatch.setattr(system.cases, "adding", lost)
    with pytest.raises(TimeoutError):
        system.decisions.consider(verification_id)
    assert state(system, verification_id) is State.PROCESSING
    monkeypatch.setattr(system.cases, "adding", adding)
    system.decisions.consider(verification_id)
    assert state(system, verification_id) is State.NEEDS_REVIEW
    assert system.cases.get(verification_id).status == "open"


def test_the_audit_keeps_what_a_decision_was_made_of_and_no_person(system: InMemorySystem) -> None:
    _, _, verification_id = system.ready()
    system.decisions.consider(verification_id)
    [facts] = [e[2] for e in system.audit.entries if e[1] == "decided"]
    assert facts["policy"] == POLICY_VERSION
    assert facts["thresholds"] == {"minimum_age": 18, "face_similarity": 85.0}
    rules = [finding["rule"] for finding in facts["findings"]]
    levels = ["document_accepted", "liveness_assured"]
    assert rules == [*(check.__name__ for check in CHECKS), *levels]
    assert (facts["level"], facts["risk"]) == ("default@1", 0)
    assert facts["evidence"]["face_mean"] == 99.0
    told = json.dumps(system.audit.entries, default=str)
    for personal in ("Demosthenous", "1991-03-14", "AB123456", "applicants.example"):
        assert personal not in told


def test_an_unreadable_document_waits_for_the_face_and_goes_to_a_human(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.decisions.unreadable(f"{verification_id}.jpg")
    system.compare(system.show(user_id, verification_id))
    decision = system.decisions.consider(verification_id)
    assert "document_unreadable" in present(decision).reasons
    assert state(system, verification_id) is State.NEEDS_REVIEW


def test_an_unreadable_back_or_second_try_overwrites_nothing(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    record = system.read(verification_id)
    system.decisions.unreadable(f"{verification_id}-back.jpg")
    system.decisions.unreadable(f"{verification_id}.jpg")
    assert system.documents.get(verification_id) == record


def test_who_cannot_move_can_ask_for_a_human(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.decisions.ask_for_help(user_id, verification_id)
    system.decisions.ask_for_help(user_id, verification_id)
    assert system.cases.get(verification_id).needs_four_eyes
    with pytest.raises(NotFound):
        system.decisions.ask_for_help("somebody-else", verification_id)


def test_new_pictures_after_a_failure_are_compared_anew(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.compare(wrong_gesture(system, verification_id, user_id)[0])
    system.uploads.accept(user_id, picture("better"))
    system.now.move(minutes=1)
    system.compare(system.show(user_id, verification_id))
    system.screening.screen(system.read(verification_id))
    assert present(system.decisions.consider(verification_id)).outcome == "approved"
