"""Tombstones: after an erasure nothing about that person is written again.

An erasure places tombstones first and removes afterwards. A record is written in one transaction
with a check for its owner's tombstone (adapters/aws/tables.py). Buckets have no transactions:
writers check before they put, and the second pass of an erasure removes what was put between check
and tombstone.
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
    """The tombstones, by internal ids only: user, verification, onboarding, vendor session."""

    marks: Store[Mark]
    keep_years: int
    now: Clock

    def place(self, subjects: Iterable[str], receipt: str) -> int:
        """Places a tombstone for each subject; how many were new."""
        now, new = self.now(), 0
        for subject in dict.fromkeys(s for s in subjects if s):
            if self.marks.find(subject, MarkKind.ERASED) is None:
                end = now + self.keep_years * YEAR
                self.marks.put(Mark(subject, MarkKind.ERASED, now, end, receipt))
                new += 1
        return new

    def erased(self, *subjects: str) -> bool:
        """Whether one of these subjects was erased."""
        return any(self.marks.find(s, MarkKind.ERASED) is not None for s in subjects if s)

    def refuse(self, *subjects: str) -> None:
        """Raises Erased if one of these subjects was erased."""
        if self.erased(*subjects):
            raise Erased("nothing is written about this person any more")


@dataclass(frozen=True, slots=True)
class ErasureGuardedObjects(Generic[Holds]):
    """A bucket that refuses objects of erased people."""

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
        """Stores an object; Erased if the verification of the key was erased."""
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
