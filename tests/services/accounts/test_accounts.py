"""Signing up, the code on the phone, logging in."""

from dataclasses import replace

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
from tests.services.world import EMAIL, PASSWORD, PHONE, World


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_sign_up_starts_one_workflow_and_sends_one_code(world):
    onboarding_id = world.sign_up()
    assert world.workflow.started == [onboarding_id]
    [(phone, text)] = world.messages.texts
    assert phone == PHONE
    assert len(world.code()) == 6 and world.code().isdigit()
    assert "10 minutes" in text


def test_the_code_itself_is_stored_nowhere(world):
    onboarding_id = world.sign_up()
    assert world.code() not in repr(world.codes.items)
    assert world.code() not in repr(world.onboardings.items) + repr(world.tokens.items)
    assert world.codes.get(onboarding_id).tries == 0


def test_the_right_code_confirms_the_account_and_wakes_the_workflow(world):
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    account = world.identity.find(EMAIL)
    assert account.confirmed and account.phone_verified
    assert world.onboardings.get(onboarding_id).stage is Stage.PHONE_VERIFIED
    assert world.workflow.answered == {f"phone-token-{onboarding_id}": {"verified": True}}


def test_five_wrong_codes_lock_even_the_right_one_out(world):
    onboarding_id, code = world.sign_up(), world.code()
    for _ in range(5):
        with pytest.raises(BadRequest) as caught:
            world.accounts.confirm_phone(onboarding_id, wrong(code))
        assert caught.value.code == "code_wrong"
    with pytest.raises(TooMany) as locked:
        world.accounts.confirm_phone(onboarding_id, code)
    assert locked.value.code == "code_tries_exhausted"
    assert not world.identity.find(EMAIL).confirmed


def test_a_new_code_gives_new_tries_and_ends_the_old_code(world):
    onboarding_id, old = world.sign_up(), world.code()
    for _ in range(5):
        with pytest.raises(BadRequest):
            world.accounts.confirm_phone(onboarding_id, wrong(old))
    world.accounts.resend_code(onboarding_id)
    if world.code() != old:
        with pytest.raises(BadRequest):
            world.accounts.confirm_phone(onboarding_id, old)
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.identity.find(EMAIL).confirmed


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (600, False), (86_400, False)])
def test_a_code_lives_ten_minutes(world, seconds, good):
    onboarding_id = world.sign_up()
    world.now.move(seconds=seconds)
    if good:
        world.accounts.confirm_phone(onboarding_id, world.code())
    else:
        with pytest.raises(BadRequest) as caught:
            world.accounts.confirm_phone(onboarding_id, world.code())
        assert caught.value.code == "code_expired"
    assert world.identity.find(EMAIL).confirmed is good


def test_three_codes_an_hour_and_then_a_wait_that_is_told(world):
    onboarding_id = world.sign_up()
    world.now.move(minutes=10)
    world.accounts.resend_code(onboarding_id)
    world.accounts.resend_code(onboarding_id)
    with pytest.raises(TooMany) as caught:
        world.accounts.resend_code(onboarding_id)
    assert (caught.value.code, caught.value.retry_after) == ("too_many_codes", 50 * 60)
    assert len(world.messages.texts) == 3
    world.now.move(seconds=caught.value.retry_after)
    world.accounts.resend_code(onboarding_id)
    assert len(world.messages.texts) == 4


def test_messages_that_could_not_be_sent_do_not_count(world):
    """The workflow tries again while the messages are away; the person still gets three codes."""
    onboarding_id = world.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    sms = world.messages.sms

    def away(phone, text):
        raise Unavailable("not now")

    world.messages.sms = away
    for _ in range(5):
        with pytest.raises(Unavailable):
            world.accounts.send_code(onboarding_id, "token")
    world.messages.sms = sms
    for _ in range(3):
        world.accounts.send_code(onboarding_id, "token")
    with pytest.raises(TooMany):
        world.accounts.send_code(onboarding_id, "token")
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.identity.find(EMAIL).confirmed


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["wrong", "resend", "wait"]), max_size=40))
def test_nobody_gets_more_than_twenty_guesses_an_hour(acts):
    world = World()
    onboarding_id = world.sign_up()
    guesses: list = []
    for act in acts:
        try:
            if act == "wrong":
                world.accounts.confirm_phone(onboarding_id, wrong(world.code()))
            elif act == "resend":
                world.accounts.resend_code(onboarding_id)
            else:
                world.now.move(minutes=7)
        except BadRequest:
            guesses.append(world.now())
        except TooMany:
            continue
    # Tries belong to codes and codes to an hour: a code may be tried until ten minutes later.
    for first in guesses:
        assert sum((at - first).total_seconds() < 3600 for at in guesses if at >= first) <= 20
    assert not world.identity.find(EMAIL).confirmed


