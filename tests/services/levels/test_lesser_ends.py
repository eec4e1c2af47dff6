"""A level for less ends in a word of its own: nobody is verified by it, whoever says yes."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.person import Attempt, standing
from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.levels.recorded import NotEvidence
from chalicelib.domain.verifications.verification import State
from chalicelib.services.verifications.verifications import Approval
from operations.replay import derived
from tests.domain.levels.levels import ROOT
from tests.services.levels.test_deciding_under_levels import recorded
from tests.services.privacy.erasing import cleaning_of
from tests.services.world import World


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


def test_an_account_cannot_begin_a_level_for_less_nor_an_applicant_one_without_a_document(world):
    published(world)
    with pytest.raises(Conflict):
        world.levels.begun_with("adult_content")
    face = """{"name": "face_only", "version": 1, "title": "Face", "why": "a face", "end":
        "face_confirmed", "steps": ["liveness"], "checks": ["liveness_seen"], "documents": [],
        "minimumAge": 0, "screening": {"sources": [], "hits": {}}}"""
    published(world, "face_only", face)
    with pytest.raises(BadRequest) as raised:
        world.app.applicants.create(Mode.LIVE, "u-2", "face_only", None, "en", {})
    assert raised.value.code == "level_unfit"


def test_less_than_verified_never_adds_up_to_verified():
    for states in (
        (State.CONFIRMED, State.CONFIRMED),
        (State.APPROVED, State.CONFIRMED),
        (State.STALE, State.CONFIRMED),
        (State.CONFIRMED, State.EXPIRED),
    ):
        attempts = tuple(Attempt(str(n), n, state, n) for n, state in enumerate(states, 1))
        assert standing(attempts).status is KycStatus.NOT_VERIFIED
