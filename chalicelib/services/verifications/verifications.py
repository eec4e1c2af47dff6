"""Begins and moves verifications; no other code changes a state.

A move is one transaction: the verification's new state, its entry in the audit log, its person's
row and, when it enters or leaves a review, its case. All further consequences follow from the
table's stream (services/consequences).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.applicants.person import Person, person_key
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.caller_facts import known_since
from chalicelib.domain.verifications.verification import (
    DECIDED,
    MOVES,
    OPEN,
    UNDECIDED,
    Asker,
    Beginning,
    Begun,
    State,
    Verification,
    may_begin,
)
from chalicelib.services.ports import Audit, Clock, Store, Transactions
from chalicelib.services.verifications.case_writes import case_writes
from chalicelib.services.verifications.earlier_questions import asked_earlier, leaves_a_question
from chalicelib.services.verifications.move_facts import numbers

#: Names the ids of attempts (RFC 9562, version 5). A user's own id is random and not public.
ATTEMPTS = UUID("5b0e6f0a-9d1c-4c7b-8a34-6c2f1d9be071")
#: Each lost try is somebody else's stored change; more losses than this are a fault of ours.
TRIES = 20
DEFAULT = "default"

# What a lost race says. The first is the caller's to solve.
CHANGED = "changed_meanwhile"
OURS = frozenset({"audit_taken", "person_changed", "case_changed", "transaction_conflict"})

Entry = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Approval:
    """The grounds of an approval. `by`: "rules", a vendor, or the ids of the reviewers who signed.

    `facts` go to the audit log; `unchanged`: conditions that the examined records are unchanged.
    """

    by: tuple[str, ...]
    facts: Mapping[str, Any]
    unchanged: tuple[Write, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Also:
    """What else a move writes. `entries`, `facts`: for the audit log. `changes`: other fields.
    `case`: with a reviewer's decision. `by`: who closes the case without a reviewer."""

    entries: tuple[Entry, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    writes: tuple[Write, ...] = field(default=(), repr=False)
    case: ReviewCase | None = None
    by: str = ""


NOTHING = Also()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifications:
    """All verifications, each with an audit trail. Live or test mode follows from the person's id.

    `level`: user id -> level and version of a new attempt, which keeps that version to its end.
    `verifies`: whether passing an attempt makes the person verified; otherwise `confirmed`.
    """

    store: Store[Verification]
    persons: Store[Person]
    cases: Store[ReviewCase]
    audit: Audit
    transactions: Transactions
    open_days: int
    now: Clock
    level: Callable[[str], Begun] = lambda user_id: Begun(DEFAULT, 0)
    verifies: Callable[[Verification], bool] = lambda verification: True

    def get(self, verification_id: str) -> Verification:
        """The verification with this id; NotFound."""
        return self.store.get(verification_id)

    def of_user(self, verification_id: str, user_id: str) -> Verification:
        """The verification with this id if it is this user's; otherwise NotFound."""
        found = self.store.find(verification_id)
        if found is None or found.user_id != user_id:
            raise NotFound("no such verification", "verification_not_found")
        return found

    def person(self, user_id: str) -> Person:
        """The person's row with all attempts; an unsaved one (version 0) for somebody new."""
        mode = mode_of(user_id)
        key = person_key(mode, user_id)
        return self.persons.find(key) or Person(key, user_id, mode, version=0)

    def latest(self, user_id: str) -> Verification | None:
        """The user's newest attempt; None without one."""
        newest = self.person(user_id).newest
        return self.store.find(newest.verification_id) if newest else None

    # Beginning

    def open(self, user_id: str, onboarding_id: str = "") -> Verification:
        """The user's open verification, or a new attempt.

        Conflict: `under_review`, `already_verified`, `changed_meanwhile`. The workflow takes over
        what an upload or a vendor's session opened before it. Concurrent calls open the same one.
        """
        for _ in range(TRIES):
            person = self._living(user_id)
            last = self.store.find(person.newest.verification_id) if person.newest else None
            begins = self._begins(person, last, onboarding_id)
            if last and begins is Beginning.GO_ON:
                return self._belonging(last, onboarding_id)
            if begins is Beginning.UNDER_REVIEW:
                raise Conflict("a person is looking at this case", "under_review")
            if begins is Beginning.VERIFIED:
                raise Conflict("this user is verified", "already_verified")
            if last and self._left(last):
                continue
            try:
                return self._add(person, self._next(person, last, onboarding_id))
            except Conflict:
                continue
        raise Conflict("too many attempts at once", CHANGED)

    def _begins(self, person: Person, last: Verification | None, onboarding_id: str) -> Beginning:
        if last is None:
            return Beginning.UNDER_REVIEW if person.under_review else Beginning.NEW
        ours = onboarding_id and last.onboarding_id in ("", onboarding_id)
        begins = may_begin(last.state, Asker.WORKFLOW if ours else Asker.APPLICANT)
        over = last.state in OPEN and last.closes_at <= self.now()
        if begins is Beginning.GO_ON and over and not ours:
            begins = Beginning.NEW
        if begins is Beginning.VERIFIED and last.notices:  # it falls due: renewed ahead of time
            begins = Beginning.NEW
        if begins is Beginning.NEW and person.under_review:
            return Beginning.UNDER_REVIEW
        return begins

    def _left(self, last: Verification) -> bool:
        """Ends an attempt that expired, or that a vendor could not finish; True if it did."""
        if last.state in OPEN:
            self.close(last.verification_id, State.EXPIRED, ("timed_out",))
        elif last.state is State.ERROR:
            self.close(last.verification_id, State.ABANDONED, ())
        else:
            return False
        return True

    def _next(self, person: Person, last: Verification | None, onboarding_id: str) -> Verification:
        now, attempt = self.now(), person.newest.number + 1 if person.newest else 1
        prefix = "" if person.mode == Mode.LIVE else f"{person.mode}#"
        begun = self.level(person.user_id)
        return Verification(
            verification_id=str(uuid5(ATTEMPTS, f"{prefix}{person.user_id}#{attempt}")),
            user_id=person.user_id,
            created_at=now,
            updated_at=now,
            closes_at=now + timedelta(days=begun.open_days or self.open_days),
            onboarding_id=onboarding_id or (last.onboarding_id if last else ""),
            attempt=attempt,
            reasons_ever=last.unanswered if last else (),
            mode=person.mode,
            level=begun.level,
            level_version=begun.version,
            moved_at=now,
            renewal=bool(last and last.state is State.APPROVED),
            evidence=known_since(begun.known_since),
        )

    def _add(self, person: Person, new: Verification) -> Verification:
        person, new = self._placed(person, new)
        facts = {"to": new.state, "attempt": new.attempt} | numbers(new)
        self.transactions.commit(
            self.store.adding(new),
            self._writing(person),
            *self.audit.appending(new.verification_id, ("opened", facts)),
        )
        return new

    def _belonging(self, verification: Verification, onboarding_id: str) -> Verification:
        """The verification, assigned to this onboarding."""

        def taken(found: Verification) -> Verification:
            if not onboarding_id or found.onboarding_id == onboarding_id:
                return found
            return found.changed(self.now(), onboarding_id=onboarding_id)

        return self.change(verification.verification_id, taken)

    def change(
        self, verification_id: str, change: Callable[[Verification], Verification]
    ) -> Verification:
        """Stores a change of anything but the state (ValueError); the verification after it."""

        def kept(before: Verification) -> Verification:
            after = change(before)
            if after.state is not before.state or after.moves != before.moves:
                raise ValueError("a state is changed by a move, and by nothing else")
            return after

        return self.store.update(verification_id, change=kept)

    def move(
        self,
        verification: Verification,
        to: State,
        reasons: tuple[str, ...] = (),
        also: Also = NOTHING,
        approval: Approval | None = None,
    ) -> Verification:
        """Writes the verification in its new state, and all that belongs to the move; the new one.

        `verification` must be the stored one: Conflict `changed_meanwhile` if it, or anything that
        an approval rests on, has changed since. Conflict `illegal_state_move` if MOVES has no such
        transition, `no_grounds` for an approval without grounds.
        """
        if to is State.APPROVED and not self.verifies(verification):
            to, approval = State.CONFIRMED, None
        if to is State.APPROVED and approval is None:
            raise Conflict("an approval rests on a screening and a comparison", "no_grounds")
        for _ in range(TRIES):
            person = self._living(verification.user_id)
            if to is State.APPROVED and self._asked_meanwhile(person, verification, also):
                raise Conflict("an earlier attempt is asked about meanwhile", CHANGED)
            if to in UNDECIDED and leaves_a_question(person, verification):
                if State.NEEDS_REVIEW not in MOVES[verification.state]:
                    return verification
                to, reasons = State.NEEDS_REVIEW, ("asked_before",)
            moved = verification.move(to, self.now(), reasons)
            person, moved = self._placed(person, replace(moved, **also.changes))
            try:
                self.transactions.commit(*self._writes(verification, moved, person, also, approval))
            except Conflict as lost:
                if lost.code not in OURS:
                    raise
                continue
            return moved
        raise Conflict("too many changes at once", CHANGED)

    def questions(self, verification: Verification) -> tuple[str, ...]:
        """What only people can answer: asked of this attempt, or of earlier ones, also since it
        began.
        """
        person = self.person(verification.user_id)
        earlier = asked_earlier(self.store, person, verification)
        return tuple(dict.fromkeys((*verification.questions, *earlier)))

    def step(
        self, verification_id: str, before: State, to: State, reasons: tuple[str, ...] = ()
    ) -> Verification:
        """Moves it if it is in `before` and the move is legal; the verification after it."""

        def goes(v: Verification) -> State | None:
            return to if v.state is before and to in MOVES[before] else None

        return self.advance(verification_id, goes, reasons)

    def close(self, verification_id: str, to: State, reasons: tuple[str, ...]) -> Verification:
        """Ends it in `to` unless it is decided or has ended; the verification after it."""

        def ends(v: Verification) -> State | None:
            return to if v.state not in DECIDED and to in MOVES[v.state] else None

        return self.advance(verification_id, ends, reasons)

    def advance(
        self,
        verification_id: str,
        choose: Callable[[Verification], State | None],
        reasons: tuple[str, ...] = (),
    ) -> Verification:
        """Moves it where `choose` says (None: nowhere); the verification after it."""
        for _ in range(TRIES):
            verification = self.store.get(verification_id)
            to = choose(verification)
            if to is None:
                return verification
            try:
                return self.move(verification, to, reasons)
            except Conflict as lost:
                if lost.code != CHANGED:
                    raise
        raise Conflict("too many changes at once", CHANGED)

    def review(self, case: ReviewCase, facts: Mapping[str, Any]) -> None:
        """Stores a case and a `reviewed` entry in the audit log, without a move."""
        self._note(case.case_id, (self.cases.saving(case, CHANGED),), (("reviewed", facts),))

    def note(
        self, verification: Verification, writes: tuple[Write, ...], entries: tuple[Entry, ...]
    ) -> None:
        """Writes `writes` and audit `entries` without a move; Conflict if it has changed."""
        conditions = (self.store.unchanged(verification, CHANGED), *writes)
        self._note(verification.verification_id, conditions, entries)

    def _note(self, subject: str, writes: tuple[Write, ...], entries: tuple[Entry, ...]) -> None:
        for _ in range(TRIES):
            try:
                self.transactions.commit(*writes, *self.audit.appending(subject, *entries))
            except Conflict as lost:
                if lost.code not in OURS:
                    raise
                continue
            return
        raise Conflict("too many changes at once", CHANGED)

    def mark_erased(self, user_id: str) -> Person:
        """Turns the person's row into a tombstone: from now on every move of theirs is refused."""
        person = self.person(user_id)
        if person.version == 0:
            self.persons.add(replace(person, version=1))
        return self.persons.update(
            person.person_id, change=lambda p: p if p.erased_at else p.erased(self.now())
        )

    # The parts of a move

    def _asked_meanwhile(self, person: Person, verification: Verification, also: Also) -> bool:
        known = {*verification.reasons_ever, *(also.case.reasons if also.case else ())}
        return not known.issuperset(asked_earlier(self.store, person, verification))

    def _living(self, user_id: str) -> Person:
        person = self.person(user_id)
        if person.erased_at:
            raise Conflict("this person was erased", "person_erased")
        return person

    def _placed(self, person: Person, moved: Verification) -> tuple[Person, Verification]:
        """Person and verification, each updated by the other: standing, sequence, attempts."""
        after = person.moved(moved)
        found = after.standing(moved.level)
        placed = replace(
            moved,
            sequence=after.sequence,
            standing=found.status,
            standing_by=found.verification_id,
        )
        return after, placed

    def _writing(self, person: Person) -> Write:
        if person.version == 1:
            return self.persons.adding(person, "person_changed")
        return self.persons.saving(person, "person_changed")

    def _writes(
        self,
        before: Verification,
        after: Verification,
        person: Person,
        also: Also,
        approval: Approval | None,
    ) -> tuple[Write, ...]:
        facts: dict[str, Any] = {
            "from": before.state,
            "to": after.state,
            "reasons": list(after.reasons),
            **numbers(after),
            **also.facts,
        }
        if approval and after.state is State.APPROVED:
            facts["approval"] = {"by": list(approval.by), **approval.facts}
        entries = (*also.entries, ("moved", facts))
        return (
            self.store.saving(after, CHANGED),
            self._writing(person),
            *self._case(before, after, also),
            *also.writes,
            *(approval.unchanged if approval else ()),
            *self.audit.appending(after.verification_id, *entries),
        )

    def _case(self, before: Verification, after: Verification, also: Also) -> tuple[Write, ...]:
        if also.case is not None:
            return (self.cases.saving(also.case, CHANGED),)
        return case_writes(self.cases, before, after, also.by, self.now())
