"""A refresh token is used once: an older one that is shown again ends what its owner has."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import NotAuthorized, Unauthenticated
from chalicelib.services.accounts.door import Token
from tests.services.privacy.erasing import renewals_of
from tests.services.world import EMAIL, PASSWORD, World


@pytest.fixture
def signed_in(world: World) -> tuple[str, str]:
    """(user, refresh token)."""
    _, user_id = world.confirmed()
    tokens = world.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    return user_id, tokens.refresh


def _renewed(world: World, user_id: str, token: str) -> str:
    return renewals_of(world).renew(user_id, token).refresh


def test_each_renewal_hands_out_another_token_and_they_work_one_after_the_other(world, signed_in):
    user_id, token = signed_in
    seen = [token]
    for _ in range(5):
        world.now.move(minutes=5)
        seen.append(_renewed(world, user_id, seen[-1]))
    assert len(set(seen)) == 6
    assert world.messages.alerts == []


@pytest.mark.parametrize("shown", range(4))
def test_an_old_one_ends_the_session_for_thief_and_victim(world, signed_in, shown):
    user_id, token = signed_in
    seen = [token]
    for _ in range(4):
        world.now.move(minutes=5)
        seen.append(_renewed(world, user_id, seen[-1]))
    world.now.move(minutes=5)
    access = Token(user_id, world.now())
    world.now.move(minutes=1)
    with pytest.raises(NotAuthorized):
        renewals_of(world).renew(user_id, seen[shown])
    for each in seen:
        with pytest.raises(NotAuthorized):
            renewals_of(world).renew(user_id, each)
    with pytest.raises(Unauthenticated):
        world.door.admit(access)
    assert token not in world.identity.sessions, "it lives on at Cognito"
    assert [subject for subject, _ in world.messages.alerts] == ["A refresh token was shown again"]
    again = world.sign_in.login(EMAIL, PASSWORD, "192.0.2.1")
    assert _renewed(world, user_id, again.refresh)


def test_an_answer_that_got_lost_may_be_asked_for_again_for_a_moment(world, signed_in):
    user_id, token = signed_in
    second = _renewed(world, user_id, token)
    world.now.move(seconds=20)
    assert _renewed(world, user_id, token) == second
    world.now.move(seconds=20)
    with pytest.raises(NotAuthorized):
        renewals_of(world).renew(user_id, token)


def test_two_windows_that_ask_at_once_get_the_same(world, signed_in):
    user_id, token = signed_in
    heard = []
    find = world.identity.refresh

    def at_once(user: str, theirs: str) -> dict[str, object]:
        if not heard:
            heard.append("")
            heard[0] = _renewed(world, user_id, token)
        return find(user, theirs)

    world.identity.refresh = at_once  # type: ignore[method-assign]
    assert _renewed(world, user_id, token) == heard[0]
    assert _renewed(world, user_id, heard[0]) not in (token, heard[0])


@pytest.mark.parametrize("change", ["number", "seal", "token", "stripped", "empty"])
def test_a_token_nobody_was_given_is_refused_and_changes_nothing(world, signed_in, change):
    user_id, token = signed_in
    good = _renewed(world, user_id, token)
    number, seal, theirs = good[1:].split(".", 2)
    forged = {
        "number": f"r{int(number) + 1}.{seal}.{theirs}",
        "seal": f"r{number}.{'0' * 64}.{theirs}",
        "token": f"r{number}.{seal}.{theirs}x",
        "stripped": f"{seal}.{theirs}",
        "empty": "",
    }[change]
    with pytest.raises(NotAuthorized):
        renewals_of(world).renew(user_id, forged)
    world.now.move(minutes=1)
    assert _renewed(world, user_id, good) != good
    assert world.messages.alerts == []


def test_what_is_kept_says_nothing_of_the_token(world, signed_in):
    user_id, token = signed_in
    _renewed(world, user_id, token)
    assert token not in str(world.marks.items)
