"""Who signs in, who guesses, who asks about others, and what a token alone may change."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.signed_in import Challenge
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    Refused,
    TooMany,
    Unauthenticated,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.limits import Paid
from chalicelib.services.accounts.door import Token
from tests.present import present
from tests.services.in_memory import EMAIL, PASSWORD, InMemorySystem

#: Outside the pool's rules, each in its own way, or tried first.
WEAK = ("without-upper-7", "WITHOUT-LOWER-7", "Without-Digits", "Blank-At-End-7 ", "Password1234")


def _asked(system: InMemorySystem) -> Challenge:
    """The second factor is asked for."""
    found = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    assert isinstance(found, Challenge)
    return found


def _said(ask: Callable[..., object], *given: object) -> object:
    """What somebody hears who may only look at answers."""
    try:
        return ask(*given)
    except (BadRequest, Conflict, NotAuthorized, TooMany) as error:
        return type(error).__name__, error.code, str(error), getattr(error, "retry_after", None)


def _conversation(system: InMemorySystem, email: str) -> list[object]:
    """Everything a stranger can ask about an address, one thing after the other."""
    heard: list[object] = []
    started = system.accounts.start_signup(email, "Strangers-pass-2026", "+306900000009")
    if system.onboardings.find(started):
        system.accounts.send_code(started, "token")
    heard.append(len(started))
    for _ in range(4):
        for _ in range(6):
            heard.append(_said(system.accounts.confirm_phone, started, "x00000"))
        heard.append(_said(system.accounts.resend_code, started))
    system.now.move(minutes=11)
    heard.append(_said(system.accounts.confirm_phone, started, "x00000"))
    for _ in range(8):
        heard.append(_said(system.sign_in.login, email, "Wrong-pass-2026", "192.0.2.1"))
    for _ in range(7):
        heard.append(_said(system.sign_in.forgot, email))
    for _ in range(7):
        heard.append(_said(system.sign_in.reset, email, "000000", PASSWORD, "192.0.2.1"))
    for weak in WEAK:
        heard.append(_said(system.sign_in.reset, email, "000000", weak, "192.0.2.7"))
        heard.append(_said(system.accounts.start_signup, email, weak, "+306900000008"))
    return heard


def test_known_and_unknown_addresses_are_one_conversation() -> None:
    known, unknown = InMemorySystem(), InMemorySystem()
    known.confirmed()
    invited = InMemorySystem()
    invited.identity.sign_up(EMAIL, PASSWORD, "")
    expected = _conversation(unknown, EMAIL)
    assert _conversation(known, EMAIL) == expected
    assert _conversation(invited, EMAIL) == expected


def _begun(system: InMemorySystem, email: str, phone: str = "+306900000009") -> str:
    """A sign-up, and the workflow's first code a little later, where one has begun."""
    before = len(system.workflow.started)
    started = system.accounts.start_signup(email, "Strangers-pass-2026", phone)
    system.now.move(seconds=2)
    if len(system.workflow.started) > before:
        system.accounts.send_code(started, f"token-{started}")
    return started


def _tries_before_the_code(system: InMemorySystem, email: str) -> list[object]:
    """Guessed at once, before the workflow has sent anything."""
    started = system.accounts.start_signup(email, "Strangers-pass-2026", "+306900000009")
    guess = system.accounts.confirm_phone, started, "x00000"
    heard = [_said(*guess) for _ in range(4)]
    system.now.move(seconds=3)
    if system.onboardings.find(started):
        system.accounts.send_code(started, "token")
    return [*heard, *(_said(*guess) for _ in range(3))]


def _asked_before_the_code(system: InMemorySystem, email: str) -> list[object]:
    """Another code, before the workflow has sent the first."""
    started = system.accounts.start_signup(email, "Strangers-pass-2026", "+306900000009")
    again = system.accounts.resend_code, started
    heard = [_said(*again)]
    system.now.move(seconds=3)
    if system.onboardings.find(started):
        system.accounts.send_code(started, "token")
    return [*heard, *(_said(*again) for _ in range(3))]


def _moments(system: InMemorySystem, email: str) -> list[object]:
    """When a code runs out and when the next may be asked for, to the second."""
    started = _begun(system, email)
    heard: list[object] = []
    for seconds in (596, 1, 1, 1, 60):
        system.now.move(seconds=seconds)
        heard.append(_said(system.accounts.confirm_phone, started, "x00000"))
    for _ in range(4):
        heard.append(_said(system.accounts.resend_code, started))
    for seconds in (2930, 5, 5, 5, 5):
        system.now.move(seconds=seconds)
        heard.append(_said(system.accounts.resend_code, started))
    return heard


def _own_number(system: InMemorySystem, email: str) -> list[object]:
    """The stranger's own sign-ups use up what their number has of tries and codes."""
    heard: list[object] = []
    for n in range(3):
        mine = _begun(system, f"mine-{n}@applicants.example")
        for _ in range(5):
            _said(system.accounts.confirm_phone, mine, "x00000")
        _said(system.accounts.resend_code, mine)
        for _ in range(5):
            _said(system.accounts.confirm_phone, mine, "x00000")
    started = _begun(system, email)
    for _ in range(3):
        heard.append(_said(system.accounts.confirm_phone, started, "x00000"))
        heard.append(_said(system.accounts.resend_code, started))
    return heard


