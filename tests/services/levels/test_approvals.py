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
from tests.present import present
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published

EXPIRES = {"value": "2029-06-15", "confidence": 99.0, "source": "both"}


def look(system: InMemorySystem) -> dict[str, int]:
    """What one run of the schedule does."""
    return system.app.approvals.look()


def verified(system: InMemorySystem, **read: Any) -> tuple[str, str]:
    """(user, verification): approved by the rules."""
    _, user_id, case = system.ready()
    if read:
        document = system.documents.get(case)
        fields = {**document.fields, **read}
        system.documents.save(replace(document, fields=fields, version=document.version + 1))
    assert present(system.decisions.consider(case)).outcome == "approved"
    return user_id, case


def kinds(system: InMemorySystem) -> list[str]:
    return [moved.kind for moved in system.published]


def status(system: InMemorySystem, user_id: str) -> KycStatus:
    return system.verifications.person(user_id).standing().status


def test_who_no_longer_satisfies_a_raised_level_is_stale_and_everybody_hears_of_it(
    system: InMemorySystem,
) -> None:
    user_id, case = verified(system)
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    published(system, 2, minimumAge=99)
    assert look(system)["stale"] == 1
    found = system.verifications.get(case)
    assert (found.state, found.reasons) == (State.STALE, ("level_raised",))
    assert status(system, user_id) is KycStatus.NOT_VERIFIED
    assert system.users.get(user_id).kyc_status is KycStatus.NOT_VERIFIED
    assert kinds(system)[-1] == "verification.stale"
    facts = [e[2] for e in system.audit.entries if e[:2] == (case, "moved")][-1]
    assert (facts["inForce"], facts["why"]) == ("default@2", {"level_raised": ["of_age"]})
    seen = system.verdicts.view(user_id, case)
    assert (seen.status, seen.reasons) == ("expired", ("level_raised",))
    assert look(system) == {"looked": 0, "told": 0, "stale": 0, "failed": 0}


def test_who_satisfies_the_raised_level_stays_verified(system: InMemorySystem) -> None:
    user_id, _ = verified(system)
    published(system, 2, minimumAge=21, fourEyes=["fraud_suspected", "watchlist_match"])
    assert look(system)["stale"] == 0
    assert status(system, user_id) is KycStatus.VERIFIED


def test_whom_people_approved_satisfies_what_those_people_looked_at(system: InMemorySystem) -> None:
    user_id, case = verified(system)
    system.verifications.move(
        system.verifications.get(case), State.NEEDS_REVIEW, ("face_mismatch",)
    )
    system.moved(case, State.APPROVED)
    published(system, 2, title="Another title")
    assert look(system)["stale"] == 0
    published(system, 3, minimumAge=99)
    assert look(system)["stale"] == 1
    assert status(system, user_id) is KycStatus.NOT_VERIFIED


def test_an_attempt_that_began_before_is_decided_as_it_began_and_then_measured(
    system: InMemorySystem,
) -> None:
    _, user_id, case = system.ready()
    published(system, 2, minimumAge=99)
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert look(system)["stale"] == 1
    assert status(system, user_id) is KycStatus.NOT_VERIFIED