@pytest.mark.parametrize("code", ["000000", "", "abc"])
def test_an_onboarding_nobody_knows_is_a_wrong_code(world, code):
    with pytest.raises(BadRequest) as caught:
        world.accounts.confirm_phone("00000000-0000-4000-8000-00000000dead", code)
    assert caught.value.code == "code_wrong"


def test_a_code_opens_only_its_own_onboarding(world):
    first = world.sign_up()
    code = world.code()
    second = world.sign_up("berta@applicants.example")
    if world.code() != code:
        with pytest.raises(BadRequest):
            world.accounts.confirm_phone(second, code)
    world.accounts.confirm_phone(first, code)


def test_confirming_twice_says_so_and_wakes_the_workflow_again(world):
    onboarding_id = world.sign_up()
    code = world.code()
    world.accounts.confirm_phone(onboarding_id, code)
    with pytest.raises(Conflict) as caught:
        world.accounts.confirm_phone(onboarding_id, code)
    assert caught.value.code == "phone_already_verified"
    with pytest.raises(Conflict):
        world.accounts.resend_code(onboarding_id)
    assert len(world.messages.texts) == 1


def test_a_workflow_that_could_not_be_told_is_told_by_the_repetition(world, monkeypatch):
    onboarding_id = world.sign_up()

    def away(token, output):
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(world.workflow, "succeed", away)
        with pytest.raises(Unavailable):
            world.accounts.confirm_phone(onboarding_id, world.code())
    with pytest.raises(Conflict) as caught:
        world.accounts.confirm_phone(onboarding_id, world.code())
    assert caught.value.code == "phone_already_verified"
    assert list(world.workflow.answered.values()) == [{"verified": True}]


def test_a_pool_that_is_away_while_confirming_costs_a_try_and_nothing_else(world, monkeypatch):
    onboarding_id = world.sign_up()

    def away(user_id, phone_verified):
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(world.identity, "confirm", away)
        with pytest.raises(Unavailable):
            world.accounts.confirm_phone(onboarding_id, world.code())
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.identity.find(EMAIL).confirmed


def test_the_phone_step_that_starts_late_finds_the_phone_proven(world):
    onboarding_id = world.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    world.accounts.send_code(onboarding_id)
    world.accounts.confirm_phone(onboarding_id, world.code())
    world.accounts.send_code(onboarding_id, "late-token")
    assert world.workflow.answered == {"late-token": {"verified": True}}
    assert len(world.messages.texts) == 1


def test_a_fault_before_the_phone_was_proven_proves_nothing(world):
    """Operators resume the workflow: its phone step asks again and can still be answered."""
    onboarding_id = world.sign_up()
    world.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    world.accounts.send_code(onboarding_id, "second-token")
    assert world.workflow.answered == {}
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.identity.find(EMAIL).confirmed
    assert world.workflow.answered == {"second-token": {"verified": True}}


def test_a_stranger_cannot_take_an_address_whose_code_may_still_come(world):
    first = world.sign_up()
    code, user_id = world.code(), world.identity.find(EMAIL).user_id
    world.now.move(minutes=9)
    decoy = world.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert decoy != first and world.identity.find(EMAIL).user_id == user_id
    assert [phone for phone, _ in world.messages.texts] == [PHONE], "no code for the stranger"
    world.accounts.confirm_phone(first, code)
    assert world.identity.find(EMAIL).confirmed and world.identity.find(EMAIL).phone == PHONE


def test_a_sign_up_that_was_left_is_replaced_once_its_code_ran_out(world):
    first = world.sign_up()
    old_code = world.code()
    world.now.move(minutes=10)
    second = world.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000009")
    world.accounts.send_code(second, "token")
    assert world.identity.find(EMAIL).phone == "+306900000009"
    with pytest.raises(BadRequest):
        world.accounts.confirm_phone(first, old_code)
    world.accounts.confirm_phone(second, world.code())
    assert world.identity.find(EMAIL).confirmed


def test_who_asks_for_codes_keeps_their_address(world):
    onboarding_id = world.sign_up()
    world.now.move(minutes=9)
    world.accounts.resend_code(onboarding_id)
    world.now.move(minutes=9)
    world.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.identity.find(EMAIL).phone == PHONE


