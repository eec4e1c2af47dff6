"""The workflow's Lambdas: ids in, ids out, errors by their class name, every one repeatable."""

import io
import json
from typing import Any

import pytest
from chalice.app import EventSourceHandler

from app import app
from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.domain.errors import (
    BadRequest,
    NotAuthorized,
    NotFound,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.verifications.verification import State
from chalicelib.entrypoints import auth_tasks, tasks
from chalicelib.services.accounts.authentication import Authentication
from tests.entrypoints.api_harness import CONTEXT, ApiHarness
from tests.services.accounts.test_authentication import ANNA, PASSWORD, Seals, sealed
from tests.services.in_memory import EMAIL, PHONE
from tests.stepfunctions.workflow_harness import HANDLERS, steps_of

#: Steps of somebody who is neither confirmed nor approved.
NOT_YET = {"user-onboarding-phone-verification", "user-onboarding-kyc-approved"}
PERSONAL = (EMAIL, PHONE, PASSWORD, "Anna", "Demosthenous", "1991")


@pytest.fixture
def begun(harness: ApiHarness) -> tuple[str, str]:
    """(onboarding, verification) of somebody whose verification was opened."""
    onboarding_id, _ = harness.system.confirmed()
    found = tasks.start_kyc({"onboardingId": onboarding_id}, CONTEXT)
    return onboarding_id, found["verificationId"]


def test_the_phone_step_sends_one_code_and_waits(harness: ApiHarness) -> None:
    onboarding_id = harness.system.accounts.start_signup(EMAIL, PASSWORD, PHONE)
    event = {"onboardingId": onboarding_id, "token": "phone-token"}
    assert tasks.phone_verification(event, CONTEXT) == {"onboardingId": onboarding_id}
    assert len(harness.system.messages.texts) == 1
    assert harness.system.tokens.find(onboarding_id, "phone") == "phone-token"


def test_a_complete_profile_is_told(harness: ApiHarness) -> None:
    onboarding_id, _ = harness.system.confirmed()
    assert tasks.check_profile({"onboardingId": onboarding_id}, CONTEXT)["complete"] is True


@pytest.mark.parametrize("times", [1, 3])
def test_the_approved_end_is_reached_however_often_its_steps_run(
    harness: ApiHarness, begun: tuple[str, str], times: int
) -> None:
    onboarding_id, verification_id = begun
    event = {"onboardingId": onboarding_id}
    for _ in range(times):
        assert tasks.start_kyc(event, CONTEXT)["verificationId"] == verification_id
    system = harness.system
    system.moved(verification_id, State.APPROVED)
    for _ in range(times):
        tasks.await_decision(event | {"token": "decision"}, CONTEXT)
    for _ in range(times):
        assert tasks.kyc_approved(event, CONTEXT)["status"] == "verified"
    assert system.onboardings.get(onboarding_id).stage is Stage.VERIFIED
    assert system.workflow.answered["decision"]["approved"] is True


@pytest.mark.parametrize(
    ("step", "status"), [(tasks.kyc_rejected, "rejected"), (tasks.kyc_timeout, "timed_out")]
)
def test_other_ends_are_told(
    harness: ApiHarness, begun: tuple[str, str], step: EventSourceHandler, status: str
) -> None:
    event = {"onboardingId": begun[0]}
    assert step(event, CONTEXT) == event | {"status": status}
    assert step(event, CONTEXT) == event | {"status": status}


def test_a_fault_is_told_to_operators(harness: ApiHarness, begun: tuple[str, str]) -> None:
    event = {"onboardingId": begun[0], "error": "Unavailable", "execution": "arn:1"}
    assert tasks.error_handler(event, CONTEXT)["status"] == "failed"
    assert harness.system.messages.alerts[-1][1]["execution"] == "arn:1"


def test_notices_go_out_and_reminders_ring(harness: ApiHarness, begun: tuple[str, str]) -> None:
    event = {"onboardingId": begun[0], "template": "welcome"}
    harness.system.at_once = False  # the workflow tells before the follower does
    harness.system.moved(begun[1], State.APPROVED)
    assert tasks.send_email(event, CONTEXT)["sent"] == "email"
    assert tasks.send_sms(event, CONTEXT)["sent"] == "sms"
    tasks.remind_admins(event, CONTEXT)
    assert harness.system.messages.mails[-1][:2] == (EMAIL, "welcome")
    assert harness.system.messages.alerts[-1][0] == "A case waits for a decision"


def test_no_answer_and_no_log_line_of_a_step_names_anybody(
    harness: ApiHarness, begun: tuple[str, str], printed: io.StringIO
) -> None:
    event = {"onboardingId": begun[0], "template": "welcome", "token": "the-task-token"}
    names = [name for name in steps_of("user-onboarding") if name not in NOT_YET]
    told = [HANDLERS[name](event, CONTEXT) for name in names]
    text = json.dumps(told) + printed.getvalue()
    for personal in (*PERSONAL, "the-task-token"):
        assert personal not in text
    assert begun[0] in printed.getvalue()


def test_an_onboarding_nobody_knows_fails_by_the_name_the_workflow_catches(
    harness: ApiHarness,
) -> None:
    event = {"onboardingId": "absent", "token": "t"}
    for step in (tasks.phone_verification, tasks.check_profile, tasks.start_kyc):
        with pytest.raises(NotFound):
            step(event, CONTEXT)


def test_what_may_be_tried_again_keeps_its_name(
    harness: ApiHarness, begun: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(harness.system.identity, "find", away)
    with pytest.raises(Unavailable):
        tasks.send_email({"onboardingId": begun[0], "template": "welcome"}, CONTEXT)


def test_names_that_the_workflows_match_are_classes_of_ours() -> None:
    """Lambda reports the class's bare name; no two errors share one."""
    seen = dict[str, type[VestibuleError]]()
    left = [VestibuleError]
    while left:
        kind = left.pop()
        assert seen.setdefault(kind.__name__, kind) is kind
        left += kind.__subclasses__()
    for name in ("Unavailable", "UserNotFound", "NotAuthorized", "UsernameExists",
                 "InvalidPassword", "TooManyRequests"):  # fmt: skip
        assert name in seen


@pytest.fixture
def steps(harness: ApiHarness) -> Authentication:
    """The authentication steps over the system's pool."""
    made = Authentication(identity=harness.system.identity, seals=Seals(), auto_confirm=True)
    harness.system.app.authentication = made
    return made


def payload(password: str = PASSWORD) -> dict[str, Any]:
    found = sealed(password)
    return {"username": ANNA, "execution": found.execution, "sealedPassword": found.secret}


def test_the_authentication_workflow_from_end_to_end(
    harness: ApiHarness, steps: Authentication, printed: io.StringIO
) -> None:
    event = payload()
    assert auth_tasks.check_user(event, CONTEXT) == {"userExists": False}
    assert auth_tasks.signup(event, CONTEXT) == {"signup": "created_and_confirmed"}
    assert auth_tasks.check_user(event, CONTEXT) == {"userExists": True}
    done = auth_tasks.login(event, CONTEXT)
    assert done["login"] == "success"
    out = auth_tasks.logout(event | {"tokens": done["tokens"]}, CONTEXT)
    assert out == {"logout": "success"}
    assert harness.system.identity.sessions == set()
    for secret in (PASSWORD, "access:", "refresh:", ANNA):
        assert secret not in json.dumps(done) + printed.getvalue()


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (payload("Another-pass-2026"), NotAuthorized),
        ({"username": ANNA, "execution": "run-1", "password": PASSWORD}, BadRequest),
        (payload() | {"execution": "run-2"}, NotAuthorized),
    ],
)
def test_a_login_that_must_not_work_fails_by_name(
    steps: Authentication, event: dict[str, str], kind: type[VestibuleError]
) -> None:
    auth_tasks.signup(payload(), CONTEXT)
    with pytest.raises(kind):
        auth_tasks.login(event, CONTEXT)


def test_every_lambda_is_registered_under_its_name() -> None:
    names = {handler.name for handler in app.pure_lambda_functions}
    assert {
        "user-onboarding-phone-verification", "user-onboarding-check-profile",
        "user-onboarding-start-kyc", "user-onboarding-await-decision",
        "user-onboarding-kyc-approved", "user-onboarding-kyc-rejected",
        "user-onboarding-kyc-timeout", "user-onboarding-error-handler", "send-email", "send-sms",
        "check-user", "signup", "login", "logout", "ocr-extraction", "sanctions-screening",
        "compare-faces", "process-user-signup", "recheck-profiles", "reconcile-users",
        "cognito-post-confirmation", "cognito-custom-message",
    } <= names  # fmt: skip
    assert len(names) == len(app.pure_lambda_functions)
