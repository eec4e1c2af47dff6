"""A link for the phone, and one in the mail that asks for better pictures: no password is wanted,
and each function has the rights for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from local import demo
from local.applicant import Applicant, Client, expect, wait_for
from local.pictures import Person, document, face
from tests.e2e.walking.people import reviewer

pytestmark = pytest.mark.slow

SignUp = Callable[..., Applicant]
LINK = re.compile(r"#(vl_[0-9a-f]{32}_[\w-]{43})")


def opened(who: Applicant, text: str, browser: str) -> tuple[Client, dict[str, Any]]:
    """Another browser, without anybody signed in, that follows the link in a text."""
    client, found = who.client, LINK.search(text)
    assert found, text
    phone = Client(client.api, client.cloud)
    body = {"link": found[1], "browser": browser * 43}
    answer: dict[str, Any] = expect(phone.call("POST", "/v1/session-links/open", body), 200)
    inside = Client(f"{client.api}/v1/session", client.cloud, answer["token"])
    return inside, answer


def test_the_phone_goes_on_and_the_mail_is_answered_without_a_password(
    sign_up: SignUp, aws: Any, platform: dict[str, Any], system: dict[str, str], steer: Any
) -> None:
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    picture = document("td3", person, face("astronaut"), seed=3)
    who = sign_up()
    link = expect(who.client.call("POST", "/hand-off", {}), 201)["url"]
    phone, seen = opened(who, link, "a")
    assert (seen["mode"], seen["redirectUrl"]) == ("live", None)
    case = expect(phone.call("POST", "/upload-id", picture), 201)["verificationId"]
    asked = f"/verifications/{case}/assistance"
    expect(phone.call("POST", asked, {}), 202)
    steer.quiet()
    pool = platform["user_pool_id"]
    staff = reviewer(system["api"], system["cloud"], aws("cognito-idp"), pool)
    word = {"approved": False, "askAgain": True, "reasons": ["document_unreadable"], "note": "dim"}
    decided = staff.call("POST", f"/reviews/{case}/decision", word)
    expect(decided, 200)

    def mail() -> str:
        texts = [str(m.get("text") or m) for m in who.client.outbox(who.email)]
        return next((text for text in texts if LINK.search(text)), "")

    text = wait_for(mail, "the mail that asks for better pictures", 60)
    again, seen = opened(who, text, "b")
    assert (seen["verificationId"], seen["state"]) == (case, "resubmit_requested")
    assert expect(again.call("POST", "/upload-id", picture), 201)["verificationId"]
    steer.quiet()
