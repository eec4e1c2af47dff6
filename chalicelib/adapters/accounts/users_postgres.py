"""The registry: table `users` in PostgreSQL (chalicelib/migrations), through the Data API."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chalicelib.adapters.aws.data_api import DataApi, Row, Value
from chalicelib.domain.accounts.user import KycStatus, User
from chalicelib.domain.errors import NotFound, Unavailable

COLUMNS = (
    "id, cognito_id, email, name, phone, email_verified, phone_verified, kyc_status, kyc_provider,"
    " kyc_session_id, kyc_rejection_reason, kyc_attempt, kyc_event_time, created_at, updated_at"
)
# An event older than the row changes nothing, so that repeated and reordered events give the same
# row. `xmax = 0` is true for a row that this statement inserted.
UPSERT = """
insert into users (id, cognito_id, email, name, phone, email_verified, phone_verified,
                   registered_at, created_at)
values (:id, :cognito_id, :email, :name, :phone, :email_verified, :phone_verified,
        :registered_at, :registered_at)
on conflict (cognito_id) do update set
    email = excluded.email,
    name = coalesce(excluded.name, users.name),
    phone = coalesce(excluded.phone, users.phone),
    email_verified = excluded.email_verified,
    phone_verified = excluded.phone_verified,
    registered_at = excluded.registered_at
where excluded.registered_at > users.registered_at
"""
# One statement applies only newer events and tells whether the row exists.
SET_KYC = """
with changed as (
    update users set
        kyc_status = :status,
        kyc_provider = coalesce(cast(:provider as varchar), kyc_provider),
        kyc_session_id = coalesce(cast(:session_id as varchar), kyc_session_id),
        kyc_rejection_reason = :reason,
        kyc_attempt = greatest(coalesce(cast(:attempt as integer), kyc_attempt), kyc_attempt),
        kyc_event_time = coalesce(cast(:event_time as timestamptz), kyc_event_time),
        kyc_sequence = coalesce(cast(:sequence as bigint), kyc_sequence)
    where cognito_id = :cognito_id
      and (cast(:sequence as bigint) is null or cast(:sequence as bigint) >= kyc_sequence)
      and (kyc_event_time is null or cast(:event_time as timestamptz) is null
           or cast(:event_time as timestamptz) >= kyc_event_time)
    returning 1
)
select (select count(*) from changed) as changed,
       (select count(*) from users where cognito_id = :cognito_id) as known
"""


@dataclass(frozen=True, slots=True)
class PostgresUsers:
    """Rows of `users` by the user's id in the pool (`cognito_id`)."""

    api: DataApi

    def upsert_registered(self, user: User) -> bool:
        """Inserts or updates the row; True if it is new. Conflict if another has the address."""
        done = self.api.execute(UPSERT + "returning (xmax = 0) as inserted", **_values(user))
        return any(row["inserted"] for row in done.rows)

    def upsert_many(self, users: tuple[User, ...]) -> None:
        """Inserts or updates the rows, each thousand atomically. Each user may occur only once."""
        self.api.batch(UPSERT, [_values(user) for user in users])

    def get(self, user_id: str) -> User:
        """The row of a user of the pool; NotFound."""
        done = self.api.execute(
            f"select {COLUMNS} from users where cognito_id = :cognito_id",  # noqa: S608 (constant)
            cognito_id=user_id,
        )
        if not done.rows:
            raise NotFound("no such user")
        return _user(done.rows[0])

    def erase(self, user_id: str) -> bool:
        """Removes the row of a user of the pool; False if there was none."""
        done = self.api.execute(
            "delete from users where cognito_id = :cognito_id returning cognito_id",
            cognito_id=user_id,
        )
        return bool(done.rows)

    def missing_of(self, user_ids: tuple[str, ...]) -> frozenset[str]:
        """The users without a row; asked in parts, since an answer has at most 1 MiB."""
        missing: set[str] = set()
        for start in range(0, len(user_ids), 1000):
            piece = list(user_ids[start : start + 1000])
            done = self.api.execute(
                "select asked.id from json_array_elements_text(:ids) as asked(id)"
                " where not exists (select from users where cognito_id = asked.id)",
                ids=piece,
            )
            missing.update(row["id"] for row in done.rows)
        return frozenset(missing)

    def set_kyc_status(
        self,
        user_id: str,
        status: KycStatus,
        provider: str | None = None,
        session_id: str | None = None,
        reason: str | None = None,
        attempt: int | None = None,
        event_time: datetime | None = None,
        sequence: int | None = None,
    ) -> bool:
        """Writes the status; False if a newer one was written before. `sequence` counts the
        person's moves, independent of clocks.

        Conflict for an illegal move; Unavailable while the row does not exist yet.
        """
        done = self.api.execute(
            SET_KYC,
            cognito_id=user_id,
            status=str(status),
            provider=provider,
            session_id=session_id,
            reason=reason,
            attempt=attempt,
            event_time=event_time,
            sequence=sequence,
        )
        if not done.rows[0]["known"]:
            raise Unavailable("the row of this user is on its way", "row_on_its_way")
        return bool(done.rows[0]["changed"])


def _values(user: User) -> dict[str, Value]:
    return {
        "id": UUID(user.id),
        "cognito_id": user.cognito_id,
        "email": user.email,
        "name": user.name,
        "phone": user.phone,
        "email_verified": user.email_verified,
        "phone_verified": user.phone_verified,
        "registered_at": user.created_at or datetime.now(UTC),
    }


def _user(row: Row) -> User:
    times: dict[str, Any] = {
        name: _moment(row[name]) for name in ("kyc_event_time", "created_at", "updated_at")
    }
    return User(**{**row, **times, "kyc_status": KycStatus(row["kyc_status"])})


def _moment(text: str | None) -> datetime | None:
    """The time in an answer of the Data API, which is UTC without an offset; None for None."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
