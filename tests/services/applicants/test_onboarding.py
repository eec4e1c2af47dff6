"""The steps of the onboarding workflow: idempotent, and right whoever comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.events.follow_up import KEEP, FollowUp
from chalicelib.domain.verifications.verification import State
from tests.services.world import EMAIL, PHONE


@pytest.fixture
def begun(world):
    """(onboarding, user, verification) of somebody whose verification was opened."""
    onboarding_id, user_id = world.confirmed()
    return onboarding_id, user_id, world.steps.start_kyc(onboarding_id)


def status(world, user_id):
    return world.users.get(user_id).kyc_status


def test_a_complete_profile_is_seen_at_once(world):
    onboarding_id, _ = world.confirmed()
    assert world.steps.check_profile(onboarding_id) is True


def test_the_step_waits_and_the_profile_wakes_it(world):
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    assert world.steps.check_profile(onboarding_id, "profile-token") is False
    user_id = world.onboardings.get(onboarding_id).user_id
    assert "profile-token" not in world.workflow.answered
    world.people.save_profile(user_id, "Anna", world.now().date().replace(1991), "GRC", "")
    assert world.workflow.answered["profile-token"] == {"complete": True}
    found = world.onboardings.get(onboarding_id)
    assert (found.stage, found.waiting_for) == (Stage.PROFILE_COMPLETE, "")


def test_a_profile_that_was_first_leaves_nobody_waiting(world):
    onboarding_id, _ = world.confirmed()
    assert world.steps.check_profile(onboarding_id, "profile-token") is True
    assert world.workflow.answered["profile-token"] == {"complete": True}
    assert world.steps.recheck_profiles() == 0


def test_the_sweep_wakes_who_was_not_told(world, monkeypatch):
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    world.steps.check_profile(onboarding_id, "profile-token")
    user_id = world.onboardings.get(onboarding_id).user_id

    def away(*_, **__):
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(world.onboardings, "query", away)
        with pytest.raises(Unavailable):
            world.people.save_profile(user_id, "Anna", world.now().date().replace(1991), "GRC", "")
    assert world.steps.recheck_profiles() == 1
    assert world.workflow.answered["profile-token"] == {"complete": True}
    assert world.steps.recheck_profiles() == 0


def test_the_step_and_the_profile_at_once_never_hurt_each_other(world):
    """The profile is saved between the step's reading and its writing."""
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    user_id = world.onboardings.get(onboarding_id).user_id
    save, raced = world.onboardings.save, []

    def race(item):
        if not raced:
            raced.append(True)
            world.people.save_profile(user_id, "Anna", world.now().date().replace(1991), "GRC", "")
        save(item)

    world.onboardings.save = race
    assert world.steps.check_profile(onboarding_id, "profile-token") is True
    assert world.workflow.answered["profile-token"] == {"complete": True}
    assert world.onboardings.get(onboarding_id).waiting_for == ""


def test_a_verification_is_opened_once_and_the_registry_says_pending(world, begun):
    onboarding_id, user_id, verification_id = begun
    assert world.steps.start_kyc(onboarding_id) == verification_id
    row = world.users.get(user_id)
    assert (row.kyc_status, row.kyc_session_id, row.kyc_attempt, row.kyc_provider) == (
        KycStatus.PENDING, verification_id, 1, "in_house"
    )  # fmt: skip


def test_pictures_sent_before_the_workflow_belong_to_it(world):
    onboarding_id, user_id = world.confirmed()
    verification_id = world.uploaded(user_id)
    assert world.steps.start_kyc(onboarding_id) == verification_id
    assert world.verifications.get(verification_id).onboarding_id == onboarding_id


def test_a_row_that_comes_later_says_what_happened_before(world):
    onboarding_id = world.sign_up()
    world.accounts.confirm_phone(onboarding_id, world.code())
    world.steps.start_kyc(onboarding_id)
    user_id = world.onboardings.get(onboarding_id).user_id
    world.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    world.record_all()
    assert status(world, user_id) is KycStatus.PENDING
    assert world.waiting == []


def test_a_decision_before_the_wait_ends_it_at_once(world, begun):
    onboarding_id, _, verification_id = begun
    world.moved(verification_id, State.APPROVED)
    world.steps.await_decision(onboarding_id, "decision-token")
    assert world.workflow.answered["decision-token"]["approved"] is True


