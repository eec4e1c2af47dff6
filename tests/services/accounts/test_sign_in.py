"""Who signs in, who guesses, who asks about others, and what a token alone may change."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    TooMany,
    Unauthenticated,
)
from chalicelib.domain.limits import Paid
from chalicelib.services.accounts.door import Token
from tests.services.in_memory import EMAIL, PASSWORD, InMemorySystem


def _said(act):
    """What somebody hears who may only look at answers."""
    try:
        return act()
    except (BadRequest, Conflict, NotAuthorized, TooMany) as error:
        return type(error).__name__, error.code, str(error), getattr(error, "retry_after", None)


def _conversation(system, email):
    """Everything a stranger can ask about an address, one thing after the other."""
    heard = []
    started = system.accounts.start_signup(email, "Strangers-pass-2026", "+306900000009")
    if system.onboardings.find(started):
        system.accounts.send_code(started, "token")
    heard.append(len(started))
    for _ in range(4):
        for _ in range(6):
            heard.append(_said(lambda: system.accounts.confirm_phone(started, "x00000")))
        heard.append(_said(lambda: system.accounts.resend_code(started)))
    system.now.move(minutes=11)
    heard.append(_said(lambda: system.accounts.confirm_phone(started, "x00000")))
    for _ in range(8):
        heard.append(_said(lambda: system.sign_in.login(email, "Wrong-pass-2026", "192.0.2.1")))
    for _ in range(7):
        heard.append(_said(lambda: system.sign_in.forgot(email)))
    for _ in range(7):
        reset = lambda: system.sign_in.reset(email, "000000", PASSWORD, "192.0.2.1")  # noqa: E731 (used on the next line)
        heard.append(_said(reset))
    return heard


def test_known_and_unknown_addresses_are_one_conversation():
    known, unknown = InMemorySystem(), InMemorySystem()
    known.confirmed()
    invited = InMemorySystem()
    invited.identity.sign_up(EMAIL, PASSWORD, "")
    expected = _conversation(unknown, EMAIL)
    assert _conversation(known, EMAIL) == expected
    assert _conversation(invited, EMAIL) == expected


def test_codes_go_to_countries_that_are_served_and_are_counted_by_number(system):
    with pytest.raises(BadRequest) as refused:
        system.accounts.start_signup(EMAIL, PASSWORD, "+88213000000")
    assert refused.value.code == "phone_country_not_served"
    assert system.identity.find(EMAIL) is None
    sent = 0
    with pytest.raises(TooMany):
        for n in range(10):
            onboarding_id = system.sign_up(f"p{n}@applicants.example")
            for _ in range(2):
                system.accounts.resend_code(onboarding_id)
    sent = len(system.messages.texts)
    assert sent == 10, "ten codes an hour to one number, whoever asks"


def test_the_brake_on_text_messages_rings_before_it_holds(system):
    system.budgets = replace(system.budgets, a_day={**system.budgets.a_day, Paid.SMS: 5})
    accounts = replace(system.accounts, budgets=system.budgets)
    for n in range(5):
        started = accounts.start_signup(f"p{n}@applicants.example", PASSWORD, f"+3069000000{n:02}")
        accounts.send_code(started)
    assert [facts["share"] for _, facts in system.messages.alerts] == ["80%"]
    started = accounts.start_signup("last@applicants.example", PASSWORD, "+306900000077")
    for _ in range(3):
        with pytest.raises(TooMany) as refused:
            accounts.send_code(started)
        assert refused.value.code == "budget_spent"
    assert len(system.messages.texts) == 5
    assert [facts["share"] for _, facts in system.messages.alerts] == ["80%", "spent"]
    system.now.move(days=1)
    accounts.send_code(started)


def test_who_guesses_shuts_their_own_address_out_and_not_the_owner(system):
    system.confirmed()
    for _ in range(4):
        with pytest.raises(NotAuthorized):
            system.sign_in.login(EMAIL, "wrong", "203.0.113.9")
    for _ in range(20):
        with pytest.raises(TooMany):
            system.sign_in.login(EMAIL.upper(), PASSWORD, "203.0.113.9")
    assert system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access
    system.now.move(minutes=5)
    assert system.sign_in.login(EMAIL, PASSWORD, "203.0.113.9").access


def test_signing_in_rightly_is_not_counted(system):
    system.confirmed()
    for _ in range(30):
        assert system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access


def test_codes_of_an_authenticator_are_guessed_five_times(system):
    _, user_id = system.confirmed()
    system.identity.factors.add(user_id)
    for _ in range(5):
        asked = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
        with pytest.raises(BadRequest):
            system.sign_in.answer(EMAIL, asked.session, "000000")
    asked = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    with pytest.raises(TooMany):
        system.sign_in.answer(EMAIL, asked.session, "123456")


def test_a_token_alone_changes_no_authenticator(system):
    system.confirmed()
    token = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access
    with pytest.raises(NotAuthorized):
        system.sign_in.enrol(token, "wrong", "")
    assert system.sign_in.enrol(token, PASSWORD, "").startswith("SECRET")
    system.sign_in.confirm_enrolment(token, "123456")
    with pytest.raises(NotAuthorized) as refused:
        system.sign_in.enrol(token, PASSWORD, "")
    assert refused.value.code == "code_needed"
    with pytest.raises(BadRequest):
        system.sign_in.enrol(token, PASSWORD, "000000")
    assert system.sign_in.enrol(token, PASSWORD, "123456").startswith("SECRET")


def test_an_address_changes_with_password_and_a_code_to_the_new_one(system):
    _, user_id = system.confirmed()
    token = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access
    with pytest.raises(NotAuthorized):
        system.sign_in.send_email_code(token, "wrong", "", "ceo@applicants.example")
    system.sign_in.send_email_code(token, PASSWORD, "", "new@applicants.example")
    with pytest.raises(BadRequest):
        system.sign_in.confirm_email(token, "000000")
    assert system.identity.find(user_id).email == EMAIL
    system.now.move(minutes=1)
    system.sign_in.confirm_email(token, "112233")
    system.record_all()
    row = system.users.get(user_id)
    assert (row.email, row.email_verified) == ("new@applicants.example", True)


def test_signing_out_and_a_new_password_end_what_was_signed_in(system):
    _, user_id = system.confirmed()
    token = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access
    held = Token(user_id, system.now(), token.split(":")[2])
    system.door.admit(held)
    system.sign_in.logout(token)
    with pytest.raises(Unauthenticated):
        system.door.admit(held)
    system.now.move(minutes=1)
    other = Token(user_id, system.now(), "other")
    system.door.admit(other)
    system.sign_in.forgot(EMAIL)
    system.now.move(seconds=2)
    system.sign_in.reset(EMAIL, "654321", "Quite-another-2026", "192.0.2.1")
    with pytest.raises(Unauthenticated):
        system.door.admit(other)


def test_a_password_that_is_tried_first_is_taken_by_nobody(system):
    """The same refusal whether the address is known or not, and nothing is begun, spent or sent."""
    system.confirmed()
    sent = len(system.messages.texts)
    for email in (EMAIL, "nobody@applicants.example"):
        with pytest.raises(InvalidPassword):
            system.accounts.start_signup(email, "Password1234", "+306900000009")
        with pytest.raises(InvalidPassword):
            system.sign_in.reset(email, "654321", "Password1234", "192.0.2.1")
    assert len(system.messages.texts) == sent and len(system.onboardings.items) == 1
    assert system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1").access
