"""A level for less ends in a word of its own: nobody is verified by it, whoever says yes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.person import Attempt, standing
from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.recorded import NotEvidence
from chalicelib.domain.verifications.verification import State
from chalicelib.services.verifications.verifications import Approval
from operations.replay import derived
from tests.domain.levels.levels import ROOT
from tests.services.levels.test_deciding_under_levels import recorded
from tests.services.privacy.erasing import cleaning_of
from tests.services.world import World, picture


def published(world: World, name: str = "adult_content", text: str = "") -> None:
    text = text or (ROOT / "levels" / f"{name}.json").read_text()
    world.levels.draft(text, "ann")
    world.levels.shadow(name, 1, "ann")
    world.levels.publish(name, 1, "ann")


def applicant(world: World, mode: Mode = Mode.LIVE) -> str:
    """Somebody of whom nothing is said, not even a name."""
    made, _ = world.app.applicants.create(mode, "u-1", "adult_content", None, "en", {})
    return str(made.applicant_id)


def shown(world: World, person: str, **read: Any) -> str:
    """Everything this level asks for is in."""
    case = world.uploaded(person)
    world.compare(world.show(person, case))
    document = world.read(case, **read)
    assert world.screening.screen(document, last_try=True) is None
    return case


def status(world: World, person: str) -> KycStatus:
    return world.verifications.person(person).standing("adult_content").status


def test_whoever_is_old_enough_is_confirmed_and_not_verified(world):
    published(world)
    person = applicant(world)
    case = shown(world, person)
    assert world.decisions.consider(case).outcome == "approved"
    found = world.verifications.get(case)
    assert (found.state, found.reasons, found.standing) == (
        *(State.CONFIRMED, ()),
        KycStatus.NOT_VERIFIED,
    )
    assert status(world, person) is KycStatus.NOT_VERIFIED
    assert [moved.kind for moved in world.published][-1] == "verification.confirmed"
    assert not world.screenings.items


def test_nothing_but_the_answers_of_the_rules_is_kept(world):
    published(world)
    case = shown(world, applicant(world), age=35)
    world.decisions.consider(case)
    (facts,) = recorded(world, "decided")
    assert not {"evidence", "facts"} & set(facts)
    assert {f["rule"]: f["outcome"] for f in facts["findings"]}["of_age"] == "pass"
    with pytest.raises(NotEvidence):
        derived(facts, world.levels.pinned, {})
    world.now.move(minutes=15)
    cleaning_of(world).clean()
    assert not world.pictures.items
    assert world.documents.find(case) is None


def test_who_is_too_young_is_refused(world):
    published(world)
    person = applicant(world)
    case = shown(world, person, age=17)
    assert world.decisions.consider(case).reasons == ("under_age",)
    assert status(world, person) is KycStatus.REJECTED


def test_people_and_vendors_who_approve_confirm_no_more_than_the_level_says(world):
    published(world)
    person = applicant(world)
    case = shown(world, person, mrz_valid=None)
    assert world.decisions.consider(case).outcome == "needs_review"
    world.reviews.decide(case, True, (), "an old card", "reviewer-1")
    assert world.verifications.get(case).state is State.CONFIRMED
    assert world.cases.get(case).status == "approved"
    again = world.verifications.open(person)
    approval = Approval(("vendor",), {})
    assert world.verifications.move(again, State.APPROVED, approval=approval).state is (
        State.CONFIRMED
    )
    assert status(world, person) is KycStatus.NOT_VERIFIED


@pytest.mark.parametrize("name", ["approved", "late_reversal", "later_list_hit", "stale"])
def test_the_sandbox_confirms_and_goes_on_from_there(world, name):
    published(world)
    person = applicant(world, Mode.TEST)
    case = world.verifications.open(person).verification_id
    assert world.app.sandbox.advance(case, name).state is State.CONFIRMED
    if name in ("approved", "stale"):  # nothing there was that could be stale
        with pytest.raises(Conflict):
            world.app.sandbox.advance(case, name)
    else:
        assert world.app.sandbox.advance(case, name).state is not State.CONFIRMED


def test_an_account_cannot_begin_a_level_for_less(world):
    published(world)
    with pytest.raises(Conflict):
        world.levels.begun_with("adult_content")


def test_less_than_verified_never_adds_up_to_verified():
    for states in (
        (State.CONFIRMED, State.CONFIRMED),
        (State.APPROVED, State.CONFIRMED),
        (State.STALE, State.CONFIRMED),
        (State.CONFIRMED, State.EXPIRED),
    ):
        attempts = tuple(Attempt(str(n), n, state, n) for n, state in enumerate(states, 1))
        assert standing(attempts).status is KycStatus.NOT_VERIFIED


FACE = {
    "name": "selfie",
    "version": 1,
    "title": "Selfie",
    "why": "A living face, and nothing else.",
    "end": "face_confirmed",
    "steps": ["liveness"],
    "checks": ["liveness_seen", "not_known_by_another_name"],
    "screening": {"sources": [], "hits": {}},
    "limits": {"livenessAttempts": 1},
    "retention": {"mediaDays": 0, "recordYears": 1, "keep": ["face_confirmed"]},
}


def selfie(world: World, mode: Mode = Mode.LIVE) -> tuple[str, str]:
    """(applicant, their attempt) under a level that asks for a living face alone."""
    published(world, "selfie", json.dumps(FACE))
    made, _ = world.app.applicants.create(mode, "u-2", "selfie", None, "en", {})
    person = str(made.applicant_id)
    return person, world.verifications.open(person).verification_id


def test_a_living_face_alone_is_confirmed_and_nobody_is_verified_by_it(world):
    person, case = selfie(world)
    world.compare(world.show(person, case))
    assert world.decisions.consider(case).outcome == "approved"
    found = world.verifications.get(case)
    assert (found.state, found.standing) == (State.CONFIRMED, KycStatus.NOT_VERIFIED)
    assert [c.check for c in world.verdicts.view(person, case).checks] == ["liveness"]
    assert "evidence" not in recorded(world, "decided")[-1]
    assert recorded(world, "liveness")[-1]["state"] == "passed"
    world.now.move(minutes=1)
    cleaning_of(world).clean()
    assert not world.frames.items


def test_frames_of_two_people_are_no_living_face(world):
    person, case = selfie(world)
    session = world.show(person, case)
    key = world.liveness.frame_key(session, session.frames[-1])
    world.faces.similarity[key] = 20.0
    world.compare(session)
    assert world.decisions.consider(case) is not None
    assert world.verifications.get(case).state is not State.CONFIRMED


def test_a_level_without_a_document_takes_none(world):
    person, _ = selfie(world)
    with pytest.raises(Conflict) as refused:
        world.uploads.accept(person, picture())
    assert refused.value.code == "document_not_asked"


def test_a_comparison_whose_answer_was_lost_is_decided_by_the_sweep(world):
    person, case = selfie(world)
    world.compare(world.show(person, case))
    assert world.verifications.get(case).state is State.PROCESSING
    world.now.move(minutes=11)
    world.sweeping.sweep()
    assert world.verifications.get(case).state is State.CONFIRMED


def test_what_people_asked_is_not_answered_by_another_living_face(world):
    person, case = selfie(world)
    world.compare(world.show(person, case))
    world.moved(case, State.NEEDS_REVIEW, ("duplicate_person",))
    world.now.move(minutes=1)
    world.reviews.ask_again(case, ("liveness_failed",), "", "rev-1")
    world.compare(world.show(person, case))
    world.decisions.consider(case)
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