def test_a_decision_after_the_wait_began_ends_it_once(world, begun):
    onboarding_id, _, verification_id = begun
    world.steps.await_decision(onboarding_id, "decision-token")
    moved = world.moved(verification_id, State.REJECTED)
    assert world.steps.decided(moved) is False, "the follower was there before"
    assert world.workflow.answered["decision-token"]["approved"] is False


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    ("state", "step", "stage", "kyc"),
    [
        (State.APPROVED, "approved", Stage.VERIFIED, KycStatus.VERIFIED),
        (State.REJECTED, "rejected", Stage.REJECTED, KycStatus.REJECTED),
        (State.EXPIRED, "timed_out", Stage.TIMED_OUT, KycStatus.NOT_VERIFIED),
    ],
)
def test_every_ending_is_in_the_registry_however_often_it_is_told(
    world, begun, state, step, stage, kyc, times
):
    onboarding_id, user_id, verification_id = begun
    world.now.move(hours=1)
    if state is not State.EXPIRED:
        world.moved(verification_id, state)
    for _ in range(times):
        getattr(world.steps, step)(onboarding_id)
    assert world.onboardings.get(onboarding_id).stage is stage
    assert world.verifications.get(verification_id).state is state
    assert status(world, user_id) is kyc


def test_a_rejection_from_outside_closes_the_verification(world, begun):
    onboarding_id, user_id, verification_id = begun
    world.steps.rejected(onboarding_id)
    found = world.verifications.get(verification_id)
    assert (found.state, found.reasons) == (State.REJECTED, ("reviewer_decision",))
    assert status(world, user_id) is KycStatus.REJECTED


def test_an_onboarding_without_a_verification_times_out(world):
    onboarding_id, user_id = world.confirmed()
    world.steps.timed_out(onboarding_id)
    assert world.onboardings.get(onboarding_id).stage is Stage.TIMED_OUT
    assert status(world, user_id) is KycStatus.NOT_VERIFIED


@pytest.mark.parametrize(
    ("state", "stage", "kyc", "template"),
    [
        (State.APPROVED, Stage.VERIFIED, KycStatus.VERIFIED, "welcome"),
        (State.REJECTED, Stage.REJECTED, KycStatus.REJECTED, "rejected"),
    ],
)
def test_a_decision_at_the_last_moment_counts(world, begun, state, stage, kyc, template):
    """The workflow stops waiting, the decision falls, then the timeout is carried out."""
    onboarding_id, user_id, verification_id = begun
    world.now.move(days=7)
    moved = world.moved(verification_id, state)
    world.steps.timed_out(onboarding_id)
    world.steps.notify(onboarding_id, "email", "timed-out")
    assert world.verifications.get(verification_id) == moved
    assert world.onboardings.get(onboarding_id).stage is stage
    assert status(world, user_id) is kyc
    assert world.messages.mails[-1][1] == template


def test_an_abandoned_verification_can_still_time_out(world, begun):
    onboarding_id, user_id, verification_id = begun
    world.verifications.move(world.verifications.get(verification_id), State.ABANDONED)
    world.steps.timed_out(onboarding_id)
    assert world.onboardings.get(onboarding_id).stage is Stage.TIMED_OUT
    assert status(world, user_id) is KycStatus.NOT_VERIFIED


def test_a_timeout_survives_a_picture_that_arrives_meanwhile(world, begun):
    onboarding_id, user_id, verification_id = begun
    world.meanwhile(State.EXPIRED, lambda: world.uploaded(user_id))
    world.steps.timed_out(onboarding_id)
    assert world.verifications.get(verification_id).state is State.EXPIRED


def test_a_timeout_takes_the_case_from_the_reviewers(world, begun):
    onboarding_id, _, verification_id = begun
    moved = world.verifications.move(
        world.verifications.get(verification_id), State.NEEDS_REVIEW, ("face_mismatch",)
    )
    world.decisions.consider(moved.verification_id)
    world.steps.timed_out(onboarding_id)
    assert world.cases.get(verification_id).status == "timed_out"
    assert world.reviews.queue("open") == ((), "")


def test_a_fault_tells_operators_what_and_the_user_nothing_of_it(world, begun):
    onboarding_id, _, _ = begun
    world.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    assert world.messages.alerts[-1] == (
        "Onboarding failed",
        {"onboardingId": onboarding_id, "error": "Unavailable", "execution": "arn:execution"},
    )
    address, template, data = world.messages.mails[-1]
    assert (address, template) == (EMAIL, "our-fault")
    assert data["reason"] == ""
    assert world.onboardings.get(onboarding_id).stage is Stage.FAILED


def test_a_resumed_onboarding_goes_on_from_where_it_failed(world, begun):
    onboarding_id, user_id, verification_id = begun
    world.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    world.moved(verification_id, State.APPROVED)
    world.steps.await_decision(onboarding_id, "token")
    world.steps.approved(onboarding_id)
    assert world.onboardings.get(onboarding_id).stage is Stage.VERIFIED
    assert status(world, user_id) is KycStatus.VERIFIED


