"""The onboarding machine, executed: what it does when people do what they do."""

from __future__ import annotations

import time

import pytest

from chalicelib.domain.applicants.onboarding import Onboarding
from chalicelib.domain.errors import BadRequest, Conflict, TooMany
from tests.stepfunctions.stage import Stage

START_OF_ALL = ["Begin", "VerifyPhone", "CheckProfile", "StartKyc", "AwaitDecision"]


def test_an_approved_applicant_is_verified_and_welcomed_on_both_channels(stage: Stage):
    case = stage.at_review()
    stage.decide(case, approved=True)
    end = stage.ended(case)
    assert end["status"] == "SUCCEEDED"
    assert end["output"] == f'{{"onboardingId":"{case}","status":"verified"}}'
    path = stage.path(case)
    assert path[:8] == [*START_OF_ALL, "Decided", "Approved", "Welcome"]
    assert sorted(path[8:10]) == ["WelcomeEmail", "WelcomeSms"]
    assert path[10:] == ["Done"]
    assert stage.onboardings.get(case).stage == "verified"
    assert stage.messages.mails[-1][1] == "welcome"
    assert "verified" in stage.messages.texts[-1][1]


def test_the_applicant_goes_on_at_once_while_the_machine_waits(stage: Stage):
    case = stage.register()
    assert stage.describe(case)["status"] == "RUNNING"
    assert stage.path(case) == ["Begin", "VerifyPhone"]


def test_a_wrong_code_is_refused_and_the_right_one_still_counts(stage: Stage):
    case = stage.register()
    wrong = "000000" if stage.code() != "000000" else "000001"
    with pytest.raises(BadRequest):
        stage.accounts.confirm_phone(case, wrong)
    assert stage.path(case) == ["Begin", "VerifyPhone"]
    stage.confirm(case)
    stage.waits("CheckProfile")
    assert stage.describe(case)["status"] == "RUNNING"


def test_after_five_wrong_codes_only_a_new_one_counts(stage: Stage):
    case = stage.register()
    right = stage.code()
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(BadRequest):
            stage.accounts.confirm_phone(case, wrong)
    with pytest.raises(TooMany):
        stage.accounts.confirm_phone(case, right)
    assert stage.path(case) == ["Begin", "VerifyPhone"]
    stage.accounts.resend_code(case)
    stage.confirm(case)
    stage.waits("CheckProfile")


def test_a_phone_nobody_proves_ends_the_case_after_a_day_without_a_message(stage: Stage):
    case = stage.register()
    sent = len(stage.messages.texts), len(stage.messages.mails)
    stage.waits("VerifyPhone")
    stage.move(hours=23)
    assert stage.describe(case)["status"] == "RUNNING"
    stage.move(hours=2)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.path(case)[-2:] == ["NeverConfirmed", "Done"]
    assert (len(stage.messages.texts), len(stage.messages.mails)) == sent


def test_a_profile_completed_after_three_days_wakes_the_machine_at_once(stage: Stage):
    case = stage.register()
    stage.confirm(case)
    stage.waits("CheckProfile")
    stage.move(days=3)
    assert stage.path(case)[-1] == "CheckProfile"
    stage.fill_profile(case)
    stage.waits("AwaitDecision")
    assert stage.path(case) == START_OF_ALL
    assert stage.lambdas.calls["user-onboarding-check-profile"] == 1


def test_the_sweep_wakes_a_machine_that_missed_the_completion(stage: Stage):
    case = stage.register()
    stage.confirm(case)
    stage.waits("CheckProfile")
    from chalicelib.domain.applicants.onboarding import Profile

    born = "1991-03-14"
    stage.profiles.put(Profile(stage.user(case), "Anna Demosthenous", born, "GRC", stage.now()))
    assert stage.path(case)[-1] == "CheckProfile"
    assert stage.steps.recheck_profiles() == 1
    stage.waits("AwaitDecision")


def test_a_profile_never_completed_times_out_after_thirty_days(stage: Stage):
    case = stage.register()
    stage.confirm(case)
    stage.waits("CheckProfile")
    stage.move(days=29)
    assert stage.describe(case)["status"] == "RUNNING"
    stage.move(days=1, seconds=1)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.onboardings.get(case).stage == "timed_out"
    assert stage.messages.mails[-1][1] == "timed-out"


def test_nobody_decides_for_seven_days_which_take_less_than_two_seconds(stage: Stage):
    began = time.process_time()  # what else the computer does is not counted
    case = stage.at_review()
    stage.open_case(case)
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    assert [a for a, _ in stage.messages.alerts] == [
        "A case waits for review",
        "A case waits for a decision",
    ]
    stage.move(days=2, seconds=1)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.onboardings.get(case).stage == "timed_out"
    assert stage.verifications.get(stage.verification_of(case)).state == "expired"
    assert stage.messages.mails[-1][1] == "timed-out"
    assert len(stage.messages.alerts) == 2
    assert time.process_time() - began < 2


def test_approved_on_day_six_after_a_reminder_on_day_five(stage: Stage):
    case = stage.at_review()
    stage.move(days=4, hours=23)
    assert stage.messages.alerts == []
    stage.move(hours=2)
    stage.waits("AwaitLateDecision")
    assert stage.messages.alerts[0][1] == {"onboardingId": case}
    stage.move(days=1)
    stage.decide(case, approved=True)
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.onboardings.get(case).stage == "verified"


