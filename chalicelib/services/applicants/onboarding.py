"""The steps of the `user-onboarding` state machine (system A). Each takes ids and is idempotent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import ENDED, Onboarding, Profile, Stage
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.languages import reasons_in, words_in
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.verifications.verification import DECIDED, OPEN, State, Verification
from chalicelib.services.consequences.applicant import (
    TOLD,
    ApplicantIsTold,
    reachable,
    template_of,
)
from chalicelib.services.consequences.once import BEING_TOLD
from chalicelib.services.ports import Clock, Identity, Messages, Store
from chalicelib.services.verifications.verifications import Verifications
from chalicelib.services.verifications.workflow import Resumer

PROFILE_STEP = "profile"
DECISION_STEP = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingSteps:
    """The work of the machine's Lambdas."""

    onboardings: Store[Onboarding]
    profiles: Store[Profile]
    verifications: Verifications
    identity: Identity
    messages: Messages
    applicant: ApplicantIsTold
    resumer: Resumer
    now: Clock

    def check_profile(self, onboarding_id: str, token: str = "") -> bool:
        """Whether the profile is complete. With a `token` the step waits until it is, at most 30
        days.
        """
        onboarding = self.onboardings.get(onboarding_id)
        if token:
            self.resumer.wait(onboarding_id, PROFILE_STEP, token, timedelta(days=30))
            onboarding = self._changed(onboarding, self._waiting)
        profile = self.profiles.find(onboarding.user_id)
        if not (profile and profile.complete):
            return False
        self.profile_completed(onboarding)
        return True

    def profile_completed(self, onboarding: Onboarding) -> None:
        """Completes the waiting step at once."""
        self._changed(onboarding, self._with_profile)
        self.resumer.resume(onboarding.onboarding_id, PROFILE_STEP, {"complete": True})

    def _waiting(self, onboarding: Onboarding) -> Onboarding:
        if onboarding.waiting_for:
            return onboarding
        now = self.now()
        since = now.isoformat()
        return onboarding.at(onboarding.reached, now, waiting_for=PROFILE_STEP, waiting_since=since)

    def _with_profile(self, onboarding: Onboarding) -> Onboarding:
        early = onboarding.reached in (Stage.STARTED, Stage.PHONE_VERIFIED)
        if not early and not onboarding.waiting_for:
            return onboarding
        stage = Stage.PROFILE_COMPLETE if early else onboarding.reached
        return onboarding.at(stage, self.now(), waiting_for="", waiting_since="")

    def _changed(
        self, onboarding: Onboarding, change: Callable[[Onboarding], Onboarding]
    ) -> Onboarding:
        """The stored onboarding after `change`; retried on a lost race."""
        return self.onboardings.update(onboarding.onboarding_id, change=change)

    def recheck_profiles(self) -> int:
        """Run every five minutes: completes waiting steps whose profile is complete; how many."""
        woken = 0
        for onboarding in self.onboardings.each("waiting", PROFILE_STEP):
            profile = self.profiles.find(onboarding.user_id)
            if profile and profile.complete:
                self.profile_completed(onboarding)
                woken += 1
        return woken

    def start_kyc(self, onboarding_id: str) -> str:
        """Opens the verification of this onboarding; its id. Idempotent."""
        onboarding = self.onboardings.get(onboarding_id)
        verification = self.verifications.open(onboarding.user_id, onboarding_id)

        def begun(found: Onboarding) -> Onboarding:
            if found.verification_id == verification.verification_id:
                return found
            changes = {"verification_id": verification.verification_id, "waiting_for": ""}
            return found.at(Stage.KYC_STARTED, self.now(), **changes)

        self._changed(onboarding, begun)
        return verification.verification_id

    def await_decision(self, onboarding_id: str, token: str) -> None:
        """Lets the step wait for the decision; completes it at once if there is one."""
        self.resumer.wait(onboarding_id, DECISION_STEP, token, timedelta(days=8))
        verification = self._verification(onboarding_id)
        if verification.state in DECIDED:
            self.decided(verification)

    def decided(self, verification: Verification) -> bool:
        """Completes the waiting step with the person's standing and the verification it rests on;
        False if the machine has not come so far (it will look itself). If it is over, the
        onboarding's record is corrected.
        """
        onboarding = self.onboardings.find(verification.onboarding_id)
        if onboarding is None:
            return False
        self._changed(onboarding, self._as_it_stands)
        found = self.verifications.person(onboarding.user_id).standing()
        if found.status not in _STAGES:
            return False
        output = {
            "approved": found.status is KycStatus.VERIFIED,
            "verificationId": found.verification_id,
        }
        return self.resumer.resume(onboarding.onboarding_id, DECISION_STEP, output)

    def _as_it_stands(self, onboarding: Onboarding) -> Onboarding:
        """The person's standing, read within each try to store it: an older answer never overwrites
        a newer one.
        """
        found = self.verifications.person(onboarding.user_id).standing()
        if found.status not in _STAGES or not onboarding.verification_id:
            return onboarding
        stage = _STAGES[found.status] if onboarding.stage in ENDED else onboarding.stage
        if (stage, found.verification_id) == (onboarding.stage, onboarding.verification_id):
            return onboarding
        known = {"verification_id": found.verification_id, "failed_from": onboarding.failed_from}
        return onboarding.at(stage, self.now(), **known)

    def approved(self, onboarding_id: str) -> None:
        """Ends the onboarding as verified; the registry follows the verification itself."""
        self._end(onboarding_id, Stage.VERIFIED)

    def rejected(self, onboarding_id: str) -> None:
        """Ends the onboarding as rejected; KYC_REJECTED from outside closes the
        verification, too.
        """
        self.verifications.close(
            self.onboardings.get(onboarding_id).verification_id,
            State.REJECTED,
            ("reviewer_decision",),
        )
        self._end(onboarding_id, Stage.REJECTED)

    def timed_out(self, onboarding_id: str) -> Stage:
        """Ends the onboarding after its time limit; the stage it ended in. A decision at the last
        moment counts.
        """
        onboarding = self.onboardings.get(onboarding_id)
        if onboarding.verification_id and not self._goes_on(onboarding):
            self.verifications.close(onboarding.verification_id, State.EXPIRED, ("timed_out",))
        return self._end(onboarding_id, Stage.TIMED_OUT)

    def _goes_on(self, onboarding: Onboarding) -> bool:
        """Whether a published level gives the applicant or the reviewers more days than the
        workflow waits. The sweep ends such attempts; the followers of the move tell the person.
        """
        if not onboarding.verification_id:
            return False
        found = self.verifications.get(onboarding.verification_id)
        waits = found.state in OPEN and found.closes_at > self.now()
        return bool(found.level_key) and (waits or found.state is State.NEEDS_REVIEW)

    def verification_seconds(self, onboarding_id: str) -> float:
        """Seconds since the verification of this onboarding was opened."""
        opened = self._verification(onboarding_id).created_at
        return (self.now() - opened).total_seconds()

    def failed(self, onboarding_id: str, error: str, execution: str) -> None:
        """Ends the onboarding after a technical error: operators get the execution's id, the user a
        plain message.
        """
        onboarding = self.onboardings.get(onboarding_id)
        self.messages.alert(
            "Onboarding failed",
            {"onboardingId": onboarding_id, "error": error, "execution": execution},
        )
        over = ENDED | {Stage.FAILED}
        self._changed(onboarding, lambda o: o if o.stage in over else o.failed(error, self.now()))
        account = self.identity.find(onboarding.user_id)
        if account and account.email_verified:
            self.messages.email(account.email, Letter("our-fault", account.language))

    def remind_reviewers(self, onboarding_id: str) -> None:
        """Alerts the reviewers on day five."""
        self.messages.alert("A case waits for a decision", {"onboardingId": onboarding_id})

    def notify(self, onboarding_id: str, channel: str, template: str) -> None:
        """Sends one notice by `email` or `sms`, with the public reason."""
        onboarding = self.onboardings.get(onboarding_id)
        account = self.identity.find(onboarding.user_id)
        if account is None or not reachable(account, channel):
            return
        if template == "timed-out":  # unless a decision came at the last moment
            template = _LATE.get(onboarding.stage, template)
            if template == "timed-out" and self._goes_on(onboarding):
                return
        if template in TOLD.values():
            verification = self._verification(onboarding_id)
            if template_of(verification) == template:  # else it has moved on meanwhile
                self._told_once(verification, channel)
            return
        # First what may come twice: a step that fails is run again, and nobody wants two letters.
        self.messages.announce(template, {"onboardingId": onboarding_id, "channel": channel})
        if channel == "sms":
            self.messages.sms(account.phone, words_in(account.language).sms[template])
        else:
            why = reasons_in(account.language, ("timed_out",))
            self.messages.email(account.email, Letter(template, account.language, why))

    def _told_once(self, verification: Verification, channel: str) -> None:
        """Claims a notice: the move's follower sends the same one, and only one of the two may."""
        try:
            self.applicant.tell(verification, channel)
        except Unavailable as busy:
            if busy.code != BEING_TOLD:
                raise

    def _verification(self, onboarding_id: str) -> Verification:
        return self.verifications.get(self.onboardings.get(onboarding_id).verification_id)

    def _end(self, onboarding_id: str, stage: Stage) -> Stage:
        """Ends it by the person's standing now: a decision may have been reversed, or have come at
        the last moment.
        """

        def ended(found: Onboarding) -> Onboarding:
            stands = self.verifications.person(found.user_id).standing()
            now = _STAGES.get(stands.status, stage) if found.verification_id else stage
            return found if found.stage is now else found.at(now, self.now(), waiting_for="")

        return self._changed(self.onboardings.get(onboarding_id), ended).stage

    def latest(self, user_id: str) -> Onboarding | None:
        """The user's latest onboarding; None without one."""
        found = self.onboardings.query("byUser", user_id, limit=1)
        return found[0] if found else None


_STAGES = {KycStatus.VERIFIED: Stage.VERIFIED, KycStatus.REJECTED: Stage.REJECTED}
_LATE = {Stage.VERIFIED: "welcome", Stage.REJECTED: "rejected"}
