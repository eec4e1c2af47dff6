"""The user as the company's own registry knows them (PostgreSQL, table `users`)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class KycStatus(StrEnum):
    """What the rest of the company reads: may this user do what needs a known identity?"""

    NOT_VERIFIED = "not_verified"
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"


K = KycStatus
# Which status may follow which; staying is always allowed. The database enforces the same table
# (chalicelib/migrations/0002_kyc_status_moves.sql). A rejected user starts again as pending.
KYC_MOVES: dict[KycStatus, frozenset[KycStatus]] = {
    K.NOT_VERIFIED: frozenset({K.PENDING, K.VERIFIED, K.REJECTED}),
    K.PENDING: frozenset({K.NOT_VERIFIED, K.VERIFIED, K.REJECTED}),
    K.VERIFIED: frozenset({K.PENDING, K.REJECTED}),
    K.REJECTED: frozenset({K.PENDING}),
}


@dataclass(frozen=True, slots=True)
class User:
    """One row of `users`; e-mail, name and phone are personal data and stay out of `repr`."""

    id: str
    cognito_id: str
    email: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email_verified: bool = False
    phone_verified: bool = False
    kyc_status: KycStatus = KycStatus.NOT_VERIFIED
    kyc_provider: str | None = None
    kyc_session_id: str | None = None
    kyc_rejection_reason: str | None = None
    kyc_attempt: int = 0
    kyc_event_time: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
