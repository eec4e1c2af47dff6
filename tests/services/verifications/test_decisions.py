"""The decision: only when everything is in, once, with its reasons kept."""

import json
from dataclasses import asdict, replace

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.liveness import Compared
from chalicelib.domain.records import NumberUse
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.checks import CHECKS, POLICY_VERSION
from chalicelib.domain.verifications.verification import State
from tests.services.liveness.test_liveness import wrong_gesture
from tests.services.world import World, picture


def state(world, verification_id):
    return world.verifications.get(verification_id).state


def test_flawless_evidence_is_approved_and_the_workflow_goes_on(world):
    onboarding_id, _, verification_id = world.ready()
    world.steps.await_decision(onboarding_id, "token")
    decision = world.decisions.consider(verification_id)
    assert (decision.outcome, decision.reasons) == ("approved", ())
    assert state(world, verification_id) is State.APPROVED
    assert world.workflow.answered["token"]["approved"] is True


@pytest.mark.parametrize("missing", ["documents", "screenings", "sessions"])
def test_nothing_is_decided_before_everything_is_in(world, missing):
    _, _, verification_id = world.ready()
    getattr(world, missing).items.clear()
    assert world.decisions.consider(verification_id) is None
    assert state(world, verification_id) is State.PROCESSING


def test_whoever_is_last_decides_and_it_is_decided_once():
    """Document, screening and liveness arrive in every order; each arrival asks for a decision."""
    import itertools

    for order in itertools.permutations(("document", "screening", "liveness")):
        world = World()
        _, user_id = world.confirmed()
        verification_id = world.uploaded(user_id)
        decided = []
        record = replace(world.read(verification_id))
        world.documents.items.clear()
        for part in order:
            if part == "document":
                world.documents.put(record)
            elif part == "screening":
                world.screening.screen(record)
            else:
                world.compare(world.show(user_id, verification_id))
            decided.append(world.decisions.consider(verification_id))
        assert [d.outcome if d else None for d in decided] == [None, None, "approved"], order
        assert world.decisions.consider(verification_id) is None


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
def test_what_the_document_says_decides(world, changed, outcome, reason):
    _, _, verification_id = world.ready()
    world.read(verification_id, **changed)
    decision = world.decisions.consider(verification_id)
    assert state(world, verification_id) is outcome
    assert reason in decision.reasons


@pytest.mark.parametrize(("score", "good"), [(85.0, True), (84.99, False), (None, False)])
def test_the_mean_similarity_decides_about_the_face(world, score, good):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    session = world.show(user_id, verification_id)
    portrait = f"{verification_id}.jpg"
    compare = world.faces.compare
    alike = None if score is None else Compared(score)
    world.faces.compare = lambda source, target: (
        alike if source[1] == portrait else compare(source, target)
    )
    world.compare(session)
    world.screening.screen(world.read(verification_id))
    decision = world.decisions.consider(verification_id)
    assert (decision.outcome == "approved") is good
    assert ("face_mismatch" in decision.reasons) is not good


def test_a_document_of_another_user_goes_to_a_human(world):
    _, user_id, verification_id = world.ready()
    number = f"number-of-{user_id}"
    world.numbers.put(NumberUse(number, "somebody-else", "another-verification"))
    assert world.decisions.consider(verification_id).reasons == ("duplicate_identity",)


@pytest.mark.parametrize(
    ("status", "reason"),
    [("potential_match", "watchlist_match"), ("unavailable", "screening_unavailable")],
)
def test_screening_never_rejects_and_never_passes_in_doubt(world, status, reason):
    world.watchlists[0].answer = ScreeningResult(status)
    _, user_id, verification_id = world.ready()
    decision = world.decisions.consider(verification_id)
    assert (decision.outcome, decision.reasons) == ("needs_review", (reason,))
    view = world.verdicts.view(user_id, verification_id)
    assert reason not in json.dumps(asdict(view), default=str)
    assert view.reasons == ()


