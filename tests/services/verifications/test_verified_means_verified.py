"""The ways in which somebody was verified who was not: each by its story."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.errors import Conflict, Forbidden
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import MOVES, Asker, Beginning, State, may_begin
from tests.services.world import World, passport, picture, printed

RITA, RON = "reviewer-rita", "reviewer-ron"
BORN = datetime(1991, 3, 14, tzinfo=UTC).date()
DOORS = ("upload", "form", "open", "workflow")


def listed(world: World) -> tuple[str, str, str]:
    """(onboarding, user, case) of somebody a watchlist may name; the case is open."""
    world.watchlists[0].answer = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "1"})
    found = world.ready()
    world.decisions.consider(found[2])
    assert world.verifications.get(found[2]).state is State.NEEDS_REVIEW
    return found


def knock(world: World, door: str, user_id: str) -> None:
    doors = {
        "upload": lambda: world.uploads.accept(user_id, picture("another")),
        "form": lambda: world.uploads.form(user_id, "image/jpeg", 1000, "front"),
        "open": lambda: world.verifications.open(user_id),
        "workflow": lambda: world.verifications.open(user_id, "another-onboarding"),
    }
    doors[door]()


@pytest.mark.parametrize("door", DOORS)
def test_whoever_is_under_review_begins_no_other_attempt(world, door):
    _, user_id, case = listed(world)
    with pytest.raises(Conflict) as caught:
        knock(world, door, user_id)
    assert caught.value.code == "under_review"
    assert len(world.verification_store.items) == 1
    assert world.cases.get(case).status == "open"


@pytest.mark.parametrize("door", DOORS)
def test_whoever_is_verified_begins_no_other_attempt(world, door):
    _, user_id, case = world.ready()
    assert world.decisions.consider(case).outcome == "approved"
    with pytest.raises(Conflict) as caught:
        knock(world, door, user_id)
    assert caught.value.code == "already_verified"
    assert len(world.verification_store.items) == 1


@pytest.mark.parametrize("newest", [None, *State])
@pytest.mark.parametrize("asker", Asker)
def test_whether_an_attempt_may_begin_is_answered_for_every_state_and_asker(newest, asker):
    begins = may_begin(newest, asker)
    if newest is State.NEEDS_REVIEW:
        assert begins is not Beginning.NEW
    if newest is State.APPROVED:
        assert begins is not Beginning.NEW
    if newest in (State.REJECTED, State.EXPIRED, State.ABANDONED) and asker is Asker.APPLICANT:
        assert begins is Beginning.NEW
    assert newest in MOVES or begins is Beginning.NEW


def test_an_attempt_that_ran_out_is_closed_before_the_next_begins(world):
    _, user_id = world.confirmed()
    first = world.uploaded(user_id)
    world.now.move(days=8)
    second = world.uploaded(user_id)
    assert second != first
    assert world.verifications.get(first).state is State.EXPIRED


def test_a_refused_person_begins_again_under_the_same_questions(world):
    _, user_id, case = listed(world)
    world.reviews.decide(case, False, ("fraud_suspected",), "", RITA)
    world.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    world.now.move(minutes=5)
    second = world.uploaded(user_id)
    assert second != case
    world.compare(world.show(user_id, second))
    world.screening.screen(world.read(second))
    decision = world.decisions.consider(second)
    assert (decision.outcome, decision.reasons) == ("needs_review", ("asked_before",))
    assert set(world.verifications.get(second).reasons) >= {"watchlist_match", "fraud_suspected"}
    assert world.cases.get(second).needs_four_eyes


def test_a_home_made_card_without_zone_and_expiry_is_looked_at(world):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.ocr.answers[f"{case}.jpg"] = printed(
        Name="Anna Demosthenous", Date_of_birth="14.03.1991", Document_number="AB123456"
    )
    document = world.reading.read(f"{case}.jpg")
    world.screening.screen(document)
    world.compare(world.show(user_id, case))
    decision = world.decisions.consider(case)
    assert decision.outcome == "needs_review"
    assert {"document_uncertain", "expiry_unknown"} <= set(decision.reasons)


def test_a_passport_with_its_zone_is_approved(world):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
    world.ocr.answers[f"{case}.jpg"] = page
    world.screening.screen(world.reading.read(f"{case}.jpg"))
    world.compare(world.show(user_id, case))
    assert world.decisions.consider(case).reasons == ()
    assert world.verifications.get(case).state is State.APPROVED


@pytest.mark.parametrize("word", ["PERMANENT", "unbefristet", "ΑΟΡΙΣΤΗ"])
def test_a_document_that_says_it_is_permanent_has_a_readable_expiry(world, word):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.ocr.answers[f"{case}.jpg"] = printed(Name="Anna Demosthenous", Date_of_expiry=word)
    assert world.reading.read(f"{case}.jpg").expired is False


def unclaimed(world: World) -> tuple[str, str]:
    """(user, case) whose document was read before there was a profile; all else is in order."""
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    user_id = world.onboardings.get(onboarding_id).user_id
    case = world.uploaded(user_id)
    page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
    world.ocr.answers[f"{case}.jpg"] = page
    world.screening.screen(world.reading.read(f"{case}.jpg"))
    world.compare(world.show(user_id, case))
    return user_id, case


def test_without_a_claim_nobody_is_approved(world):
    _, case = unclaimed(world)
    assert world.decisions.consider(case).reasons == ("claim_missing",)
    with pytest.raises(Conflict) as caught:
        world.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "claim_missing"


@pytest.mark.parametrize(
    ("name", "born"),
    [("Berta Othername", BORN), ("Anna Demosthenous", BORN.replace(year=1990))],
)
def test_a_profile_filled_in_after_the_reading_is_compared_by_the_decision(world, name, born):
    user_id, case = unclaimed(world)
    world.people.save_profile(user_id, name, born, "GRC", "")
    decision = world.decisions.consider(case)
    assert (decision.outcome, decision.reasons) == ("needs_review", ("data_mismatch",))
    with pytest.raises(Conflict) as caught:
        world.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "claim_differs"
    assert world.verifications.get(case).state is State.NEEDS_REVIEW


def test_the_profile_freezes_with_the_first_reading_and_thaws_when_asked_again(world):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    page = passport("Other", "Berta", BORN, "AB123456", "GRC")
    world.ocr.answers[f"{case}.jpg"] = page
    world.screening.screen(world.reading.read(f"{case}.jpg"))
    for state in (State.IN_PROGRESS, State.NEEDS_REVIEW):
        assert world.verifications.get(case).state is state
        with pytest.raises(Conflict) as caught:
            world.people.save_profile(user_id, "Berta Other", BORN, "GRC", "")
        assert caught.value.code == "profile_frozen"
        if state is State.IN_PROGRESS:
            world.decisions.ask_for_help(user_id, case)
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    world.people.save_profile(user_id, "Berta Other", BORN, "GRC", "")


def test_who_is_screened_is_who_was_read_and_the_declared_name_is_an_alias(world):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    page = passport("Demosthenousova", "Anna", BORN, "AB123456", "GRC")
    world.ocr.answers[f"{case}.jpg"] = page
    world.screening.screen(world.reading.read(f"{case}.jpg"))
    asked = {person.name for person in world.watchlists[0].asked}
    assert asked == {"Anna Demosthenousova", "Anna Demosthenous"}


def test_a_covered_name_is_approved_by_nobody(world):
    _, user_id = world.confirmed()
    case = world.uploaded(user_id)
    world.read(case, fields={}, missing=("name",), screening_fingerprint="")
    world.compare(world.show(user_id, case))
    world.decisions.consider(case)
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
    with pytest.raises(Conflict) as caught:
        world.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "not_screened"
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)  # a way out


@pytest.mark.parametrize("kept", ["unavailable", "of older lists", "none"])
def test_without_a_result_of_the_lists_in_force_a_reviewer_waits_for_one(world, kept):
    found = world.ready()
    case = found[2]
    world.read(case, age=None)
    world.decisions.consider(case)
    record = world.grounds.screening(world.documents.get(case))
    if kept == "unavailable":
        world.screenings.put(replace(record, sanctions_status="unavailable"))
    if kept == "of older lists":
        world.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "2"})
    if kept == "none":
        world.screenings.items.clear()
    before = world.documents.get(case).version
    with pytest.raises(Conflict) as caught:
        world.reviews.decide(case, True, (), "", RITA)
    assert caught.value.code == "not_screened"
    assert world.documents.get(case).version == before + 1, "its stream screens anew"
    world.screening.screen(world.documents.get(case))
    assert world.reviews.decide(case, True, (), "", RITA).status == "approved"


def test_the_rules_wait_for_a_result_of_the_lists_in_force(world):
    case = world.ready()[2]
    world.watchlists[0].answer = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    assert world.decisions.consider(case) is None
    world.screening.screen(world.documents.get(case))
    assert world.decisions.consider(case).reasons == ("watchlist_match",)


def test_four_eyes_follow_from_every_reason_the_case_ever_had(world):
    _, user_id, case = listed(world)
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    world.watchlists[0].answer = ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    world.now.move(minutes=5)
    world.uploads.accept(user_id, picture("another name"))
    world.compare(world.show(user_id, case))
    world.screening.screen(world.read(case, screening_fingerprint="somebody else"))
    assert world.decisions.consider(case).reasons == ("asked_before",)
    assert world.reviews.decide(case, True, (), "", RITA).status == "second_review"
    with pytest.raises(Forbidden):
        world.reviews.decide(case, True, (), "", RITA)
    assert world.reviews.decide(case, True, (), "", RON).status == "approved"


def test_every_order_of_reading_claiming_and_showing_ends_without_a_false_name(world):
    for order in itertools.permutations(("claim", "read", "show")):
        world = World()
        onboarding_id = world.sign_up()
        world.accounts.confirm_phone(onboarding_id, world.code())
        user_id = world.onboardings.get(onboarding_id).user_id
        case = world.uploaded(user_id)
        page = passport("Demosthenous", "Anna", BORN, "AB123456", "GRC")
        world.ocr.answers[f"{case}.jpg"] = page
        for part in order:
            if part == "claim":
                world.people.save_profile(user_id, "Berta Othername", BORN, "GRC", "")
            elif part == "read" and (document := world.reading.read(f"{case}.jpg")):
                world.screening.screen(document)
            elif part == "show":
                world.compare(world.show(user_id, case))
            world.decisions.consider(case)
        assert world.verifications.get(case).state is State.NEEDS_REVIEW, order


def test_a_screening_that_was_under_way_while_the_approval_fell_opens_a_review(world):
    """The machine found it: a late event of the stream recorded a hit beside an approval."""
    case = world.ready()[2]
    world.decisions.consider(case)
    record = world.grounds.screening(world.documents.get(case))
    world.now.move(seconds=1)
    late = replace(record, sanctions_status="potential_match", screened_at=world.now())
    world.screenings.put(late)
    world.decisions.consider(case)
    assert world.verifications.get(case).state is State.NEEDS_REVIEW
    assert world.cases.get(case).reasons == ("watchlist_match",)


def test_whoever_is_approved_is_screened_again_by_rescreening_only(world):
    case = world.ready()[2]
    world.decisions.consider(case)
    hit = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    world.watchlists[0].answer = hit
    assert world.screening.screen(world.documents.get(case)).sanctions_status == "clear"


def test_a_session_whose_start_died_is_still_the_vendors(world):
    """The machine found it: the vendor's approval counted as one of our own pipeline."""
    from tests.vendors.house import House

    house = House()
    verification_id, session = house.started("persona")
    opened = house.verification(verification_id)
    house.world.verification_store.put(
        replace(opened, provider="in_house", provider_session="", version=opened.version + 1)
    )
    desk = house.vendors.desks["persona"]
    desk.act(session.id, "approve")
    house.deliver(desk.posted[-1])
    house.work()
    found = house.verification(verification_id)
    assert (found.state, found.provider) == (State.APPROVED, "persona")
    assert found.provider_session == session.id


def test_a_hit_that_came_after_the_case_was_opened_takes_two_people(world):
    """The machine found it: lists changed while a case was open, and one reviewer approved."""
    case = world.ready()[2]
    world.read(case, age=None)
    world.decisions.consider(case)
    assert not world.cases.get(case).needs_four_eyes
    hit = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "2"})
    world.watchlists[0].answer = hit
    world.screening.screen(world.documents.get(case))
    assert world.reviews.decide(case, True, (), "", RITA).status == "second_review"
    assert world.reviews.decide(case, True, (), "", RON).status == "approved"
