"""After an erasure nobody writes about that person again.

Whoever erases leaves tombstones first and removes afterwards. A record is written together with the
question for its owner's tombstone, in one transaction (adapters/aws/tables.py). A bucket knows no
transactions: whoever puts asks before, and what slips through between the question and the put is
what the second pass of an erasure removes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic

from chalicelib.domain.errors import Erased
from chalicelib.domain.marks import Mark, MarkKind, verification_of
from chalicelib.services.ports import Bucket, Clock, ErasureGuard, Holds, Store

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """Who was erased, by user, verification, onboarding, vendor session: ids of ours, no names."""

    marks: Store[Mark]
    keep_years: int
    now: Clock

    def place(self, subjects: Iterable[str], receipt: str) -> int:
        """Leaves a tombstone for each of them; how many were new."""
        now, new = self.now(), 0
        for subject in dict.fromkeys(s for s in subjects if s):
            if self.marks.find(subject, MarkKind.ERASED) is None:
                end = now + self.keep_years * YEAR
                self.marks.put(Mark(subject, MarkKind.ERASED, now, end, receipt))
                new += 1
        return new

    def erased(self, *subjects: str) -> bool:
        """Whether one of them was erased."""
        return any(self.marks.find(s, MarkKind.ERASED) is not None for s in subjects if s)

    def refuse(self, *subjects: str) -> None:
        """Erased if one of them was."""
        if self.erased(*subjects):
            raise Erased("nothing is written about this person any more")


@dataclass(frozen=True, slots=True)
class ErasureGuardedObjects(Generic[Holds]):
    """A bucket that takes nothing about who was erased."""

    objects: Bucket[Holds]
    tombstones: ErasureGuard

    @property
    def holds(self) -> Holds:
        """See Bucket."""
        return self.objects.holds

    @property
    def bucket(self) -> str:
        """See Objects."""
        return self.objects.bucket

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores; Erased if the verification of the key was erased."""
        self.tombstones.refuse(verification_of(key))
        self.objects.put(key, body, content_type)

    def get(self, key: str) -> bytes:
        """See Objects."""
        return self.objects.get(key)

    def delete(self, key: str) -> None:
        """See Objects."""
        self.objects.delete(key)

    def shred(self, prefix: str) -> int:
        """See Objects."""
        return self.objects.shred(prefix)

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """See Objects."""
        return self.objects.form(key, content_type, size, seconds)

    def link(self, key: str, seconds: int) -> str:
        """See Objects."""
        return self.objects.link(key, seconds)
