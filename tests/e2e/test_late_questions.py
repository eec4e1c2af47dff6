"""A question that only people can answer is not passed by, over HTTP: whoever asked for a person
meets one, and a vendor's late word is asked about before anybody stays verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.applicant import expect, wait_for
from local.vendors.journey import clicked, start
from tests.e2e.conftest import Aws, Steering
from tests.e2e.walking.people import Careful, Staff, Walker, frames, reviewer

pytestmark = pytest.mark.slow
WEEK = {"days": 8}
APPROVE = {"approved": True, "reasons": [], "note": ""}
ASK_AGAIN = {"approved": False, "askAgain": True, "reasons": ["document_unreadable"], "note": ""}


@pytest.fixture
def anna(system: dict[str, str]) -> Walker:
    """Signed in, with a row and a profile; signs in again when a token has run out."""
    client = Careful(system["api"], system["cloud"])
    who = Walker(
        client, "Anna Demosthenous", "1991-03-14", "GRC", given="Anna", surname="Demosthenous"
    )
    client.sign_in = who.login
    who.join()
    return who


@pytest.fixture(scope="module")
def staff(system: dict[str, str], aws: Aws, platform: dict[str, Any]) -> tuple[Staff, Staff]:
    """Two reviewers."""
    pools, pool = aws("cognito-idp"), platform["user_pool_id"]
    rita, ron = (reviewer(system["api"], system["cloud"], pools, pool) for _ in range(2))
    return rita, ron


@pytest.fixture
def shows(steer: Steering) -> Callable[..., None]:
    """A good document, and a face for it."""

    def document(who: Walker, face: bool = True) -> None:
        who.upload(who.card("certain", (who.given, who.surname), who.born))
        steer.quiet()
        if face:
            who.show_liveness(lambda gesture, number: frames("astronaut", 1)[gesture][number])
            steer.quiet()

    return document


def state(who: Walker) -> str:
    return str(who.status()["status"])


def goes_elsewhere(who: Walker, steer: Steering) -> tuple[str, str]:
    """To a vendor, whose session runs out: the page of it, and the attempt."""
    page = str(start(who, "veriff")["sessionUrl"])
    steer.quiet()
    steer.move(**WEEK)
    steer.quiet()
    return page, who.verification_id


def decide(staff: Staff, case: str, verdict: dict[str, Any]) -> Any:
    return staff.call("POST", f"/reviews/{case}/decision", verdict)


def test_who_asked_for_a_person_is_approved_by_two(
    anna: Walker, staff: tuple[Staff, Staff], steer: Steering, shows: Callable[..., None]
) -> None:
    shows(anna, face=False)
    expect(anna.client.call("POST", f"/verifications/{anna.verification_id}/assistance", {}), 202)
    steer.quiet()
    expect(decide(staff[0], anna.verification_id, ASK_AGAIN), 200)
    steer.quiet()
    shows(anna)
    assert (state(anna), anna.kyc()) == ("needs_review", "pending")
    answer = expect(decide(staff[0], anna.verification_id, APPROVE), 200)
    assert answer["status"] == "second_review"
    expect(decide(staff[1], anna.verification_id, APPROVE), 200)
    wait_for(lambda: anna.kyc() == "verified", "the registry")


def test_a_late_refusal_is_asked_about_while_the_next_attempt_is_under_way(
    anna: Walker, staff: tuple[Staff, Staff], steer: Steering, shows: Callable[..., None]
) -> None:
    page, _ = goes_elsewhere(anna, steer)
    shows(anna, face=False)
    clicked(page, "reject")
    steer.quiet()
    anna.show_liveness(lambda gesture, number: frames("astronaut", 2)[gesture][number])
    steer.quiet()
    assert (state(anna), anna.kyc()) == ("needs_review", "pending")


def test_a_late_refusal_taken_back_leaves_no_approval_unasked(
    anna: Walker, staff: tuple[Staff, Staff], steer: Steering, shows: Callable[..., None]
) -> None:
    page, old = goes_elsewhere(anna, steer)
    shows(anna)
    assert anna.kyc() == "verified"
    for word in ("reject", "resubmit"):
        clicked(page, word)
        steer.quiet()
        assert anna.kyc() != "verified", word
    steer.move(**WEEK)
    steer.quiet()
    found = expect(staff[0].call("GET", f"/reviews/{old}"), 200)
    assert found["case"]["status"] == "open"
    assert anna.kyc() != "verified"
