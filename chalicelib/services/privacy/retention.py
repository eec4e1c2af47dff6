"""Retention: removes pictures some days after the decision, and runs the second pass of erasures.

A mark says when to check a verification; its state then decides. So the table of verifications is
never scanned, and the next run continues an interrupted one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.deadline import at_most
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.levels.level import Level
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.privacy.privacy import on_hold
from chalicelib.domain.privacy.retention import DAY, Retention
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.ports import Audit, Clock, Store

MOST = 200
"""Marks of a kind looked at in one run; the next run is minutes away."""
ENOUGH = 30.0
"""Seconds for one more erasure."""
MEDIA_DELETED = "media_deleted"
MONTH = timedelta(days=30)
#: What is kept until somebody says that a relationship ended is kept on for so long each month.
UNTOLD = timedelta(days=2 * 366)


class Shredder(Protocol):
    """A bucket as the cleaning needs it."""

    def shred(self, prefix: str) -> int:
        """Removes all versions of all objects whose key begins with `prefix`; how many versions."""
        ...


class Due(Protocol):
    """Marks ordered by their time."""

    def due(self, kind: MarkKind, now: datetime, limit: int) -> tuple[Mark, ...]:
        """At most `limit` marks of a kind whose `at` has passed, oldest first."""
        ...


class Kept(Protocol):
    """The audit log as the retention needs it."""

    def keep(self, subject_id: str, until: datetime) -> None:
        """Sets until when all entries of a subject are kept, earlier or later than before."""
        ...


def shred_media(buckets: Mapping[str, Shredder], verification_id: str) -> "Counter[str]":
    """Removes all versions of a verification's objects; the number of versions by bucket."""
    count: Counter[str] = Counter()
    for name, bucket in buckets.items():
        # The two places a key begins with: stored, and posted but not yet looked at.
        for prefix in (verification_id, f"incoming/{verification_id}"):
            count[name] += bucket.shred(prefix)
    return count


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long an attempt's pictures are kept: by the version of the level it began with, or by the
    settings if that level was never published.
    """

    policy: Retention
    pinned: Callable[[str], Level]

    def __call__(self, verification: Verification) -> Retention:
        """The retention policy of this attempt."""
        key = verification.level_key
        return self.policy.under(self.pinned(key)) if key else self.policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering:
    """Schedules the removal of an attempt's pictures, before the first one is stored."""

    marks: Store[Mark]
    policy: Callable[[Verification], Retention]
    now: Clock

    def __call__(self, verification: Verification) -> None:
        """Creates the marks if there are none yet."""
        policy = self.policy(verification)
        self._note(verification, MarkKind.MEDIA, policy.looked_at_after(self.now()))
        if policy.record_years is not None:
            self._note(verification, MarkKind.RECORDS, verification.closes_at)

    def _note(self, verification: Verification, kind: MarkKind, due: datetime) -> None:
        subject = verification.verification_id
        if self.marks.find(subject, kind) is None:
            self.marks.put(Mark(subject, kind, due, due + timedelta(days=400)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """`buckets`: name -> the bucket."""

    marks: Store[Mark]
    due: Due
    verifications: Store[Verification]
    documents: Store[DocumentRecord]
    buckets: Mapping[str, Shredder]
    audit: Audit
    log: Kept
    policy: Callable[[Verification], Retention]
    passing: Callable[[Mark], VestibuleError | None]
    now: Clock

    def clean(self) -> dict[str, int]:
        """Counts of one run: `media` (verifications without pictures now), `erasures` (second
        passes), `test` (test applicants erased).
        """
        done: Counter[str] = Counter(media=0, erasures=0, test=0)
        for mark in self.due.due(MarkKind.ERASING, self.now(), MOST):
            for verification_id in mark.ids:
                shred_media(self.buckets, verification_id)
            self.marks.delete(mark.subject, mark.kind)
            done["erasures"] += 1
        for mark in self.due.due(MarkKind.MEDIA, self.now(), MOST):
            done["media"] += self._media(mark)
        for mark in self.due.due(MarkKind.RECORDS, self.now(), MOST):
            self._records(mark)
        done["test"] = self._passed()
        return dict(done)

    def _passed(self) -> int:
        """Erases test applicants that are past their time; how many. The first error is raised at
        the end.
        """
        stopped, gone = None, 0
        for mark in self.due.due(MarkKind.TEST, self.now(), MOST):
            if at_most(ENOUGH) < ENOUGH:
                break
            fault = self.passing(mark)
            stopped, gone = stopped or fault, gone + (fault is None)
        if stopped:
            raise stopped
        return gone

    def _records(self, mark: Mark) -> None:
        """Sets until when a verification's audit entries are kept. Repeated every month, for
        entries are added and relationships end. DynamoDB's TTL removes them.
        """
        now = self.now()
        verification = self.verifications.find(mark.subject)
        policy = self.policy(verification) if verification else None
        if verification is None or policy is None or policy.record_years is None:
            self.marks.delete(mark.subject, mark.kind)  # erased: the log keeps it for the law
            return
        left = self.marks.find(verification.user_id, MarkKind.ENDED)
        until = policy.records_over_at(verification, left.at if left else None)
        if until is None or on_hold(self.audit.read(verification.user_id)):
            until = max(until or now, now + UNTOLD)
        self.log.keep(mark.subject, until)
        if until <= now:
            self.marks.delete(mark.subject, mark.kind)
            return
        due = min(until, now + MONTH)
        self.marks.put(replace(mark, at=due, expires_at=due + timedelta(days=400)))

    def _media(self, mark: Mark) -> bool:
        """Removes a verification's pictures if they are past their time (True); otherwise schedules
        a later check.
        """
        now = self.now()
        verification = self.verifications.find(mark.subject)
        if verification is None:  # erased, and its pictures with it
            self.marks.delete(mark.subject, mark.kind)
            return False
        left = self.marks.find(verification.user_id, MarkKind.ENDED)
        over = self.policy(verification).over_at(verification, now, left.at if left else None)
        if over <= now and on_hold(self.audit.read(verification.user_id)):
            over = now + DAY
        if over > now:
            self.marks.put(replace(mark, at=over, expires_at=over + timedelta(days=400)))
            return False
        gone = shred_media(self.buckets, verification.verification_id)
        self.documents.delete(verification.verification_id)
        facts = {"decided": verification.updated_at, **gone}
        self.audit.write(verification.verification_id, MEDIA_DELETED, facts)
        self.marks.delete(mark.subject, mark.kind)
        return True
