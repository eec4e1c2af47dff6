"""What only some environments choose: Rekognition Face Liveness, and faces that are remembered.

Each function has its own role here, too: what these choices need beyond the usual is granted.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator

import pytest
import requests

from local import demo
from local.applicant import Applicant, expect
from local.pictures import Person, document, face
from local.zygote import Zygote

SignUp = Callable[..., Applicant]


@pytest.fixture(scope="module")
def system(zygote: Zygote) -> Iterator[dict[str, str]]:
    chosen = {"VESTIBULE_LIVENESS_ENGINE": "rekognition", "VESTIBULE_FIND_SAME_PERSON": "true"}
    with zygote.fork(**chosen) as urls:
        yield urls


def filmed(applicant: Applicant, name: str, confidence: float = 99.0) -> None:
    """Shows a document of Anna's and is filmed by the service."""
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    applicant.upload(document("td3", person, face(name), seed=3))
    asked = {"verificationId": applicant.verification_id}
    session = expect(applicant.client.call("POST", "/start-liveness", asked), 201)
    assert session["challenges"] == []
    face(name).save(picture := io.BytesIO(), "JPEG", quality=92)
    shown = {
        "sessionId": session["sessionId"],
        "confidence": confidence,
        "image": base64.b64encode(picture.getvalue()).decode(),
    }
    assert requests.post(f"{applicant.client.cloud}/local/liveness", json=shown, timeout=10).ok
    expect(applicant.client.call("POST", "/verify", asked), 202)


@pytest.mark.slow
def test_who_is_filmed_is_verified_and_known_the_next_time(sign_up: SignUp) -> None:
    first, again, other = sign_up(), sign_up(), sign_up()
    filmed(first, "astronaut")
    assert first.decided()["status"] == "approved"
    filmed(again, "astronaut")
    assert again.decided()["status"] == "needs_review"
    filmed(other, "stranger-1")
    assert other.decided()["status"] == "approved"


def test_who_is_erased_is_not_known_any_more(sign_up: SignUp) -> None:
    first, again = sign_up(), sign_up()
    filmed(first, "stranger-2")
    assert first.decided()["status"] == "approved"
    expect(first.client.call("DELETE", "/me"), 200)
    filmed(again, "stranger-2")
    assert again.decided()["status"] == "approved"
