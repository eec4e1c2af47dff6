"""Rescreening: when a list changes, everybody who is verified is screened again.

A job belongs to a list version. Its plan reads the index of approved verifications and stores
pages. Workers take free pages, screen, and mark a page done in the write that counts it. So a page
counts once, however often it was started, and the work of a worker that died is repeated. Repeated
work leaves the same records and cases.

An approval at the time of the change may rest on the previous lists, and may appear in the index
too late for the plan. So a page of latecomers is created some minutes after the job's start.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import Conflict, VestibuleError
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.screening.rescreening import PLAN, Page, Progress
from chalicelib.domain.screening.screening import (
    MATCH,
    MatchReason,
    ScreeningResult,
    kinds_of,
    match_key,
)
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.ports import Clock, Store
from chalicelib.services.screening.screening import Screening, facts_of
from chalicelib.services.verifications.verifications import CHANGED, Also, Entry, Verifications

PAGE = 200
HOLD_SECONDS = 180
KEEP_DAYS = 90
MOST_PAGES = 100_000  # rows of a job that are read at most
#: Longer than the time from a decision's reading of the lists to its approval in the index.
LATE = timedelta(minutes=10)
LATECOMERS = "late#"


class Approved(Protocol):
    """The approved verifications, page by page."""

    def page(self, cursor: str, limit: int) -> tuple[Sequence[str], str]:
        """Ids after the cursor, and the next cursor (empty at the end)."""
        ...


class Subjects(Protocol):
    """The people to screen for verifications."""

    def of(self, verification: Verification) -> DocumentRecord | None:
        """The document record, or the profile's data once that was deleted; None without either."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescreening:
    """Runs one job after the other; only the newest list version matters."""

    pages: Store[Page]
    approved: Approved
    subjects: Subjects
    verifications: Verifications
    records: Store[ScreeningRecord]
    screening: Screening
    keep_years: int
    now: Clock
    match_reason: MatchReason = lambda key, kinds: MATCH

    def start(self, job_id: str) -> bool:
        """Starts the job of a list version; False if it was started before."""
        expires = self.now() + timedelta(days=KEEP_DAYS)
        try:
            self.pages.add(Page(job_id, PLAN, expires))
        except Conflict:
            return False
        return True

    def work(self, job_id: str, enough: Callable[[], bool] = lambda: False) -> Progress:
        """Plans and screens until no page is free or `enough` returns True; the progress."""
        self._latecomers(job_id)
        while not enough():
            if not (self._plan(job_id, enough) or self._some_pages(job_id, enough)):
                break
        return self.progress(job_id)

    def progress(self, job_id: str) -> Progress:
        """The progress of the job."""
        rows = self.pages.query("", job_id, MOST_PAGES)
        plan = next((row for row in rows if row.page_id == PLAN), None)
        work = [row for row in rows if row.page_id != PLAN]
        done = [row for row in work if row.finished]
        return Progress(
            job_id,
            bool(plan and plan.finished),
            len(work),
            len(done),
            sum(len(row.subjects) for row in work),
            sum(len(row.subjects) for row in done),
            sum(row.rung for row in done),
            sum(row.skipped for row in done),
        )

    def _plan(self, job_id: str, enough: Callable[[], bool]) -> bool:
        """Creates pages for all approved verifications; True if it did something.

        A page is added before the cursor advances, with a number from the plan. A worker that died
        between the two is followed by one that adds the same page again, which is a Conflict.
        """
        plan = self.pages.find(job_id, PLAN)
        if plan is None or not (plan := self._taken(plan)):
            return False
        while not enough():
            found, cursor = self.approved.page(plan.cursor, PAGE)
            if found:
                number = f"page#{plan.made:06d}"
                page = Page(job_id, number, plan.expires_at, tuple(found))
                self._add(page)
            moved = replace(
                plan,
                cursor=cursor,
                made=plan.made + bool(found),
                finished=not cursor,
                held_until=self.now() + timedelta(seconds=HOLD_SECONDS),
                version=plan.version + 1,
            )
            try:
                self.pages.save(moved)
            except Conflict:  # held for too long: another worker continues
                return True
            plan = moved
            if plan.finished:
                return True
        self._release(plan)
        return True

    def _latecomers(self, job_id: str) -> None:
        """Creates pages for approvals around the job's start, once that is long enough ago. The
        first page is added last: while it is missing, the others are created again."""
        plan, first = self.pages.find(job_id, PLAN), f"{LATECOMERS}{0:06d}"
        if plan is None or self.pages.find(job_id, first):
            return
        began = plan.expires_at - timedelta(days=KEEP_DAYS)
        if self.now() < began + LATE:
            return
        late = self._approved_since(began - LATE)
        for number in reversed(range(0, max(1, len(late)), PAGE)):
            subjects = tuple(late[number : number + PAGE])
            name = f"{LATECOMERS}{number // PAGE:06d}"
            self._add(Page(job_id, name, plan.expires_at, subjects))

    def _approved_since(self, since: datetime) -> list[str]:
        """The ids of verifications approved or changed since then."""
        found: list[str] = []
        cursor = ""
        while True:
            newest, cursor = self.verifications.store.page(
                "byStatus", State.APPROVED, PAGE, cursor, newest_first=True
            )
            found += [v.verification_id for v in newest if v.updated_at >= since]
            if not cursor or newest[-1].updated_at < since:
                return found

    def _add(self, page: Page) -> None:
        try:
            self.pages.add(page)
        except Conflict:
            return

    def _some_pages(self, job_id: str, enough: Callable[[], bool]) -> bool:
        """Screens the pages that are free now; False if there were none.

        Workers start at different pages, so that they seldom try to take the same one.
        """
        now = self.now()
        rows = [row for row in self.pages.query("", job_id, MOST_PAGES) if row.free(now)]
        first = secrets.randbelow(len(rows)) if rows else 0
        worked = False
        for row in (*rows[first:], *rows[:first]):
            if enough():
                break
            if row.page_id != PLAN and (page := self._taken(row)):
                self._screen(page, enough)
                worked = True
        return worked

    def _taken(self, page: Page) -> Page | None:
        """The page, held by this worker; None if another one was faster."""
        if not page.free(self.now()):
            return None
        held = page.held(self.now(), HOLD_SECONDS)
        try:
            self.pages.save(held)
        except Conflict:
            return None
        return held

    def _release(self, page: Page) -> None:
        try:
            self.pages.save(page.released())
        except Conflict:
            return

    def _screen(self, page: Page, enough: Callable[[], bool]) -> None:
        self.screening.look_at_the_lists()
        rung = skipped = 0
        for subject in page.subjects:
            if enough():
                self._release(page)
                return
            try:
                status = self._one(subject, page.job_id)
            except VestibuleError:  # a source or a table is unavailable: the page is repeated
                self._release(page)
                raise
            rung += status == "potential_match"
            skipped += not status
        try:
            self.pages.save(page.done(rung, skipped))
        except Conflict:  # held for too long: the worker that took it counts it
            return

    def _one(self, verification_id: str, job_id: str) -> str:
        """Screens one person; the status, or "" if they are no longer verified. Idempotent."""
        verification = self.verifications.store.find(verification_id)
        document = self.subjects.of(verification) if verification else None
        if verification is None or verification.mode == Mode.TEST:
            return ""  # test mode
        if document is None or not document.screening_fingerprint:
            return ""
        person, fingerprint = self.screening.person(document), document.screening_fingerprint
        result = self.screening.ask(
            person, fingerprint, verification_id=verification_id, looked=True
        )
        kept = self.records.find(verification_id, document.screening_entry)
        if result.status != "clear" or (kept and kept.sanctions_status != "clear"):
            self._changed(verification, document, result, kept, job_id)
        return result.status

    def _changed(
        self,
        verification: Verification,
        document: DocumentRecord,
        result: ScreeningResult,
        kept: ScreeningRecord | None,
        job_id: str,
    ) -> None:
        """Stores a changed outcome. With a match the case goes to review in the same transaction,
        so that nobody is verified with an open hit; unless their level only notes matches."""
        writes: tuple[Write, ...] = ()
        entries: tuple[Entry, ...] = ()
        known = {match_key(m) for m in kept.matches} if kept else set()
        same = kept and kept.sanctions_status == result.status
        if not same or known != {match_key(m) for m in result.matches} or not self._fresh(kept):
            writes = (self._keeping(verification, document, result, kept),)
            entries = (("rescreened", facts_of(result) | {"rescreening": job_id}),)
        reason = ""
        if result.status == "potential_match" and verification.state is State.APPROVED:
            reason = self.match_reason(verification.level_key, kinds_of(result.matches))
        if reason:
            also = Also(entries=entries, writes=writes)
            self.verifications.move(verification, State.NEEDS_REVIEW, (reason,), also)
        elif writes:
            self.verifications.note(verification, writes, entries)

    def _fresh(self, kept: ScreeningRecord | None) -> bool:
        return kept is not None and self.screening.in_force(kept)

    def _keeping(
        self,
        verification: Verification,
        document: DocumentRecord,
        result: ScreeningResult,
        kept: ScreeningRecord | None,
    ) -> Write:
        now = self.now()
        record = ScreeningRecord(
            subject_id=verification.verification_id,
            entry_id=document.screening_entry,
            sanctions_status=result.status,
            screened_at=now,
            expires_at=now + timedelta(days=366 * self.keep_years),
            matches=result.matches,
            algorithm=result.algorithm,
            threshold=result.threshold,
            list_versions=dict(result.list_versions),
            version=kept.version + 1 if kept else 1,
            near=result.near,
        )
        return self.records.saving(record) if kept else self.records.adding(record, CHANGED)
