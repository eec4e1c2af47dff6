"""The steps of the authentication workflow: nothing readable travels, nothing opens elsewhere."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from chalicelib.adapters.memory_people import MemoryIdentity
from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.errors import BadRequest, NotAuthorized
from chalicelib.services.accounts.authentication import Authentication, Sealed

ANNA, PASSWORD = "anna@applicants.example", "Long-enough-2026"


@dataclass
class Seals:
    """Sealing whose context counts, as with KMS."""

    def seal(self, text: str, context: Mapping[str, str]) -> str:
        return base64.b64encode(json.dumps([text, context], sort_keys=True).encode()).decode()

    def open(self, sealed: str, context: Mapping[str, str]) -> str:
        text, sealed_for = json.loads(base64.b64decode(sealed))
        if sealed_for != context:
            raise NotAuthorized("this was sealed for something else")
        return str(text)


@pytest.fixture
def steps() -> Authentication:
    return Authentication(identity=MemoryIdentity(), seals=Seals(), auto_confirm=True)


def pool_of(steps: Authentication) -> MemoryIdentity:
    assert isinstance(steps.identity, MemoryIdentity)
    return steps.identity


def sealed(password: str = PASSWORD, execution: str = "run-1", username: str = ANNA) -> Sealed:
    context = {"username": username, "execution": execution}
    return Sealed(username, execution, Seals().seal(password, context))


def test_the_whole_way(steps: Authentication) -> None:
    assert steps.exists(ANNA) is False
    steps.sign_up(sealed())
    assert steps.exists(ANNA) is True
    tokens = steps.login(sealed())
    assert tokens["expiresIn"] == 3600
    steps.logout(ANNA, "run-1", tokens)
    assert pool_of(steps).sessions == set()


def test_tokens_in_the_answer_say_nothing(steps: Authentication) -> None:
    steps.sign_up(sealed())
    tokens = steps.login(sealed())
    assert set(tokens) == {"accessToken", "idToken", "refreshToken", "expiresIn"}
    for real in pool_of(steps).sessions:
        assert real not in json.dumps(tokens)


@pytest.mark.parametrize(
    "stolen",
    [
        replace(sealed(), execution="run-2"),
        replace(sealed(), username="berta@applicants.example"),
    ],
)
def test_a_password_sealed_for_something_else_opens_nothing(
    steps: Authentication, stolen: Sealed
) -> None:
    steps.sign_up(sealed())
    with pytest.raises(NotAuthorized):
        steps.login(stolen)


def test_tokens_of_another_execution_or_kind_end_no_session(steps: Authentication) -> None:
    steps.sign_up(sealed())
    tokens = steps.login(sealed())
    with pytest.raises(NotAuthorized):
        steps.logout(ANNA, "run-2", tokens)
    with pytest.raises(NotAuthorized):
        steps.logout(ANNA, "run-1", {"accessToken": tokens["idToken"]})
    assert len(pool_of(steps).sessions) == 3


def test_a_repeated_sign_up_is_the_same_user_and_another_password_is_not(
    steps: Authentication,
) -> None:
    steps.sign_up(sealed())
    steps.sign_up(sealed())
    assert len(pool_of(steps).accounts) == 1
    with pytest.raises(NotAuthorized):
        steps.sign_up(sealed("Another-pass-2026"))


def test_a_sign_up_that_died_before_its_confirmation_is_completed_by_the_retry(
    steps: Authentication,
) -> None:
    steps.identity.sign_up(ANNA, PASSWORD, "")
    steps.sign_up(sealed())
    assert steps.login(sealed())["expiresIn"] == 3600


def test_without_confirmation_nobody_logs_in(steps: Authentication) -> None:
    careful = replace(steps, auto_confirm=False)
    careful.sign_up(sealed())
    with pytest.raises(NotAuthorized) as caught:
        careful.login(sealed())
    assert caught.value.code == "not_confirmed"


def test_a_password_comes_sealed_or_not_at_all(steps: Authentication) -> None:
    bare = Sealed(ANNA, "run-1", "")
    for step in (steps.sign_up, steps.login):
        with pytest.raises(BadRequest) as caught:
            step(bare)
        assert caught.value.code == "sealed_password_missing"
    assert not steps.exists(ANNA)


def test_a_second_factor_cannot_be_asked_for_here(steps: Authentication) -> None:
    steps.sign_up(sealed())
    signed_in = steps.identity.login(ANNA, PASSWORD)
    assert isinstance(signed_in, Tokens)
    access = signed_in.access
    steps.identity.confirm_enrolment(access, "123456")
    with pytest.raises(NotAuthorized) as caught:
        steps.login(sealed())
    assert caught.value.code == "mfa_required"
