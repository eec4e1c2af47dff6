"""The onboarding machine when something breaks: retried, told, and gone on with."""

from __future__ import annotations

import json

from chalicelib.domain.errors import Refused, Unavailable
from tests.stepfunctions.stage import Crash, Stage

KYC = "user-onboarding-start-kyc"


def test_a_provider_that_is_down_for_hours_is_asked_until_it_is_back(stage: Stage):
    stage.lambdas.broken[KYC] = [Unavailable("the provider is down") for _ in range(12)]
    case = stage.at_review()
    assert stage.lambdas.calls[KYC] == 13
    assert stage.path(case).count("StartKyc") == 1
    assert stage.messages.alerts == []


def test_a_provider_that_stays_down_ends_in_a_failure_that_everybody_hears_of(stage: Stage):
    stage.lambdas.down[KYC] = Unavailable("the provider is down")
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    end = stage.ended(case)
    assert end["status"] == "FAILED"
    assert "Unavailable at StartKyc" in end["cause"]
    assert stage.lambdas.calls[KYC] == 49
    subject, facts = stage.messages.alerts[-1]
    assert (subject, facts["error"]) == ("Onboarding failed", "Unavailable")
    assert facts["execution"].startswith("https://eu-west-1.console.aws.amazon.com/states/home")
    assert facts["execution"].endswith(stage.arn(case))
    assert stage.messages.mails[-1][1] == "our-fault"
    assert stage.onboardings.get(case).stage == "failed"


def test_a_failed_case_goes_on_from_the_step_that_failed_when_redriven(stage: Stage):
    stage.lambdas.down[KYC] = Refused("the provider said no")
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    assert stage.ended(case)["status"] == "FAILED"
    stage.lambdas.down.clear()
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.waits("AwaitDecision")
    assert stage.path(case)[4:] == [
        "Failed", "Resumable", "Resumable", "GoOn", "StartKyc", "AwaitDecision",
    ]  # fmt: skip
    stage.decide(case, approved=True)
    end = stage.ended(case)
    assert (end["status"], end["redriveCount"]) == ("SUCCEEDED", 1)
    assert stage.onboardings.get(case).stage == "verified"


def test_a_case_that_fails_again_after_a_redrive_can_be_redriven_again(stage: Stage):
    stage.lambdas.down[KYC] = Refused("the provider said no")
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    stage.ended(case)
    for count in (1, 2):
        stage.client.redrive_execution(executionArn=stage.arn(case))
        stage.until(lambda: stage.describe(case)["status"] == "FAILED")
        assert stage.describe(case)["redriveCount"] == count
    stage.lambdas.down.clear()
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.waits("AwaitDecision")


def test_a_fault_before_the_phone_is_proven_proves_nothing(stage: Stage):
    stage.lambdas.down["user-onboarding-phone-verification"] = Refused("no such number")
    case = stage.accounts.start_signup("anna@applicants.example", "Long-enough-2026", "+30690")
    assert stage.ended(case)["status"] == "FAILED"
    stage.lambdas.down.clear()
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.waits("VerifyPhone")
    stage.until(lambda: stage.texted(case))
    assert stage.path(case)[-1] == "VerifyPhone"


def test_a_stopped_execution_goes_on_where_it_was_when_redriven(stage: Stage):
    case = stage.at_review()
    stage.client.stop_execution(executionArn=stage.arn(case), error="Maintenance")
    assert stage.ended(case)["status"] == "ABORTED"
    old = stage.tokens.find(case, "decision")
    assert old and not stage.workflow.succeed(old, {"approved": True})
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.until(lambda: stage.tokens.find(case, "decision") != old)
    stage.waits("AwaitDecision")
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"


def test_a_decision_made_while_the_machine_was_stopped_is_not_lost(stage: Stage):
    case = stage.at_review()
    stage.client.stop_execution(executionArn=stage.arn(case))
    stage.ended(case)
    stage.decide(case, approved=True)
    stage.client.redrive_execution(executionArn=stage.arn(case))
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.onboardings.get(case).stage == "verified"


def test_a_function_that_dies_before_or_after_its_work_is_called_again(stage: Stage):
    stage.lambdas.broken[KYC] = [Crash(), Crash(after=True), Crash("Sandbox.Timedout", after=True)]
    stage.lambdas.broken["user-onboarding-kyc-approved"] = [Crash(after=True)]
    case = stage.at_review()
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.lambdas.calls[KYC] == 4
    opened = [e for e in stage.audit.entries if e[1] == "opened"]
    assert len(opened) == 1


def test_a_step_that_waits_survives_the_death_of_its_function(stage: Stage):
    stage.lambdas.broken["user-onboarding-await-decision"] = [Crash(after=True)]
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    stage.until(lambda: stage.lambdas.calls["user-onboarding-await-decision"] == 2)
    stage.waits("AwaitDecision")
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"


def test_a_mail_that_fails_does_not_stop_the_sms_and_admins_hear_of_it(stage: Stage):
    stage.lambdas.down["send-email"] = Refused("the address bounces")
    case = stage.at_review()
    before = len(stage.messages.texts)
    stage.decide(case, approved=True)
    end = stage.ended(case)
    assert end["status"] == "SUCCEEDED"
    assert len(stage.messages.texts) == before + 1
    # The move itself tells the person, too: one mail, although the workflow could not send its own
    assert [m[1] for m in stage.messages.mails].count("welcome") == 1
    [alert] = stage.told_admins()
    assert json.loads(alert) == {
        "onboardingId": case, "channel": "email", "template": "welcome", "error": "Refused",
    }  # fmt: skip


def test_a_mail_service_that_hiccups_is_asked_again(stage: Stage):
    stage.lambdas.broken["send-email"] = [Unavailable("busy"), Unavailable("busy")]
    case = stage.at_review()
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert [m[1] for m in stage.messages.mails].count("welcome") == 1
    assert stage.told_admins() == []


def test_both_channels_down_still_ends_the_case(stage: Stage):
    stage.lambdas.down["send-email"] = stage.lambdas.down["send-sms"] = Unavailable("down")
    case = stage.at_review()
    stage.decide(case, approved=False)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    channels = sorted(json.loads(alert)["channel"] for alert in stage.told_admins())
    assert channels == ["email", "sms"]


def test_a_reminder_that_cannot_be_sent_does_not_stop_the_case(stage: Stage):
    stage.lambdas.down["user-onboarding-remind-admins"] = Refused("no such topic")
    case = stage.at_review()
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"


def test_an_error_handler_that_fails_too_still_leaves_the_case_resumable(stage: Stage):
    stage.lambdas.down[KYC] = Refused("no")
    stage.lambdas.down["user-onboarding-error-handler"] = Refused("no")
    case = stage.register()
    stage.confirm(case)
    stage.fill_profile(case)
    assert stage.ended(case)["status"] == "FAILED"
    stage.lambdas.down.clear()
    stage.client.redrive_execution(executionArn=stage.arn(case))
    stage.waits("AwaitDecision")
