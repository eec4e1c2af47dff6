"""The steps of the onboarding workflow: idempotent, and right whoever comes first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Onboarding, Stage
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.events.follow_up import KEEP, FollowUp
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import EMAIL, PHONE, InMemorySystem

Begun = tuple[str, str, str]


@pytest.fixture
def begun(system: InMemorySystem) -> Begun:
    """(onboarding, user, verification) of somebody whose verification was opened."""
    onboarding_id, user_id = system.confirmed()
    return onboarding_id, user_id, system.steps.start_kyc(onboarding_id)


def status(system: InMemorySystem, user_id: str) -> str:
    return system.users.get(user_id).kyc_status


def test_a_complete_profile_is_seen_at_once(system: InMemorySystem) -> None:
    onboarding_id, _ = system.confirmed()
    assert system.steps.check_profile(onboarding_id) is True


def test_the_step_waits_and_the_profile_wakes_it(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert system.steps.check_profile(onboarding_id, "profile-token") is False
    user_id = system.onboardings.get(onboarding_id).user_id
    assert "profile-token" not in system.workflow.answered
    system.people.save_profile(user_id, "Anna", system.now().date().replace(1991), "GRC", "")
    assert system.workflow.answered["profile-token"] == {"complete": True}
    found = system.onboardings.get(onboarding_id)
    assert (found.stage, found.waiting_for) == (Stage.PROFILE_COMPLETE, "")


def test_a_profile_that_was_first_leaves_nobody_waiting(system: InMemorySystem) -> None:
    onboarding_id, _ = system.confirmed()
    assert system.steps.check_profile(onboarding_id, "profile-token") is True
    assert system.workflow.answered["profile-token"] == {"complete": True}
    assert system.steps.recheck_profiles() == 0


def test_the_sweep_wakes_who_was_not_told(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    system.steps.check_profile(onboarding_id, "profile-token")
    user_id = system.onboardings.get(onboarding_id).user_id

    def away(*_: object, **__: object) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(system.onboardings, "query", away)
        with pytest.raises(Unavailable):
            system.people.save_profile(
                user_id, "Anna", system.now().date().replace(1991), "GRC", ""
            )
    assert system.steps.recheck_profiles() == 1
    assert system.workflow.answered["profile-token"] == {"complete": True}
    assert system.steps.recheck_profiles() == 0


def test_the_step_and_the_profile_at_once_never_hurt_each_other(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile is saved between the step's reading and its writing."""
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    user_id = system.onboardings.get(onboarding_id).user_id
    save, raced = system.onboardings.save, list[bool]()

    def race(item: Onboarding) -> None:
        if not raced:
            raced.append(True)
            system.people.save_profile(
                user_id, "Anna", system.now().date().replace(1991), "GRC", ""
            )
        save(item)

    monkeypatch.setattr(system.onboardings, "save", race)
    assert system.steps.check_profile(onboarding_id, "profile-token") is True
    assert system.workflow.answered["profile-token"] == {"complete": True}
    assert system.onboardings.get(onboarding_id).waiting_for == ""


