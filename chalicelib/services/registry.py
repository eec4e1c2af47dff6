"""The user registry in PostgreSQL: what the rest of the company reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.notices import public_codes
from chalicelib.domain.user import KycStatus
from chalicelib.domain.verification import Verification


class KycRows(Protocol):
    """The part of the registry this service writes."""

    def set_kyc_status(
        self,
        user_id: str,
        status: KycStatus,
        provider: str | None = None,
        session_id: str | None = None,
        reason: str | None = None,
        attempt: int | None = None,
        event_time: datetime | None = None,
    ) -> bool:
        """Writes unless a newer event was already written; True if written."""
        ...


@dataclass(frozen=True, slots=True)
class Registry:
    """Writes a verification's outcome to its user's row."""

    rows: KycRows

    def kyc(self, verification: Verification, status: KycStatus) -> None:
        """The user's status; the reason stored is the one the user may see."""
        reason = ",".join(public_codes(verification.reasons))
        self.rows.set_kyc_status(
            verification.user_id,
            status,
            provider=verification.provider,
            session_id=verification.verification_id,
            reason=reason or None,
            attempt=verification.attempt,
            event_time=verification.updated_at,
        )
