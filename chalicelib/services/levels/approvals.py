"""Checks every approval once a day, and again when a level is raised.

An approval that lacks something or has run out becomes stale by an ordinary move; what falls due
soon is announced by an event without a move. A pass walks the index of approved verifications and
keeps its cursor in a mark: the next run continues an interrupted pass.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.person import Person, person_key
from chalicelib.domain.errors import Conflict, NotFound, VestibuleError
from chalicelib.domain.levels.approval import Approved, approved, as_told, over, to_tell
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.lifecycle import Due
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.levels.levels import Levels
from chalicelib.services.liveness.side_by_side import each
from chalicelib.services.ports import Audit, Clock, Store
from chalicelib.services.verifications.move_facts import numbers
from chalicelib.services.verifications.verifications import CHANGED, Also, Verifications

SUBJECT = "approvals"
PAGE = 100
KEEP = timedelta(days=400)
_DONE, _AGAIN = "done", "again"


def from_the_beginning(marks: Store[Mark]) -> None:
    """Restarts the pass, because a level was raised: the next run checks every approval again. A
    running pass loses its cursor by the mark's version.
    """
    place = marks.find(SUBJECT, MarkKind.REVIEWED)
    if place is not None:
        marks.put(replace(place, note=_AGAIN, ids=(), version=place.version + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """`marks` hold the cursor of the pass, and when the relationship with a person ended."""

    verifications: Verifications
    levels: Levels
    marks: Store[Mark]
    audit: Audit
    now: Clock
    at_once: int = 8  # chains of the log that are read side by side

    def look(self, enough: Callable[[], bool] = lambda: False) -> dict[str, int]:
        """Continues today's pass until it is complete or `enough()`. Counts of approvals: checked,
        notified, made stale, failed.
        """
        count = Counter(looked=0, told=0, stale=0, failed=0)
        place = self._begun()
        while place is not None and not enough():
            cursor = place.ids[0] if place.ids else ""
            store = self.verifications.store
            page, cursor = store.page("byStatus", State.APPROVED, PAGE, cursor)
            self._page(page, count)
            place = self._kept(place, cursor)
        return dict(count)

    def stale(self, name: str, cursor: str) -> tuple[tuple[Verification, ...], str]:
        """(stale approvals of a level, cursor of the next page or "")."""
        store = self.verifications.store
        found, more = store.page("byStatus", State.STALE, PAGE, cursor)
        return tuple(v for v in found if v.level == name and v.mode == Mode.LIVE), more

    def _begun(self) -> Mark | None:
        """The cursor of today's pass; None if it is complete."""
        now = self.now()
        place = self.marks.find(SUBJECT, MarkKind.REVIEWED)
        if place is None:
            new = Mark(SUBJECT, MarkKind.REVIEWED, now, now + KEEP)
            self.marks.put(new)
            return new
        if place.note == _DONE and place.at.date() >= now.date():
            return None
        if place.note not in (_DONE, _AGAIN):
            return place
        return self._saved(replace(place, at=now, expires_at=now + KEEP, note="", ids=()))

    def _kept(self, place: Mark, cursor: str) -> Mark | None:
        """The cursor after a page; None at the end, or if another run has taken over."""
        ids = (cursor,) if cursor else ()
        saved = self._saved(replace(place, ids=ids, note="" if cursor else _DONE))
        return saved if cursor else None

    def _saved(self, place: Mark) -> Mark | None:
        moved = replace(place, version=place.version + 1)
        try:
            self.marks.save(moved)
        except Conflict:
            return None
        return moved

    def _page(self, page: Sequence[Verification], count: "Counter[str]") -> None:
        """Checks one page of approvals, reading shared records in one call. Test applicants' time
        moves only on request, and nobody whose relationship has ended is checked.
        """
        count["looked"] += len(page)
        left = self.marks.find_all(list({(v.user_id, MarkKind.ENDED) for v in page}))
        gone = {user_id for user_id, _ in left}
        page = [v for v in page if v.mode != Mode.TEST and v.user_id not in gone]
        keys = {v.user_id: (person_key(v.mode, v.user_id),) for v in page}
        persons = self.verifications.persons.find_all(list(keys.values()))
        versions = {(v.level, v.level_key): self._versions(v) for v in page}
        found = each(self._found_or_not, [(v,) for v in page], self.at_once)
        for verification, known in zip(page, found, strict=True):
            user_id = verification.user_id
            both = versions[verification.level, verification.level_key]
            if known is None or both is None:
                count["failed"] += 1
                continue
            person = persons.get(keys[user_id]) or self.verifications.person(user_id)
            self._one(verification, person, (known, *both), count)

    def _one(
        self,
        verification: Verification,
        person: Person,
        known: tuple[Approved, Level, Level],
        count: "Counter[str]",
    ) -> None:
        """Checks one approval; a failure is counted and does not stop the others."""
        try:
            self._on(verification, person, known, self.now().date(), count)
        except Conflict as lost:  # moved on, or erased, meanwhile
            if lost.code not in (CHANGED, "person_erased", "illegal_state_move"):
                count["failed"] += 1
        except VestibuleError:
            count["failed"] += 1

    def _found_or_not(self, verification: Verification) -> Approved | None:
        """The approval as the log knows it; None if the log is not available."""
        try:
            return self._found(verification)
        except VestibuleError:
            return None

    def on_day(self, verification: Verification, today: date) -> Verification:
        """The approval as it is on a given day; for test mode, whose time is moved by request."""
        person = self.verifications.person(verification.user_id)
        begun = self.levels.pinned(verification.level_key)
        known = (self._found(verification), begun, self._raised(verification.level, begun))
        self._on(verification, person, known, today, Counter())
        return self.verifications.get(verification.verification_id)

    def _on(
        self,
        verification: Verification,
        person: Person,
        known: tuple[Approved, Level, Level],
        today: date,
        count: "Counter[str]",
    ) -> None:
        """`known`: (approval, level version it began with, version in force)."""
        if _renewed(person, verification):
            return
        found, begun, raised = known
        why = over(raised, begun, found, today)
        if why:
            facts = {
                "inForce": raised.key,
                "why": {name: list(about) for name, about in why.items()},
            }
            also = Also(facts=facts)
            self.verifications.move(verification, State.STALE, tuple(why), also)
            count["stale"] += 1
            return
        if person.standing(verification.level).status is not KycStatus.VERIFIED:
            return
        for one in to_tell(raised, found, verification.notices, today):
            verification = self._told(verification, one)
            count["told"] += 1

    def _versions(self, verification: Verification) -> tuple[Level, Level] | None:
        """(version it began with, version in force); None if they cannot be read."""
        try:
            begun = self.levels.pinned(verification.level_key)
            return begun, self._raised(verification.level, begun)
        except VestibuleError:
            return None

    def _raised(self, name: str, begun: Level) -> Level:
        try:
            return self.levels.in_force(name)
        except NotFound:  # no version of it is in force: nothing was raised
            return begun

    def _found(self, verification: Verification) -> Approved:
        """The approval as the log knows it."""
        at = verification.moved_at or verification.updated_at
        entries = self.audit.read(verification.verification_id)
        return approved(at, entries)

    def _told(self, before: Verification, one: Due) -> Verification:
        """Writes a notice like a move: with its audit entry and its number among the person's
        events.
        """
        person = self.verifications.person(before.user_id)
        if person.erased_at:
            raise Conflict("this person was erased", "person_erased")
        person = person.noticed()
        stands = person.standing(before.level)
        after = replace(
            before.noticed(one.what, as_told(one), self.now()),
            sequence=person.sequence,
            standing=stands.status,
            standing_by=stands.verification_id,
        )
        facts = {"notice": one.what, "daysLeft": one.days_left, **numbers(after)}
        self.verifications.transactions.commit(
            self.verifications.store.saving(after, CHANGED),
            self.verifications.persons.saving(person, CHANGED),
            *self.audit.appending(before.verification_id, ("noticed", facts)),
        )
        return after


def _renewed(person: Person, verification: Verification) -> bool:
    """Whether the person has a later approval in force."""
    return any(
        a.state is State.APPROVED
        and a.number > verification.attempt
        and a.level == verification.level
        for a in person.attempts
    )
