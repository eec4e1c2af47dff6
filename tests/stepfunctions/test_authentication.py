"""The authentication machine, executed on the embedded engine and on a second, independent one."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import TooManyRequests, Unavailable
from tests.stepfunctions.signing_in import PASSWORD, SigningIn
from tests.stepfunctions.workflow_harness import Crash, Lambdas

ANNA = "anna@applicants.example"
SEALED = ["accessToken", "expiresIn", "idToken", "refreshToken"]


def test_a_new_user_is_signed_up_signed_in_and_signed_out(signing_in: SigningIn) -> None:
    signing_in.start("new", ANNA)
    output = signing_in.output("new")
    assert signing_in.path("new") == [
        "Begin", "CheckUser", "IsNewUser", "SignUp", "LogIn", "StaySignedIn", "LogOut", "SignedOut",
    ]  # fmt: skip
    assert (output["userExists"], output["signup"]) == (False, "created_and_confirmed")
    assert (output["login"], output["logout"]) == ("success", "success")
    assert sorted(output["tokens"]) == SEALED
    account = signing_in.identity.find(ANNA)
    assert account and account.confirmed
    assert signing_in.identity.sessions == set()


def test_an_existing_user_is_signed_in_and_not_signed_up(signing_in: SigningIn) -> None:
    signing_in.account(ANNA)
    signing_in.start("old", ANNA)
    output = signing_in.output("old")
    assert signing_in.path("old") == [
        "Begin", "CheckUser", "IsNewUser", "LogIn", "StaySignedIn", "LogOut", "SignedOut",
    ]  # fmt: skip
    assert (output["userExists"], output["signup"]) == (True, "not_needed")
    assert signing_in.identity.sessions == set()


@pytest.mark.parametrize("answer", [{}, {"userExists": "false"}, {"userExists": None}, {"u": 1}])
def test_a_missing_or_strange_answer_never_means_log_in(
    signing_in: SigningIn, lambdas: Lambdas, answer: object
) -> None:
    signing_in.account(ANNA)
    lambdas.handlers["check-user"] = lambda event, context: answer
    signing_in.start("strange", ANNA)
    end = signing_in.ended("strange")
    assert (end["status"], end["error"]) == ("FAILED", "MissingField")
    assert lambdas.calls["login"] == lambdas.calls["signup"] == 0


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"username": ANNA},
        {"sealedPassword": "x"},
        {"username": 7, "sealedPassword": "x"},
        {"username": ANNA, "password": "plain text"},
    ],
)
def test_an_input_with_a_missing_field_fails_before_anything_is_called(
    signing_in: SigningIn, lambdas: Lambdas, given: object
) -> None:
    signing_in.begin("missing", given)
    end = signing_in.ended("missing")
    assert (end["status"], end["error"]) == ("FAILED", "MissingField")
    assert not lambdas.calls


def test_a_wrong_password_ends_in_its_own_failure_without_a_retry(
    signing_in: SigningIn, lambdas: Lambdas
) -> None:
    signing_in.account(ANNA)
    signing_in.start("wrong", ANNA, "Another-one-2026")
    end = signing_in.ended("wrong")
    assert (end["status"], end["error"]) == ("FAILED", "NotAuthorized")
    assert lambdas.calls["login"] == 1
    assert signing_in.path("wrong")[-1] == "NotAuthorized"


def test_a_weak_password_ends_in_its_own_failure(signing_in: SigningIn) -> None:
    signing_in.start("weak", ANNA, "short")
    assert signing_in.ended("weak")["error"] == "InvalidPassword"


def test_a_user_deleted_between_two_steps_ends_in_its_own_failure(
    signing_in: SigningIn, lambdas: Lambdas
) -> None:
    lambdas.handlers["check-user"] = lambda event, context: {"userExists": True}
    signing_in.start("gone", ANNA)
    assert signing_in.ended("gone")["error"] in ("UserNotFound", "NotAuthorized")


def test_a_secret_sealed_for_another_execution_opens_nothing(signing_in: SigningIn) -> None:
    signing_in.account(ANNA)
    stolen = signing_in.seals.seal(PASSWORD, {"username": ANNA, "execution": "first"})
    signing_in.begin("second", {"username": ANNA, "sealedPassword": stolen, "waitSeconds": 0})
    assert signing_in.ended("second")["error"] == "NotAuthorized"


def test_what_is_transient_is_retried(signing_in: SigningIn, lambdas: Lambdas) -> None:
    lambdas.broken["check-user"] = [TooManyRequests("slow down"), Crash("Lambda.ServiceException")]
    lambdas.broken["signup"] = [Crash(after=True)]
    lambdas.broken["login"] = [Unavailable("no answer")]
    signing_in.start("bumpy", ANNA)
    assert signing_in.output("bumpy")["logout"] == "success"
    assert [lambdas.calls[name] for name in ("check-user", "signup", "login")] == [3, 2, 2]


def test_a_fault_that_stays_keeps_its_name(signing_in: SigningIn, lambdas: Lambdas) -> None:
    lambdas.down["logout"] = ZeroDivisionError("a bug")
    signing_in.start("bug", ANNA)
    end = signing_in.ended("bug")
    assert (end["status"], end["error"]) == ("FAILED", "ZeroDivisionError")


def test_the_history_holds_neither_password_nor_token(signing_in: SigningIn) -> None:
    signing_in.start("secret", ANNA)
    signing_in.output("secret")
    told = signing_in.told("secret")
    assert PASSWORD not in told
    for token in ("access:", "id:", "refresh:"):
        assert token not in told, told
    opened = [text for text, _ in signing_in.seals.kept.values()]
    assert PASSWORD in opened
    assert any(text.startswith("access:") for text in opened)


@pytest.mark.parametrize("seconds", [-5, 0.4])
def test_a_strange_wait_is_no_reason_to_stay_signed_in(
    signing_in: SigningIn, seconds: float
) -> None:
    signing_in.start("strange", ANNA, waitSeconds=seconds)
    assert signing_in.output("strange")["logout"] == "success"
    assert signing_in.identity.sessions == set()


def test_the_session_lasts_two_minutes_unless_told_otherwise(
    signing_in: SigningIn, engine: str
) -> None:
    if engine != "embedded":
        pytest.skip("two minutes are real minutes on this engine")
    from emulator import clock

    signing_in.start("long", ANNA, waitSeconds="soon")
    due, _ = clock.wait_for_pending("StaySignedIn")
    assert 119 < due.timestamp() - clock.time() <= 120
    assert signing_in.identity.sessions
    clock.advance(120)
    assert signing_in.output("long")["logout"] == "success"
    assert signing_in.identity.sessions == set()