def test_four_failures_leave_the_way_open_and_the_fifth_goes_to_a_human(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.screening.screen(world.read(verification_id))
    for _ in range(4):
        world.compare(wrong_gesture_of(world, user_id, verification_id))
        assert world.decisions.consider(verification_id) is None
    world.compare(wrong_gesture_of(world, user_id, verification_id))
    decision = world.decisions.consider(verification_id)
    assert "liveness_failed" in decision.reasons
    assert state(world, verification_id) is State.NEEDS_REVIEW


def wrong_gesture_of(world, user_id, verification_id):
    world.now.move(minutes=4)
    session = world.show(user_id, verification_id)
    key = world.liveness.frame_key(session, session.frames[4])
    world.faces.seen[key] = ()
    return session


def test_failures_before_a_success_do_not_count(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.screening.screen(world.read(verification_id))
    world.compare(wrong_gesture_of(world, user_id, verification_id))
    world.now.move(minutes=1)
    world.compare(world.show(user_id, verification_id))
    assert world.decisions.consider(verification_id).outcome == "approved"


def test_a_change_meanwhile_does_not_lose_the_decision(world):
    """The workflow takes the verification over between our reading and our writing."""
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.compare(world.show(user_id, verification_id))
    world.screening.screen(world.read(verification_id))
    world.meanwhile(State.APPROVED, lambda: world.verifications.open(user_id, "the-onboarding"))
    assert world.decisions.consider(verification_id).outcome == "approved"
    found = world.verifications.get(verification_id)
    assert (found.state, found.onboarding_id) == (State.APPROVED, "the-onboarding")


def test_two_at_once_decide_once(world):
    _, _, verification_id = world.ready()
    world.meanwhile(State.APPROVED, lambda: world.decisions.consider(verification_id))
    assert world.decisions.consider(verification_id) is None
    assert len([e for e in world.audit.entries if e[1] == "decided"]) == 1


def test_a_case_for_humans_is_opened_once_and_rings_once(world):
    world.watchlists[0].answer = ScreeningResult("potential_match")
    _, user_id, verification_id = world.ready()
    for _ in range(3):
        world.decisions.consider(verification_id)
    case = world.cases.get(verification_id)
    assert (case.status, case.user_id, case.reasons) == ("open", user_id, ("watchlist_match",))
    assert len(world.messages.alerts) == 1


def test_a_review_without_its_case_cannot_be(world):
    """Both are written at once: whatever fails, there is neither or both."""
    world.watchlists[0].answer = ScreeningResult("potential_match")
    _, _, verification_id = world.ready()
    adding = world.cases.adding

    def lost(case, code):
        raise TimeoutError

    world.cases.adding = lost
    with pytest.raises(TimeoutError):
        world.decisions.consider(verification_id)
    assert state(world, verification_id) is State.PROCESSING
    world.cases.adding = adding
    world.decisions.consider(verification_id)
    assert state(world, verification_id) is State.NEEDS_REVIEW
    assert world.cases.get(verification_id).status == "open"


def test_the_audit_keeps_what_a_decision_was_made_of_and_no_person(world):
    _, _, verification_id = world.ready()
    world.decisions.consider(verification_id)
    [facts] = [e[2] for e in world.audit.entries if e[1] == "decided"]
    assert facts["policy"] == POLICY_VERSION
    assert facts["thresholds"] == {"minimum_age": 18, "face_similarity": 85.0}
    rules = [finding["rule"] for finding in facts["findings"]]
    levels = ["document_accepted", "liveness_assured"]
    assert rules == [*(check.__name__ for check in CHECKS), *levels]
    assert (facts["level"], facts["risk"]) == ("default@1", 0)
    assert facts["evidence"]["face_mean"] == 99.0
    told = json.dumps(world.audit.entries, default=str)
    for personal in ("Demosthenous", "1991-03-14", "AB123456", "applicants.example"):
        assert personal not in told


def test_an_unreadable_document_waits_for_the_face_and_goes_to_a_human(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.decisions.unreadable(f"{verification_id}.jpg")
    world.compare(world.show(user_id, verification_id))
    decision = world.decisions.consider(verification_id)
    assert "document_unreadable" in decision.reasons
    assert state(world, verification_id) is State.NEEDS_REVIEW


def test_an_unreadable_back_or_second_try_overwrites_nothing(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    record = world.read(verification_id)
    world.decisions.unreadable(f"{verification_id}-back.jpg")
    world.decisions.unreadable(f"{verification_id}.jpg")
    assert world.documents.get(verification_id) == record


def test_who_cannot_move_can_ask_for_a_human(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.decisions.ask_for_help(user_id, verification_id)
    world.decisions.ask_for_help(user_id, verification_id)
    assert world.cases.get(verification_id).needs_four_eyes
    with pytest.raises(NotFound):
        world.decisions.ask_for_help("somebody-else", verification_id)


def test_new_pictures_after_a_failure_are_compared_anew(world):
    _, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    world.compare(wrong_gesture(world, verification_id, user_id)[0])
    world.uploads.accept(user_id, picture("better"))
    world.now.move(minutes=1)
    world.compare(world.show(user_id, verification_id))
    world.screening.screen(world.read(verification_id))
    assert world.decisions.consider(verification_id).outcome == "approved"