def test_a_rejected_applicant_is_told_by_mail_and_sms(stage: Stage):
    case = stage.at_review()
    stage.decide(case, approved=False)
    end = stage.ended(case)
    assert end["output"] == f'{{"onboardingId":"{case}","status":"rejected"}}'
    assert stage.messages.mails[-1][1] == "rejected"
    assert stage.onboardings.get(case).stage == "rejected"


def test_a_rejection_sent_as_a_failure_is_understood(stage: Stage):
    case = stage.at_review()
    token = stage.tokens.find(case, "decision")
    assert token and stage.workflow.fail(token, "KYC_REJECTED", "Invalid documents")
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.onboardings.get(case).stage == "rejected"


def test_an_answer_without_a_decision_neither_approves_nor_rejects(stage: Stage):
    case = stage.at_review()
    token = stage.tokens.find(case, "decision")
    assert token and stage.workflow.succeed(token, {"aproved": True})
    assert stage.ended(case)["status"] == "FAILED"
    assert stage.verifications.get(stage.verification_of(case)).state == "created"
    assert stage.messages.alerts[-1][1]["error"] == "DecisionMissing"


def test_a_second_decision_and_one_after_the_timeout_are_conflicts(stage: Stage):
    first, second = stage.at_review(), stage.at_review("maria@applicants.example")
    stage.decide(first, approved=True)
    with pytest.raises(Conflict, match="already decided"):
        stage.decide(first, approved=False)
    stage.ended(first)
    with pytest.raises(Conflict, match="already decided"):
        stage.decide(first, approved=True, reviewer="reviewer-2")
    stage.open_case(second)
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    stage.move(days=2, seconds=1)
    stage.ended(second)
    with pytest.raises(Conflict):
        stage.decide(second, approved=True)
    assert stage.onboardings.get(second).stage == "timed_out"


def test_a_token_answers_once_and_not_after_its_time(stage: Stage):
    case = stage.at_review()
    early = stage.tokens.find(case, "decision")
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    late = stage.tokens.find(case, "decision")
    assert early and late and early != late
    assert not stage.workflow.succeed(early, {"approved": False})
    assert stage.workflow.succeed(late, {"approved": True})
    assert not stage.workflow.succeed(late, {"approved": False})
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.path(case)[6:9] == ["AwaitLateDecision", "Decided", "Approved"]


def test_a_decision_between_the_two_waits_is_not_lost(stage: Stage):
    case = stage.at_review()
    case_id, old = stage.open_case(case), stage.tokens.find(case, "decision")
    succeed = stage.workflow.succeed

    def late(token: str, output: dict[str, bool]) -> bool:
        """The wait ends, and the next one begins, just before the answer arrives."""
        object.__setattr__(stage.resumer, "workflow", stage.workflow)
        stage.move(days=5, seconds=1)
        stage.until(lambda: stage.tokens.find(case, "decision") != old or ended())
        return succeed(token, output)

    def ended() -> bool:
        return stage.describe(case)["status"] != "RUNNING"

    slow = type("Slow", (), {"succeed": staticmethod(late)})()
    object.__setattr__(stage.resumer, "workflow", slow)
    stage.reviews.decide(case_id, True, (), "seen", "reviewer-1")
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert "ReallyTimedOut" not in stage.path(case)
    assert stage.onboardings.get(case).stage == "verified"


def test_an_input_without_an_onboarding_fails_at_once(stage: Stage):
    machine = stage.machines["user-onboarding"]
    stage.client.start_execution(stateMachineArn=machine, name="empty", input="{}")
    end = stage.ended("empty")
    assert (end["status"], end["error"]) == ("FAILED", "MissingField")
    assert not stage.lambdas.calls


def test_a_decision_at_the_last_moment_counts(stage: Stage):
    case = stage.at_review()
    stage.move(days=5, seconds=1)
    stage.waits("AwaitLateDecision")
    case_id = stage.open_case(case)
    token = stage.tokens.find(case, "decision")
    stage.tokens.drop(case, "decision")  # the decision comes while the wait ends: nobody to wake
    stage.reviews.decide(case_id, True, (), "seen", "reviewer-1")
    assert token
    stage.move(days=2, seconds=1)
    end = stage.ended(case)
    assert end["output"] == f'{{"onboardingId":"{case}","status":"verified"}}'
    assert stage.path(case)[7:10] == ["TimedOut", "ReallyTimedOut", "Welcome"]
    assert stage.messages.mails[-1][1] == "welcome"


def test_a_sign_up_whose_account_was_replaced_ends_without_a_fault(stage: Stage, monkeypatch):
    """The account went in the moment in which the machine began: nothing could stop it before."""
    add, email = stage.onboardings.add, "doubled@applicants.example"

    def added_too_late(onboarding: Onboarding) -> None:
        add(onboarding)
        stage.identity.delete(email)

    monkeypatch.setattr(stage.onboardings, "add", added_too_late)
    case = stage.accounts.start_signup(email, "Correct-horse-2026", "+306900000077")
    assert stage.ended(case)["status"] == "SUCCEEDED"
    assert stage.path(case)[-2:] == ["NeverConfirmed", "Done"]
    assert stage.messages.alerts == []


def test_the_machine_of_a_replaced_sign_up_is_stopped(stage: Stage):
    case = stage.register()
    stage.waits("VerifyPhone")
    stage.move(minutes=11)  # its code ran out
    second = stage.accounts.start_signup(
        "anna@applicants.example", "Another-pass-2026", "+306900000078"
    )
    assert stage.ended(case)["status"] == "ABORTED"
    assert stage.describe(second)["status"] == "RUNNING"
