"""Signing up, the code on the phone, logging in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    TooMany,
    Unavailable,
)
from tests.present import present
from tests.services.in_memory import EMAIL, PASSWORD, PHONE, InMemorySystem


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_sign_up_starts_one_workflow_and_sends_one_code(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    assert system.workflow.started == [onboarding_id]
    [(phone, text)] = system.messages.texts
    assert phone == PHONE
    assert len(system.code()) == 6 and system.code().isdigit()
    assert "10 minutes" in text


def test_the_code_itself_is_stored_nowhere(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    assert system.code() not in repr(system.codes.items)
    assert system.code() not in repr(system.onboardings.items) + repr(system.tokens.items)
    assert system.codes.get(onboarding_id).tries == 0


def test_the_right_code_confirms_the_account_and_wakes_the_workflow(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    account = system.identity.find(EMAIL)
    assert present(account).confirmed and present(account).phone_verified
    assert system.onboardings.get(onboarding_id).stage is Stage.PHONE_VERIFIED
    assert system.workflow.answered == {f"phone-token-{onboarding_id}": {"verified": True}}


def test_five_wrong_codes_lock_even_the_right_one_out(system: InMemorySystem) -> None:
    onboarding_id, code = system.sign_up(), system.code()
    for _ in range(5):
        with pytest.raises(BadRequest) as caught:
            system.accounts.confirm_phone(onboarding_id, wrong(code))
        assert caught.value.code == "code_wrong"
    with pytest.raises(TooMany) as locked:
        system.accounts.confirm_phone(onboarding_id, code)
    assert locked.value.code == "code_tries_exhausted"
    assert not present(system.identity.find(EMAIL)).confirmed


def test_a_new_code_gives_new_tries_and_ends_the_old_code(system: InMemorySystem) -> None:
    onboarding_id, old = system.sign_up(), system.code()
    for _ in range(5):
        with pytest.raises(BadRequest):
            system.accounts.confirm_phone(onboarding_id, wrong(old))
    system.accounts.resend_code(onboarding_id)
    if system.code() != old:
        with pytest.raises(BadRequest):
            system.accounts.confirm_phone(onboarding_id, old)
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (600, False), (86_400, False)])
def test_a_code_lives_ten_minutes(system: InMemorySystem, seconds: int, good: bool) -> None:
    onboarding_id = system.sign_up()
    system.now.move(seconds=seconds)
    if good:
        system.accounts.confirm_phone(onboarding_id, system.code())
    else:
        with pytest.raises(BadRequest) as caught:
            system.accounts.confirm_phone(onboarding_id, system.code())
        assert caught.value.code == "code_expired"
    assert present(system.identity.find(EMAIL)).confirmed is good


def test_three_codes_an_hour_and_then_a_wait_that_is_told(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.now.move(minutes=10)
    system.accounts.resend_code(onboarding_id)
    system.accounts.resend_code(onboarding_id)
    with pytest.raises(TooMany) as caught:
        system.accounts.resend_code(onboarding_id)
    assert (caught.value.code, caught.value.retry_after) == ("too_many_codes", 50 * 60)
    assert len(system.messages.texts) == 3
    system.now.move(seconds=caught.value.retry_after)
    system.accounts.resend_code(onboarding_id)
    assert len(system.messages.texts) == 4


def test_messages_that_could_not_be_sent_do_not_count(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workflow tries again while the messages are away; the person still gets three codes."""
    onboarding_id = system.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    sms = system.messages.sms

    def away(phone: str, text: str) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.messages, "sms", away)
    for _ in range(5):
        with pytest.raises(Unavailable):
            system.accounts.send_code(onboarding_id, "token")
    monkeypatch.setattr(system.messages, "sms", sms)
    for _ in range(3):
        system.accounts.send_code(onboarding_id, "token")
    with pytest.raises(TooMany):
        system.accounts.send_code(onboarding_id, "token")
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["wrong", "resend", "wait"]), max_size=40))
def test_nobody_gets_more_than_twenty_guesses_an_hour(acts: list[str]) -> None:
    system = InMemorySystem()
    onboarding_id = system.sign_up()
    guesses: list[Any] = []
    for act in acts:
        try:
            if act == "wrong":
                system.accounts.confirm_phone(onboarding_id, wrong(system.code()))
            elif act == "resend":
                system.accounts.resend_code(onboarding_id)
            else:
                system.now.move(minutes=7)
        except BadRequest:
            guesses.append(system.now())
        except TooMany:
            continue
    # Tries belong to codes and codes to an hour: a code may be tried until ten minutes later.
    for first in guesses:
        assert sum((at - first).total_seconds() < 3600 for at in guesses if at >= first) <= 20
    assert not present(system.identity.find(EMAIL)).confirmed