def test_an_answer_that_got_lost_is_given_again(world):
    first = world.sign_up()
    assert world.accounts.start_signup(EMAIL, PASSWORD, PHONE) == first
    assert world.accounts.start_signup(EMAIL, PASSWORD, "+306900000009") != first
    assert world.accounts.start_signup(EMAIL, "Strangers-pass-2026", PHONE) != first


#: Every status Cognito knows (API reference, UserType), and an account nobody of us made.
STATUSES = (
    *("CONFIRMED", "ARCHIVED", "COMPROMISED", "UNKNOWN", "RESET_REQUIRED"),
    *("FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER", "UNCONFIRMED"),
)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("enabled", [True, False])
def test_an_account_that_did_not_begin_here_is_never_replaced(world, status, enabled):
    user_id = world.identity.sign_up(EMAIL, PASSWORD, "")
    account = world.identity.accounts[user_id]
    world.identity.accounts[user_id] = replace(account, forced=status, enabled=enabled)
    world.now.move(days=40)
    answer = world.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert len(answer) == 36
    assert world.identity.find(EMAIL).user_id == user_id
    assert world.messages.texts == [] and world.workflow.started == []


@pytest.mark.parametrize("status", [s for s in STATUSES if s != "UNCONFIRMED"])
def test_one_that_began_here_and_went_on_is_not_replaced_either(world, status):
    world.sign_up()
    user_id = world.identity.find(EMAIL).user_id
    account = world.identity.accounts[user_id]
    world.identity.accounts[user_id] = replace(account, forced=status)
    world.now.move(days=1)
    world.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")
    assert world.identity.find(EMAIL).user_id == user_id


def test_a_confirmed_address_gets_a_mail_and_the_stranger_the_same_answer(world):
    world.confirmed()
    before = len(world.onboardings.items)
    answer = world.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007")
    assert len(answer) == 36
    assert len(world.onboardings.items) == before
    assert [(m[0], m[1]) for m in world.messages.mails] == [(EMAIL, "account-exists")]
    world.accounts.resend_code(answer)
    assert len(world.messages.texts) == 1, "no code reaches the stranger"
    assert world.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access


def test_messages_come_in_the_language_of_the_sign_up(world):
    onboarding_id = world.accounts.start_signup(EMAIL, PASSWORD, PHONE, "de-AT")
    world.accounts.send_code(onboarding_id)
    [(_, text)] = world.messages.texts
    assert text.endswith("ist Ihr Code. Er gilt 10 Minuten.")
    world.accounts.confirm_phone(onboarding_id, text.split()[0])
    account = world.identity.find(EMAIL)
    world.identity.accounts[account.user_id] = replace(account, email_verified=True)
    world.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007", "ja")
    [(_, template, data)] = world.messages.mails
    assert (template, data["language"]) == ("account-exists", "de"), "its owner reads it"
    assert data["link"] == "/sign-in"


def test_a_weak_password_opens_nothing(world):
    with pytest.raises(InvalidPassword):
        world.accounts.start_signup(EMAIL, "short", PHONE)
    assert world.onboardings.items == {} and world.workflow.started == []


@pytest.mark.parametrize(
    ("allowed", "email", "phone"),
    [(10, "same@applicants.example", "+3069000{:05}"), (10, "p{}@applicants.example", PHONE)],
)
def test_sign_ups_of_one_address_or_phone_are_limited(world, allowed, email, phone):
    for n in range(allowed):
        world.accounts.start_signup(email.format(n), PASSWORD, phone.format(n))
    with pytest.raises(TooMany):
        world.accounts.start_signup(email.format(99), PASSWORD, phone.format(99))
    world.now.move(hours=1)
    world.accounts.start_signup(email.format(99), PASSWORD, phone.format(99))


def test_limits_name_nobody(world):
    world.sign_up()
    with pytest.raises(NotAuthorized):
        world.sign_in.login(EMAIL, "wrong", "192.0.2.1")
    assert EMAIL not in repr(world.limits.counts)
    assert PHONE not in repr(world.limits.counts)


def test_forgetting_says_the_same_of_everybody(world):
    world.confirmed()
    for name in (EMAIL, "nobody@applicants.example"):
        assert world.sign_in.forgot(name) is None
        for _ in range(4):
            world.sign_in.forgot(name)
        with pytest.raises(TooMany):
            world.sign_in.forgot(name)
