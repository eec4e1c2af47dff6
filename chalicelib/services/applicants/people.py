"""The signed-in person's profile and status."""

from dataclasses import dataclass, field, replace
from datetime import date

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.applicants.person import Standing
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications.notices import shown
from chalicelib.domain.verifications.verification import State
from chalicelib.services.applicants.onboarding import OnboardingSteps
from chalicelib.services.ports import Clock, Identity, Store, Users

OLDEST = 130
#: An attempt in one of these states is compared with the profile no more, or not yet again.
CORRECTABLE = frozenset(
    {
        *(State.REJECTED, State.EXPIRED, State.ABANDONED, State.ERROR, State.RESUBMIT_REQUESTED),
        State.STALE,
    }
)


@dataclass(frozen=True, slots=True)
class Myself:
    """The signed-in person: from the registry, or from the pool until their row is written."""

    user_id: str
    email: str = field(repr=False)
    email_verified: bool
    kyc_status: KycStatus
    registered: bool
    onboarding: Onboarding | None


@dataclass(frozen=True, slots=True)
class Known:
    """A person's KYC status, the attempt it rests on, and the public reason of a refusal."""

    status: KycStatus
    provider: str = ""
    verification_id: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What a signed-in person reads and writes."""

    profiles: Store[Profile]
    users: Users
    identity: Identity
    onboarding: OnboardingSteps
    now: Clock

    def me(self, user_id: str) -> Myself:
        """The registry's row, or the pool's data until it is written; the status comes from the
        person's own row.
        """
        onboarding = self.onboarding.latest(user_id)
        status = self._standing(user_id).status
        try:
            user = self.users.get(user_id)
        except NotFound:
            account = self.identity.find(user_id)
            email = account.email if account else ""
            proven = account is not None and account.email_verified
            return Myself(user_id, email, proven, status, registered=False, onboarding=onboarding)
        proven = user.email_verified
        return Myself(user_id, user.email, proven, status, registered=True, onboarding=onboarding)

    def kyc(self, user_id: str) -> Known:
        """The person's status, and the verification it rests on."""
        found = self._standing(user_id)
        store = self.onboarding.verifications.store
        verification = store.find(found.verification_id) if found.verification_id else None
        if verification is None:
            return Known(found.status)
        refused = found.status is KycStatus.REJECTED or verification.state is State.STALE
        reasons = shown(verification.state, verification.reasons).reasons if refused else ()
        return Known(found.status, verification.provider, verification.verification_id, reasons)

    def _standing(self, user_id: str) -> Standing:
        return self.onboarding.verifications.person(user_id).standing()

    def profile(self, user_id: str) -> Profile:
        """The stored profile; NotFound."""
        return self.profiles.get(user_id)

    def save_profile(
        self, user_id: str, name: str, born: date, nationality: str, address: str
    ) -> Profile:
        """Stores the profile; a complete one continues the onboarding. BadRequest, Conflict
        (`profile_frozen`).
        """
        today = self.now().date()
        if born >= today or today.year - born.year > OLDEST:
            raise BadRequest("this is no date of birth", "date_of_birth_invalid")
        before = self.profiles.find(user_id)
        profile = Profile(
            user_id,
            name,
            born.isoformat(),
            nationality,
            self.now(),
            address,
            version=before.version + 1 if before else 1,
            frozen_by=before.frozen_by if before else "",
        )
        if before and _identity(before) != _identity(profile):
            if self._frozen(before):
                raise Conflict("these details can no longer be changed here", "profile_frozen")
            profile = replace(profile, frozen_by="")
        if before:
            self.profiles.save(profile)
        else:
            self.profiles.add(profile)
        for onboarding in self.onboarding.onboardings.query("byUser", user_id, limit=1):
            if profile.complete:
                self.onboarding.profile_completed(onboarding)
        return profile

    def _frozen(self, profile: Profile) -> bool:
        """Whether the profile may not change: it was compared with a document, and that attempt
        neither failed nor asks for another document; or it is verified.
        """
        store = self.onboarding.verifications.store
        compared = store.find(profile.frozen_by) if profile.frozen_by else None
        if compared is not None and compared.state not in CORRECTABLE:
            return True
        return self._standing(profile.user_id).status is KycStatus.VERIFIED


def _identity(profile: Profile) -> tuple[str, str, str]:
    return profile.full_name, profile.date_of_birth, profile.nationality
