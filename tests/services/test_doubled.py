"""The same click twice, and calls that come at the same moment: one of everything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import pytest

from chalicelib.adapters.accounts.cognito import CognitoIdentity
from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.domain.errors import Conflict, NotAuthorized, NotFound, VestibuleError
from chalicelib.services.accounts.accounts import ACCOUNT_GONE
from tests.services.in_memory import EMAIL, PASSWORD, PHONE, InMemorySystem

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

OTHER = "Another-pass-2026"


def start(system: InMemorySystem, password: str = PASSWORD, phone: str = PHONE) -> str:
    return system.accounts.start_signup(EMAIL, password, phone)


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, other: Any, before: bool = True
) -> list[Any]:
    """Somebody else does `other` in the moment in which `owner.name` is called for the first time;
    what they got.
    """
    original, answers = getattr(owner, name), list[Any]()

    def call(*given: Any, **more: Any) -> Any:
        if not answers:
            answers.append(None)
            if not before:
                done = original(*given, **more)
            answers[0] = said(other)
            if not before:
                return done
        return original(*given, **more)

    monkeypatch.setattr(owner, name, call)
    return answers


def said(act: Any) -> Any:
    """What it answers: a value, or a code."""
    try:
        return act()
    except VestibuleError as error:
        return error.code


@pytest.mark.parametrize("moment", ["find", "sign_up"])
@pytest.mark.parametrize("before", [True, False])
def test_a_doubled_click_gets_the_same_answer_twice(
    moment: str, before: bool, system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = meanwhile(monkeypatch, system.identity, moment, lambda: start(system), before)
    first = start(system)
    assert answers == [first]
    assert set(system.workflow.started) == {first}
    assert len(system.onboardings.items) == 1
    assert len(system.identity.accounts) == 1


def test_many_clicks_one_after_the_other_get_the_same_answer(system: InMemorySystem) -> None:
    assert len({start(system) for _ in range(5)}) == 1


def test_nobody_learns_from_doubled_clicks_whether_an_address_is_taken(
    system: InMemorySystem,
) -> None:
    """Free or taken: the same again is answered the same, something else is not."""
    seen = []
    for taken in (False, True):
        if taken:
            onboarding_id = system.sign_up()
            system.accounts.confirm_phone(onboarding_id, system.code())
        ids = [start(system, OTHER, "+306900000009") for _ in range(2)]
        ids.append(start(system, "Yet-another-2026", "+306900000009"))
        seen.append([ids.index(one) for one in ids])
        if not taken:
            system.identity.delete(EMAIL)
    assert seen == [[0, 0, 2], [0, 0, 2]]


def test_the_workflow_of_a_replaced_sign_up_is_stopped_and_its_end_is_noted(
    system: InMemorySystem,
) -> None:
    first = system.sign_up()
    system.now.move(minutes=10)
    second = start(system, OTHER)
    assert second != first
    assert system.workflow.started == [second]  # the first one was stopped
    assert system.onboardings.get(first).stage is Stage.ABANDONED


def test_a_step_that_finds_no_account_ends_its_workflow_without_a_fault(
    system: InMemorySystem,
) -> None:
    onboarding_id = start(system)
    system.identity.delete(EMAIL)
    system.accounts.send_code(onboarding_id, "token")
    assert system.workflow.answered["token"]["error"] == ACCOUNT_GONE
    assert system.messages.texts == []
    with pytest.raises(NotFound):
        system.accounts.send_code(onboarding_id)  # nobody waits: the person hears of it


MOMENTS = [
    ("onboardings", "find"), ("codes", "find"), ("codes", "save"), ("identity", "confirm"),
    ("onboardings", "save"), ("codes", "delete"), ("resumer", "resume"),
]  # fmt: skip


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("where", "moment"), MOMENTS)
def test_the_right_code_twice_at_once_is_taken_once_and_said_so(
    where: str, moment: str, before: bool, system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    onboarding_id = system.sign_up()
    code = system.code()

    def confirm() -> str:
        system.accounts.confirm_phone(onboarding_id, code)
        return "done"

    owner = getattr(system, where)
    patched = type(owner) if where == "resumer" else owner
    if where == "resumer":  # frozen: patched on its class
        original, answers = patched.resume, list[Any]()

        def resume(self: Any, *given: Any) -> Any:
            if not answers:
                answers.append(None)
                answers[0] = said(confirm)
            return original(self, *given)

        monkeypatch.setattr(patched, "resume", resume)
    else:
        answers = meanwhile(monkeypatch, owner, moment, confirm, before)
    outcome = Counter([said(confirm), *answers])
    assert outcome["done"] == 1
    assert set(outcome) <= {"done", "phone_already_verified", "changed_meanwhile"}
    assert system.onboardings.get(onboarding_id).stage is Stage.PHONE_VERIFIED
    with pytest.raises(Conflict) as again:
        confirm()
    assert again.value.code == "phone_already_verified"


class Pool:
    """A user pool that another call has confirmed in the moment in which we did."""

    def __init__(self, status: str) -> None:
        self.status, self.asked = "UNCONFIRMED", status

    def admin_get_user(self, **_: Any) -> dict[str, Any]:
        return {"UserAttributes": [{"Name": "sub", "Value": "u"}], "UserStatus": self.status,
                "Enabled": True}  # fmt: skip

    def admin_update_user_attributes(self, **_: Any) -> None:
        """Nothing to see here."""

    def admin_confirm_sign_up(self, **_: Any) -> None:
        from botocore.exceptions import ClientError

        self.status = self.asked
        raise ClientError(
            {"Error": {"Code": "NotAuthorizedException", "Message": "Current status is …"}},
            "AdminConfirmSignUp",
        )


def _confirmed_in(pool: Pool) -> None:
    client = cast("CognitoIdentityProviderClient", pool)
    CognitoIdentity(client, "pool", dict).confirm("u", phone_verified=True)


def test_an_account_that_was_confirmed_meanwhile_is_confirmed() -> None:
    _confirmed_in(Pool("CONFIRMED"))
    with pytest.raises(NotAuthorized):
        _confirmed_in(Pool("ARCHIVED"))
