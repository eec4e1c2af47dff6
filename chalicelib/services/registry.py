"""The user registry in PostgreSQL: what the rest of the company reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.errors import Conflict, Unavailable
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

    def kyc_soon(self, verification: Verification) -> None:
        """As `kyc`, with the status that follows from the state.

        "Pending" may be lost: while the row is still on its way, or overtaken by a newer status.
        An outcome may not: Unavailable until the row is there.
        """
        status = verification.kyc_status
        try:
            self.kyc(verification, status)
        except Conflict:
            if status is KycStatus.PENDING:
                return
            self.kyc(verification, KycStatus.PENDING)  # rejected -> verified has a step between
            self.kyc(verification, status)
        except Unavailable as error:
            if status is not KycStatus.PENDING or error.code != "row_on_its_way":
                raise