def test_a_verification_is_opened_once_and_the_registry_says_pending(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, user_id, verification_id = begun
    assert system.steps.start_kyc(onboarding_id) == verification_id
    row = system.users.get(user_id)
    assert (row.kyc_status, row.kyc_session_id, row.kyc_attempt, row.kyc_provider) == (
        KycStatus.PENDING, verification_id, 1, "in_house"
    )  # fmt: skip


def test_pictures_sent_before_the_workflow_belong_to_it(system: InMemorySystem) -> None:
    onboarding_id, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    assert system.steps.start_kyc(onboarding_id) == verification_id
    assert system.verifications.get(verification_id).onboarding_id == onboarding_id


def test_a_row_that_comes_later_says_what_happened_before(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    system.steps.start_kyc(onboarding_id)
    user_id = system.onboardings.get(onboarding_id).user_id
    system.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    system.record_all()
    assert status(system, user_id) is KycStatus.PENDING
    assert system.waiting == []


def test_a_decision_before_the_wait_ends_it_at_once(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, _, verification_id = begun
    system.moved(verification_id, State.APPROVED)
    system.steps.await_decision(onboarding_id, "decision-token")
    assert system.workflow.answered["decision-token"]["approved"] is True


def test_a_decision_after_the_wait_began_ends_it_once(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, _, verification_id = begun
    system.steps.await_decision(onboarding_id, "decision-token")
    moved = system.moved(verification_id, State.REJECTED)
    assert system.steps.decided(moved) is False, "the follower was there before"
    assert system.workflow.answered["decision-token"]["approved"] is False


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
    system: InMemorySystem,
    begun: Begun,
    state: State,
    step: str,
    stage: Stage,
    kyc: KycStatus,
    times: int,
) -> None:
    onboarding_id, user_id, verification_id = begun
    system.now.move(hours=1)
    if state is not State.EXPIRED:
        system.moved(verification_id, state)
    for _ in range(times):
        getattr(system.steps, step)(onboarding_id)
    assert system.onboardings.get(onboarding_id).stage is stage
    assert system.verifications.get(verification_id).state is state
    assert status(system, user_id) is kyc


def test_a_rejection_from_outside_closes_the_verification(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, user_id, verification_id = begun
    system.steps.rejected(onboarding_id)
    found = system.verifications.get(verification_id)
    assert (found.state, found.reasons) == (State.REJECTED, ("reviewer_decision",))
    assert status(system, user_id) is KycStatus.REJECTED


def test_an_onboarding_without_a_verification_times_out(system: InMemorySystem) -> None:
    onboarding_id, user_id = system.confirmed()
    system.steps.timed_out(onboarding_id)
    assert system.onboardings.get(onboarding_id).stage is Stage.TIMED_OUT
    assert status(system, user_id) is KycStatus.NOT_VERIFIED


@pytest.mark.parametrize(
    ("state", "stage", "kyc", "template"),
    [
        (State.APPROVED, Stage.VERIFIED, KycStatus.VERIFIED, "welcome"),
        (State.REJECTED, Stage.REJECTED, KycStatus.REJECTED, "rejected"),
    ],
)
def test_a_decision_at_the_last_moment_counts(
    system: InMemorySystem,
    begun: Begun,
    state: State,
    stage: Stage,
    kyc: KycStatus,
    template: str,
) -> None:
    """The workflow stops waiting, the decision falls, then the timeout is carried out."""
    onboarding_id, user_id, verification_id = begun
    system.now.move(days=7)
    moved = system.moved(verification_id, state)
    system.steps.timed_out(onboarding_id)
    system.steps.notify(onboarding_id, "email", "timed-out")
    assert system.verifications.get(verification_id) == moved
    assert system.onboardings.get(onboarding_id).stage is stage
    assert status(system, user_id) is kyc
    assert system.messages.mails[-1][1] == template


def test_an_abandoned_verification_can_still_time_out(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, user_id, verification_id = begun
    system.verifications.move(system.verifications.get(verification_id), State.ABANDONED)
    system.steps.timed_out(onboarding_id)
    assert system.onboardings.get(onboarding_id).stage is Stage.TIMED_OUT
    assert status(system, user_id) is KycStatus.NOT_VERIFIED


def test_a_timeout_survives_a_picture_that_arrives_meanwhile(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, user_id, verification_id = begun
    system.meanwhile(State.EXPIRED, lambda: system.uploaded(user_id))
    system.steps.timed_out(onboarding_id)
    assert system.verifications.get(verification_id).state is State.EXPIRED


def test_a_timeout_takes_the_case_from_the_reviewers(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, _, verification_id = begun
    moved = system.verifications.move(
        system.verifications.get(verification_id), State.NEEDS_REVIEW, ("face_mismatch",)
    )
    system.decisions.consider(moved.verification_id)
    system.steps.timed_out(onboarding_id)
    assert system.cases.get(verification_id).status == "timed_out"
    assert system.reviews.queue("open") == ((), "")


def test_a_fault_tells_operators_what_and_the_user_nothing_of_it(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, _, _ = begun
    system.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    assert system.messages.alerts[-1] == (
        "Onboarding failed",
        {"onboardingId": onboarding_id, "error": "Unavailable", "execution": "arn:execution"},
    )
    address, template, data = system.messages.mails[-1]
    assert (address, template) == (EMAIL, "our-fault")
    assert data["reason"] == ""
    assert system.onboardings.get(onboarding_id).stage is Stage.FAILED


def test_a_resumed_onboarding_goes_on_from_where_it_failed(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, user_id, verification_id = begun
    system.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    system.moved(verification_id, State.APPROVED)
    system.steps.await_decision(onboarding_id, "token")
    system.steps.approved(onboarding_id)
    assert system.onboardings.get(onboarding_id).stage is Stage.VERIFIED
    assert status(system, user_id) is KycStatus.VERIFIED


def test_a_fault_after_the_end_changes_no_ending(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, _, verification_id = begun
    system.moved(verification_id, State.APPROVED)
    system.steps.approved(onboarding_id)
    system.steps.failed(onboarding_id, "Unavailable", "arn:execution")
    assert system.onboardings.get(onboarding_id).stage is Stage.VERIFIED


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (("document_expired",), "Your document has expired."),
        (("watchlist_match",), "We could not confirm your identity from what you sent."),
        (("document_expired", "duplicate_identity"), "We could not confirm your identity"),
    ],
)
def test_a_rejection_mail_tells_only_what_may_be_told(
    system: InMemorySystem, begun: Begun, reasons: tuple[str, ...], told: str
) -> None:
    onboarding_id, user_id, verification_id = begun
    system.verifications.move(system.verifications.get(verification_id), State.REJECTED, reasons)
    system.steps.rejected(onboarding_id)
    system.steps.notify(onboarding_id, "email", "rejected")
    assert system.messages.mails[-1][2]["reason"].startswith(told)
    stored = present(system.users.get(user_id).kyc_rejection_reason)
    assert "watchlist" not in stored and "duplicate" not in stored


def test_a_notice_by_sms_goes_to_the_phone_and_is_announced(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, _, verification_id = begun
    system.at_once = False
    system.moved(verification_id, State.APPROVED)
    system.steps.notify(onboarding_id, "sms", "welcome")
    assert system.messages.texts[-1] == (PHONE, "Your identity is verified. Welcome!")
    assert system.messages.announced[-1] == (
        "welcome",
        {"onboardingId": onboarding_id, "verificationId": verification_id, "channel": "sms"},
    )


def test_a_person_whose_account_is_gone_gets_no_notice(
    system: InMemorySystem, begun: Begun
) -> None:
    onboarding_id, _, _ = begun
    system.identity.delete(EMAIL)
    before = len(system.messages.mails)
    system.steps.notify(onboarding_id, "email", "welcome")
    system.steps.failed(onboarding_id, "Unavailable", "arn")
    assert len(system.messages.mails) == before


def test_a_second_attempt_after_a_timeout_is_counted(system: InMemorySystem, begun: Begun) -> None:
    onboarding_id, user_id, first = begun
    system.steps.timed_out(onboarding_id)
    system.now.move(days=1)
    second = system.verifications.open(user_id, "another-onboarding")
    assert second.verification_id != first
    assert (second.attempt, second.onboarding_id) == (2, "another-onboarding")
    assert second.closes_at == system.now() + timedelta(days=7)


@pytest.mark.parametrize("template", ["rejected", "timed-out"])
def test_nothing_is_mailed_to_an_address_that_nobody_proved(
    system: InMemorySystem, begun: Begun, template: str
) -> None:
    onboarding_id, user_id, verification_id = begun
    account = system.identity.accounts[user_id]
    system.identity.accounts[user_id] = replace(account, email_verified=False)
    if template == "rejected":
        found = system.verifications.get(verification_id)
        system.verifications.move(found, State.REJECTED, ("document_expired",))
    for channel in ("email", "sms"):
        system.steps.notify(onboarding_id, channel, template)
    system.steps.failed(onboarding_id, "Unavailable", "arn")
    system.accounts.start_signup(EMAIL, "Another-pass-2026", "+306900000007")
    assert system.messages.mails == []
    told = [
        text for number, text in system.messages.texts if number == PHONE and "code" not in text
    ]
    assert len(told) == 1 and "e-mail" not in told[0]


def test_a_notice_that_the_follower_is_sending_is_no_fault_of_the_workflow(
    system: InMemorySystem,
) -> None:
    onboarding_id, _, case = system.ready()
    system.decisions.consider(case)
    told = FollowUp("applicant-sms", case, system.now() + KEEP)
    system.told.items.clear()
    system.told.add(told.begun(system.now()))
    system.messages.texts.clear()
    system.steps.notify(onboarding_id, "sms", "welcome")
    assert system.messages.texts == []
    system.now.move(hours=1)  # whoever was about it has died
    system.steps.notify(onboarding_id, "sms", "welcome")
    assert len(system.messages.texts) == 1


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_nothing_is_told_twice_because_the_companys_topic_was_away(
    system: InMemorySystem, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    onboarding_id, _, case = system.ready()
    announce, system.told.items = system.messages.announce, {}

    def away(kind: str, facts: Mapping[str, Any]) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.messages, "announce", away)
    with pytest.raises(Unavailable):
        system.decisions.consider(case)
        system.steps.notify(onboarding_id, channel, "welcome")
    monkeypatch.setattr(system.messages, "announce", announce)
    system.messages.announced.clear()
    told = (len(system.messages.mails), len(system.messages.texts))
    system.steps.notify(onboarding_id, channel, "welcome")
    system.steps.notify(onboarding_id, channel, "welcome")
    assert (len(system.messages.mails), len(system.messages.texts)) == told
    assert [facts["channel"] for _, facts in system.messages.announced] == [channel]
