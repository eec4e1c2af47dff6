"""The steps of the `user-onboarding` state machine (system A). Each takes ids and is idempotent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.errors import Conflict
from chalicelib.domain.notices import public_text
from chalicelib.domain.onboarding import ENDED, Onboarding, Profile, Stage
from chalicelib.domain.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.user import KycStatus
from chalicelib.domain.verification import DECIDED, State, Verification
from chalicelib.services.ports import Clock, Identity, Messages, Store
from chalicelib.services.registry import Registry
from chalicelib.services.verifications import Verifications
from chalicelib.services.workflow import Resumer

PROFILE_STEP = "profile"
DECISION_STEP = "decision"
TEMPLATES = {
    "welcome": "Your identity is verified. Welcome!",
    "rejected": "We could not verify your identity. See your e-mail for details.",
    "timed-out": "Your verification has timed out. You can start again at any moment.",
    "more-information-needed": "We need more information from you. See your e-mail for details.",
}


@dataclass(frozen=True, slots=True)
class OnboardingSteps:
    """What the machine's Lambdas do."""

    onboardings: Store[Onboarding]
    profiles: Store[Profile]
    verifications: Verifications
    reviews: Store[ReviewCase]
    identity: Identity
    messages: Messages
    registry: Registry
    resumer: Resumer
    now: Clock

    def check_profile(self, onboarding_id: str, token: str = "") -> bool:
        """Is the profile complete? With a token: wait until it is (30 days at the most)."""
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
        """Wakes the machine at once."""
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
        """The stored onboarding after `change`; others may be changing it meanwhile."""
        while (after := change(onboarding)) is not onboarding:
            try:
                self.onboardings.save(after)
            except Conflict:
                onboarding = self.onboardings.get(onboarding.onboarding_id)
                continue
            return after
        return onboarding

    def recheck_profiles(self) -> int:
        """The five-minute sweep: wakes those whose profile is complete; how many were."""
        woken = 0
        for onboarding in self.onboardings.query("waiting", PROFILE_STEP, limit=1000):
            profile = self.profiles.find(onboarding.user_id)
            if profile and profile.complete:
                self.profile_completed(onboarding)
                woken += 1
        return woken

    def start_kyc(self, onboarding_id: str) -> str:
        """Opens the verification of this onboarding (once); its id."""
        onboarding = self.onboardings.get(onboarding_id)
        verification = self.verifications.open(onboarding.user_id, onboarding_id)

        def begun(found: Onboarding) -> Onboarding:
            if found.verification_id == verification.verification_id:
                return found
            changes = {"verification_id": verification.verification_id, "waiting_for": ""}
            return found.at(Stage.KYC_STARTED, self.now(), **changes)

        self._changed(onboarding, begun)
        self.registry.kyc(verification, KycStatus.PENDING)
        return verification.verification_id

    def await_decision(self, onboarding_id: str, token: str) -> None:
        """Waits for the decision; one that is already there ends the wait at once."""
        self.resumer.wait(onboarding_id, DECISION_STEP, token, timedelta(days=8))
        verification = self._verification(onboarding_id)
        if verification.state in DECIDED:
            self.decided(verification)

    def decided(self, verification: Verification) -> bool:
        """Tells the machine what was decided; before it has come so far, it will look itself."""
        if not verification.onboarding_id:
            return False
        return self.resumer.resume(
            verification.onboarding_id,
            DECISION_STEP,
            {"approved": verification.state is State.APPROVED},
        )

    def approved(self, onboarding_id: str) -> None:
        """The user is verified, in the registry and here."""
        self._end(onboarding_id, Stage.VERIFIED, KycStatus.VERIFIED)

    def rejected(self, onboarding_id: str) -> None:
        """The user is rejected; KYC_REJECTED from outside closes the verification too."""
        self.verifications.close(
            self.onboardings.get(onboarding_id).verification_id,
            State.REJECTED,
            ("reviewer_decision",),
        )
        self._end(onboarding_id, Stage.REJECTED, KycStatus.REJECTED)

    def timed_out(self, onboarding_id: str) -> Stage:
        """Nobody decided, or nothing came, in time. A decision at the last moment counts.

        The stage it ended in.
        """
        onboarding = self.onboardings.get(onboarding_id)
        found = None
        if onboarding.verification_id:
            found = self.verifications.close(
                onboarding.verification_id, State.EXPIRED, ("timed_out",)
            )
        if found and found.state in DECIDED:
            stage = Stage.VERIFIED if found.state is State.APPROVED else Stage.REJECTED
            self._end(onboarding_id, stage, found.kyc_status)
            return stage
        self._end(onboarding_id, Stage.TIMED_OUT, KycStatus.NOT_VERIFIED)
        return Stage.TIMED_OUT

    def verification_seconds(self, onboarding_id: str) -> float:
        """Seconds since the verification of this onboarding was opened."""
        opened = self._verification(onboarding_id).created_at
        return (self.now() - opened).total_seconds()

    def failed(self, onboarding_id: str, error: str, execution: str) -> None:
        """A technical fault: operators get the execution, the user plain words; nothing is lost."""
        onboarding = self.onboardings.get(onboarding_id)
        self.messages.alert(
            "Onboarding failed",
            {"onboardingId": onboarding_id, "error": error, "execution": execution},
        )
        over = ENDED | {Stage.FAILED}
        self._changed(onboarding, lambda o: o if o.stage in over else o.failed(error, self.now()))
        account = self.identity.find(onboarding.user_id)
        if account:
            self.messages.email(account.email, "more-information-needed", {"reason": _FAULT})

    def remind_reviewers(self, onboarding_id: str) -> None:
        """Day five: somebody should look."""
        self.messages.alert("A case waits for a decision", {"onboardingId": onboarding_id})

    def notify(self, onboarding_id: str, channel: str, template: str) -> None:
        """One notice by `email` or `sms`; the reason is the one the user may see."""
        onboarding = self.onboardings.get(onboarding_id)
        account = self.identity.find(onboarding.user_id)
        if account is None:
            return
        if template == "timed-out":  # unless a decision came at the last moment
            template = _LATE.get(onboarding.stage, template)
        if channel == "sms":
            self.messages.sms(account.phone, TEMPLATES[template])
        else:
            reasons: tuple[str, ...] = ("timed_out",)
            if template == "rejected":
                reasons = self._verification(onboarding_id).reasons
            self.messages.email(account.email, template, {"reason": public_text(reasons)})
        self.messages.announce(template, {"onboardingId": onboarding_id, "channel": channel})

    def ask_for_more(self, user_id: str, reasons: tuple[str, ...]) -> None:
        """A mail and an SMS that say what to send again."""
        account = self.identity.find(user_id)
        if account:
            template = "more-information-needed"
            self.messages.email(account.email, template, {"reason": public_text(reasons)})
            self.messages.sms(account.phone, TEMPLATES[template])

    def _verification(self, onboarding_id: str) -> Verification:
        return self.verifications.get(self.onboardings.get(onboarding_id).verification_id)

    def _end(self, onboarding_id: str, stage: Stage, status: KycStatus) -> None:
        onboarding = self.onboardings.get(onboarding_id)
        if onboarding.verification_id:
            self.registry.kyc(self._verification(onboarding_id), status)
            case = self.reviews.find(onboarding.verification_id)
            if case and stage is Stage.TIMED_OUT and case.status in OPEN_STATUSES:
                self.reviews.save(case.closed("timed_out", self.now()))
        self._changed(
            onboarding,
            lambda o: o if o.stage is stage else o.at(stage, self.now(), waiting_for=""),
        )

    def snapshot(self, user_id: str) -> dict[str, Any]:
        """The latest onboarding of a user, as the site shows it."""
        found = self.onboardings.query("byUser", user_id, limit=1)
        return {"onboardingId": found[0].onboarding_id, "stage": found[0].stage} if found else {}


_FAULT = "Something went wrong on our side. You need not do anything; we are looking into it."
_LATE = {Stage.VERIFIED: "welcome", Stage.REJECTED: "rejected"}
