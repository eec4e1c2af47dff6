"""Approvals grow old: raised levels, expiring documents, periodic review, renewal, five years."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.person import person_key
from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.verifications.rebuilding import rebuilt
from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published
from tests.services.world import World

EXPIRES = {"value": "2029-06-15", "confidence": 99.0, "source": "both"}


def look(world: World) -> dict[str, int]:
    """What one run of the schedule does."""
    return world.app.approvals.look()


def verified(world: World, **read: Any) -> tuple[str, str]:
    """(user, verification): approved by the rules."""
    _, user_id, case = world.ready()
    if read:
        document = world.documents.get(case)
        fields = {**document.fields, **read}
        world.documents.save(replace(document, fields=fields, version=document.version + 1))
    assert world.decisions.consider(case).outcome == "approved"
    return user_id, case


def kinds(world: World) -> list[str]:
    return [moved.kind for moved in world.published]


def status(world: World, user_id: str) -> KycStatus:
    return world.verifications.person(user_id).standing().status


def test_who_no_longer_satisfies_a_raised_level_is_stale_and_everybody_hears_of_it(world):
    user_id, case = verified(world)
    assert look(world) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    published(world, 2, minimumAge=99)
    assert look(world)["stale"] == 1
    found = world.verifications.get(case)
    assert (found.state, found.reasons) == (State.STALE, ("level_raised",))
    assert status(world, user_id) is KycStatus.NOT_VERIFIED
    assert world.users.get(user_id).kyc_status is KycStatus.NOT_VERIFIED
    assert kinds(world)[-1] == "verification.stale"
    facts = [e[2] for e in world.audit.entries if e[:2] == (case, "moved")][-1]
    assert (facts["inForce"], facts["why"]) == ("default@2", {"level_raised": ["of_age"]})
    seen = world.verdicts.view(user_id, case)
    assert (seen.status, seen.reasons) == ("expired", ("level_raised",))
    assert look(world) == {"looked": 0, "told": 0, "stale": 0, "failed": 0}


def test_who_satisfies_the_raised_level_stays_verified(world):
    user_id, _ = verified(world)
    published(world, 2, minimumAge=21, fourEyes=["fraud_suspected", "watchlist_match"])
    assert look(world)["stale"] == 0
    assert status(world, user_id) is KycStatus.VERIFIED


def test_whom_people_approved_satisfies_what_those_people_looked_at(world):
    user_id, case = verified(world)
    world.verifications.move(world.verifications.get(case), State.NEEDS_REVIEW, ("face_mismatch",))
    world.moved(case, State.APPROVED)
    published(world, 2, title="Another title")
    assert look(world)["stale"] == 0
    published(world, 3, minimumAge=99)
    assert look(world)["stale"] == 1
    assert status(world, user_id) is KycStatus.NOT_VERIFIED


def test_an_attempt_that_began_before_is_decided_as_it_began_and_then_measured(world):
    _, user_id, case = world.ready()
    published(world, 2, minimumAge=99)
    assert world.decisions.consider(case).outcome == "approved"
    assert look(world)["stale"] == 1
    assert status(world, user_id) is KycStatus.NOT_VERIFIED


def test_a_vendors_approval_whose_evidence_nobody_has_is_stale_under_another_question(world):
    _, user_id = world.confirmed()
    case = world.verifications.open(user_id).verification_id
    world.moved(case, State.APPROVED)
    published(world, 2, retention={"mediaDays": 3})
    assert look(world)["stale"] == 0
    published(world, 3, minimumAge=21)
    assert look(world)["stale"] == 1


def test_whoever_is_stale_begins_again_and_is_verified_by_the_new_attempt(world):
    user_id, case = verified(world)
    published(world, 2, minimumAge=99)
    look(world)
    again = world.uploaded(user_id)
    assert again != case
    assert status(world, user_id) is KycStatus.PENDING
    world.moved(again, State.APPROVED)
    assert world.verifications.person(user_id).standing().verification_id == again
    assert world.verifications.get(again).level_version == 2


def test_a_stale_approval_does_not_come_back_by_rolling_back_nor_by_review(world):
    user_id, case = verified(world)
    published(world, 2)
    published(world, 3, minimumAge=99)
    look(world)
    world.levels.rollback("default", "ann")
    look(world)
    assert status(world, user_id) is KycStatus.NOT_VERIFIED
    for to in set(State) - {State.REJECTED}:
        with pytest.raises(Conflict):
            world.moved(case, to)
    world.moved(case, State.REJECTED, ("fraud_suspected",))
    assert status(world, user_id) is KycStatus.REJECTED


def test_an_older_approval_does_not_speak_for_whoever_is_stale(world):
    user_id, first = verified(world, expiry=EXPIRES)
    world.now.moment = datetime(2029, 6, 10, tzinfo=UTC)
    look(world)
    second = world.uploaded(user_id)
    world.moved(second, State.APPROVED)
    world.verifications.move(world.verifications.get(second), State.STALE, ("review_due",))
    assert world.verifications.get(first).state is State.APPROVED
    assert status(world, user_id) is KycStatus.NOT_VERIFIED


def test_a_pass_that_breaks_off_is_taken_up_and_looks_at_everybody_once(world, monkeypatch):
    monkeypatch.setattr("chalicelib.services.levels.approvals.PAGE", 2)
    for number in range(5):
        _, user_id = world.confirmed(f"anna{number}@applicants.example")
        world.moved(world.verifications.open(user_id).verification_id, State.APPROVED)
    runs = []
    for _ in range(5):
        answers = iter([False, True])
        runs.append(world.app.approvals.look(lambda: next(answers))["looked"])  # noqa: B023 (asked within this turn)
    assert runs == [2, 2, 1, 0, 0]
    world.now.move(days=1)
    assert look(world)["looked"] == 5


def test_a_level_raised_in_the_middle_of_a_pass_starts_it_anew(world, monkeypatch):
    monkeypatch.setattr("chalicelib.services.levels.approvals.PAGE", 1)
    for number in range(3):
        _, user_id = world.confirmed(f"anna{number}@applicants.example")
        world.moved(world.verifications.open(user_id).verification_id, State.APPROVED)
    published(world, 2)
    answers = iter([False, True])
    assert world.app.approvals.look(lambda: next(answers))["looked"] == 1
    published(world, 3, minimumAge=99)
    assert look(world)["stale"] == 3


def test_one_that_cannot_be_looked_at_holds_up_no_other_and_is_counted(world, monkeypatch):
    cases = []
    for number in range(2):
        _, user_id = world.confirmed(f"anna{number}@applicants.example")
        cases.append(world.verifications.open(user_id).verification_id)
        world.moved(cases[-1], State.APPROVED)
    published(world, 2, minimumAge=99)
    read = world.audit.read

    def throttled(subject: str) -> Any:
        if subject == cases[0]:
            raise Unavailable("slow down", "throttled")
        return read(subject)

    monkeypatch.setattr(world.audit, "read", throttled)
    assert look(world) == {"looked": 2, "told": 0, "stale": 1, "failed": 1}
    monkeypatch.undo()
    world.now.move(days=1)
    assert look(world)["stale"] == 1


def test_a_person_may_renew_what_falls_due_and_stays_verified_meanwhile(world):
    user_id, first = verified(world, expiry=EXPIRES)
    with pytest.raises(Conflict):
        world.verifications.open(user_id)
    world.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    assert look(world)["told"] == 1
    second = world.verifications.open(user_id).verification_id
    assert status(world, user_id) is KycStatus.VERIFIED
    world.moved(second, State.EXPIRED, ("timed_out",))
    assert world.verifications.person(user_id).standing().verification_id == first
    third = world.verifications.open(user_id).verification_id
    world.moved(third, State.NEEDS_REVIEW, ("face_mismatch",))
    assert status(world, user_id) is KycStatus.PENDING
    world.moved(third, State.APPROVED)
    assert world.verifications.person(user_id).standing().verification_id == third
    world.now.moment = datetime(2029, 6, 14, tzinfo=UTC)
    assert look(world)["told"] == 0  # nobody is reminded of what was renewed


def test_a_reminder_about_an_approval_does_not_make_it_the_last_decision(world):
    user_id, first = verified(world, expiry=EXPIRES)
    world.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    before = world.verifications.person(user_id)
    look(world)
    after = world.verifications.person(user_id)
    assert after.attempts == before.attempts and after.sequence == before.sequence + 1
    assert world.verifications.get(first).sequence == after.sequence
    log = {first: [{"kind": e[1], "facts": e[2]} for e in world.audit.entries if e[0] == first]}
    assert rebuilt(log).sequences[person_key("live", user_id)] == after.sequence


def test_whose_relationship_has_ended_is_reminded_of_nothing(world):
    user_id, case = verified(world, expiry=EXPIRES)
    world.marks.put(Mark(user_id, MarkKind.ENDED, world.now(), datetime(2040, 1, 1, tzinfo=UTC)))
    world.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    published(world, 2, minimumAge=99)
    assert look(world) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    assert world.verifications.get(case).state is State.APPROVED


def test_five_years(world):
    """Approved, reminded, renewed with a new document, raised upon, reviewed, and left alone."""
    review = {"lowMonths": 24, "mediumMonths": 24, "highMonths": 12}
    published(world, 2, periodicReview=review, documentExpiry="stale")
    user_id, first = verified(world, expiry=EXPIRES)
    began, log, said = world.now().date(), [], []
    cases = [first]

    def days(until: date) -> None:
        while world.now().date() < until:
            world.now.move(days=1)
            seen = len(world.published)
            look(world)
            log.extend(
                (str(world.now().date()), m.kind, m.days_left) for m in world.published[seen:]
            )
            said.append(status(world, user_id))

    days(date(began.year + 2, began.month, began.day))
    assert world.verifications.get(first).reasons == ("review_due",)
    assert Counter(kind for _, kind, _ in log) == {
        "verification.review_due": 3,  # 30, 7 and 1 day; on the day itself it is stale
        "verification.stale": 1,
    }
    assert said == [KycStatus.VERIFIED] * (len(said) - 1) + [KycStatus.NOT_VERIFIED]

    log.clear()
    cases.append(world.uploaded(user_id))
    world.compare(world.show(user_id, cases[-1]))
    world.read(cases[-1], fields={**world.documents.get(first).fields, "expiry": EXPIRES})
    world.screening.screen(world.documents.get(cases[-1]), last_try=True)
    assert world.decisions.consider(cases[-1]).outcome == "approved"
    days(date(2029, 7, 1))
    assert [(day, kind, left) for day, kind, left in log] == [
        ("2029-05-16", "verification.document_expiring", 30),
        ("2029-06-08", "verification.document_expiring", 7),
        ("2029-06-14", "verification.document_expiring", 1),
        ("2029-06-15", "verification.document_expiring", 0),
        ("2029-06-16", "verification.stale", None),
    ]
    assert world.verifications.get(cases[-1]).reasons == ("document_expired",)

    third = world.verifications.open(user_id).verification_id
    world.moved(third, State.APPROVED)
    published(world, 3, minimumAge=99)
    days(date(2029, 7, 3))
    assert world.verifications.get(third).reasons == ("level_raised",)
    published(world, 4, minimumAge=18)
    fourth = world.verifications.open(user_id).verification_id
    world.moved(fourth, State.APPROVED)
    days(date(began.year + 5, began.month, began.day))
    assert status(world, user_id) is KycStatus.VERIFIED

    logged: dict[str, Any] = {}
    for subject, kind, facts in world.audit.entries:
        logged.setdefault(subject, []).append({"kind": kind, "facts": facts})
    again = rebuilt(json.loads(json.dumps(logged, default=str)))
    person = world.verifications.person(user_id)
    assert again.people[person_key("live", user_id)] == person.standing()
    assert again.sequences[person_key("live", user_id)] == person.sequence
    mine = [m for m in world.published if m.user_id == user_id]
    assert [m.sequence for m in mine] == list(range(1, person.sequence + 1))
    assert world.users.get(user_id).kyc_status is KycStatus.VERIFIED
