"""Going on at the phone, and a mail that asks for better pictures: links without a password."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.verifications.verification import State
from tests.entrypoints.api_harness import ApiHarness
from tests.entrypoints.applicants.test_sessions import OTHER, click, inside
from tests.entrypoints.backend import Backend
from tests.services.in_memory import picture

USER = "00000000-0000-4000-9000-00000000abcd"
JPEG = {"Content-Type": "image/jpeg"}


def handed(harness: ApiHarness) -> Any:
    """A link of a user of the pool, from the desk."""
    answer = harness.call("POST", "/hand-off", {}, user=USER)
    assert answer.status == 201, answer
    return answer.json


def test_a_user_goes_on_at_the_phone_without_a_password(backend: Backend) -> None:
    harness = backend.harness
    sent = harness.call("POST", "/upload-id", picture(), user=USER, headers=JPEG)
    case = sent.json["verificationId"]
    link = handed(harness)
    assert "/verify.html#vl_" in link["url"]
    opened = click(backend, link).json
    assert (opened["verificationId"], opened["mode"], opened["redirectUrl"]) == (case, "live", None)
    named = {"verificationId": case}
    started = inside(backend, opened["token"], "POST", "/start-liveness", named)
    assert started.status == 201
    # The desk sees how far it is.
    seen = harness.call("GET", "/verify", user=USER, query=named)
    assert (seen.status, seen.json["status"]) == (200, "in_progress")
    status = inside(backend, opened["token"], "GET", "").json
    assert (status["applicantId"], status["level"], status["mode"]) == (USER, "default", "live")
    assert click(backend, link, OTHER).code == (410, "link_gone")


def test_it_is_over_after_half_an_hour(backend: Backend) -> None:
    link = handed(backend.harness)
    token = click(backend, link).json["token"]
    backend.system.now.move(minutes=30)
    assert click(backend, link).code == (410, "link_gone")
    assert inside(backend, token, "GET", "").code == (401, "session_over")


@pytest.mark.parametrize("what", ["signed out", "disabled", "erased", "gone"])
def test_it_is_over_with_the_account_at_once(backend: Backend, what: str) -> None:
    system, link = backend.system, handed(backend.harness)
    token = click(backend, link).json["token"]
    assert inside(backend, token, "GET", "").status == 200
    system.now.move(seconds=2)
    pool = system.identity.accounts
    if what == "signed out":
        system.door.revoke(USER)
    elif what == "disabled":
        pool[USER] = replace(pool[USER], enabled=False)
    elif what == "erased":
        system.tombstones.place([USER], "r")
    else:
        del pool[USER]
    assert inside(backend, token, "GET", "").code == (401, "session_over")
    assert click(backend, link).code == (410, "link_gone")


@pytest.mark.parametrize("mode", list(Mode))
def test_an_applicant_hands_over_within_their_session_and_prolongs_nothing(
    backend: Backend, mode: Mode
) -> None:
    session = backend.session(backend.applicant(mode=mode), mode, ttl=900)
    token = click(backend, session).json["token"]
    backend.system.now.move(minutes=10)
    made = inside(backend, token, "POST", "/hand-off", {})
    assert (made.status, made.json["expiresAt"]) == (201, session["expiresAt"])
    phone = click(backend, made.json, OTHER).json
    again = inside(backend, phone["token"], "POST", "/hand-off", {})
    assert again.json["expiresAt"] == session["expiresAt"]
    assert phone["mode"] == mode
    backend.system.now.move(minutes=5)
    assert inside(backend, phone["token"], "GET", "").code == (401, "session_over")


def sent(backend: Backend, way: str) -> Any:
    return backend.harness.call("POST", "/hand-off", {"sendBy": way}, user=USER)


def account(backend: Backend, **known: Any) -> None:
    """What the pool knows of the user."""
    made = MemoryAccount(USER, "anna@example.com", "+306912345678", language="de", enabled=True)
    backend.system.identity.accounts[USER] = replace(made, **known)


def test_it_is_sent_as_a_text_message_in_their_language(backend: Backend) -> None:
    account(backend)
    made = sent(backend, "sms")
    assert made.status == 201
    [(number, text)] = backend.system.messages.texts
    assert number == "+306912345678"
    assert text.startswith("Setzen Sie Ihre Verifizierung hier fort: ")
    assert made.json["url"] in text and "30 Minuten" in text
    assert backend.system.messages.mails == []
    assert click(backend, made.json).status == 200


def test_it_is_sent_by_mail_to_an_address_that_is_theirs(backend: Backend) -> None:
    account(backend)
    assert sent(backend, "email").code == (409, "nowhere_to_send")
    assert backend.system.messages.mails == []
    account(backend, email_verified=True)
    made = sent(backend, "email")
    [(address, template, said)] = backend.system.messages.mails
    assert (address, template) == ("anna@example.com", "hand-off")
    assert said["link"] == made.json["url"]
    assert backend.system.messages.texts == []


@pytest.mark.parametrize("way", ["sms", "email"])
def test_nobody_is_sent_more_than_a_few(backend: Backend, way: str) -> None:
    account(backend, email_verified=True)
    messages = backend.system.messages
    assert [sent(backend, way).status for _ in range(5)] == [201] * 5
    assert sent(backend, way).status == 429
    assert len(messages.texts) + len(messages.mails) == 5
    assert backend.harness.call("POST", "/hand-off", {}, user=USER).status == 201


@pytest.mark.parametrize("way", ["sms", "email"])
def test_who_has_no_account_is_sent_nothing(backend: Backend, way: str) -> None:
    token = click(backend, backend.session(backend.applicant())).json["token"]
    made = inside(backend, token, "POST", "/hand-off", {"sendBy": way})
    assert made.code == (409, "nowhere_to_send")


def test_it_is_sent_in_no_other_way(backend: Backend) -> None:
    assert sent(backend, "pigeon").status == 400


def test_a_backend_has_no_phone(backend: Backend) -> None:
    assert backend.call("POST", "/hand-off", {}).status == 401


def test_the_mail_that_asks_for_better_pictures_leads_to_a_page_without_a_password(
    backend: Backend,
) -> None:
    system = backend.system
    _, user_id = system.confirmed()
    case = system.uploaded(user_id)
    system.moved(case, State.NEEDS_REVIEW, ("document_unreadable",))
    system.moved(case, State.RESUBMIT_REQUESTED, ("document_unreadable",))
    _, template, said = system.messages.mails[-1]
    assert template == "more-information-needed"
    link = {"url": said["link"]}
    assert "/verify.html#vl_" in said["link"]
    assert said["link"] not in repr(Letter(template, "en", link=said["link"]))
    opened = click(backend, link).json
    sent = inside(backend, opened["token"], "POST", "/upload-id", picture("better"), headers=JPEG)
    assert sent.status == 201
    system.now.move(hours=24)
    assert click(backend, link).code == (410, "link_gone")


def test_other_mails_have_no_link_of_their_own(backend: Backend) -> None:
    system = backend.system
    _, user_id = system.confirmed()
    system.moved(system.uploaded(user_id), State.REJECTED, ("under_age",))
    assert [said["link"] for _, _, said in system.messages.mails] == ["/status"]
