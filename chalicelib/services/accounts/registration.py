"""Copies confirmed users from the user pool into the registry: announces them, writes their rows,
finds missing ones. Events that arrive twice, late or out of order end in the same row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.accounts.user import User
from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import BadRequest, Conflict, Erased, Refused, VestibuleError
from chalicelib.domain.events.events import USER_REGISTERED, UserRegistered, user_registered
from chalicelib.domain.screening.rescreening import PLAN, Page
from chalicelib.services.ports import Account, Clock, ErasureGuard, Events, Identity, Ids

RECONCILE = "reconcile-users"
STOP_SECONDS = 30.0  # with less left, another page might not end
_DAY = timedelta(hours=20)  # a pass a night; the schedule may come a little early
_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many users had no row, and whether the whole pool has been read."""

    missing: int
    finished: bool


class Places(Protocol):
    """The cursor of a long walk over the pool."""

    def find(self, *key: str) -> Page | None: ...
    def put(self, item: Page) -> None: ...


class Rows(Protocol):
    """The registry as the registration needs it."""

    def upsert_registered(self, user: User) -> bool:
        """Inserts or updates the row unless it has newer data; True if it is new."""
        ...

    def erase(self, user_id: str) -> bool:
        """Removes the row; False if there was none."""
        ...

    def upsert_many(self, users: tuple[User, ...]) -> None:
        """Writes all rows or none; each user at most once."""
        ...

    def missing_of(self, user_ids: tuple[str, ...]) -> frozenset[str]:
        """Those of these users that have no row."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Brings a confirmed account into PostgreSQL."""

    events: Events
    rows: Rows
    identity: Identity
    tombstones: ErasureGuard
    now: Clock
    new_id: Ids
    places: Places
    catch_up: Callable[[str], None] = lambda user_id: None  # moves that came before the row

    def announce(self, attributes: Mapping[str, str]) -> None:
        """Publishes `user.registered` from the attributes Cognito hands to PostConfirmation."""
        fact = UserRegistered(
            event_id=self.new_id(),
            user_id=attributes["sub"],
            email=attributes.get("email", ""),
            occurred_at=self.now(),
            phone=attributes.get("phone_number") or None,
            name=attributes.get("name") or None,
            email_verified=attributes.get("email_verified") == "true",
            phone_verified=attributes.get("phone_number_verified") == "true",
        )
        self.events.publish(USER_REGISTERED, fact.detail())

    def record(self, envelope: Any) -> bool:
        """Writes the row of one event (EventBridge's envelope); True if it is new.

        BadRequest for any other event: it can never succeed and belongs in the DLQ. An event about
        an erased person is done.
        """
        fact = _fact_in(envelope)
        if self._erased(fact.user_id):
            return False
        new = self.rows.upsert_registered(self._row(fact))
        self.catch_up(fact.user_id)
        return new and not self._taken_back(fact.user_id)

    def record_all(self, envelopes: Sequence[Any]) -> tuple[VestibuleError | None, ...]:
        """Writes the rows of many events; per event None, or the error.

        All in one call; one by one only if the database refuses one of them. Unavailable concerns
        all.
        """
        faults: dict[int, VestibuleError] = {}
        rows: dict[int, User] = {}
        for place, envelope in enumerate(envelopes):
            try:
                fact = _fact_in(envelope)
                if not self._erased(fact.user_id):
                    rows[place] = self._row(fact)
            except VestibuleError as error:
                faults[place] = error
        try:
            if rows:
                self.rows.upsert_many(_newest(rows.values()))
        except (Conflict, Refused):
            for place, row in rows.items():
                try:
                    self.rows.upsert_registered(row)
                except (Conflict, Refused) as error:
                    faults[place] = error
        for place, row in rows.items():
            if place not in faults:
                self.catch_up(row.cognito_id)
            self._taken_back(row.cognito_id)
        return tuple(faults.get(place) for place in range(len(envelopes)))

    def reconcile(self, again: bool = True) -> Reconciled:
        """Writes and announces confirmed accounts without a row, page by page of the pool.

        It stops in time, and the next call continues. A pass that was completed today is repeated
        only with `again`.
        """
        place = self._place()
        if place.finished and not again and place.expires_at > self.now() + _KEPT - _DAY:
            return Reconciled(0, finished=True)
        cursor, missing = ("" if place.finished else place.cursor) or None, 0
        while True:
            accounts, cursor = self._page(cursor)
            missing += self._announce_missing(accounts)
            self._keep(cursor)
            if cursor is None or at_most(STOP_SECONDS) < STOP_SECONDS:
                return Reconciled(missing, finished=cursor is None)

    def _page(self, cursor: str | None) -> tuple[tuple[Account, ...], str | None]:
        """A page of the pool; from the beginning if Cognito has forgotten the cursor (after an
        hour).
        """
        try:
            return self.identity.page(cursor)
        except (BadRequest, Refused):
            if cursor is None:
                raise
            return self.identity.page(None)

    def _place(self) -> Page:
        return self.places.find(RECONCILE, PLAN) or Page(RECONCILE, PLAN, self.now())

    def _keep(self, cursor: str | None) -> None:
        until = self.now() + _KEPT
        self.places.put(Page(RECONCILE, PLAN, until, cursor=cursor or "", finished=not cursor))

    def _announce_missing(self, page: Sequence[Account]) -> int:
        """Announces missing users, also those that cannot be written: their events end in the DLQ
        and raise an alarm, and the others are not held up.
        """
        accounts = {a.user_id: a for a in page if a.confirmed}
        missing = [
            user_id
            for user_id in sorted(self.rows.missing_of(tuple(accounts)))
            if not self._erased(user_id)
        ]
        for user_id in missing:
            fact = self._fact(accounts[user_id])
            with suppress(Conflict, Refused):
                self.rows.upsert_registered(self._row(fact))
                self.catch_up(user_id)
            self.events.publish(USER_REGISTERED, fact.detail())
        return len(missing)

    def _erased(self, user_id: str) -> bool:
        try:
            self.tombstones.refuse(user_id)
        except Erased:
            return True
        return False

    def _taken_back(self, user_id: str) -> bool:
        """Removes the row again if its user was erased while it was written; whether it was."""
        return self._erased(user_id) and self.rows.erase(user_id)

    def _fact(self, account: Account) -> UserRegistered:
        return UserRegistered(
            event_id=self.new_id(),
            user_id=account.user_id,
            email=account.email,
            occurred_at=account.created_at or self.now(),
            phone=account.phone or None,
        )

    def _row(self, fact: UserRegistered) -> User:
        moment: datetime = fact.occurred_at.astimezone(UTC)
        return User(
            id=self.new_id(),
            cognito_id=fact.user_id,
            email=fact.email,
            name=fact.name,
            phone=fact.phone,
            email_verified=fact.email_verified,
            phone_verified=fact.phone_verified,
            created_at=moment,
            updated_at=moment,
        )


def _fact_in(envelope: Any) -> UserRegistered:
    if not isinstance(envelope, Mapping) or envelope.get("detail-type") != USER_REGISTERED:
        raise BadRequest("this is no user.registered event", "event_unknown")
    return user_registered(envelope.get("detail"))


def _newest(rows: Iterable[User]) -> tuple[User, ...]:
    """One row per user, the newest: a batch may name a user only once.

    Ordered by id, so that concurrent batches never deadlock.
    """
    found: dict[str, User] = {}
    for row in rows:
        before = found.get(row.cognito_id)
        if before is None or (row.created_at or _NEVER) > (before.created_at or _NEVER):
            found[row.cognito_id] = row
    return tuple(found[user_id] for user_id in sorted(found))


_NEVER = datetime.min.replace(tzinfo=UTC)
