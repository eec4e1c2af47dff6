"""The log of events that a backend reads: every move of a verification, each at its own place.

Places of a feed are consecutive numbers, given in the order of writing. A reader who has read up to
a place has read everything before it: nothing is inserted later.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.applicants.passing import kept_for
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.verifications.notices import shown

KEEP = timedelta(days=400)
DIGITS = 12
_PLACE = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event, with ids, states and codes. `reasons` holds those that the person may know."""

    feed: str
    position: str
    event_id: str
    kind: str
    person_id: str
    verification_id: str
    state: str
    previous: str
    kyc_status: str
    reasons: tuple[str, ...]
    level: str
    provider: str
    attempt: int
    move: int
    sequence: int
    occurred_at: datetime
    expires_at: datetime
    days_left: int | None = None
    version: int = 1

    def data(self, external_user_id: str | None) -> dict[str, Any]:
        """The event as backends receive it, both in the log and by webhook."""
        told = {} if self.days_left is None else {"daysLeft": self.days_left}
        return {
            "id": self.event_id,
            "type": self.kind,
            "position": self.place,
            "timestamp": self.occurred_at.isoformat(),
            "mode": self.feed,
            "data": {
                "applicantId": self.person_id,
                "externalUserId": external_user_id,
                "verificationId": self.verification_id,
                "state": self.state,
                "previous": self.previous or None,
                "kycStatus": self.kyc_status,
                "reasons": list(self.reasons),
                "level": self.level,
                "provider": self.provider,
                "attempt": self.attempt,
                "move": self.move,
                "sequence": self.sequence,
                **told,
            },
        }

    @property
    def place(self) -> int:
        """Its number in the feed."""
        return int(self.position)


@dataclass(frozen=True, slots=True)
class FeedEnd:
    """The last used place of a feed; a row of its own in the same table."""

    feed: str
    position: str = "end"
    last: int = 0
    version: int = 0

    def next(self) -> "FeedEnd":
        """The end after one more entry."""
        return replace(self, last=self.last + 1, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """The place of an event, so that it is written only once."""

    feed: str
    position: str
    place: int
    expires_at: datetime
    version: int = 1


def ends_of(feed: str) -> str:
    """The partition key of a feed's end, apart from its entries so that readers do not see it."""
    return f"end#{feed}"


def ids_of(feed: str) -> str:
    """The partition key of a feed's event ids."""
    return f"ids#{feed}"


def written(place: int) -> str:
    """A place as a sort key, padded so that it sorts like its number."""
    return f"{place:0{DIGITS}}"


def place_of(cursor: str) -> int:
    """The place in a reader's cursor; BadRequest if it is not one."""
    if not cursor:
        return 0
    if not _PLACE.fullmatch(cursor):
        raise BadRequest("after is the position of an event", "cursor_invalid")
    return int(cursor)


def entry_of(moved: VerificationMoved, place: int, now: datetime) -> FeedEntry:
    """The log's entry for a move."""
    return FeedEntry(
        feed=moved.mode,
        position=written(place),
        event_id=moved.event_id,
        kind=moved.kind,
        person_id=moved.user_id,
        verification_id=moved.verification_id,
        state=str(moved.state),
        previous=str(moved.previous or ""),
        kyc_status=str(moved.kyc_status),
        reasons=shown(moved.state, moved.reasons).reasons,
        level=moved.level,
        provider=moved.provider,
        attempt=moved.attempt,
        move=moved.move,
        sequence=moved.sequence,
        occurred_at=moved.occurred_at,
        expires_at=now + kept_for(moved.mode, KEEP),
        days_left=moved.days_left,
    )
