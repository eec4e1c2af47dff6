"""Events that we publish, in the past tense.

Their schemas: `contracts/events/<kind>.v<version>.json`.
The checks here are equal to that schema, so that the Lambdas need no JSON Schema library.
tests/domain/events/test_events.py proves it with one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.errors import BadRequest

USER_REGISTERED = "user.registered"
VERSION = 1

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164 (ITU-T)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_REQUIRED = ("version", "eventId", "userId", "email", "occurredAt")
_KNOWN = frozenset({*_REQUIRED, "phone", "name", "emailVerified", "phoneVerified"})


@dataclass(frozen=True, slots=True)
class UserRegistered:
    """A user confirmed their account, at `occurred_at` (UTC)."""

    event_id: str
    user_id: str
    email: str = field(repr=False)
    occurred_at: datetime
    phone: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    email_verified: bool = False
    phone_verified: bool = False

    def detail(self) -> dict[str, Any]:
        """The event's detail, in the shape of the schema; BadRequest if it does not fit."""
        known = {
            "version": VERSION,
            "eventId": self.event_id,
            "userId": self.user_id,
            "email": self.email,
            "phone": self.phone,
            "name": self.name,
            "emailVerified": self.email_verified,
            "phoneVerified": self.phone_verified,
            "occurredAt": self.occurred_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        detail = {key: value for key, value in known.items() if value is not None}
        check_user_registered(detail)
        return detail


def user_registered(detail: Any) -> UserRegistered:
    """The event in this detail; BadRequest names the invalid fields, never their values."""
    check_user_registered(detail)
    return UserRegistered(
        event_id=detail["eventId"],
        user_id=detail["userId"],
        email=detail["email"],
        occurred_at=datetime.fromisoformat(detail["occurredAt"].replace("Z", "+00:00")),
        phone=detail.get("phone"),
        name=detail.get("name"),
        email_verified=detail.get("emailVerified", False),
        phone_verified=detail.get("phoneVerified", False),
    )


def check_user_registered(detail: Any) -> None:
    """BadRequest (`event_invalid`) unless the detail fits version 1 of the schema.

    Unknown fields are accepted: a publisher may add some without a new version.
    """
    if not isinstance(detail, Mapping):
        raise BadRequest("the event has no detail", "event_invalid")
    if detail.get("version") != VERSION or isinstance(detail.get("version"), bool):
        raise BadRequest("the event's version is not ours", "event_version_unknown")
    missing = [name for name in _REQUIRED if name not in detail]
    wrong = [name for name in sorted(_KNOWN & detail.keys()) if not _fits(name, detail[name])]
    if missing or wrong:
        raise BadRequest(f"the event's fields are at fault: {missing + wrong}", "event_invalid")


def _fits(name: str, value: Any) -> bool:
    if name == "version":
        return True
    if name in ("emailVerified", "phoneVerified"):
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if name in ("eventId", "userId"):
        return bool(_UUID.fullmatch(value))
    if name == "email":
        return bool(_EMAIL.fullmatch(value))
    if name == "phone":
        return bool(_PHONE.fullmatch(value))
    if name == "name":
        return 0 < len(value) <= 255 and not re.search(r"[\x00-\x1f]", value)
    return bool(_TIME.fullmatch(value)) and _is_time(value)


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True
