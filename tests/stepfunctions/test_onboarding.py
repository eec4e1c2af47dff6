"""The onboarding machine, executed: what it does when people do what they do."""

from __future__ import annotations

import time

import pytest

from chalicelib.domain.applicants.onboarding import Onboarding
from chalicelib.domain.errors import BadRequest, Conflict, TooMany
from tests.stepfunctions.workflow_harness import WorkflowHarness

START_OF_ALL = ["Begin", "VerifyPhone", "CheckProfile", "StartKyc", "AwaitDecision"]


def test_an_approved_applicant_is_verified_and_welcomed_on_both_channels(
    harness: WorkflowHarness,
) -> None:
    case = harness.at_review()
    harness.decide(case, approved=True)
    end = harness.ended(case)
    assert end["status"] == "SUCCEEDED"
    assert end["output"] == f'{{"onboardingId":"{case}","status":"verified"}}'
    path = harness.path(case)
    assert path[:8] == [*START_OF_ALL, "Decided", "Approved", "Welcome"]
    assert sorted(path[8:10]) == ["WelcomeEmail", "WelcomeSms"]
    assert path[10:] == ["Done"]
    assert harness.onboardings.get(case).stage == "verified"
    assert harness.messages.mails[-1][1] == "welcome"
    assert "verified" in harness.messages.texts[-1][1]


def test_the_applicant_goes_on_at_once_while_the_machine_waits(harness: WorkflowHarness) -> None:
    case = harness.register()
    assert harness.describe(case)["status"] == "RUNNING"
    assert harness.path(case) == ["Begin", "VerifyPhone"]


def test_a_wrong_code_is_refused_and_the_right_one_still_counts(harness: WorkflowHarness) -> None:
    case = harness.register()
    wrong = "000000" if harness.code() != "000000" else "000001"
    with pytest.raises(BadRequest):
        harness.accounts.confirm_phone(case, wrong)
    assert harness.path(case) == ["Begin", "VerifyPhone"]
    harness.confirm(case)
    harness.waits("CheckProfile")
    assert harness.describe(case)["status"] == "RUNNING"


def test_after_five_wrong_codes_only_a_new_one_counts(harness: WorkflowHarness) -> None:
    case = harness.register()
    right = harness.code()
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(BadRequest):
            harness.accounts.confirm_phone(case, wrong)
    with pytest.raises(TooMany):
        harness.accounts.confirm_phone(case, right)
    assert harness.path(case) == ["Begin", "VerifyPhone"]
    harness.accounts.resend_code(case)
    harness.confirm(case)
    harness.waits("CheckProfile")


def test_a_phone_nobody_proves_ends_the_case_after_a_day_without_a_message(
    harness: WorkflowHarness,
) -> None:
    case = harness.register()
    sent = len(harness.messages.texts), len(harness.messages.mails)
    harness.waits("VerifyPhone")
    harness.move(hours=23)
    assert harness.describe(case)["status"] == "RUNNING"
    harness.move(hours=2)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.path(case)[-2:] == ["NeverConfirmed", "Done"]
    assert (len(harness.messages.texts), len(harness.messages.mails)) == sent


def test_a_profile_completed_after_three_days_wakes_the_machine_at_once(
    harness: WorkflowHarness,
) -> None:
    case = harness.register()
    harness.confirm(case)
    harness.waits("CheckProfile")
    harness.move(days=3)
    assert harness.path(case)[-1] == "CheckProfile"
    harness.fill_profile(case)
    harness.waits("AwaitDecision")
    assert harness.path(case) == START_OF_ALL
    assert harness.lambdas.calls["user-onboarding-check-profile"] == 1


def test_the_sweep_wakes_a_machine_that_missed_the_completion(harness: WorkflowHarness) -> None:
    case = harness.register()
    harness.confirm(case)
    harness.waits("CheckProfile")
    from chalicelib.domain.applicants.onboarding import Profile

    born = "1991-03-14"
    harness.profiles.put(
        Profile(harness.user(case), "Anna Demosthenous", born, "GRC", harness.now())
    )
    assert harness.path(case)[-1] == "CheckProfile"
    assert harness.steps.recheck_profiles() == 1
    harness.waits("AwaitDecision")


def test_a_profile_never_completed_times_out_after_thirty_days(harness: WorkflowHarness) -> None:
    case = harness.register()
    harness.confirm(case)
    harness.waits("CheckProfile")
    harness.move(days=29)
    assert harness.describe(case)["status"] == "RUNNING"
    harness.move(days=1, seconds=1)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.onboardings.get(case).stage == "timed_out"
    assert harness.messages.mails[-1][1] == "timed-out"


def test_nobody_decides_for_seven_days_which_take_less_than_two_seconds(
    harness: WorkflowHarness,
) -> None:
    began = time.process_time()  # what else the computer does is not counted
    case = harness.at_review()
    harness.open_case(case)
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    assert [a for a, _ in harness.messages.alerts] == [
        "A case waits for review",
        "A case waits for a decision",
    ]
    harness.move(days=2, seconds=1)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.onboardings.get(case).stage == "timed_out"
    assert harness.verifications.get(harness.verification_of(case)).state == "expired"
    assert harness.messages.mails[-1][1] == "timed-out"
    assert len(harness.messages.alerts) == 2
    assert time.process_time() - began < 2


