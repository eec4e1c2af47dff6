"""A refresh token is used once: an older one that is shown again ends what its owner has."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.errors import NotAuthorized, Unauthenticated
from chalicelib.services.accounts.door import Token
from tests.services.in_memory import InMemorySystem
from tests.services.privacy.erasing import renewals_of


@pytest.fixture
def signed_in(system: InMemorySystem) -> tuple[str, str]:
    """(user, refresh token)."""
    _, user_id = system.confirmed()
    tokens = system.signed_in()
    return user_id, tokens.refresh


def _renewed(system: InMemorySystem, user_id: str, token: str) -> str:
    return renewals_of(system).renew(user_id, token).refresh


def test_each_renewal_hands_out_another_token_and_they_work_one_after_the_other(
    system: InMemorySystem, signed_in: tuple[str, str]
) -> None:
    user_id, token = signed_in
    seen = [token]
    for _ in range(5):
        system.now.move(minutes=5)
        seen.append(_renewed(system, user_id, seen[-1]))
    assert len(set(seen)) == 6
    assert system.messages.alerts == []


@pytest.mark.parametrize("shown", range(4))
def test_an_old_one_ends_the_session_for_thief_and_victim(
    system: InMemorySystem, signed_in: tuple[str, str], shown: int
) -> None:
    user_id, token = signed_in
    seen = [token]
    for _ in range(4):
        system.now.move(minutes=5)
        seen.append(_renewed(system, user_id, seen[-1]))
    system.now.move(minutes=5)
    access = Token(user_id, system.now())
    system.now.move(minutes=1)
    with pytest.raises(NotAuthorized):
        renewals_of(system).renew(user_id, seen[shown])
    for each in seen:
        with pytest.raises(NotAuthorized):
            renewals_of(system).renew(user_id, each)
    with pytest.raises(Unauthenticated):
        system.door.admit(access)
    assert token not in system.identity.sessions, "it lives on at Cognito"
    assert [subject for subject, _ in system.messages.alerts] == ["A refresh token was shown again"]
    again = system.signed_in()
    assert _renewed(system, user_id, again.refresh)


def test_an_answer_that_got_lost_may_be_asked_for_again_for_a_moment(
    system: InMemorySystem, signed_in: tuple[str, str]
) -> None:
    user_id, token = signed_in
    second = _renewed(system, user_id, token)
    system.now.move(seconds=20)
    assert _renewed(system, user_id, token) == second
    system.now.move(seconds=20)
    with pytest.raises(NotAuthorized):
        renewals_of(system).renew(user_id, token)


def test_two_windows_that_ask_at_once_get_the_same(
    system: InMemorySystem, signed_in: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, token = signed_in
    heard = list[str]()
    find = system.identity.refresh

    def at_once(user: str, theirs: str) -> Tokens:
        if not heard:
            heard.append("")
            heard[0] = _renewed(system, user_id, token)
        return find(user, theirs)

    monkeypatch.setattr(system.identity, "refresh", at_once)
    assert _renewed(system, user_id, token) == heard[0]
    assert _renewed(system, user_id, heard[0]) not in (token, heard[0])


@pytest.mark.parametrize("change", ["number", "seal", "token", "stripped", "empty"])
def test_a_token_nobody_was_given_is_refused_and_changes_nothing(
    system: InMemorySystem, signed_in: tuple[str, str], change: str
) -> None:
    user_id, token = signed_in
    good = _renewed(system, user_id, token)
    number, seal, theirs = good[1:].split(".", 2)
    forged = {
        "number": f"r{int(number) + 1}.{seal}.{theirs}",
        "seal": f"r{number}.{'0' * 64}.{theirs}",
        "token": f"r{number}.{seal}.{theirs}x",
        "stripped": f"{seal}.{theirs}",
        "empty": "",
    }[change]
    with pytest.raises(NotAuthorized):
        renewals_of(system).renew(user_id, forged)
    system.now.move(minutes=1)
    assert _renewed(system, user_id, good) != good
    assert system.messages.alerts == []


def test_what_is_kept_says_nothing_of_the_token(
    system: InMemorySystem, signed_in: tuple[str, str]
) -> None:
    user_id, token = signed_in
    _renewed(system, user_id, token)
    assert token not in str(system.marks.items)
