"""A token says who somebody was; the door asks who they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.errors import Forbidden, Unauthenticated
from chalicelib.services.accounts.door import Token
from tests.services.privacy.erasing import erasure_of
from tests.services.world import EMAIL, PASSWORD, World


def _in(world: World) -> Token:
    _, user_id = world.confirmed()
    return Token(user_id, world.now(), "session-1")


def test_who_is_there_comes_in(world: World) -> None:
    world.door.admit(_in(world))


def test_nobody_does_not(world: World) -> None:
    with pytest.raises(Unauthenticated):
        world.door.admit(Token(""))


def test_who_was_erased_does_not_even_before_the_account_is_gone(world: World) -> None:
    token = _in(world)
    world.tombstones.place([token.user_id], "receipt")
    with pytest.raises(Unauthenticated):
        world.door.admit(token)
    world.door.admit(token, erasing=True)  # an erasure that broke off is asked for again
    erasure_of(world).erase(token.user_id)
    with pytest.raises(Unauthenticated):
        world.door.admit(token, erasing=True)


def test_who_is_disabled_does_not(world: World) -> None:
    token = _in(world)
    account = world.identity.accounts[token.user_id]
    world.identity.accounts[token.user_id] = replace(account, enabled=False)
    with pytest.raises(Unauthenticated):
        world.door.admit(token)


def test_a_session_that_was_ended_is_over_at_once_and_the_next_one_is_not(world: World) -> None:
    token = _in(world)
    world.now.move(milliseconds=400)  # a token says the second only
    world.door.revoke(token.user_id, token.session)
    with pytest.raises(Unauthenticated) as refused:
        world.door.admit(token)
    assert refused.value.code == "session_over"
    again = replace(token, session="session-2", issued_at=world.now().replace(microsecond=0))
    world.door.admit(again)
    world.now.move(seconds=1)
    world.door.revoke(token.user_id)
    for old in (token, again):
        with pytest.raises(Unauthenticated):
            world.door.admit(old)


def test_a_token_that_hides_its_time_is_over_once_anything_was_revoked(world: World) -> None:
    token = replace(_in(world), issued_at=None)
    world.door.revoke(token.user_id)
    with pytest.raises(Unauthenticated):
        world.door.admit(token)


def _reviewer(world: World) -> Token:
    token = _in(world)
    world.identity.members[token.user_id] = {"reviewers"}
    account = world.identity.accounts[token.user_id]
    world.identity.accounts[token.user_id] = replace(account, second_factor=True)
    return token


def test_staff_come_in_with_a_second_factor_and_a_fresh_token(world: World) -> None:
    world.door.admit_staff(_reviewer(world), "reviewers")


def test_who_has_left_the_group_is_none_of_it_at_once(world: World) -> None:
    token = _reviewer(world)
    world.identity.members[token.user_id].clear()
    with pytest.raises(Forbidden):
        world.door.admit_staff(token, "reviewers")


def test_staff_without_a_second_factor_stay_outside(world: World) -> None:
    token = _reviewer(world)
    account = world.identity.accounts[token.user_id]
    world.identity.accounts[token.user_id] = replace(account, second_factor=False)
    with pytest.raises(Forbidden) as refused:
        world.door.admit_staff(token, "reviewers")
    assert refused.value.code == "second_factor_required"


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (5, True), (7, False)])
def test_a_token_of_staff_grows_old_quickly(world: World, minutes: int, fresh: bool) -> None:
    token = _reviewer(world)
    world.now.move(minutes=minutes)
    if fresh:
        world.door.admit_staff(token, "reviewers")
        return
    with pytest.raises(Unauthenticated) as refused:
        world.door.admit_staff(token, "reviewers")
    assert refused.value.code == "token_too_old"
    world.door.admit_staff(replace(token, issued_at=world.now() - timedelta(0)), "reviewers")


def test_a_new_authenticator_ends_what_staff_held_before_and_nobody_elses(world: World) -> None:
    token = _in(world)
    tokens = world.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    assert isinstance(tokens, Tokens)
    access = tokens.access
    world.sign_in.enrol(access, PASSWORD, "")
    world.sign_in.confirm_enrolment(access, "123456")
    world.door.admit(token)
    world.identity.members[token.user_id] = {"reviewers"}
    world.now.move(seconds=2)
    world.sign_in.confirm_enrolment(access, "123456")
    with pytest.raises(Unauthenticated):
        world.door.admit(token)
