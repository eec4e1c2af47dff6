"""The user registry in PostgreSQL, which the rest of the company reads."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.applicant import is_applicant
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.verifications.notices import public_codes
from chalicelib.domain.verifications.verification import Verification


class KycRows(Protocol):
    """The part of the registry that this follower writes."""

    def set_kyc_status(
        self,
        user_id: str,
        status: KycStatus,
        *,
        provider: str | None = None,
        session_id: str | None = None,
        reason: str | None = None,
        attempt: int | None = None,
        sequence: int | None = None,
    ) -> bool:
        """Writes the status; False if a newer move of the person was written before."""
        ...


@dataclass(frozen=True, slots=True)
class Registry:
    """Writes a person's KYC status. The person's sequence number decides which move is newer."""

    rows: KycRows

    def follow(self, event: VerificationMoved) -> None:
        """Writes the row as of this move. Nothing is written in test mode, for applicants of other
        backends, or for people who are not registered yet: registration calls `catch_up`."""
        if event.mode != "live" or is_applicant(event.user_id):
            return
        refused = event.kyc_status is KycStatus.REJECTED
        reason = ",".join(public_codes(event.reasons)) if refused else ""
        self._write(
            event.user_id,
            event.kyc_status,
            event.provider,
            event.kyc_verification_id or event.verification_id,
            reason,
            event.attempt,
            event.sequence,
        )

    def catch_up(self, person: Person, verification: Verification | None) -> None:
        """Writes the status of a person whose moves came before their registration."""
        if person.sequence == 0 or verification is None or person.erased_at:
            return
        found = person.standing()
        refused = found.status is KycStatus.REJECTED
        self._write(
            person.user_id,
            found.status,
            verification.provider,
            verification.verification_id,
            ",".join(public_codes(verification.reasons)) if refused else "",
            verification.attempt,
            person.sequence,
        )

    def _write(
        self,
        user_id: str,
        status: KycStatus,
        provider: str,
        verification_id: str,
        reason: str,
        attempt: int,
        sequence: int,
    ) -> None:
        def write(as_what: KycStatus) -> None:
            self.rows.set_kyc_status(
                user_id,
                as_what,
                provider=provider,
                session_id=verification_id,
                reason=reason or None,
                attempt=attempt,
                sequence=sequence,
            )

        try:
            write(status)
        except Conflict:  # events of moves in between are late: any status may become pending
            write(KycStatus.PENDING)
            write(status)
        except Unavailable as error:
            if error.code != "row_on_its_way":
                raise
