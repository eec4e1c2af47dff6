"""Accounts, sessions and rows that are gone, or were made, while somebody else was about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.signed_in import Challenge
from chalicelib.domain.errors import (
    BadRequest,
    InvalidPassword,
    NotAuthorized,
    Refused,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.marks import MarkKind
from tests.present import present
from tests.services.in_memory import EMAIL, PASSWORD, PHONE, InMemorySystem
from tests.services.meanwhile import after
from tests.services.privacy.erasing import renewals_of

ADDRESS = "192.0.2.1"


def test_a_sign_up_that_died_before_its_onboarding_is_replaced_once_its_time_is_over(
    system: InMemorySystem,
) -> None:
    left = system.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    before = present(system.identity.find(EMAIL)).user_id
    system.onboardings.delete(left)
    system.now.move(minutes=11)
    begun = system.accounts.start_signup(EMAIL, "Another-pass-2026", PHONE)
    assert present(system.identity.find(EMAIL)).user_id != before
    assert system.onboardings.get(begun).user_id == present(system.identity.find(EMAIL)).user_id
    assert left not in system.workflow.started


def test_a_sign_up_that_died_before_its_phone_was_noted_notes_it_when_it_is_sent_again(
    system: InMemorySystem,
) -> None:
    begun = system.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    account = system.identity.find(EMAIL)
    system.identity.accounts[present(account).user_id] = replace(present(account), phone="")
    assert system.accounts.start_signup(EMAIL, PASSWORD, PHONE) == begun
    assert present(system.identity.find(EMAIL)).phone == PHONE


def test_a_code_is_sent_for_an_account_whose_mark_is_over_and_no_mark_is_made(
    system: InMemorySystem,
) -> None:
    begun = system.sign_up()
    [subject] = [key[0] for key in system.marks.items if key[1] == MarkKind.PENDING]
    system.marks.delete(subject, MarkKind.PENDING)
    system.accounts.resend_code(begun)
    assert len(system.messages.texts) == 2
    assert system.marks.find(subject, MarkKind.PENDING) is None


def test_the_right_code_of_an_onboarding_that_is_gone_confirms_nobody(
    system: InMemorySystem,
) -> None:
    begun = system.sign_up()
    system.onboardings.delete(begun)
    with pytest.raises(BadRequest) as caught:
        system.accounts.confirm_phone(begun, system.code())
    assert caught.value.code == "code_wrong"
    assert not present(system.identity.find(EMAIL)).confirmed


def test_a_pool_that_refuses_its_first_page_is_asked_once_and_the_fault_is_told(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def page(cursor: str | None) -> None:
        asked.append(cursor)
        raise Refused("no", "aws_refused")

    monkeypatch.setattr(system.identity, "page", page)
    with pytest.raises(Refused):
        system.registration.reconcile()
    assert asked == [None]


def test_a_pool_that_wants_more_of_a_refresh_token_renews_nothing(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, user_id = system.confirmed()
    token = system.signed_in(ADDRESS).refresh
    monkeypatch.setattr(
        system.identity, "refresh", lambda *_: Challenge("SOFTWARE_TOKEN_MFA", "session")
    )
    with pytest.raises(NotAuthorized) as caught:
        renewals_of(system).renew(user_id, token)
    assert caught.value.code == "not_authorized"
    assert not [key for key in system.marks.items if key[1] == MarkKind.RENEWED]


def test_a_password_that_the_pool_refuses_is_said_as_what_it_is(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, user_id = system.confirmed()
    refused = InvalidPassword("too short for this pool")

    def reset(*_: str) -> None:
        raise refused

    monkeypatch.setattr(system.identity, "reset", reset)
    with pytest.raises(InvalidPassword) as caught:
        system.sign_in.reset(EMAIL, "654321", "Another-pass-2026", ADDRESS)
    assert caught.value is refused
    assert system.marks.find(user_id, MarkKind.REVOKED) is None


@pytest.fixture
def signed_in(system: InMemorySystem) -> tuple[str, str]:
    """(user, access token)."""
    _, user_id = system.confirmed()
    return user_id, system.signed_in(ADDRESS).access


def test_who_is_erased_while_they_reset_their_password_has_nothing_to_revoke(
    system: InMemorySystem, signed_in: tuple[str, str]
) -> None:
    user_id, _ = signed_in
    system.identity.forgot(EMAIL)
    after(system.identity, "reset", lambda: system.identity.delete(user_id))
    system.sign_in.reset(EMAIL, "654321", "Another-pass-2026", ADDRESS)
    assert system.marks.find(user_id, MarkKind.REVOKED) is None


def test_who_is_erased_while_they_confirm_an_address_is_announced_to_nobody(
    system: InMemorySystem, signed_in: tuple[str, str]
) -> None:
    user_id, access = signed_in
    system.identity.send_email_code(access, "new@applicants.example")
    after(system.identity, "confirm_email", lambda: system.identity.delete(user_id))
    system.sign_in.confirm_email(access, "112233")
    assert system.events.published == []


def _told(work: Callable[..., object], *given: object) -> tuple[type[VestibuleError], str]:
    """The class and code of what is refused."""
    with pytest.raises(VestibuleError) as caught:
        work(*given)
    return type(caught.value), caught.value.code


@pytest.mark.parametrize("look", ["find", "get"])
def test_a_try_while_the_first_code_is_being_stored_is_told_what_a_decoy_is_told(look: str) -> None:
    """The workflow stores it; there is none for an address that is taken."""
    known, unknown = InMemorySystem(), InMemorySystem()
    known.confirmed()
    decoy = known.accounts.start_signup(EMAIL, "Strangers-pass-2026", PHONE)
    begun = unknown.accounts.start_signup(EMAIL, "Strangers-pass-2026", PHONE)
    after(unknown.codes, look, lambda: unknown.accounts.send_code(begun, "token"))
    expected = _told(known.accounts.confirm_phone, decoy, "x00000")
    assert _told(unknown.accounts.confirm_phone, begun, "x00000") == expected
    assert expected == (BadRequest, "code_wrong")
    assert unknown.codes.get(begun).tries == known.codes.get(decoy).tries == 1


@pytest.mark.parametrize("look", ["find", "get"])
def test_a_code_is_stored_and_sent_though_somebody_tries_one_meanwhile(
    system: InMemorySystem, look: str
) -> None:
    begun = system.accounts.start_signup(EMAIL, PASSWORD, PHONE)

    def guess() -> None:
        assert present(_told(system.accounts.confirm_phone, begun, "x00000"))[1] == "code_wrong"

    after(system.codes, look, guess)
    system.accounts.send_code(begun, "token")
    assert system.codes.get(begun).tries == 1
    system.accounts.confirm_phone(begun, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


def test_a_text_that_could_not_be_sent_is_not_counted_though_somebody_tries_meanwhile(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = system.sign_up()
    sends = system.codes.get(begun).sends
    guess = system.accounts.confirm_phone, begun, "x00000"

    def away(*_: object) -> None:
        assert present(_told(*guess))[1] == "code_wrong"
        raise Unavailable("away")

    monkeypatch.setattr(system.messages, "sms", away)
    with pytest.raises(Unavailable):
        system.accounts.resend_code(begun)
    assert system.codes.get(begun).sends == sends


def test_a_text_that_could_not_be_sent_takes_nothing_from_the_code_asked_for_meanwhile(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = system.sign_up()
    send = system.messages.sms

    def away(*_: str) -> None:
        monkeypatch.setattr(system.messages, "sms", send)
        system.accounts.resend_code(begun)
        raise Unavailable("away")

    monkeypatch.setattr(system.messages, "sms", away)
    with pytest.raises(Unavailable):
        system.accounts.resend_code(begun)
    assert len(system.codes.get(begun).sends) == 3
    system.accounts.confirm_phone(begun, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


def test_a_code_is_sent_though_the_record_of_the_last_one_has_expired(
    system: InMemorySystem,
) -> None:
    begun = system.sign_up()
    system.codes.delete(begun)
    system.accounts.resend_code(begun)
    system.accounts.confirm_phone(begun, system.code())
    assert present(system.identity.find(EMAIL)).confirmed