def test_a_fault_after_the_end_changes_no_ending(world, begun):
    onboarding_id, _, verification_id = begun
    world.moved(verification_id, State.APPROVED)
    world.steps.approved(onboarding_id)
    world.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    assert world.onboardings.get(onboarding_id).stage is Stage.VERIFIED


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (("document_expired",), "Your document has expired."),
        (("watchlist_match",), "We could not confirm your identity from what you sent."),
        (("document_expired", "duplicate_identity"), "We could not confirm your identity"),
    ],
)
def test_a_rejection_mail_tells_only_what_may_be_told(world, begun, reasons, told):
    onboarding_id, user_id, verification_id = begun
    world.verifications.move(world.verifications.get(verification_id), State.REJECTED, reasons)
    world.steps.rejected(onboarding_id)
    world.steps.notify(onboarding_id, "email", "rejected")
    assert world.messages.mails[-1][2]["reason"].startswith(told)
    stored = world.users.get(user_id).kyc_rejection_reason
    assert "watchlist" not in stored and "duplicate" not in stored


def test_a_notice_by_sms_goes_to_the_phone_and_is_announced(world, begun):
    onboarding_id, _, verification_id = begun
    world.at_once = False
    world.moved(verification_id, State.APPROVED)
    world.steps.notify(onboarding_id, "sms", "welcome")
    assert world.messages.texts[-1] == (PHONE, "Your identity is verified. Welcome!")
    assert world.messages.announced[-1] == (
        "welcome",
        {"onboardingId": onboarding_id, "verificationId": verification_id, "channel": "sms"},
    )


def test_a_person_whose_account_is_gone_gets_no_notice(world, begun):
    onboarding_id, _, _ = begun
    world.identity.delete(EMAIL)
    before = len(world.messages.mails)
    world.steps.notify(onboarding_id, "email", "welcome")
    world.steps.failed(onboarding_id, "Unavailable", "arn")
    assert len(world.messages.mails) == before


def test_a_second_attempt_after_a_timeout_is_counted(world, begun):
    onboarding_id, user_id, first = begun
    world.steps.timed_out(onboarding_id)
    world.now.move(days=1)
    second = world.verifications.open(user_id, "another-onboarding")
    assert second.verification_id != first
    assert (second.attempt, second.onboarding_id) == (2, "another-onboarding")
    assert second.closes_at == world.now() + timedelta(days=7)


@pytest.mark.parametrize("template", ["rejected", "timed-out"])
def test_nothing_is_mailed_to_an_address_that_nobody_proved(world, begun, template):
    onboarding_id, user_id, verification_id = begun
    account = world.identity.accounts[user_id]
    world.identity.accounts[user_id] = replace(account, email_verified=False)
    if template == "rejected":
        found = world.verifications.get(verification_id)
        world.verifications.move(found, State.REJECTED, ("document_expired",))
    for channel in ("email", "sms"):
        world.steps.notify(onboarding_id, channel, template)
    world.steps.failed(onboarding_id, "Unavailable", "arn")
    world.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007")
    assert world.messages.mails == []
    told = [text for number, text in world.messages.texts if number == PHONE and "code" not in text]
    assert len(told) == 1 and "e-mail" not in told[0]


def test_a_notice_that_the_follower_is_sending_is_no_fault_of_the_workflow(world):
    onboarding_id, _, case = world.ready()
    world.decisions.consider(case)
    told = FollowUp("applicant-sms", case, world.now() + KEEP)
    world.told.items.clear()
    world.told.add(told.begun(world.now()))
    world.messages.texts.clear()
    world.steps.notify(onboarding_id, "sms", "welcome")
    assert world.messages.texts == []
    world.now.move(hours=1)  # whoever was about it has died
    world.steps.notify(onboarding_id, "sms", "welcome")
    assert len(world.messages.texts) == 1


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_nothing_is_told_twice_because_the_companys_topic_was_away(world, channel):
    onboarding_id, _, case = world.ready()
    announce, world.told.items = world.messages.announce, {}

    def away(kind, facts):
        raise Unavailable("not now")

    world.messages.announce = away
    with pytest.raises(Unavailable):
        world.decisions.consider(case)
        world.steps.notify(onboarding_id, channel, "welcome")
    world.messages.announce = announce
    world.messages.announced.clear()
    told = (len(world.messages.mails), len(world.messages.texts))
    world.steps.notify(onboarding_id, channel, "welcome")
    world.steps.notify(onboarding_id, channel, "welcome")
    assert (len(world.messages.mails), len(world.messages.texts)) == told
    assert [facts["channel"] for _, facts in world.messages.announced] == [channel]
