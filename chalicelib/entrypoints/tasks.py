"""One function per task of the `user-onboarding` state machine.

Every payload is ids: `onboardingId`, and for steps that wait `token` (the task token), and for
notices `template`. Answers are ids and booleans, so an execution's history holds no personal data.
"""

from collections.abc import Callable

from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.entrypoints.runtime import Payload, count, count_by, task

tasks = Blueprint(__name__)
ENDS = {
    Stage.VERIFIED: "OnboardingApproved",
    Stage.REJECTED: "OnboardingRejected",
    Stage.TIMED_OUT: "OnboardingTimedOut",
}


@tasks.lambda_function(name="user-onboarding-phone-verification")
@task
def phone_verification(event: Payload) -> Payload:
    """Sends the code by SMS; the step waits until it is confirmed."""
    application().accounts.send_code(event["onboardingId"], event.get("token", ""))
    count("OnboardingStarted")
    return {"onboardingId": event["onboardingId"]}


@tasks.lambda_function(name="user-onboarding-check-profile")
@task
def check_profile(event: Payload) -> Payload:
    """Is the profile complete? With a token the step waits until it is."""
    complete = application().onboarding.check_profile(event["onboardingId"], event.get("token", ""))
    return {"onboardingId": event["onboardingId"], "complete": complete}


@tasks.lambda_function(name="user-onboarding-start-kyc")
@task
def start_kyc(event: Payload) -> Payload:
    """Opens the verification."""
    verification_id = application().onboarding.start_kyc(event["onboardingId"])
    return {"onboardingId": event["onboardingId"], "verificationId": verification_id}


@tasks.lambda_function(name="user-onboarding-await-decision")
@task
def await_decision(event: Payload) -> Payload:
    """The step waits until rules or reviewers have decided."""
    application().onboarding.await_decision(event["onboardingId"], event["token"])
    return {"onboardingId": event["onboardingId"]}


@tasks.lambda_function(name="user-onboarding-remind-admins")
@task
def remind_admins(event: Payload) -> Payload:
    """Day five: nobody has decided yet."""
    application().onboarding.remind_reviewers(event["onboardingId"])
    return {"onboardingId": event["onboardingId"]}


def _ended(metric: str, onboarding_id: str, end: Callable[[str], None]) -> None:
    """Ends it; counts the end and how long the decision took since the verification was opened."""
    end(onboarding_id)
    count(metric)
    seconds = application().onboarding.verification_seconds(onboarding_id)
    count("ApprovalTime", seconds, MetricUnit.Seconds)


@tasks.lambda_function(name="user-onboarding-kyc-approved")
@task
def kyc_approved(event: Payload) -> Payload:
    """The user is verified."""
    _ended("OnboardingApproved", event["onboardingId"], application().onboarding.approved)
    return {"onboardingId": event["onboardingId"], "status": "verified"}


@tasks.lambda_function(name="user-onboarding-kyc-rejected")
@task
def kyc_rejected(event: Payload) -> Payload:
    """The user is rejected."""
    _ended("OnboardingRejected", event["onboardingId"], application().onboarding.rejected)
    return {"onboardingId": event["onboardingId"], "status": "rejected"}


@tasks.lambda_function(name="user-onboarding-kyc-timeout")
@task
def kyc_timeout(event: Payload) -> Payload:
    """Nothing came, or nobody decided, in time; `status` may be that of a decision just made."""
    stage = application().onboarding.timed_out(event["onboardingId"])
    count(ENDS[stage])
    return {"onboardingId": event["onboardingId"], "status": str(stage)}


@tasks.lambda_function(name="user-onboarding-error-handler")
@task
def error_handler(event: Payload) -> Payload:
    """A technical fault: tells user and operators; the case can be resumed (redrive).

    `error` is the error's name, `step` the state that failed, `execution` the link to
    the execution.
    """
    application().onboarding.failed(
        event["onboardingId"], str(event.get("error", "")), str(event.get("execution", ""))
    )
    count("OnboardingFailed")
    count_by("OnboardingFailedAt", "step", str(event.get("step") or "unknown"))
    return {"onboardingId": event["onboardingId"], "status": "failed"}


@tasks.lambda_function(name="send-email")
@task
def send_email(event: Payload) -> Payload:
    """One mail: `template` is welcome, rejected, timed-out or more-information-needed."""
    application().onboarding.notify(event["onboardingId"], "email", event["template"])
    return {"onboardingId": event["onboardingId"], "sent": "email"}


@tasks.lambda_function(name="send-sms")
@task
def send_sms(event: Payload) -> Payload:
    """One text message."""
    application().onboarding.notify(event["onboardingId"], "sms", event["template"])
    return {"onboardingId": event["onboardingId"], "sent": "sms"}
