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
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture
from tests.services.levels.test_deciding_under_levels import recorded
from tests.services.privacy.erasing import cleaning_of


def published(system: InMemorySystem, name: str = "adult_content", text: str = "") -> None:
    text = text or (ROOT / "levels" / f"{name}.json").read_text()
    system.levels.draft(text, "ann")
    system.levels.shadow(name, 1, "ann")
    system.levels.publish(name, 1, "ann")


def applicant(system: InMemorySystem, mode: Mode = Mode.LIVE) -> str:
    """Somebody of whom nothing is said, not even a name."""
    made, _ = system.app.applicants.create(mode, "u-1", "adult_content", None, "en", {})
    return str(made.applicant_id)


def shown(system: InMemorySystem, person: str, **read: Any) -> str:
    """Everything this level asks for is in."""
    case = system.uploaded(person)
    system.compare(system.show(person, case))
    document = system.read(case, **read)
    assert system.screening.screen(document, last_try=True) is None
    return case


def status(system: InMemorySystem, person: str) -> KycStatus:
    return system.verifications.person(person).standing("adult_content").status


def test_whoever_is_old_enough_is_confirmed_and_not_verified(system: InMemorySystem) -> None:
    published(system)
    person = applicant(system)
    case = shown(system, person)
    assert present(system.decisions.consider(case)).outcome == "approved"
    found = system.verifications.get(case)
    assert (found.state, found.reasons, found.standing) == (
        *(State.CONFIRMED, ()),
        KycStatus.NOT_VERIFIED,
    )
    assert status(system, person) is KycStatus.NOT_VERIFIED
    assert [moved.kind for moved in system.published][-1] == "verification.confirmed"
    assert not system.screenings.items


def test_nothing_but_the_answers_of_the_rules_is_kept(system: InMemorySystem) -> None:
    published(system)
    case = shown(system, applicant(system), age=35)
    system.decisions.consider(case)
    (facts,) = recorded(system, "decided")
    assert not {"evidence", "facts"} & set(facts)
    assert {f["rule"]: f["outcome"] for f in facts["findings"]}["of_age"] == "pass"
    with pytest.raises(NotEvidence):
        derived(facts, system.levels.pinned, {})
    system.now.move(minutes=15)
    cleaning_of(system).clean()
    assert not system.pictures.items
    assert system.documents.find(case) is None


def test_who_is_too_young_is_refused(system: InMemorySystem) -> None:
    published(system)
    person = applicant(system)
    case = shown(system, person, age=17)
    assert present(system.decisions.consider(case)).reasons == ("under_age",)
    assert status(system, person) is KycStatus.REJECTED


def test_people_and_vendors_who_approve_confirm_no_more_than_the_level_says(
    system: InMemorySystem,
) -> None:
    published(system)
    person = applicant(system)
    case = shown(system, person, mrz_valid=None)
    assert present(system.decisions.consider(case)).outcome == "needs_review"
    system.reviews.decide(case, True, (), "an old card", "reviewer-1")
    assert system.verifications.get(case).state is State.CONFIRMED
    assert system.cases.get(case).status == "approved"
    again = system.verifications.open(person)
    approval = Approval(("vendor",), {})
    assert system.verifications.move(again, State.APPROVED, approval=approval).state is (
        State.CONFIRMED
    )
    assert status(system, person) is KycStatus.NOT_VERIFIED


@pytest.mark.parametrize("name", ["approved", "late_reversal", "later_list_hit", "stale"])
def test_the_sandbox_confirms_and_goes_on_from_there(system: InMemorySystem, name: str) -> None:
    published(system)
    person = applicant(system, Mode.TEST)
    case = system.verifications.open(person).verification_id
    assert system.app.sandbox.advance(case, name).state is State.CONFIRMED
    if name in ("approved", "stale"):  # nothing there was that could be stale
        with pytest.raises(Conflict):
            system.app.sandbox.advance(case, name)
    else:
        assert system.app.sandbox.advance(case, name).state is not State.CONFIRMED


def test_an_account_cannot_begin_a_level_for_less(system: InMemorySystem) -> None:
    published(system)
    with pytest.raises(Conflict):
        system.levels.begun_with("adult_content")


def test_less_than_verified_never_adds_up_to_verified() -> None:
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


def selfie(system: InMemorySystem, mode: Mode = Mode.LIVE) -> tuple[str, str]:
    """(applicant, their attempt) under a level that asks for a living face alone."""
    published(system, "selfie", json.dumps(FACE))
    made, _ = system.app.applicants.create(mode, "u-2", "selfie", None, "en", {})
    person = str(made.applicant_id)
    return person, system.verifications.open(person).verification_id


def test_a_living_face_alone_is_confirmed_and_nobody_is_verified_by_it(
    system: InMemorySystem,
) -> None:
    person, case = selfie(system)
    system.compare(system.show(person, case))
    assert present(system.decisions.consider(case)).outcome == "approved"
    found = system.verifications.get(case)
    assert (found.state, found.standing) == (State.CONFIRMED, KycStatus.NOT_VERIFIED)
    assert [c.check for c in system.verdicts.view(person, case).checks] == ["liveness"]
    assert "evidence" not in recorded(system, "decided")[-1]
    assert recorded(system, "liveness")[-1]["state"] == "passed"
    system.now.move(minutes=1)
    cleaning_of(system).clean()
    assert not system.frames.items


def test_frames_of_two_people_are_no_living_face(system: InMemorySystem) -> None:
    person, case = selfie(system)
    session = system.show(person, case)
    key = system.liveness.frame_key(session, session.frames[-1])
    system.faces.similarity[key] = 20.0
    system.compare(session)
    assert system.decisions.consider(case) is not None
    assert system.verifications.get(case).state is not State.CONFIRMED


def test_a_level_without_a_document_takes_none(system: InMemorySystem) -> None:
    person, _ = selfie(system)
    with pytest.raises(Conflict) as refused:
        system.uploads.accept(person, picture())
    assert refused.value.code == "document_not_asked"


def test_a_comparison_whose_answer_was_lost_is_decided_by_the_sweep(system: InMemorySystem) -> None:
    person, case = selfie(system)
    system.compare(system.show(person, case))
    assert system.verifications.get(case).state is State.PROCESSING
    system.now.move(minutes=11)
    system.sweeping.sweep()
    assert system.verifications.get(case).state is State.CONFIRMED


def test_what_people_asked_is_not_answered_by_another_living_face(system: InMemorySystem) -> None:
    person, case = selfie(system)
    system.compare(system.show(person, case))
    system.moved(case, State.NEEDS_REVIEW, ("duplicate_person",))
    system.now.move(minutes=1)
    system.reviews.ask_again(case, ("liveness_failed",), "", "rev-1")
    system.compare(system.show(person, case))
    system.decisions.consider(case)
    assert system.verifications.get(case).state is State.NEEDS_REVIEW


def test_a_living_face_that_nobody_has_shown_yet_decides_nothing(system: InMemorySystem) -> None:
    _, case = selfie(system)
    before = system.verifications.get(case)
    assert system.decisions.consider(case) is None
    assert system.verifications.get(case) == before
