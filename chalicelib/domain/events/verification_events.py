"""The event that a verification has changed its state, made from the stream of its table.

It holds ids, states, numbers and codes only. `check` is equal to
`contracts/events/verification.v1.json`; tests/domain/events/test_verification_events.py proves it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.verifications.verification import State, Verification

SOURCE = "vestibule.verifications"
KIND = "verification."
#: Kind of reminder -> the type of its event.
NOTICES = {"document_expiry": "document_expiring", "periodic_review": "review_due"}
VERSION = 1
#: The namespace of event ids (RFC 9562, version 5): the same move always has the same id.
EVENTS = UUID("0f1a7c52-6f0e-4b7f-9b43-93a1f2f1c6d4")

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TEXTS: dict[str, re.Pattern[str]] = {
    "eventId": _UUID,
    "verificationId": _UUID,
    "userId": re.compile(r"[!-~]{1,128}"),
    "mode": re.compile(r"live|test"),
    "level": _CODE,
    "provider": _CODE,
    "onboardingId": re.compile(r"[!-~]{0,128}"),
    "kycVerificationId": re.compile(rf"({_UUID.pattern})?"),
}
_NUMBERS = ("attempt", "move", "sequence")
_REQUIRED = frozenset(
    {*_TEXTS, *_NUMBERS, "version", "previous", "state", "kycStatus", "reasons", "occurredAt"}
)

_NOTICED = ("notice", "daysLeft")


@dataclass(frozen=True, slots=True)
class VerificationMoved:
    """A change of state. `move` counts the changes of the verification and `sequence` those of the
    person; a higher number is newer. `kyc_status` is the person's status after this move, and
    `kyc_verification_id` the verification it rests on. `previous` is None for a new verification.
    With `notice` the state did not change: something falls due in `days_left` days.
    """

    event_id: str
    verification_id: str
    user_id: str
    mode: str
    level: str
    provider: str
    onboarding_id: str
    attempt: int
    move: int
    sequence: int
    previous: State | None
    state: State
    kyc_status: KycStatus
    kyc_verification_id: str
    reasons: tuple[str, ...]
    occurred_at: datetime
    notice: str = ""
    days_left: int | None = None

    @property
    def kind(self) -> str:
        """The event's type on the bus."""
        return f"{KIND}{NOTICES.get(self.notice, self.state)}"

    def detail(self) -> dict[str, Any]:
        """The event's detail, in the shape of the schema."""
        told = {"notice": self.notice, "daysLeft": self.days_left} if self.notice else {}
        return {
            "version": VERSION,
            "eventId": self.event_id,
            "verificationId": self.verification_id,
            "userId": self.user_id,
            "mode": self.mode,
            "level": self.level,
            "provider": self.provider,
            "onboardingId": self.onboarding_id,
            "attempt": self.attempt,
            "move": self.move,
            "sequence": self.sequence,
            "previous": str(self.previous) if self.previous else None,
            "state": str(self.state),
            "kycStatus": str(self.kyc_status),
            "kycVerificationId": self.kyc_verification_id,
            "reasons": list(self.reasons),
            "occurredAt": self.occurred_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            **told,
        }


def event_id(verification_id: str, move: int) -> str:
    """The id of the event of this move."""
    return str(uuid5(EVENTS, f"{verification_id}#{move}"))


def moved_event(before: Verification | None, after: Verification) -> VerificationMoved | None:
    """The event for a change of a verification's row; None if neither state nor notice changed."""
    if before is not None and before.moves >= after.moves:
        return None
    return VerificationMoved(
        event_id(after.verification_id, after.moves),
        after.verification_id,
        after.user_id,
        after.mode,
        after.level,
        after.provider,
        after.onboarding_id,
        after.attempt,
        after.moves,
        after.sequence,
        before.state if before else None,
        after.state,
        after.standing,
        after.standing_by,
        after.reasons,
        after.noticed_at or after.moved_at or after.updated_at,
        after.notice,
        days_left(after.notices.get(after.notice, "")),
    )


def days_left(told: str) -> int | None:
    """The days in a reminder as `Verification.notices` stores it: `<date>/<days>`."""
    days = told.rpartition("/")[2]
    return int(days) if days else None


def from_detail(detail: Any) -> VerificationMoved:
    """The event in this detail; BadRequest (`event_invalid`) if it does not fit the schema."""
    check(detail)
    return VerificationMoved(
        detail["eventId"],
        detail["verificationId"],
        detail["userId"],
        detail["mode"],
        detail["level"],
        detail["provider"],
        detail["onboardingId"],
        detail["attempt"],
        detail["move"],
        detail["sequence"],
        State(detail["previous"]) if detail["previous"] else None,
        State(detail["state"]),
        KycStatus(detail["kycStatus"]),
        detail["kycVerificationId"],
        tuple(detail["reasons"]),
        datetime.fromisoformat(detail["occurredAt"].replace("Z", "+00:00")),
        detail.get("notice", ""),
        detail.get("daysLeft"),
    )


def check(detail: Any) -> None:
    """BadRequest unless the detail fits version 1 of the schema; unknown fields are accepted."""
    if not isinstance(detail, Mapping):
        raise BadRequest("the event has no detail", "event_invalid")
    if detail.get("version") != VERSION or isinstance(detail.get("version"), bool):
        raise BadRequest("the event's version is not ours", "event_version_unknown")
    wrong = sorted(n for n in _REQUIRED if n not in detail or not _fits(n, detail[n]))
    wrong += sorted(n for n in _NOTICED if n in detail and not _fits(n, detail[n]))
    if wrong:
        raise BadRequest(f"the event's fields are at fault: {wrong}", "event_invalid")


def _fits(name: str, value: Any) -> bool:
    if name == "version":
        return True
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if name == "notice":
        return isinstance(value, str) and value in NOTICES
    if name == "daysLeft":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name == "reasons":
        return isinstance(value, list) and all(
            isinstance(one, str) and bool(_CODE.fullmatch(one)) for one in value
        )
    if name == "previous" and value is None:
        return True
    if not isinstance(value, str):
        return False
    if name in ("state", "previous"):
        return value in set(State)
    if name == "kycStatus":
        return value in set(KycStatus)
    if name == "occurredAt":
        return bool(_TIME.fullmatch(value)) and _is_time(value)
    return bool(_TEXTS[name].fullmatch(value))


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True