def _again_and_again(system: InMemorySystem, email: str) -> list[object]:
    """The same sign-up: at once, when its code has run out, and with another number."""
    first, heard = _begun(system, email), list[object]()
    for minutes, phone in ((5, "09"), (4, "09"), (2, "09"), (0, "08"), (3, "09"), (20, "09")):
        system.now.move(minutes=minutes)
        started = _begun(system, email, f"+3069000000{phone}")
        heard.append((started == first, len(started)))
        heard.append(_said(system.accounts.confirm_phone, started, "x00000"))
        heard.append(_said(system.accounts.resend_code, started))
        first = started
    return heard


@pytest.mark.parametrize(
    "asks",
    [_tries_before_the_code, _asked_before_the_code, _moments, _own_number, _again_and_again],
)
def test_no_count_and_no_moment_tells_a_decoy(
    asks: Callable[[InMemorySystem, str], list[object]],
) -> None:
    known, unknown = InMemorySystem(), InMemorySystem()
    known.confirmed()
    assert asks(known, EMAIL) == asks(unknown, EMAIL)


@pytest.mark.parametrize("fault", [Unavailable("away"), Refused("on the list of the unreachable")])
def test_a_mail_that_fails_tells_no_stranger_that_it_had_a_reader(
    system: InMemorySystem, fault: VestibuleError, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.confirmed()

    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(system.messages, "email", fails)
    assert len(system.accounts.start_signup(EMAIL, "Strangers-pass-2026", "+306900000009")) == 36
    assert system.messages.alerts == [
        (
            "The owner of an address was not told that somebody signed up with it",
            {"errorCode": fault.code},
        )
    ]


def test_a_code_that_cannot_be_sent_tells_no_stranger_that_it_had_a_reader(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.confirmed()

    def fails(username: str) -> None:
        if username == EMAIL:
            raise Refused("no such number", "code_not_sent")

    monkeypatch.setattr(system.identity, "forgot", fails)
    for name in (EMAIL, "nobody@applicants.example"):
        system.sign_in.forgot(name)
    told = [("A code for a new password could not be sent", {"errorCode": "code_not_sent"})]
    assert system.messages.alerts == told


def test_codes_go_to_countries_that_are_served_and_are_counted_by_number(
    system: InMemorySystem,
) -> None:
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


def test_the_brake_on_text_messages_rings_before_it_holds(system: InMemorySystem) -> None:
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


def test_who_guesses_shuts_their_own_address_out_and_not_the_owner(system: InMemorySystem) -> None:
    system.confirmed()
    for _ in range(4):
        with pytest.raises(NotAuthorized):
            system.sign_in.login(EMAIL, "wrong", "203.0.113.9")
    for _ in range(20):
        with pytest.raises(TooMany):
            system.sign_in.login(EMAIL.upper(), PASSWORD, "203.0.113.9")
    assert system.signed_in().access
    system.now.move(minutes=5)
    assert system.signed_in("203.0.113.9").access


def test_signing_in_rightly_is_not_counted(system: InMemorySystem) -> None:
    system.confirmed()
    for _ in range(30):
        assert system.signed_in().access


def test_codes_of_an_authenticator_are_guessed_five_times(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    system.identity.factors.add(user_id)
    for _ in range(5):
        asked = _asked(system)
        with pytest.raises(BadRequest):
            system.sign_in.answer(EMAIL, asked.session, "000000")
    asked = _asked(system)
    with pytest.raises(TooMany):
        system.sign_in.answer(EMAIL, asked.session, "123456")


def test_a_token_alone_changes_no_authenticator(system: InMemorySystem) -> None:
    system.confirmed()
    token = system.signed_in().access
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


def test_an_address_changes_with_password_and_a_code_to_the_new_one(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    token = system.signed_in().access
    with pytest.raises(NotAuthorized):
        system.sign_in.send_email_code(token, "wrong", "", "ceo@applicants.example")
    system.sign_in.send_email_code(token, PASSWORD, "", "new@applicants.example")
    with pytest.raises(BadRequest):
        system.sign_in.confirm_email(token, "000000")
    assert present(system.identity.find(user_id)).email == EMAIL
    system.now.move(minutes=1)
    system.sign_in.confirm_email(token, "112233")
    system.record_all()
    row = system.users.get(user_id)
    assert (row.email, row.email_verified) == ("new@applicants.example", True)


def test_signing_out_and_a_new_password_end_what_was_signed_in(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    token = system.signed_in().access
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


def test_a_password_that_is_tried_first_is_taken_by_nobody(system: InMemorySystem) -> None:
    """The same refusal whether the address is known or not, and nothing is begun, spent or sent."""
    system.confirmed()
    sent = len(system.messages.texts)
    for email in (EMAIL, "nobody@applicants.example"):
        with pytest.raises(InvalidPassword):
            system.accounts.start_signup(email, "Password1234", "+306900000009")
        with pytest.raises(InvalidPassword):
            system.sign_in.reset(email, "654321", "Password1234", "192.0.2.1")
    assert len(system.messages.texts) == sent and len(system.onboardings.items) == 1
    assert system.signed_in().access
