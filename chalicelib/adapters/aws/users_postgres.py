"""The registry `users` in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chalicelib.adapters.aws.data_api import DataApi
from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.user import KycStatus, User

UPSERT = """
INSERT INTO users (id, cognito_id, email, name, phone, email_verified, phone_verified, created_at)
VALUES (:id, :cognito_id, :email, :name, :phone, :email_verified, :phone_verified, :created_at)
ON CONFLICT (cognito_id) DO UPDATE SET
    email = excluded.email,
    name = coalesce(excluded.name, users.name),
    phone = coalesce(excluded.phone, users.phone),
    email_verified = users.email_verified OR excluded.email_verified,
    phone_verified = users.phone_verified OR excluded.phone_verified,
    created_at = least(users.created_at, excluded.created_at)
RETURNING (xmax = 0) AS inserted
"""
SET_STATUS = """
UPDATE users SET
    kyc_status = :status,
    kyc_provider = coalesce(:provider, kyc_provider),
    kyc_session_id = coalesce(:session_id, kyc_session_id),
    kyc_rejection_reason = :reason,
    kyc_attempt = coalesce(:attempt, kyc_attempt),
    kyc_event_time = :event_time
WHERE cognito_id = :cognito_id AND (kyc_event_time IS NULL OR kyc_event_time <= :event_time)
RETURNING id
"""
ONE = "SELECT * FROM users WHERE cognito_id = :cognito_id"
PAGE = """
SELECT cognito_id FROM users WHERE cognito_id IN ({places})
"""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostgresUsers:
    """Rows are found by the user's id in the pool (`sub`)."""

    api: DataApi

    def upsert_registered(self, user: User) -> bool:
        """Writes what registration knows, however often; True if the row is new."""
        (row,) = self.api.rows(
            UPSERT,
            id=UUID(user.id),
            cognito_id=user.cognito_id,
            email=user.email,
            name=user.name,
            phone=user.phone,
            email_verified=user.email_verified,
            phone_verified=user.phone_verified,
            created_at=user.created_at or datetime.now(UTC),
        )
        return bool(row["inserted"])

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        rows = self.api.rows(ONE, cognito_id=user_id)
        if not rows:
            raise NotFound("no such user", "user_not_registered")
        return _user(rows[0])

    def known(self, user_ids: Sequence[str]) -> frozenset[str]:
        """Which of these have a row."""
        found: set[str] = set()
        for start in range(0, len(user_ids), AT_ONCE):
            part = user_ids[start : start + AT_ONCE]
            values = {f"u{place}": user_id for place, user_id in enumerate(part)}
            places = ", ".join(f":{name}" for name in values)
            rows = self.api.rows(PAGE.format(places=places), **values)
            found.update(row["cognito_id"] for row in rows)
        return frozenset(found)

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
        """Writes unless a newer event was already written; True if written.

        Unavailable while the row has not arrived yet, so that the caller tries again: a status is
        never dropped. Conflict if the move is illegal.
        """
        moment = event_time or datetime.now(UTC)
        written = self.api.rows(
            SET_STATUS,
            cognito_id=user_id,
            status=str(status),
            provider=provider,
            session_id=session_id,
            reason=reason,
            attempt=attempt,
            event_time=moment,
        )
        if not written and user_id not in self.known([user_id]):
            raise Unavailable("the user's row has not arrived yet", "user_not_registered")
        return bool(written)


def _user(row: dict[str, Any]) -> User:
    return User(
        id=row["id"],
        cognito_id=row["cognito_id"],
        email=row["email"],
        name=row["name"],
        phone=row["phone"],
        email_verified=row["email_verified"],
        phone_verified=row["phone_verified"],
        kyc_status=KycStatus(row["kyc_status"]),
        kyc_provider=row["kyc_provider"],
        kyc_session_id=row["kyc_session_id"],
        kyc_rejection_reason=row["kyc_rejection_reason"],
        kyc_attempt=int(row["kyc_attempt"]),
        kyc_event_time=_moment(row["kyc_event_time"]),
        created_at=_moment(row["created_at"]),
        updated_at=_moment(row["updated_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    """The Data API gives UTC without an offset."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
