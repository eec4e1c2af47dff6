"""Whole journeys over HTTP on real pictures: those `make demo` shows, and those that must fail."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from local import demo
from local.applicant import Applicant, Client, Unexpected, expect, wait_for
from local.pictures import Person, document, face, selfies


def anna() -> Person:
    """The same person with another document each time."""
    return Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())


@pytest.mark.parametrize("ending", ["verified", "rejected", "needs_review"])
def test_the_demo_ends_as_it_says(system: dict[str, str], ending: str) -> None:
    [case] = [case for case in demo.default_cases() if case.ends == ending]
    demo.journey(case, system["api"], system["cloud"])


def test_a_strangers_selfies_do_not_pass(sign_up: Callable[..., Applicant]) -> None:
    applicant = sign_up()
    applicant.upload(document("td3", anna(), face("astronaut"), seed=11))
    shows = selfies(face("stranger-1"), seed=12)
    applicant.show_liveness(lambda gesture, number: shows[gesture][number])
    status = applicant.decided()
    assert status["status"] != "approved"
    assert status["status"] == "needs_review"


def test_the_same_picture_twice_is_refused_with_a_code(sign_up: Callable[..., Applicant]) -> None:
    applicant = sign_up()
    applicant.upload(document("td3", anna(), face("astronaut"), seed=13))
    still = selfies(face("astronaut"), seed=14)["neutral"][0]
    with pytest.raises(Unexpected, match="frame_duplicate"):
        applicant.show_liveness(lambda gesture, number: still)


def test_a_still_saved_anew_for_every_frame_does_not_pass(
    sign_up: Callable[..., Applicant],
) -> None:
    applicant = sign_up()
    applicant.upload(document("td3", anna(), face("astronaut"), seed=16))
    still = selfies(face("astronaut"), seed=14)["neutral"][0]
    quality = itertools.count(60)
    applicant.show_liveness(lambda gesture, number: saved_again(still, next(quality)))
    failed = {"check": "liveness", "outcome": "failed"}

    def settled() -> dict[str, Any] | None:
        status = applicant.status()
        return status if failed in status["checks"] and status["status"] != "processing" else None

    status = wait_for(settled, "a verdict on the frames")
    assert "still_picture" in status["reasons"]
    assert status["status"] == "in_progress"  # to be tried again, never let through


def saved_again(picture: bytes, quality: int) -> bytes:
    """The same picture in other bytes."""
    again = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(again, "JPEG", quality=quality)
    return again.getvalue()


def test_somebody_elses_verification_cannot_be_seen(sign_up: Callable[..., Applicant]) -> None:
    owner, other = sign_up(), sign_up("Maria Exampleopoulou", "1988-09-02")
    verification_id = owner.upload(document("td3", anna(), face("astronaut"), seed=15))
    path = f"/verify?verificationId={verification_id}"
    assert expect(owner.client.call("GET", path), 200)["verificationId"] == verification_id
    assert other.client.call("GET", path).status_code == 404
    assert other.client.call("GET", f"/verifications/{verification_id}").status_code == 404
    assert owner.client.call("GET", "/reviews").status_code == 403


def test_nobody_gets_in_without_a_token(client: Client) -> None:
    for method, path in (("GET", "/me"), ("POST", "/upload-id"), ("GET", "/reviews")):
        assert client.call(method, path).status_code == 401
