"""Starting a verification: handed out again, not doubled, elsewhere if a vendor is down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest, Conflict, TooMany, Unavailable
from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published
from tests.services.world import picture
from tests.vendors.house import NAMES, House


@pytest.fixture
def house() -> House:
    made = House()
    _, made.user_id = made.world.confirmed()
    return made


@pytest.mark.parametrize("name", NAMES)
def test_an_unfinished_session_is_handed_out_again(house, name):
    first = house.providers.start(house.user_id, name)
    again = house.providers.start(house.user_id, name)
    assert again.verification_id == first.verification_id
    assert len(house.vendors.desks[name].sessions) == 1
    assert again.session_url or again.sdk_token
    assert house.world.users.get(house.user_id).kyc_status is KycStatus.PENDING


def test_the_vendor_learns_an_opaque_reference_only(house):
    answer = house.providers.start(house.user_id, "persona")
    session = next(iter(house.vendors.desks["persona"].sessions.values()))
    assert session.reference == answer.verification_id
    assert house.user_id not in session.reference


def test_when_one_is_down_the_next_takes_over_and_somebody_hears(house):
    house.vendors.desks["persona"].down = True
    answer = house.providers.start(house.user_id)
    assert answer.provider == "veriff"
    subject, facts = house.world.messages.alerts[-1]
    assert subject == "A KYC provider could not open a session"
    assert facts["provider"] == "persona"


def test_a_vendor_that_refuses_our_key_does_not_stop_anybody(house):
    house.vendors.desks["persona"].credentials = {"apiKey": "rotated"}
    assert house.providers.start(house.user_id).provider == "veriff"


def test_when_all_are_down_it_can_be_tried_again(house):
    for desk in house.vendors.desks.values():
        desk.down = True
    with pytest.raises(Unavailable):
        house.providers.start(house.user_id)
    for name, desk in house.vendors.desks.items():
        desk.down = False
        house.find(name).tools.breaker.close()
    assert house.providers.start(house.user_id).provider == "persona"


def test_a_vendor_down_while_its_link_is_still_good_changes_nothing(house):
    first = house.providers.start(house.user_id, "persona")
    house.vendors.desks["persona"].down = True
    again = house.providers.start(house.user_id, "persona")
    assert (again.provider, again.session_url) == ("persona", first.session_url)


def test_an_answer_that_was_lost_opens_no_second_session(house):
    persona = house.find("persona")
    create, lost = persona.client.http.request, [True]

    def losing(*args, **more):
        answer = create(*args, **more)
        if lost:
            lost.clear()
            raise OSError("connection reset")
        return answer

    persona.client.http.request = losing
    house.providers.start(house.user_id, "persona")
    assert len(house.vendors.desks["persona"].sessions) == 1


def test_an_hour_has_ten_starts_and_says_when_the_next_one_is_allowed(house):
    for _ in range(10):
        house.providers.start(house.user_id, "stripe")
    with pytest.raises(TooMany) as error:
        house.providers.start(house.user_id, "stripe")
    assert 0 < error.value.retry_after <= 3600
    house.now.move(hours=1)
    house.providers.start(house.user_id, "stripe")


def decided(house: House, action: str) -> None:
    house.providers.start(house.user_id, "persona")
    desk = house.vendors.desks["persona"]
    house.now.move(minutes=1)
    desk.act(list(desk.sessions)[-1], action)
    house.deliver(desk.posted[-1])
    house.work()


def test_who_is_verified_or_in_review_starts_nothing(house):
    decided(house, "review")
    with pytest.raises(Conflict) as error:
        house.providers.start(house.user_id, "persona")
    assert error.value.code == "under_review"
    desk = house.vendors.desks["persona"]
    desk.act(list(desk.sessions)[-1], "approve")
    house.deliver(desk.posted[-1])
    house.work()
    with pytest.raises(Conflict) as error:
        house.providers.start(house.user_id, "persona")
    assert error.value.code == "already_verified"


def test_after_a_failed_inquiry_persona_opens_a_new_one_of_the_same_verification(house):
    first = house.providers.start(house.user_id, "persona")
    decided(house, "resubmit")
    second = house.providers.start(house.user_id, "persona")
    assert second.verification_id == first.verification_id
    assert len(house.vendors.desks["persona"].sessions) == 2
    desk = house.vendors.desks["persona"]
    house.now.move(minutes=1)
    desk.act(list(desk.sessions)[-1], "approve")
    house.deliver(desk.posted[-1])
    house.work()
    assert house.verification(first.verification_id).state is State.APPROVED


def test_after_a_rejection_a_new_attempt_may_begin(house):
    first = house.providers.start(house.user_id, "persona")
    decided(house, "reject")
    second = house.providers.start(house.user_id, "persona")
    assert second.verification_id != first.verification_id
    assert house.verification(second.verification_id).attempt == 2


def test_a_stale_attempt_cannot_overwrite_the_new_one(house):
    first = house.providers.start(house.user_id, "persona")
    decided(house, "reject")
    house.now.move(minutes=1)
    house.providers.start(house.user_id, "persona")
    status = house.world.users.get(house.user_id)
    assert status.kyc_status is KycStatus.PENDING
    assert status.kyc_session_id != first.verification_id


def test_the_caller_chooses_only_where_the_company_allows_it(house):
    with pytest.raises(BadRequest):
        house.providers.start(house.user_id, "nobody")
    strict = House()
    object.__setattr__(strict.providers, "choice", False)
    with pytest.raises(BadRequest):
        strict.providers.start("user", "stripe")


def test_in_house_opens_no_session_anywhere(house):
    ours = House(order=("in_house",))
    _, user = ours.world.confirmed()
    answer = ours.providers.start(user)
    assert answer.provider == "in_house"
    assert answer.session_url.endswith("/verification")
    assert not any(desk.sessions for desk in ours.vendors.desks.values())


def test_the_workflow_and_the_user_who_open_at_once_open_the_same(house, monkeypatch):
    store = house.world.verification_store
    with monkeypatch.context() as lagging:
        lagging.setattr(store, "query", lambda *_, **__: ())  # the index does not know it yet
        first = house.world.verifications.open(house.user_id)
        second = house.world.verifications.open(house.user_id, "onboarding-1")
    assert first.verification_id == second.verification_id
    assert second.onboarding_id == "onboarding-1"
    assert len(store.items) == 1


def test_a_lagging_index_does_not_reopen_what_was_decided(house, monkeypatch):
    store, decided_first = house.world.verification_store, house.world.verifications
    first = decided_first.move(decided_first.open(house.user_id), State.REJECTED)
    with monkeypatch.context() as lagging:
        lagging.setattr(store, "query", lambda *_, **__: ())
        second = decided_first.open(house.user_id)
    assert (second.attempt, second.state) == (2, State.CREATED)
    assert first.verification_id != second.verification_id


def test_what_a_vendor_verifies_leaves_no_picture_here(house):
    house.providers.start(house.user_id, "persona")
    with pytest.raises(Conflict) as error:
        house.world.uploaded(house.user_id)
    assert error.value.code == "verified_elsewhere"
    assert not house.world.pictures.items


def test_where_only_vendors_verify_no_picture_is_ever_taken(house):
    hosted = replace(house.world.uploads, providers=("onfido",))
    with pytest.raises(Conflict):
        hosted.accept(house.user_id, picture())
    with pytest.raises(Conflict):
        hosted.form(house.user_id, "image/jpeg", 1000, "front")
    assert not house.world.verification_store.items


def test_who_changes_their_mind_can_show_a_document_here(house):
    mixed = House(order=("in_house", "persona"))
    _, user = mixed.world.confirmed()
    first = mixed.providers.start(user, "persona")
    again = mixed.providers.start(user, "in_house")
    assert again.verification_id == first.verification_id
    assert mixed.world.uploaded(user) == first.verification_id


def test_a_level_says_who_is_asked_and_in_which_order(house):
    published(house.world, 2, providers=["stripe", "onfido"])
    house.vendors.desks["stripe"].down = True
    assert house.providers.start(house.user_id).provider == "onfido"
    with pytest.raises(BadRequest):
        house.providers.start(house.user_id, "persona")
    uploads = replace(house.world.uploads, providers=(*NAMES, "in_house"))
    with pytest.raises(Conflict):  # the level leaves the pictures to vendors
        uploads.accept(house.user_id, picture())


def test_a_provider_that_this_deployment_does_not_have_is_no_word_for_a_level(house):
    with pytest.raises(BadRequest):
        published(House(order=("onfido",)).world, 2, providers=["persona"])


def test_a_level_that_does_not_believe_vendors_has_people_look():
    house = House()
    published(house.world, 2, certainty=["zone"])
    case, webhook = house.approved("onfido")
    house.deliver(webhook)
    house.work()
    found = house.verification(case)
    assert (found.state, found.reasons) == (State.NEEDS_REVIEW, ("document_uncertain",))