def test_approved_on_day_six_after_a_reminder_on_day_five(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    harness.move(days=4, hours=23)
    assert harness.messages.alerts == []
    harness.move(hours=2)
    harness.waits("AwaitLateDecision")
    assert harness.messages.alerts[0][1] == {"onboardingId": case}
    harness.move(days=1)
    harness.decide(case, approved=True)
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.onboardings.get(case).stage == "verified"


def test_a_rejected_applicant_is_told_by_mail_and_sms(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    harness.decide(case, approved=False)
    end = harness.ended(case)
    assert end["output"] == f'{{"onboardingId":"{case}","status":"rejected"}}'
    assert harness.messages.mails[-1][1] == "rejected"
    assert harness.onboardings.get(case).stage == "rejected"


def test_a_rejection_sent_as_a_failure_is_understood(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    token = harness.tokens.find(case, "decision")
    assert token and harness.workflow.fail(token, "KYC_REJECTED", "Invalid documents")
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.onboardings.get(case).stage == "rejected"


def test_an_answer_without_a_decision_neither_approves_nor_rejects(
    harness: WorkflowHarness,
) -> None:
    case = harness.at_review()
    token = harness.tokens.find(case, "decision")
    assert token and harness.workflow.succeed(token, {"aproved": True})
    assert harness.ended(case)["status"] == "FAILED"
    assert harness.verifications.get(harness.verification_of(case)).state == "created"
    assert harness.messages.alerts[-1][1]["error"] == "DecisionMissing"


def test_a_second_decision_and_one_after_the_timeout_are_conflicts(
    harness: WorkflowHarness,
) -> None:
    first, second = harness.at_review(), harness.at_review("maria@applicants.example")
    harness.decide(first, approved=True)
    with pytest.raises(Conflict, match="already decided"):
        harness.decide(first, approved=False)
    harness.ended(first)
    with pytest.raises(Conflict, match="already decided"):
        harness.decide(first, approved=True, reviewer="reviewer-2")
    harness.open_case(second)
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    harness.move(days=2, seconds=1)
    harness.ended(second)
    with pytest.raises(Conflict):
        harness.decide(second, approved=True)
    assert harness.onboardings.get(second).stage == "timed_out"


def test_a_token_answers_once_and_not_after_its_time(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    early = harness.tokens.find(case, "decision")
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    late = harness.tokens.find(case, "decision")
    assert early and late and early != late
    assert not harness.workflow.succeed(early, {"approved": False})
    assert harness.workflow.succeed(late, {"approved": True})
    assert not harness.workflow.succeed(late, {"approved": False})
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.path(case)[6:9] == ["AwaitLateDecision", "Decided", "Approved"]


def test_a_decision_between_the_two_waits_is_not_lost(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    case_id, old = harness.open_case(case), harness.tokens.find(case, "decision")
    succeed = harness.workflow.succeed

    def late(token: str, output: dict[str, bool]) -> bool:
        """The wait ends, and the next one begins, just before the answer arrives."""
        object.__setattr__(harness.resumer, "workflow", harness.workflow)
        harness.move(days=5, seconds=1)
        harness.until(lambda: harness.tokens.find(case, "decision") != old or ended())
        return succeed(token, output)

    def ended() -> bool:
        return str(harness.describe(case)["status"]) != "RUNNING"

    slow = type("Slow", (), {"succeed": staticmethod(late)})()
    object.__setattr__(harness.resumer, "workflow", slow)
    harness.reviews.decide(case_id, True, (), "seen", "reviewer-1")
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert "ReallyTimedOut" not in harness.path(case)
    assert harness.onboardings.get(case).stage == "verified"


def test_an_input_without_an_onboarding_fails_at_once(harness: WorkflowHarness) -> None:
    machine = harness.machines["user-onboarding"]
    harness.client.start_execution(stateMachineArn=machine, name="empty", input="{}")
    end = harness.ended("empty")
    assert (end["status"], end["error"]) == ("FAILED", "MissingField")
    assert not harness.lambdas.calls


def test_a_decision_at_the_last_moment_counts(harness: WorkflowHarness) -> None:
    case = harness.at_review()
    harness.move(days=5, seconds=1)
    harness.waits("AwaitLateDecision")
    case_id = harness.open_case(case)
    token = harness.tokens.find(case, "decision")
    harness.tokens.drop(case, "decision")  # the decision comes while the wait ends: nobody to wake
    harness.reviews.decide(case_id, True, (), "seen", "reviewer-1")
    assert token
    harness.move(days=2, seconds=1)
    end = harness.ended(case)
    assert end["output"] == f'{{"onboardingId":"{case}","status":"verified"}}'
    assert harness.path(case)[7:10] == ["TimedOut", "ReallyTimedOut", "Welcome"]
    assert harness.messages.mails[-1][1] == "welcome"


def test_a_sign_up_whose_account_was_replaced_ends_without_a_fault(
    harness: WorkflowHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account went in the moment in which the machine began: nothing could stop it before."""
    add, email = harness.onboardings.add, "doubled@applicants.example"

    def added_too_late(onboarding: Onboarding) -> None:
        add(onboarding)
        harness.identity.delete(email)

    monkeypatch.setattr(harness.onboardings, "add", added_too_late)
    case = harness.accounts.start_signup(email, "Correct-horse-2026", "+306900000077")
    assert harness.ended(case)["status"] == "SUCCEEDED"
    assert harness.path(case)[-2:] == ["NeverConfirmed", "Done"]
    assert harness.messages.alerts == []


def test_the_machine_of_a_replaced_sign_up_is_stopped(harness: WorkflowHarness) -> None:
    case = harness.register()
    harness.waits("VerifyPhone")
    harness.move(minutes=11)  # its code ran out
    second = harness.accounts.start_signup(
        "anna@applicants.example", "Another-pass-2026", "+306900000078"
    )
    assert harness.ended(case)["status"] == "ABORTED"
    assert harness.describe(second)["status"] == "RUNNING"
