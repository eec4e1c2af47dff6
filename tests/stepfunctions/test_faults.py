"""The onboarding machine when something breaks: retried, told, and gone on with."""

from __future__ import annotations

import json

from chalicelib.domain.errors import Refused, Unavailable
from tests.stepfunctions.workflow_harness import Crash, WorkflowHarness

KYC = "user-onboarding-start-kyc"


def test_a_provider_that_is_down_for_hours_is_asked_until_it_is_back(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.broken[KYC] = [Unavailable("the provider is down") for _ in range(12)]
    case = harness.at_review()
    assert harness.lambdas.calls[KYC] == 13
    assert harness.path(case).count("StartKyc") == 1
    assert harness.messages.alerts == []


def test_a_provider_that_stays_down_ends_in_a_failure_that_everybody_hears_of(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.down[KYC] = Unavailable("the provider is down")
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    end = harness.ended(case)
    assert end["status"] == "FAILED"
    assert "Unavailable at StartKyc" in end["cause"]
    assert harness.lambdas.calls[KYC] == 49
    subject, facts = harness.messages.alerts[-1]
    assert (subject, facts["error"]) == ("Onboarding failed", "Unavailable")
    assert facts["execution"].startswith("https://eu-west-1.console.aws.amazon.com/states/home")
    assert facts["execution"].endswith(harness.arn(case))
    assert harness.messages.mails[-1][1] == "our-fault"
    assert harness.onboardings.get(case).stage == "failed"


def test_a_failed_case_goes_on_from_the_step_that_failed_when_redriven(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.down[KYC] = Refused("the provider said no")
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    assert harness.ended(case)["status"] == "FAILED"
    harness.lambdas.down.clear()
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.waits("AwaitDecision")
    assert harness.path(case)[4:] == [
        "Failed", "Resumable", "Resumable", "GoOn", "StartKyc", "AwaitDecision",
    ]  # fmt: skip
    harness.decide(case, approved=True)
    end = harness.ended(case)
    assert (end["status"], end["redriveCount"]) == ("SUCCEEDED", 1)
    assert harness.onboardings.get(case).stage == "verified"


def test_a_case_that_fails_again_after_a_redrive_can_be_redriven_again(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.down[KYC] = Refused("the provider said no")
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    harness.ended(case)
    for count in (1, 2):
        harness.client.redrive_execution(executionArn=harness.arn(case))
        harness.until(lambda: harness.describe(case)["status"] == "FAILED")
        assert harness.describe(case)["redriveCount"] == count
    harness.lambdas.down.clear()
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.waits("AwaitDecision")


def test_a_fault_before_the_phone_is_proven_proves_nothing(harness: WorkflowHarness) -> None:
    harness.lambdas.down["user-onboarding-phone-verification"] = Refused("no such number")
    case = harness.accounts.start_signup("anna@applicants.example", "Long-enough-2026", "+30690")
    assert harness.ended(case)["status"] == "FAILED"
    harness.lambdas.down.clear()
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.waits("VerifyPhone")
    harness.until(lambda: bool(harness.messages.texts))
    assert harness.path(case)[-1] == "VerifyPhone"


def test_a_stopped_execution_goes_on_where_it_was_when_redriven(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    harness.client.stop_execution(executionArn=harness.arn(case), error="Maintenance")
    assert harness.ended(case)["status"] == "ABORTED"
    old = harness.tokens.find(case, "decision")
    assert old and not harness.workflow.succeed(old, {"approved": True})
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.until(lambda: harness.tokens.find(case, "decision") != old)
    harness.waits("AwaitDecision")
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"


def test_a_decision_made_while_the_machine_was_stopped_is_not_lost(
    harness: WorkflowHarness,
) -> None:
    case = harness.at_review()
    harness.client.stop_execution(executionArn=harness.arn(case))
    harness.ended(case)
    harness.decide(case, approved=True)
    harness.client.redrive_execution(executionArn=harness.arn(case))
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.onboardings.get(case).stage == "verified"


def test_a_function_that_dies_before_or_after_its_work_is_called_again(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.broken[KYC] = [
        Crash(),
        Crash(after=True),
        Crash("Sandbox.Timedout", after=True),
    ]
    harness.lambdas.broken["user-onboarding-kyc-approved"] = [Crash(after=True)]
    case = harness.at_review()
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.lambdas.calls[KYC] == 4
    opened = [e for e in harness.audit.entries if e[1] == "opened"]
    assert len(opened) == 1


def test_a_step_that_waits_survives_the_death_of_its_function(harness: WorkflowHarness) -> None:
    harness.lambdas.broken["user-onboarding-await-decision"] = [Crash(after=True)]
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    harness.until(lambda: harness.lambdas.calls["user-onboarding-await-decision"] == 2)
    harness.waits("AwaitDecision")
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"


def test_a_mail_that_fails_does_not_stop_the_sms_and_admins_hear_of_it(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.down["send-email"] = Refused("the address bounces")
    case = harness.at_review()
    before = len(harness.messages.texts)
    harness.decide(case, approved=True)
    end = harness.ended(case)
    assert end["status"] == "SUCCEEDED"
    assert len(harness.messages.texts) == before + 1
    # The move itself tells the person, too: one mail, although the workflow could not send its own
    assert [m[1] for m in harness.messages.mails].count("welcome") == 1
    [alert] = harness.told_admins()
    assert json.loads(alert) == {
        "onboardingId": case, "channel": "email", "template": "welcome", "error": "Refused",
    }  # fmt: skip


def test_a_mail_service_that_hiccups_is_asked_again(harness: WorkflowHarness) -> None:
    harness.lambdas.broken["send-email"] = [Unavailable("busy"), Unavailable("busy")]
    case = harness.at_review()
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert [m[1] for m in harness.messages.mails].count("welcome") == 1
    assert harness.told_admins() == []


def test_both_channels_down_still_ends_the_case(harness: WorkflowHarness) -> None:
    harness.lambdas.down["send-email"] = harness.lambdas.down["send-sms"] = Unavailable("down")
    case = harness.at_review()
    harness.decide(case, approved=False)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    channels = sorted(json.loads(alert)["channel"] for alert in harness.told_admins())
    assert channels == ["email", "sms"]


def test_a_reminder_that_cannot_be_sent_does_not_stop_the_case(harness: WorkflowHarness) -> None:
    harness.lambdas.down["user-onboarding-remind-admins"] = Refused("no such topic")
    case = harness.at_review()
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"


def test_an_error_handler_that_fails_too_still_leaves_the_case_resumable(
    harness: WorkflowHarness,
) -> None:
    harness.lambdas.down[KYC] = Refused("no")
    harness.lambdas.down["user-onboarding-error-handler"] = Refused("no")
    case = harness.register()
    harness.confirm(case)
    harness.fill_profile(case)
    assert harness.ended(case)["status"] == "FAILED"
    harness.lambdas.down.clear()
    harness.client.redrive_execution(executionArn=harness.arn(case))
    harness.waits("AwaitDecision")
