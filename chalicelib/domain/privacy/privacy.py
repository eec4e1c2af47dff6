"""What a person may ask of their data, and what stands against it.

Access and a copy: GDPR art. 15 and 20. Erasure: art. 17; what another law asks to keep is excepted
(art. 17 (3) b), here the record-keeping of EU directive 2015/849 art. 40. A copy never says that
somebody was compared with a watchlist (tipping off, art. 39 there).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain.privacy.holdings import LAW, StoreFate, fates

HOLD_PLACED = "hold_placed"
HOLD_LIFTED = "hold_lifted"
EXPORTED = "exported"
ERASED = "erased"

#: Audit entries a person may see of themselves: what happened and when, never why in our words, and
#: not how many people looked: that depends on why they did.
SHOWN = frozenset({"opened", "refused", "liveness", EXPORTED, ERASED})

#: What no copy contains, and by which law.
WITHHELD = {
    "screening against public lists": "Directive (EU) 2015/849, art. 39",
    "scores and thresholds of checks": "GDPR, art. 15 (4)",
    "who in our company decided": "GDPR, art. 15 (4)",
    "notes and files of our reviewers": "GDPR, art. 15 (4)",
}

#: Point-in-time recovery of the tables reaches back this far: docs.aws.amazon.com/amazondynamodb,
#: "Point-in-time recovery". Nothing is restored without erasing again.
BACKUP_DAYS = 35


def on_hold(entries: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the newest word about a legal hold is that there is one; entries oldest first."""
    words = [e["kind"] for e in entries if e["kind"] in (HOLD_PLACED, HOLD_LIFTED)]
    return bool(words) and words[-1] == HOLD_PLACED


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays after an erasure, until when, and why."""

    what: str
    until: date
    law: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure did. `erased` counts by kind; it names nobody but the former user id."""

    receipt_id: str
    user_id: str
    at: datetime
    erased: Mapping[str, int]
    keep_years: int

    @property
    def stores(self) -> tuple[StoreFate, ...]:
        """Every store there is, with what became of it."""
        return tuple(fates(self.at, self.keep_years))

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What stays, until when, and why."""
        until = (self.at + timedelta(days=366 * self.keep_years)).date()
        return (
            Kept("audit log: decisions, times, versions, no details", until, LAW),
            Kept("results of screening, by verification number", until, LAW),
        )

    @property
    def backups_end_by(self) -> date:
        """From that day on no backup has it either."""
        return (self.at + timedelta(days=BACKUP_DAYS)).date()