@pytest.mark.parametrize("code", ["000000", "", "abc"])
def test_an_onboarding_nobody_knows_is_a_wrong_code(system: InMemorySystem, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        system.accounts.confirm_phone("00000000-0000-4000-8000-00000000dead", code)
    assert caught.value.code == "code_wrong"


def test_a_code_opens_only_its_own_onboarding(system: InMemorySystem) -> None:
    first = system.sign_up()
    code = system.code()
    second = system.sign_up("berta@applicants.example")
    if system.code() != code:
        with pytest.raises(BadRequest):
            system.accounts.confirm_phone(second, code)
    system.accounts.confirm_phone(first, code)


def test_confirming_twice_says_so_and_wakes_the_workflow_again(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    code = system.code()
    system.accounts.confirm_phone(onboarding_id, code)
    with pytest.raises(Conflict) as caught:
        system.accounts.confirm_phone(onboarding_id, code)
    assert caught.value.code == "phone_already_verified"
    with pytest.raises(Conflict):
        system.accounts.resend_code(onboarding_id)
    assert len(system.messages.texts) == 1


def test_a_workflow_that_could_not_be_told_is_told_by_the_repetition(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    onboarding_id = system.sign_up()

    def away(token: str, output: Mapping[str, Any]) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(system.workflow, "succeed", away)
        with pytest.raises(Unavailable):
            system.accounts.confirm_phone(onboarding_id, system.code())
    with pytest.raises(Conflict) as caught:
        system.accounts.confirm_phone(onboarding_id, system.code())
    assert caught.value.code == "phone_already_verified"
    assert list(system.workflow.answered.values()) == [{"verified": True}]


def test_a_pool_that_is_away_while_confirming_costs_a_try_and_nothing_else(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    onboarding_id = system.sign_up()

    def away(user_id: str, phone_verified: bool) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(system.identity, "confirm", away)
        with pytest.raises(Unavailable):
            system.accounts.confirm_phone(onboarding_id, system.code())
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


def test_the_phone_step_that_starts_late_finds_the_phone_proven(system: InMemorySystem) -> None:
    onboarding_id = system.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    system.accounts.send_code(onboarding_id)
    system.accounts.confirm_phone(onboarding_id, system.code())
    system.accounts.send_code(onboarding_id, "late-token")
    assert system.workflow.answered == {"late-token": {"verified": True}}
    assert len(system.messages.texts) == 1


def test_a_fault_before_the_phone_was_proven_proves_nothing(system: InMemorySystem) -> None:
    """Operators resume the workflow: its phone step asks again and can still be answered."""
    onboarding_id = system.sign_up()
    system.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    system.accounts.send_code(onboarding_id, "second-token")
    assert system.workflow.answered == {}
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert present(system.identity.find(EMAIL)).confirmed
    assert system.workflow.answered == {"second-token": {"verified": True}}


def test_a_stranger_cannot_take_an_address_whose_code_may_still_come(
    system: InMemorySystem,
) -> None:
    first = system.sign_up()
    code, user_id = system.code(), present(system.identity.find(EMAIL)).user_id
    system.now.move(minutes=9)
    decoy = system.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert decoy != first and present(system.identity.find(EMAIL)).user_id == user_id
    assert [phone for phone, _ in system.messages.texts] == [PHONE], "no code for the stranger"
    system.accounts.confirm_phone(first, code)
    assert (
        present(system.identity.find(EMAIL)).confirmed
        and present(system.identity.find(EMAIL)).phone == PHONE
    )


def test_a_sign_up_that_was_left_is_replaced_once_its_code_ran_out(system: InMemorySystem) -> None:
    first = system.sign_up()
    old_code = system.code()
    system.now.move(minutes=10)
    second = system.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000009")
    system.accounts.send_code(second, "token")
    assert present(system.identity.find(EMAIL)).phone == "+306900000009"
    with pytest.raises(BadRequest):
        system.accounts.confirm_phone(first, old_code)
    system.accounts.confirm_phone(second, system.code())
    assert present(system.identity.find(EMAIL)).confirmed


def test_who_asks_for_codes_keeps_their_address(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.now.move(minutes=9)
    system.accounts.resend_code(onboarding_id)
    system.now.move(minutes=9)
    system.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert present(system.identity.find(EMAIL)).phone == PHONE


def test_an_answer_that_got_lost_is_given_again(system: InMemorySystem) -> None:
    first = system.sign_up()
    assert system.accounts.start_signup(EMAIL, PASSWORD, PHONE) == first
    assert system.accounts.start_signup(EMAIL, PASSWORD, "+306900000009") != first
    assert system.accounts.start_signup(EMAIL, "Strangers-pass-2026", PHONE) != first


#: Every status Cognito knows (API reference, UserType), and an account nobody of us made.
STATUSES = (
    *("CONFIRMED", "ARCHIVED", "COMPROMISED", "UNKNOWN", "RESET_REQUIRED"),
    *("FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER", "UNCONFIRMED"),
)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("enabled", [True, False])
def test_an_account_that_did_not_begin_here_is_never_replaced(
    system: InMemorySystem, status: str, enabled: bool
) -> None:
    user_id = system.identity.sign_up(EMAIL, PASSWORD, "")
    account = system.identity.accounts[user_id]
    system.identity.accounts[user_id] = replace(account, forced=status, enabled=enabled)
    system.now.move(days=40)
    answer = system.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert len(answer) == 36
    assert present(system.identity.find(EMAIL)).user_id == user_id
    assert system.messages.texts == [] and system.workflow.started == []


@pytest.mark.parametrize("status", [s for s in STATUSES if s != "UNCONFIRMED"])
def test_one_that_began_here_and_went_on_is_not_replaced_either(
    system: InMemorySystem, status: str
) -> None:
    system.sign_up()
    user_id = present(system.identity.find(EMAIL)).user_id
    account = system.identity.accounts[user_id]
    system.identity.accounts[user_id] = replace(account, forced=status)
    system.now.move(days=1)
    system.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert present(system.identity.find(EMAIL)).user_id == user_id


def test_a_confirmed_address_gets_a_mail_and_the_stranger_the_same_answer(
    system: InMemorySystem,
) -> None:
    system.confirmed()
    before = len(system.onboardings.items)
    answer = system.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007")
    assert len(answer) == 36
    assert len(system.onboardings.items) == before
    assert [(m[0], m[1]) for m in system.messages.mails] == [(EMAIL, "account-exists")]
    system.accounts.resend_code(answer)
    assert len(system.messages.texts) == 1, "no code reaches the stranger"
    assert system.signed_in().access


def test_messages_come_in_the_language_of_the_sign_up(system: InMemorySystem) -> None:
    onboarding_id = system.accounts.start_signup(EMAIL, PASSWORD, PHONE, "de-AT")
    system.accounts.send_code(onboarding_id)
    [(_, text)] = system.messages.texts
    assert text.endswith("ist Ihr Code. Er gilt 10 Minuten.")
    system.accounts.confirm_phone(onboarding_id, text.split()[0])
    account = system.identity.find(EMAIL)
    system.identity.accounts[present(account).user_id] = replace(
        present(account), email_verified=True
    )
    system.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007", "ja")
    [(_, template, data)] = system.messages.mails
    assert (template, data["language"]) == ("account-exists", "de"), "its owner reads it"
    assert data["link"] == "/sign-in"


def test_a_weak_password_opens_nothing(system: InMemorySystem) -> None:
    with pytest.raises(InvalidPassword):
        system.accounts.start_signup(EMAIL, "short", PHONE)
    assert system.onboardings.items == {} and system.workflow.started == []


@pytest.mark.parametrize(
    ("allowed", "email", "phone"),
    [(10, "same@applicants.example", "+3069000{:05}"), (10, "p{}@applicants.example", PHONE)],
)
def test_sign_ups_of_one_address_or_phone_are_limited(
    system: InMemorySystem, allowed: int, email: str, phone: str
) -> None:
    for n in range(allowed):
        system.accounts.start_signup(email.format(n), PASSWORD, phone.format(n))
    with pytest.raises(TooMany):
        system.accounts.start_signup(email.format(99), PASSWORD, phone.format(99))
    system.now.move(hours=1)
    system.accounts.start_signup(email.format(99), PASSWORD, phone.format(99))


def test_limits_name_nobody(system: InMemorySystem) -> None:
    system.sign_up()
    with pytest.raises(NotAuthorized):
        system.sign_in.login(EMAIL, "wrong", "192.0.2.1")
    assert EMAIL not in repr(system.limits.counts)
    assert PHONE not in repr(system.limits.counts)


def test_forgetting_says_the_same_of_everybody(system: InMemorySystem) -> None:
    system.confirmed()
    for name in (EMAIL, "nobody@applicants.example"):
        system.sign_in.forgot(name)
        for _ in range(4):
            system.sign_in.forgot(name)
        with pytest.raises(TooMany):
            system.sign_in.forgot(name)
