"""No confirmed user is ever lost between the user pool and the registry.

PostConfirmation announces; the bus and a queue carry; `record` writes a row per user, however often
and in whatever order the event comes; `reconcile` finds who was missed all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.contracts.events import USER_REGISTERED, VERSION, checked
from chalicelib.domain.user import User
from chalicelib.services.ports import Account, Clock, Events, Identity, Ids, Users


@dataclass(frozen=True, slots=True)
class Registration:
    """From the user pool to PostgreSQL."""

    events: Events
    users: Users
    identity: Identity
    now: Clock
    new_id: Ids

    def announce(self, attributes: Mapping[str, str]) -> None:
        """Publishes `user.registered` for the attributes of a confirmed user."""
        detail = {
            "version": VERSION,
            "eventId": self.new_id(),
            "occurredAt": self.now().isoformat(),
            "cognitoId": attributes["sub"],
            "email": attributes.get("email", ""),
            "phone": attributes.get("phone_number", ""),
            "name": attributes.get("name", ""),
            "emailVerified": attributes.get("email_verified") == "true",
            "phoneVerified": attributes.get("phone_number_verified") == "true",
        }
        self.events.publish(USER_REGISTERED, checked(detail))

    def record(self, envelope: Mapping[str, Any]) -> bool:
        """Writes the row of one event as EventBridge wraps it; True if it is new."""
        detail = checked(envelope.get("detail") or {})
        return self.users.upsert_registered(
            User(
                id=self.new_id(),
                cognito_id=detail["cognitoId"],
                email=detail["email"],
                name=detail["name"] or None,
                phone=detail["phone"] or None,
                email_verified=detail["emailVerified"],
                phone_verified=detail["phoneVerified"],
                created_at=datetime.fromisoformat(detail["occurredAt"]),
            )
        )

    def reconcile(self) -> int:
        """Announces every confirmed account that has no row; how many there were."""
        missing = 0
        accounts = {account.user_id: account for account in self.identity.everyone()}
        known = self.users.known(list(accounts))
        for user_id, account in accounts.items():
            if account.confirmed and user_id not in known:
                self.announce(_attributes(account))
                missing += 1
        return missing


def _attributes(account: Account) -> dict[str, str]:
    return {"sub": account.user_id, "email": account.email, "phone_number": account.phone}
