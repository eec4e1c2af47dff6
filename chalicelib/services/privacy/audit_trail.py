"""Seals the audit log: a signed checkpoint of each day's entries."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from chalicelib.domain.errors import Conflict
from chalicelib.domain.privacy.audit_chain import Checkpoint, Line, summed_in_order
from chalicelib.services.ports import AuditVault, Clock

#: Days made up for in one run, should sealing have failed for a while.
MOST_DAYS = 62
#: How far back the first run of all looks for the day on which the chain begins.
FIRST_LOOK = 7


class SealedLog(Protocol):
    """The audit log as the sealing job needs it."""

    def lines_of_day(self, day: str) -> Iterable[Line]:
        """The lines to seal of a UTC day's entries, ordered by subject and sequence."""
        ...

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint; None before the first one."""
        ...

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Stores a checkpoint; Conflict if the day has one."""
        ...


class Signer(Protocol):
    """Signs checkpoints."""

    def sign(self, message: bytes) -> str:
        """The signature in Base64."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTrail:
    """`vault`: a locked bucket, from which nobody can delete; None where there is none (laptop)."""

    log: SealedLog
    signer: Signer
    vault: AuditVault | None
    now: Clock

    def seal(self) -> tuple[str, ...]:
        """Seals every finished day since the last checkpoint; the days that were sealed.

        Idempotent: a day is sealed once, and a finished day gets no more entries. Of two concurrent
        runs the slower one leaves the rest to the other.
        """
        sealed = []
        before = self.log.last_checkpoint()
        for day in self._open_days(before):
            bare = summed_in_order(day, self.log.lines_of_day(day), before)
            before = replace(bare, signature=self.signer.sign(bare.message()))
            if self.vault is not None:  # first: what is in the table must be in the vault
                text = json.dumps(asdict(before), sort_keys=True)
                self.vault.put(f"checkpoints/{day}.json", text.encode(), "application/json")
            try:
                self.log.add_checkpoint(before)
            except Conflict:
                break
            sealed.append(day)
        return tuple(sealed)

    def _open_days(self, before: Checkpoint | None) -> Iterator[str]:
        """Finished days without a checkpoint. The chain begins with the oldest day that has
        entries, so that two concurrent first runs begin with the same day.
        """
        today = self.now().date()
        if before is None:
            begins = (today - timedelta(days=ago) for ago in range(FIRST_LOOK, 0, -1))
            first = next((day for day in begins if self._has_entries(day)), today)
        else:
            first = date.fromisoformat(before.day) + timedelta(days=1)
        for offset in range(min((today - first).days, MOST_DAYS)):
            yield (first + timedelta(days=offset)).isoformat()

    def _has_entries(self, day: date) -> bool:
        return any(True for _ in self.log.lines_of_day(day.isoformat()))