def test_a_vendors_approval_whose_evidence_nobody_has_is_stale_under_another_question(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    case = system.verifications.open(user_id).verification_id
    system.moved(case, State.APPROVED)
    published(system, 2, retention={"mediaDays": 3})
    assert look(system)["stale"] == 0
    published(system, 3, minimumAge=21)
    assert look(system)["stale"] == 1


def test_whoever_is_stale_begins_again_and_is_verified_by_the_new_attempt(
    system: InMemorySystem,
) -> None:
    user_id, case = verified(system)
    published(system, 2, minimumAge=99)
    look(system)
    again = system.uploaded(user_id)
    assert again != case
    assert status(system, user_id) is KycStatus.PENDING
    system.moved(again, State.APPROVED)
    assert system.verifications.person(user_id).standing().verification_id == again
    assert system.verifications.get(again).level_version == 2


def test_a_stale_approval_does_not_come_back_by_rolling_back_nor_by_review(
    system: InMemorySystem,
) -> None:
    user_id, case = verified(system)
    published(system, 2)
    published(system, 3, minimumAge=99)
    look(system)
    system.levels.rollback("default", "ann")
    look(system)
    assert status(system, user_id) is KycStatus.NOT_VERIFIED
    for to in set(State) - {State.REJECTED}:
        with pytest.raises(Conflict):
            system.moved(case, to)
    system.moved(case, State.REJECTED, ("fraud_suspected",))
    assert status(system, user_id) is KycStatus.REJECTED


def test_an_older_approval_does_not_speak_for_whoever_is_stale(system: InMemorySystem) -> None:
    user_id, first = verified(system, expiry=EXPIRES)
    system.now.moment = datetime(2029, 6, 10, tzinfo=UTC)
    look(system)
    second = system.uploaded(user_id)
    system.moved(second, State.APPROVED)
    system.verifications.move(system.verifications.get(second), State.STALE, ("review_due",))
    assert system.verifications.get(first).state is State.APPROVED
    assert status(system, user_id) is KycStatus.NOT_VERIFIED


def test_a_pass_that_breaks_off_is_taken_up_and_looks_at_everybody_once(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.services.levels.approvals.PAGE", 2)
    for number in range(5):
        _, user_id = system.confirmed(f"anna{number}@applicants.example")
        system.moved(system.verifications.open(user_id).verification_id, State.APPROVED)
    runs = []
    for _ in range(5):
        answers = iter([False, True])
        runs.append(system.app.approvals.look(lambda: next(answers))["looked"])  # noqa: B023 (asked within this turn)
    assert runs == [2, 2, 1, 0, 0]
    system.now.move(days=1)
    assert look(system)["looked"] == 5


def test_a_level_raised_in_the_middle_of_a_pass_starts_it_anew(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.services.levels.approvals.PAGE", 1)
    for number in range(3):
        _, user_id = system.confirmed(f"anna{number}@applicants.example")
        system.moved(system.verifications.open(user_id).verification_id, State.APPROVED)
    published(system, 2)
    answers = iter([False, True])
    assert system.app.approvals.look(lambda: next(answers))["looked"] == 1
    published(system, 3, minimumAge=99)
    assert look(system)["stale"] == 3


def test_one_that_cannot_be_looked_at_holds_up_no_other_and_is_counted(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = []
    for number in range(2):
        _, user_id = system.confirmed(f"anna{number}@applicants.example")
        cases.append(system.verifications.open(user_id).verification_id)
        system.moved(cases[-1], State.APPROVED)
    published(system, 2, minimumAge=99)
    read = system.audit.read

    def throttled(subject: str) -> Any:
        if subject == cases[0]:
            raise Unavailable("slow down", "throttled")
        return read(subject)

    monkeypatch.setattr(system.audit, "read", throttled)
    assert look(system) == {"looked": 2, "told": 0, "stale": 1, "failed": 1}
    monkeypatch.undo()
    system.now.move(days=1)
    assert look(system)["stale"] == 1


def test_a_person_may_renew_what_falls_due_and_stays_verified_meanwhile(
    system: InMemorySystem,
) -> None:
    user_id, first = verified(system, expiry=EXPIRES)
    with pytest.raises(Conflict):
        system.verifications.open(user_id)
    system.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    assert look(system)["told"] == 1
    second = system.verifications.open(user_id).verification_id
    assert status(system, user_id) is KycStatus.VERIFIED
    system.moved(second, State.EXPIRED, ("timed_out",))
    assert system.verifications.person(user_id).standing().verification_id == first
    third = system.verifications.open(user_id).verification_id
    system.moved(third, State.NEEDS_REVIEW, ("face_mismatch",))
    assert status(system, user_id) is KycStatus.PENDING
    system.moved(third, State.APPROVED)
    assert system.verifications.person(user_id).standing().verification_id == third
    system.now.moment = datetime(2029, 6, 14, tzinfo=UTC)
    assert look(system)["told"] == 0  # nobody is reminded of what was renewed


def test_a_reminder_about_an_approval_does_not_make_it_the_last_decision(
    system: InMemorySystem,
) -> None:
    user_id, first = verified(system, expiry=EXPIRES)
    system.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    before = system.verifications.person(user_id)
    look(system)
    after = system.verifications.person(user_id)
    assert after.attempts == before.attempts and after.sequence == before.sequence + 1
    assert system.verifications.get(first).sequence == after.sequence
    log = {first: [{"kind": e[1], "facts": e[2]} for e in system.audit.entries if e[0] == first]}
    assert rebuilt(log).sequences[person_key("live", user_id)] == after.sequence


def test_whose_relationship_has_ended_is_reminded_of_nothing(system: InMemorySystem) -> None:
    user_id, case = verified(system, expiry=EXPIRES)
    system.marks.put(Mark(user_id, MarkKind.ENDED, system.now(), datetime(2040, 1, 1, tzinfo=UTC)))
    system.now.moment = datetime(2029, 5, 20, tzinfo=UTC)
    published(system, 2, minimumAge=99)
    assert look(system) == {"looked": 1, "told": 0, "stale": 0, "failed": 0}
    assert system.verifications.get(case).state is State.APPROVED


def test_five_years(system: InMemorySystem) -> None:
    """Approved, reminded, renewed with a new document, raised upon, reviewed, and left alone."""
    review = {"lowMonths": 24, "mediumMonths": 24, "highMonths": 12}
    published(system, 2, periodicReview=review, documentExpiry="stale")
    user_id, first = verified(system, expiry=EXPIRES)
    began, log, said = system.now().date(), list[tuple[str, str, int | None]](), []
    cases = [first]

    def days(until: date) -> None:
        while system.now().date() < until:
            system.now.move(days=1)
            seen = len(system.published)
            look(system)
            log.extend(
                (str(system.now().date()), m.kind, m.days_left) for m in system.published[seen:]
            )
            said.append(status(system, user_id))

    days(date(began.year + 2, began.month, began.day))
    assert system.verifications.get(first).reasons == ("review_due",)
    assert Counter(kind for _, kind, _ in log) == {
        "verification.review_due": 3,  # 30, 7 and 1 day; on the day itself it is stale
        "verification.stale": 1,
    }
    assert said == [KycStatus.VERIFIED] * (len(said) - 1) + [KycStatus.NOT_VERIFIED]

    log.clear()
    cases.append(system.uploaded(user_id))
    system.compare(system.show(user_id, cases[-1]))
    system.read(cases[-1], fields={**system.documents.get(first).fields, "expiry": EXPIRES})
    system.screening.screen(system.documents.get(cases[-1]), last_try=True)
    assert present(system.decisions.consider(cases[-1])).outcome == "approved"
    days(date(2029, 7, 1))
    assert [(day, kind, left) for day, kind, left in log] == [
        ("2029-05-16", "verification.document_expiring", 30),
        ("2029-06-08", "verification.document_expiring", 7),
        ("2029-06-14", "verification.document_expiring", 1),
        ("2029-06-15", "verification.document_expiring", 0),
        ("2029-06-16", "verification.stale", None),
    ]
    assert system.verifications.get(cases[-1]).reasons == ("document_expired",)

    third = system.verifications.open(user_id).verification_id
    system.moved(third, State.APPROVED)
    published(system, 3, minimumAge=99)
    days(date(2029, 7, 3))
    assert system.verifications.get(third).reasons == ("level_raised",)
    published(system, 4, minimumAge=18)
    fourth = system.verifications.open(user_id).verification_id
    system.moved(fourth, State.APPROVED)
    days(date(began.year + 5, began.month, began.day))
    assert status(system, user_id) is KycStatus.VERIFIED

    logged: dict[str, Any] = {}
    for subject, kind, facts in system.audit.entries:
        logged.setdefault(subject, []).append({"kind": kind, "facts": facts})
    again = rebuilt(json.loads(json.dumps(logged, default=str)))
    person = system.verifications.person(user_id)
    assert again.people[person_key("live", user_id)] == person.standing()
    assert again.sequences[person_key("live", user_id)] == person.sequence
    mine = [m for m in system.published if m.user_id == user_id]
    assert [m.sequence for m in mine] == list(range(1, person.sequence + 1))
    assert system.users.get(user_id).kyc_status is KycStatus.VERIFIED
