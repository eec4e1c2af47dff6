"""Starting a verification: handed out again, not doubled, elsewhere if a vendor is down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest, Conflict, TooMany, Unavailable
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import picture
from tests.services.levels.test_deciding_under_levels import published
from tests.vendors.harness import NAMES, VendorHarness


@pytest.fixture
def harness() -> VendorHarness:
    made = VendorHarness()
    _, made.user_id = made.system.confirmed()
    return made


@pytest.mark.parametrize("name", NAMES)
def test_an_unfinished_session_is_handed_out_again(harness: VendorHarness, name: str) -> None:
    first = harness.providers.start(harness.user_id, name)
    again = harness.providers.start(harness.user_id, name)
    assert again.verification_id == first.verification_id
    assert len(harness.vendors.desks[name].sessions) == 1
    assert again.session_url or again.sdk_token
    assert harness.system.users.get(harness.user_id).kyc_status is KycStatus.PENDING


def test_the_vendor_learns_an_opaque_reference_only(harness: VendorHarness) -> None:
    answer = harness.providers.start(harness.user_id, "persona")
    session = next(iter(harness.vendors.desks["persona"].sessions.values()))
    assert session.reference == answer.verification_id
    assert harness.user_id not in session.reference


def test_when_one_is_down_the_next_takes_over_and_somebody_hears(harness: VendorHarness) -> None:
    harness.vendors.desks["persona"].down = True
    answer = harness.providers.start(harness.user_id)
    assert answer.provider == "veriff"
    subject, facts = harness.system.messages.alerts[-1]
    assert subject == "A KYC provider could not open a session"
    assert facts["provider"] == "persona"


def test_a_vendor_that_refuses_our_key_does_not_stop_anybody(harness: VendorHarness) -> None:
    harness.vendors.desks["persona"].credentials = {"apiKey": "rotated"}
    assert harness.providers.start(harness.user_id).provider == "veriff"


def test_when_all_are_down_it_can_be_tried_again(harness: VendorHarness) -> None:
    for desk in harness.vendors.desks.values():
        desk.down = True
    with pytest.raises(Unavailable):
        harness.providers.start(harness.user_id)
    for name, desk in harness.vendors.desks.items():
        desk.down = False
        harness.find(name).tools.breaker.close()
    assert harness.providers.start(harness.user_id).provider == "persona"


def test_a_vendor_down_while_its_link_is_still_good_changes_nothing(harness: VendorHarness) -> None:
    first = harness.providers.start(harness.user_id, "persona")
    harness.vendors.desks["persona"].down = True
    again = harness.providers.start(harness.user_id, "persona")
    assert (again.provider, again.session_url) == ("persona", first.session_url)


def test_an_answer_that_was_lost_opens_no_second_session(harness: VendorHarness) -> None:
    persona = harness.find("persona")
    create, lost = persona.client.http.request, [True]

    def losing(*args: Any, **more: Any) -> Any:
        answer = create(*args, **more)
        if lost:
            lost.clear()
            raise OSError("connection reset")
        return answer

    persona.client.http.request = losing
    harness.providers.start(harness.user_id, "persona")
    assert len(harness.vendors.desks["persona"].sessions) == 1


def test_an_hour_has_ten_starts_and_says_when_the_next_one_is_allowed(
    harness: VendorHarness,
) -> None:
    for _ in range(10):
        harness.providers.start(harness.user_id, "stripe")
    with pytest.raises(TooMany) as error:
        harness.providers.start(harness.user_id, "stripe")
    assert 0 < error.value.retry_after <= 3600
    harness.now.move(hours=1)
    harness.providers.start(harness.user_id, "stripe")


def decided(harness: VendorHarness, action: str) -> None:
    harness.providers.start(harness.user_id, "persona")
    desk = harness.vendors.desks["persona"]
    harness.now.move(minutes=1)
    desk.act(list(desk.sessions)[-1], action)
    harness.deliver(desk.posted[-1])
    harness.work()


def test_who_is_verified_or_in_review_starts_nothing(harness: VendorHarness) -> None:
    decided(harness, "review")
    with pytest.raises(Conflict) as error:
        harness.providers.start(harness.user_id, "persona")
    assert error.value.code == "under_review"
    desk = harness.vendors.desks["persona"]
    desk.act(list(desk.sessions)[-1], "approve")
    harness.deliver(desk.posted[-1])
    harness.work()
    with pytest.raises(Conflict) as error:
        harness.providers.start(harness.user_id, "persona")
    assert error.value.code == "already_verified"


def test_after_a_failed_inquiry_persona_opens_a_new_one_of_the_same_verification(
    harness: VendorHarness,
) -> None:
    first = harness.providers.start(harness.user_id, "persona")
    decided(harness, "resubmit")
    second = harness.providers.start(harness.user_id, "persona")
    assert second.verification_id == first.verification_id
    assert len(harness.vendors.desks["persona"].sessions) == 2
    desk = harness.vendors.desks["persona"]
    harness.now.move(minutes=1)
    desk.act(list(desk.sessions)[-1], "approve")
    harness.deliver(desk.posted[-1])
    harness.work()
    assert harness.verification(first.verification_id).state is State.APPROVED


def test_after_a_rejection_a_new_attempt_may_begin(harness: VendorHarness) -> None:
    first = harness.providers.start(harness.user_id, "persona")
    decided(harness, "reject")
    second = harness.providers.start(harness.user_id, "persona")
    assert second.verification_id != first.verification_id
    assert harness.verification(second.verification_id).attempt == 2


def test_a_stale_attempt_cannot_overwrite_the_new_one(harness: VendorHarness) -> None:
    first = harness.providers.start(harness.user_id, "persona")
    decided(harness, "reject")
    harness.now.move(minutes=1)
    harness.providers.start(harness.user_id, "persona")
    status = harness.system.users.get(harness.user_id)
    assert status.kyc_status is KycStatus.PENDING
    assert status.kyc_session_id != first.verification_id


def test_the_caller_chooses_only_where_the_company_allows_it(harness: VendorHarness) -> None:
    with pytest.raises(BadRequest):
        harness.providers.start(harness.user_id, "nobody")
    strict = VendorHarness()
    object.__setattr__(strict.providers, "choice", False)
    with pytest.raises(BadRequest):
        strict.providers.start("user", "stripe")


def test_in_house_opens_no_session_anywhere(harness: VendorHarness) -> None:
    ours = VendorHarness(order=("in_house",))
    _, user = ours.system.confirmed()
    answer = ours.providers.start(user)
    assert answer.provider == "in_house"
    assert answer.session_url.endswith("/verification")
    assert not any(desk.sessions for desk in ours.vendors.desks.values())


def test_the_workflow_and_the_user_who_open_at_once_open_the_same(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = harness.system.verification_store
    with monkeypatch.context() as lagging:
        lagging.setattr(store, "query", lambda *_, **__: ())  # the index does not know it yet
        first = harness.system.verifications.open(harness.user_id)
        second = harness.system.verifications.open(harness.user_id, "onboarding-1")
    assert first.verification_id == second.verification_id
    assert second.onboarding_id == "onboarding-1"
    assert len(store.items) == 1


def test_a_lagging_index_does_not_reopen_what_was_decided(
    harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, decided_first = harness.system.verification_store, harness.system.verifications
    first = decided_first.move(decided_first.open(harness.user_id), State.REJECTED)
    with monkeypatch.context() as lagging:
        lagging.setattr(store, "query", lambda *_, **__: ())
        second = decided_first.open(harness.user_id)
    assert (second.attempt, second.state) == (2, State.CREATED)
    assert first.verification_id != second.verification_id


def test_what_a_vendor_verifies_leaves_no_picture_here(harness: VendorHarness) -> None:
    harness.providers.start(harness.user_id, "persona")
    with pytest.raises(Conflict) as error:
        harness.system.uploaded(harness.user_id)
    assert error.value.code == "verified_elsewhere"
    assert not harness.system.pictures.items


def test_where_only_vendors_verify_no_picture_is_ever_taken(harness: VendorHarness) -> None:
    hosted = replace(harness.system.uploads, providers=("onfido",))
    with pytest.raises(Conflict):
        hosted.accept(harness.user_id, picture())
    with pytest.raises(Conflict):
        hosted.form(harness.user_id, "image/jpeg", 1000, "front")
    assert not harness.system.verification_store.items


def test_who_changes_their_mind_can_show_a_document_here(harness: VendorHarness) -> None:
    mixed = VendorHarness(order=("in_house", "persona"))
    _, user = mixed.system.confirmed()
    first = mixed.providers.start(user, "persona")
    again = mixed.providers.start(user, "in_house")
    assert again.verification_id == first.verification_id
    assert mixed.system.uploaded(user) == first.verification_id


def test_a_level_says_who_is_asked_and_in_which_order(harness: VendorHarness) -> None:
    published(harness.system, 2, providers=["stripe", "onfido"])
    harness.vendors.desks["stripe"].down = True
    assert harness.providers.start(harness.user_id).provider == "onfido"
    with pytest.raises(BadRequest):
        harness.providers.start(harness.user_id, "persona")
    uploads = replace(harness.system.uploads, providers=(*NAMES, "in_house"))
    with pytest.raises(Conflict):  # the level leaves the pictures to vendors
        uploads.accept(harness.user_id, picture())


def test_a_provider_that_this_deployment_does_not_have_is_no_word_for_a_level(
    harness: VendorHarness,
) -> None:
    with pytest.raises(BadRequest):
        published(VendorHarness(order=("onfido",)).system, 2, providers=["persona"])


def test_a_level_that_does_not_believe_vendors_has_people_look() -> None:
    harness = VendorHarness()
    published(harness.system, 2, certainty=["zone"])
    case, webhook = harness.approved("onfido")
    harness.deliver(webhook)
    harness.work()
    found = harness.verification(case)
    assert (found.state, found.reasons) == (State.NEEDS_REVIEW, ("document_uncertain",))
