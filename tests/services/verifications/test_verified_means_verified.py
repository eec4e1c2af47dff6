"""The ways in which somebody was verified who was not: each by its story."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.errors import Conflict, Forbidden
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import MOVES, Asker, Beginning, State, may_begin
from tests.present import present
from tests.services.in_memory import InMemorySystem, passport, picture, printed

RITA, RON = "reviewer-rita", "reviewer-ron"
BORN = datetime(1991, 3, 14, tzinfo=UTC).date()
DOORS = ("upload", "form", "open", "workflow")


def listed(system: InMemorySystem) -> tuple[str, str, str]:
    """(onboarding, user, case) of somebody a watchlist may name; the case is open."""
    system.watchlists[0].answer = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "1"})
    found = system.ready()
    system.decisions.consider(found[2])
    assert system.verifications.get(found[2]).state is State.NEEDS_REVIEW
    return found


def knock(system: InMemorySystem, door: str, user_id: str) -> None:
    doors: dict[str, Callable[[], object]] = {
        "upload": lambda: system.uploads.accept(user_id, picture("another")),
        "form": lambda: system.uploads.form(user_id, "image/jpeg", 1000, "front"),
        "open": lambda: system.verifications.open(user_id),
        "workflow": lambda: system.verifications.open(user_id, "another-onboarding"),
    }
    doors[door]()


@pytest.mark.parametrize("door", DOORS)
def test_whoever_is_under_review_begins_no_other_attempt(system: InMemorySystem, door: str) -> None:
    _, user_id, case = listed(system)
    with pytest.raises(Conflict) as caught:
        knock(system, door, user_id)
    assert caught.value.code == "under_review"
    assert len(system.verification_store.items) == 1
    assert system.cases.get(case).status == "open"


@pytest.mark.parametrize("door", DOORS)
def test_whoever_is_verified_begins_no_other_attempt(system: InMemorySystem, door: str) -> None:
    _, user_id, case = system.ready()
    assert present(system.decisions.consider(case)).outcome == "approved"
    with pytest.raises(Conflict) as caught:
        knock(system, door, user_id)
    assert caught.value.code == "already_verified"
    assert len(system.verification_store.items) == 1


@pytest.mark.parametrize("newest", [None, *State])
@pytest.mark.parametrize("asker", Asker)
def test_whether_an_attempt_may_begin_is_answered_for_every_state_and_asker(
    newest: State | None, asker: Asker
) -> None:
    begins = may_begin(newest, asker)
    if newest is State.NEEDS_REVIEW:
        assert begins is not Beginning.NEW
    if newest is State.APPROVED:
        assert begins is not Beginning.NEW
    if newest in (State.REJECTED, State.EXPIRED, State.ABANDONED) and asker is Asker.APPLICANT:
        assert begins is Beginning.NEW
    assert newest in MOVES or begins is Beginning.NEW


def test_an_attempt_that_ran_out_is_closed_before_the_next_begins(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    first = system.uploaded(user_id)
    system.now.move(days=8)
    second = system.uploaded(user_id)
    assert second != first
    assert system.verifications.get(first).state is State.EXPIRED


def test_a_refused_person_begins_again_under_the_same_questions(system: InMemorySystem) -> None:
    _, user_id, case = listed(system)
    system.reviews.decide(case, False, ("fraud_suspected",), "", RITA)
    system.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    system.now.move(minutes=5)
    second = system.uploaded(user_id)
    assert second != case
    system.compare(system.show(user_id, second))
    system.screening.screen(system.read(second))
    decision = system.decisions.consider(second)
    assert (present(decision).outcome, present(decision).reasons) == (
        "needs_review",
        ("asked_before",),
    )
    assert set(system.verifications.get(second).reasons) >= {"watchlist_match", "fraud_suspected"}
    assert system.cases.get(second).needs_four_eyes


def test_a_home_made_card_without_zone_and_expiry_is_looked_at(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.ocr.answers[f"{case}.jpg"] = printed(
        Name="Anna Demosthenous", Date_of_birth="14.03.1991", Document_number="AB123456"
    )
    document = system.reading.read(f"{case}.jpg")
    system.screening.screen(present(document))
    system.compare(system.show(user_id, case))
    decision = system.decisions.consider(case)
    assert present(decision).outcome == "needs_review"
    assert {"document_uncertain", "expiry_unknown"} <= set(present(decision).reasons)


def test_a_passport_with_its_zone_is_approved(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
    system.ocr.answers[f"{case}.jpg"] = page
    system.screening.screen(present(system.reading.read(f"{case}.jpg")))
    system.compare(system.show(user_id, case))
    assert present(system.decisions.consider(case)).reasons == ()
    assert system.verifications.get(case).state is State.APPROVED


@pytest.mark.parametrize("word", ["PERMANENT", "unbefristet", "ΑΟΡΙΣΤΗ"])
def test_a_document_that_says_it_is_permanent_has_a_readable_expiry(
    system: InMemorySystem, word: str
) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.ocr.answers[f"{case}.jpg"] = printed(Name="Anna Demosthenous", Date_of_expiry=word)
    assert present(system.reading.read(f"{case}.jpg")).expired is False


def unclaimed(system: InMemorySystem) -> tuple[str, str]:
    """(user, case) whose document was read before there was a profile; all else is in order."""
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    user_id = system.onboardings.get(onboarding_id).user_id
    case = system.uploaded(user_id)
    page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
    system.ocr.answers[f"{case}.jpg"] = page
    system.screening.screen(present(system.reading.read(f"{case}.jpg")))
    system.compare(system.show(user_id, case))
    return user_id, case


def test_without_a_claim_nobody_is_approved(system: InMemorySystem) -> None:
    _, case = unclaimed(system)
    assert present(system.decisions.consider(case)).reasons == ("claim_missing",)
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "claim_missing"


@pytest.mark.parametrize(
    ("name", "born"),
    [("Berta Othername", BORN), ("Anna Demosthenous", BORN.replace(year=1990))],
)
def test_a_profile_filled_in_after_the_reading_is_compared_by_the_decision(
    system: InMemorySystem, name: str, born: date
) -> None:
    user_id, case = unclaimed(system)
    system.people.save_profile(user_id, name, born, "GRC", "")
    decision = system.decisions.consider(case)
    assert (present(decision).outcome, present(decision).reasons) == (
        "needs_review",
        ("data_mismatch",),
    )
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "claim_differs"
    assert system.verifications.get(case).state is State.NEEDS_REVIEW


def test_the_profile_freezes_with_the_first_reading_and_thaws_when_asked_again(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    page = passport("Other", "Berta", BORN, "AB123456", "GRC")
    system.ocr.answers[f"{case}.jpg"] = page
    system.screening.screen(present(system.reading.read(f"{case}.jpg")))
    for state in (State.IN_PROGRESS, State.NEEDS_REVIEW):
        assert system.verifications.get(case).state is state
        with pytest.raises(Conflict) as caught:
            system.people.save_profile(user_id, "Berta Other", BORN, "GRC", "")
        assert caught.value.code == "profile_frozen"
        if state is State.IN_PROGRESS:
            system.decisions.ask_for_help(user_id, case)
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    system.people.save_profile(user_id, "Berta Other", BORN, "GRC", "")


def test_who_is_screened_is_who_was_read_and_the_declared_name_is_an_alias(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    page = passport("Demosthenousova", "Anna", BORN, "AB123456", "GRC")
    system.ocr.answers[f"{case}.jpg"] = page
    system.screening.screen(present(system.reading.read(f"{case}.jpg")))
    asked = {person.name for person in system.watchlists[0].asked}
    assert asked == {"Anna Demosthenousova", "Anna Demosthenous"}


def test_a_covered_name_is_approved_by_nobody(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.read(case, fields={}, missing=("name",), screening_fingerprint="")
    system.compare(system.show(user_id, case))
    system.decisions.consider(case)
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "not_screened"
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)  # a way out


@pytest.mark.parametrize("kept", ["unavailable", "of older lists", "none"])
def test_without_a_result_of_the_lists_in_force_a_reviewer_waits_for_one(
    system: InMemorySystem, kept: str
) -> None:
    found = system.ready()
    case = found[2]
    system.read(case, age=None)
    system.decisions.consider(case)
    record = system.grounds.screening(system.documents.get(case))
    if kept == "unavailable":
        system.screenings.put(present(replace(present(record), sanctions_status="unavailable")))
    if kept == "of older lists":
        system.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "2"})
    if kept == "none":
        system.screenings.items.clear()
    before = system.documents.get(case).version
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "not_screened"
    assert system.documents.get(case).version == before + 1, "its stream screens anew"
    system.screening.screen(system.documents.get(case))
    assert system.reviews.decide(case, True, (), "", RITA).status == "approved"


def test_the_rules_wait_for_a_result_of_the_lists_in_force(system: InMemorySystem) -> None:
    case = system.ready()[2]
    system.watchlists[0].answer = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    assert system.decisions.consider(case) is None
    system.screening.screen(system.documents.get(case))
    assert present(system.decisions.consider(case)).reasons == ("watchlist_match",)


def test_four_eyes_follow_from_every_reason_the_case_ever_had(system: InMemorySystem) -> None:
    _, user_id, case = listed(system)
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    system.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    system.now.move(minutes=5)
    system.uploads.accept(user_id, picture("another name"))
    system.compare(system.show(user_id, case))
    system.screening.screen(system.read(case, screening_fingerprint="somebody else"))
    assert present(system.decisions.consider(case)).reasons == ("asked_before",)
    assert system.reviews.decide(case, True, (), "", RITA).status == "second_review"
    with pytest.raises(Forbidden):
        system.reviews.decide(case, True, (), "", RITA)
    assert system.reviews.decide(case, True, (), "", RON).status == "approved"


def test_every_order_of_reading_claiming_and_showing_ends_without_a_false_name(
    system: InMemorySystem,
) -> None:
    for order in itertools.permutations(("claim", "read", "show")):
        system = InMemorySystem()
        onboarding_id = system.sign_up()
        system.accounts.confirm_phone(onboarding_id, system.code())
        user_id = system.onboardings.get(onboarding_id).user_id
        case = system.uploaded(user_id)
        page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
        system.ocr.answers[f"{case}.jpg"] = page
        for part in order:
            if part == "claim":
                system.people.save_profile(user_id, "Berta Othername", BORN, "GRC", "")
            elif part == "read" and (document := system.reading.read(f"{case}.jpg")):
                system.screening.screen(document)
            elif part == "show":
                system.compare(system.show(user_id, case))
            system.decisions.consider(case)
        assert system.verifications.get(case).state is State.NEEDS_REVIEW, order


def test_a_screening_that_was_under_way_while_the_approval_fell_opens_a_review(
    system: InMemorySystem,
) -> None:
    """The machine found it: a late event of the stream recorded a hit beside an approval."""
    case = system.ready()[2]
    system.decisions.consider(case)
    record = system.grounds.screening(system.documents.get(case))
    system.now.move(seconds=1)
    late = replace(present(record), sanctions_status="potential_match", screened_at=system.now())
    system.screenings.put(present(late))
    system.decisions.consider(case)
    assert system.verifications.get(case).state is State.NEEDS_REVIEW
    assert system.cases.get(case).reasons == ("watchlist_match",)


def test_whoever_is_approved_is_screened_again_by_rescreening_only(system: InMemorySystem) -> None:
    case = system.ready()[2]
    system.decisions.consider(case)
    hit = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    system.watchlists[0].answer = hit
    assert present(system.screening.screen(system.documents.get(case))).sanctions_status == "clear"


def test_a_session_whose_start_died_is_still_the_vendors(system: InMemorySystem) -> None:
    """The machine found it: the vendor's approval counted as one of our own pipeline."""
    from tests.vendors.harness import VendorHarness

    harness = VendorHarness()
    verification_id, session = harness.started("persona")
    opened = harness.verification(verification_id)
    harness.system.verification_store.put(
        replace(opened, provider="in_house", provider_session="", version=opened.version + 1)
    )
    desk = harness.vendors.desks["persona"]
    desk.act(session.id, "approve")
    harness.deliver(desk.posted[-1])
    harness.work()
    found = harness.verification(verification_id)
    assert (found.state, found.provider) == (State.APPROVED, "persona")
    assert found.provider_session == session.id


def test_a_hit_that_came_after_the_case_was_opened_takes_two_people(system: InMemorySystem) -> None:
    """The machine found it: lists changed while a case was open, and one reviewer approved."""
    case = system.ready()[2]
    system.read(case, age=None)
    system.decisions.consider(case)
    assert not system.cases.get(case).needs_four_eyes
    hit = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    system.watchlists[0].answer = hit
    system.screening.screen(system.documents.get(case))
    assert system.reviews.decide(case, True, (), "", RITA).status == "second_review"
    assert system.reviews.decide(case, True, (), "", RON).status == "approved"
