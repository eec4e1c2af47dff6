"""The onboarding of one person: from the sign-up form to a decided verification."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far the applicant has come."""

    STARTED = "started"
    PHONE_VERIFIED = "phone_verified"
    PROFILE_COMPLETE = "profile_complete"
    KYC_STARTED = "kyc_started"
    VERIFIED = "verified"
    REJECTED = "rejected"
    TIMED_OUT = "timed_out"
    ABANDONED = "abandoned"
    FAILED = "failed"


ENDED = frozenset({Stage.VERIFIED, Stage.REJECTED, Stage.TIMED_OUT, Stage.ABANDONED})


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Holds ids only; e-mail, phone and name stay with the user pool and the profile."""

    onboarding_id: str
    user_id: str
    created_at: datetime
    updated_at: datetime
    stage: Stage = Stage.STARTED
    waiting_for: str = ""
    waiting_since: str = ""
    verification_id: str = ""
    error: str = ""
    failed_from: str = ""
    version: int = 1

    @property
    def reached(self) -> Stage:
        """How far the applicant really is: a technical fault does not prove a phone number."""
        return Stage(self.failed_from) if self.failed_from else self.stage

    def at(self, stage: Stage, now: datetime, **changes: str) -> "Onboarding":
        """The same onboarding one version on, at `stage`."""
        known: dict[str, str] = {"failed_from": ""} | changes
        # mypy cannot follow the fields' types through **.
        return replace(self, stage=stage, updated_at=now, version=self.version + 1, **known)  # type: ignore[arg-type]

    def failed(self, error: str, now: datetime) -> "Onboarding":
        """A technical fault stopped it here; it can go on from here."""
        return self.at(Stage.FAILED, now, error=error, failed_from=str(self.reached))


@dataclass(frozen=True, slots=True)
class Profile:
    """What the applicant says of themselves; personal data.

    `frozen_by` is the verification whose document was read against it: from then on it stays.
    """

    user_id: str
    full_name: str = field(repr=False)
    date_of_birth: str = field(repr=False)
    nationality: str
    updated_at: datetime
    address: str = field(default="", repr=False)
    version: int = 1
    frozen_by: str = ""

    @property
    def complete(self) -> bool:
        """Enough to start a verification."""
        return bool(self.full_name and self.date_of_birth and self.nationality)
