"""The signed-in person: their profile and their status."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Profile
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


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What a person sees and says of themselves."""

    profiles: Store[Profile]
    users: Users
    identity: Identity
    onboarding: OnboardingSteps
    now: Clock

    def me(self, user_id: str) -> dict[str, Any]:
        """The registry's row, or what the pool knows while the row is on its way; where the person
        stands is asked of the person."""
        onboarding = self.onboarding.snapshot(user_id)
        status = self._standing(user_id).status
        try:
            user = self.users.get(user_id)
        except NotFound:
            account = self.identity.find(user_id)
            email = account.email if account else ""
            proven = account is not None and account.email_verified
            return _me(user_id, email, status, onboarding) | {"emailVerified": proven}
        known = {"registered": True, "emailVerified": user.email_verified}
        return _me(user_id, user.email, status, onboarding) | known

    def kyc(self, user_id: str) -> dict[str, Any]:
        """Where the person stands, and by which verification."""
        found = self._standing(user_id)
        store = self.onboarding.verifications.store
        verification = store.find(found.verification_id) if found.verification_id else None
        if verification is None:
            return {"kycStatus": found.status}
        refused = found.status is KycStatus.REJECTED or verification.state is State.STALE
        reasons = shown(verification.state, verification.reasons).reasons if refused else ()
        return {
            "kycStatus": found.status,
            "provider": verification.provider,
            "verificationId": verification.verification_id,
            "reason": ",".join(reasons) or None,
        }

    def _standing(self, user_id: str) -> Standing:
        return self.onboarding.verifications.person(user_id).standing()

    def profile(self, user_id: str) -> dict[str, Any]:
        """The stored profile."""
        return _profile(self.profiles.get(user_id))

    def save_profile(
        self, user_id: str, name: str, born: date, nationality: str, address: str
    ) -> dict[str, Any]:
        """Stores the profile; a complete one wakes the onboarding."""
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
        return _profile(profile)

    def _frozen(self, profile: Profile) -> bool:
        """What a document was compared with stays, until that attempt has ended in vain or asks for
        another document; and what was verified stays."""
        store = self.onboarding.verifications.store
        compared = store.find(profile.frozen_by) if profile.frozen_by else None
        if compared is not None and compared.state not in CORRECTABLE:
            return True
        return self._standing(profile.user_id).status is KycStatus.VERIFIED


def _identity(profile: Profile) -> tuple[str, str, str]:
    return profile.full_name, profile.date_of_birth, profile.nationality


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "fullName": profile.full_name,
        "dateOfBirth": profile.date_of_birth,
        "nationality": profile.nationality,
        "address": profile.address,
        "complete": profile.complete,
    }


def _me(user_id: str, email: str, status: KycStatus, onboarding: dict[str, Any]) -> dict[str, Any]:
    return {
        "userId": user_id,
        "email": email,
        "kycStatus": status,
        "registered": False,
        "onboarding": onboarding,
    }
