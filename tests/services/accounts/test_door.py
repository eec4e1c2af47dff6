"""A token says who somebody was; the door asks who they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.errors import Forbidden, Unauthenticated
from chalicelib.services.accounts.door import Token
from tests.services.in_memory import EMAIL, PASSWORD, InMemorySystem
from tests.services.privacy.erasing import erasure_of


def _in(system: InMemorySystem) -> Token:
    _, user_id = system.confirmed()
    return Token(user_id, system.now(), "session-1")


def test_who_is_there_comes_in(system: InMemorySystem) -> None:
    system.door.admit(_in(system))


def test_nobody_does_not(system: InMemorySystem) -> None:
    with pytest.raises(Unauthenticated):
        system.door.admit(Token(""))


def test_who_was_erased_does_not_even_before_the_account_is_gone(system: InMemorySystem) -> None:
    token = _in(system)
    system.tombstones.place([token.user_id], "receipt")
    with pytest.raises(Unauthenticated):
        system.door.admit(token)
    system.door.admit(token, erasing=True)  # an erasure that broke off is asked for again
    erasure_of(system).erase(token.user_id)
    with pytest.raises(Unauthenticated):
        system.door.admit(token, erasing=True)


def test_who_is_disabled_does_not(system: InMemorySystem) -> None:
    token = _in(system)
    account = system.identity.accounts[token.user_id]
    system.identity.accounts[token.user_id] = replace(account, enabled=False)
    with pytest.raises(Unauthenticated):
        system.door.admit(token)


def test_a_session_that_was_ended_is_over_at_once_and_the_next_one_is_not(
    system: InMemorySystem,
) -> None:
    token = _in(system)
    system.now.move(milliseconds=400)  # a token says the second only
    system.door.revoke(token.user_id, token.session)
    with pytest.raises(Unauthenticated) as refused:
        system.door.admit(token)
    assert refused.value.code == "session_over"
    again = replace(token, session="session-2", issued_at=system.now().replace(microsecond=0))
    system.door.admit(again)
    system.now.move(seconds=1)
    system.door.revoke(token.user_id)
    for old in (token, again):
        with pytest.raises(Unauthenticated):
            system.door.admit(old)


def test_a_token_that_hides_its_time_is_over_once_anything_was_revoked(
    system: InMemorySystem,
) -> None:
    token = replace(_in(system), issued_at=None)
    system.door.revoke(token.user_id)
    with pytest.raises(Unauthenticated):
        system.door.admit(token)


def _reviewer(system: InMemorySystem) -> Token:
    token = _in(system)
    system.identity.members[token.user_id] = {"reviewers"}
    account = system.identity.accounts[token.user_id]
    system.identity.accounts[token.user_id] = replace(account, second_factor=True)
    return token


def test_staff_come_in_with_a_second_factor_and_a_fresh_token(system: InMemorySystem) -> None:
    system.door.admit_staff(_reviewer(system), "reviewers")


def test_who_has_left_the_group_is_none_of_it_at_once(system: InMemorySystem) -> None:
    token = _reviewer(system)
    system.identity.members[token.user_id].clear()
    with pytest.raises(Forbidden):
        system.door.admit_staff(token, "reviewers")


def test_staff_without_a_second_factor_stay_outside(system: InMemorySystem) -> None:
    token = _reviewer(system)
    account = system.identity.accounts[token.user_id]
    system.identity.accounts[token.user_id] = replace(account, second_factor=False)
    with pytest.raises(Forbidden) as refused:
        system.door.admit_staff(token, "reviewers")
    assert refused.value.code == "second_factor_required"


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (5, True), (7, False)])
def test_a_token_of_staff_grows_old_quickly(
    system: InMemorySystem, minutes: int, fresh: bool
) -> None:
    token = _reviewer(system)
    system.now.move(minutes=minutes)
    if fresh:
        system.door.admit_staff(token, "reviewers")
        return
    with pytest.raises(Unauthenticated) as refused:
        system.door.admit_staff(token, "reviewers")
    assert refused.value.code == "token_too_old"
    system.door.admit_staff(replace(token, issued_at=system.now() - timedelta(0)), "reviewers")


def test_a_new_authenticator_ends_what_staff_held_before_and_nobody_elses(
    system: InMemorySystem,
) -> None:
    token = _in(system)
    tokens = system.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    assert isinstance(tokens, Tokens)
    access = tokens.access
    system.sign_in.enrol(access, PASSWORD, "")
    system.sign_in.confirm_enrolment(access, "123456")
    system.door.admit(token)
    system.identity.members[token.user_id] = {"reviewers"}
    system.now.move(seconds=2)
    system.sign_in.confirm_enrolment(access, "123456")
    with pytest.raises(Unauthenticated):
        system.door.admit(token)
