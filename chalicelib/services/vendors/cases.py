"""Applies a vendor's events to a verification. Every operation can be repeated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zlib import crc32

from chalicelib.domain.errors import Conflict, NotFound, VestibuleError
from chalicelib.domain.levels.level import Certainty, Level
from chalicelib.domain.reviews.review import ASKED_AGAIN
from chalicelib.domain.vendors.history import (
    PROGRESS,
    UNDECIDED_ENDS,
    Ours,
    Standing,
    is_news,
    merged,
    standing,
    steps,
)
from chalicelib.domain.vendors.vendor import (
    VendorEvent,
    VendorSession,
    VerifiedPerson,
    from_message,
    in_doubt,
)
from chalicelib.domain.verifications.verification import (
    DECIDED,
    MOVES,
    OPEN,
    UNDECIDED,
    State,
    Verification,
)
from chalicelib.services.ports import Clock, Messages
from chalicelib.services.vendors.opened import keep_session, sessions_of
from chalicelib.services.vendors.people import VendorPeople
from chalicelib.services.vendors.ports import KycProvider
from chalicelib.services.verifications.earlier_questions import leaves_a_question
from chalicelib.services.verifications.verifications import (
    CHANGED,
    TRIES,
    Also,
    Approval,
    Verifications,
)

FACTS = "vendorFacts"
BY_VENDOR = "vendor:"
REVIEWED = {
    "approved": State.APPROVED,
    "rejected": State.REJECTED,
    ASKED_AGAIN: State.RESUBMIT_REQUESTED,
}
#: The vendor is asked about a session without news for this long.
SILENCE = timedelta(minutes=15)
#: How far a vendor's clock may be ahead. An event from later could never be corrected.
SKEW = timedelta(minutes=5)
#: How long after its last news the vendor is still asked about a decision.
REVERSALS = timedelta(days=30)
QUARTER, SLOTS = 900, 96  # seconds; a day has 96 quarters of an hour
OVER = frozenset({State.EXPIRED, State.ABANDONED})
WAITING = (*sorted(OPEN), State.NEEDS_REVIEW, State.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCases:
    """Verifications that a vendor carries out; it keeps their pictures."""

    find: Callable[[str], KycProvider]
    verifications: Verifications
    people: VendorPeople
    messages: Messages
    now: Clock
    pinned: Callable[[str], Level]
    accepts_test: bool = True

    def apply(
        self, before: Verification, facts: tuple[VendorEvent, ...], last_try: bool = True
    ) -> Verification:
        """The verification after these facts; safe while others do the same.

        Unavailable if an approved person cannot be screened, so that the event is repeated; on the
        `last_try` the case goes to review instead.
        """
        latest = self.now() + SKEW
        facts = tuple(replace(f, occurred_at=min(f.occurred_at, latest)) for f in facts)
        before = self._adopted(before, facts)
        for _ in range(TRIES):
            known = facts_of(before)
            all_facts = merged(known, facts)
            found = self._standing(before, all_facts)
            found, approval = self._held_to_the_same(before, found, all_facts, facts, last_try)
            path = _way(before.state, found.state)
            if found.state is before.state is State.RESUBMIT_REQUESTED:
                path = self._again(before, known, found)
            if not path and not is_news(known, all_facts):
                return before
            try:
                return self._moved(before, all_facts, found, facts, path, approval)
            except Conflict as lost:
                if lost.code != CHANGED:
                    raise
                before = self.verifications.get(before.verification_id)
        raise Conflict("too many changes at once", CHANGED)

    def _adopted(self, before: Verification, facts: tuple[VendorEvent, ...]) -> Verification:
        """The verification with this vendor's session, which a start that died did not store."""
        if not facts:
            return before
        session = VendorSession(facts[-1].provider, facts[-1].session_id, before.closes_at)
        for _ in range(TRIES):
            if before.provider_session:
                return before
            try:
                return keep_session(self.verifications, before, session, sessions_of(before) + 1)
            except Conflict:
                before = self.verifications.get(before.verification_id)
        raise Conflict("too many changes at once", CHANGED)

    def _held_to_the_same(
        self,
        before: Verification,
        found: Standing,
        all_facts: tuple[VendorEvent, ...],
        facts: tuple[VendorEvent, ...],
        last_try: bool,
    ) -> tuple[Standing, Approval | None]:
        """(standing, the grounds of a vendor's approval); without grounds the case goes to review.

        A vendor may answer its own questions; ours need a reviewer.
        """
        if found.state is State.APPROVED and before.state is State.APPROVED:
            now_named = next((f.person for f in reversed(facts) if f.person), None)
            if now_named and self.people.somebody_else(before, now_named):
                return replace(found, state=State.NEEDS_REVIEW, reasons=("data_mismatch",)), None
        whole = self.verifications.person(before.user_id)
        if found.state in UNDECIDED and leaves_a_question(whole, before):
            return replace(found, state=State.NEEDS_REVIEW, reasons=("asked_before",)), None
        if found.state is not State.APPROVED or before.state is State.APPROVED:
            return found, None
        theirs = {reason for fact in all_facts for reason in fact.reasons}
        asked = self.verifications.questions(before)
        new = [reason for reason in asked if reason not in before.reasons_ever]
        if new or set(asked) - theirs:
            reasons = ("asked_before", *new)
            return replace(found, state=State.NEEDS_REVIEW, reasons=reasons), None
        person = next((f.person for f in facts if f.person), None) or self._named(before)
        verdict = self.people.approval(before, person, (before.provider,), last_try)
        if isinstance(verdict, Approval):
            if Certainty.VENDOR in self.pinned(before.level_key).certainty:
                return found, verdict
            verdict = ("document_uncertain",)  # this level needs more than a vendor's approval
        return replace(found, state=State.NEEDS_REVIEW, reasons=verdict), None

    def reviewed_approval(self, verification: Verification, by: tuple[str, ...]) -> Approval:
        """The grounds of our reviewers' approval: the person the vendor names now; Conflict if it
        names nobody."""
        return self.people.signed(verification, self._named(verification), by)

    def forgive(self, verification: Verification, reviewer: str) -> int:
        """Dismisses the matches of a case that our reviewers approved; their number."""
        return self.people.forgive(verification, self._named(verification), reviewer)

    def _named(self, verification: Verification) -> VerifiedPerson | None:
        """The person whom the vendor names now, or None."""
        try:
            facts = self.find(verification.provider).fetch(verification.provider_session)
        except NotFound:
            return None
        return next((fact.person for fact in map(self._real, facts) if fact.person), None)

    def _moved(
        self,
        before: Verification,
        all_facts: tuple[VendorEvent, ...],
        found: Standing,
        facts: tuple[VendorEvent, ...],
        path: tuple[State, ...],
        approval: Approval | None,
    ) -> Verification:
        """The verification after these moves; the facts are stored with the first of them."""
        kept = json.dumps([fact.as_message() for fact in all_facts], separators=(",", ":"))
        changes = {
            "evidence": {**before.evidence, FACTS: kept},
            "event_time": found.event_time,
        }
        if not path:
            return self._kept(before, changes)
        also = Also(
            facts={"words": sorted({f.word for f in facts})},
            changes=changes,
            by=BY_VENDOR + before.provider,
        )
        for step in path:
            last = step is found.state
            reasons = found.reasons if last else ()
            before = self.verifications.move(
                before, step, reasons, also, approval if last else None
            )
        return before

    def _kept(self, before: Verification, changes: Mapping[str, Any]) -> Verification:
        """Stores new facts that do not change the state."""

        def with_facts(found: Verification) -> Verification:
            if found.version != before.version:
                raise Conflict("somebody else changed it first", CHANGED)
            return found.changed(self.now(), **changes)

        return self.verifications.change(before.verification_id, with_facts)

    def _standing(self, before: Verification, facts: tuple[VendorEvent, ...]) -> Standing:
        return standing(facts, before.closes_at, self.now(), self._ours(before))

    def _again(
        self, before: Verification, known: tuple[VendorEvent, ...], found: Standing
    ) -> tuple[State, ...]:
        """The moves for a further failed attempt, during which the applicant was in progress."""
        new = found.rounds - self._standing(before, known).rounds
        return (State.IN_PROGRESS, State.RESUBMIT_REQUESTED) if new else ()

    def _ours(self, verification: Verification) -> Ours | None:
        """Our reviewer's decision, or None."""
        if verification.state in PROGRESS:
            return None
        case = self.verifications.cases.find(verification.verification_id)
        if case is None or case.reviewer.startswith(BY_VENDOR):
            return None
        state = REVIEWED.get(case.status)
        return Ours(state, case.updated_at) if state else None

    def reconcile(self, everything: bool = False) -> dict[str, int]:
        """Asks vendors about sessions without news, so that no lost webhook matters. Returns the
        numbers `asked`, `moved` and `failed`; a vendor that is down does not stop the others.

        `everything`: also asks about all decided sessions now, for an operator.
        """
        asked = moved = failed = 0
        for state in (*WAITING, *sorted(DECIDED)):
            for verification in self.verifications.store.each("byStatus", state):
                if not self._due(verification, everything):
                    continue
                asked += 1
                try:
                    after = self.refresh(verification)
                except VestibuleError:
                    failed += 1
                    continue
                moved += after.state is not verification.state
        return {"asked": asked, "moved": moved, "failed": failed}

    def _due(self, verification: Verification, everything: bool) -> bool:
        """Whether to ask now: about waiting sessions every time, about decided ones once a day,
        each in its own quarter of an hour, since the event of a late reversal may be lost, too.
        """
        quiet = self.now() - verification.updated_at
        if not verification.provider_session or quiet < SILENCE:
            return False
        if everything or verification.state not in DECIDED:
            return True
        slot = int(self.now().timestamp()) // QUARTER % SLOTS
        mine = crc32(verification.verification_id.encode()) % SLOTS
        return quiet < REVERSALS and slot == mine

    def ask(self, provider: KycProvider, session: str) -> tuple[VendorEvent, ...]:
        """The vendor's current answer; an unknown status raises an alert."""
        now = self.now()
        answers = map(self._real, provider.fetch(session))
        facts = tuple(replace(fact, fetched_at=now).bounded for fact in answers)
        for fact in facts:
            if not fact.known:
                told = {"provider": fact.provider, "session": session, "word": fact.word}
                self.messages.alert("A vendor used a status we do not know", told)
        return facts

    def _real(self, fact: VendorEvent) -> VendorEvent:
        """The fact, as a doubt if it is of the vendor's test mode and that is not accepted here."""
        if self.accepts_test or not fact.test:
            return fact
        return in_doubt(fact, f"test:{fact.word}")

    def refresh(self, verification: Verification) -> Verification:
        """The verification after asking its vendor; an expired session is also cancelled there."""
        provider = self.find(verification.provider)
        session = verification.provider_session
        try:
            facts = self.ask(provider, session)
        except NotFound:
            facts = ()
        newest = self.verifications.get(verification.verification_id)  # an index may lag behind
        after = self.apply(newest, facts)
        if after.state is State.EXPIRED and verification.state is not State.EXPIRED:
            provider.cancel(session)
        return after

    def forget(self, verification: Verification) -> bool:
        """Makes the vendor delete its data; False if an operator has to do it by hand."""
        name, session = verification.provider, verification.provider_session
        done = self.find(name).redact(session)
        if not done:
            facts = {"provider": name, "session": session}
            self.messages.alert("A vendor keeps data that must be deleted by hand", facts)
        return done


def facts_of(verification: Verification) -> tuple[VendorEvent, ...]:
    """The events applied so far."""
    kept = json.loads(verification.evidence.get(FACTS, "[]"))
    return tuple(from_message(message) for message in kept)


def _way(before: State, to: State) -> tuple[State, ...]:
    """The legal moves to the state of the facts; empty if it does not apply. A review ends only by
    a decision or a new request; an ended session may be resumed or decided.
    """
    if before is State.NEEDS_REVIEW and to not in DECIDED | {State.RESUBMIT_REQUESTED}:
        return ()
    if before in OVER and to in UNDECIDED_ENDS | {State.RESUBMIT_REQUESTED}:
        return ()
    path, here = steps(before, to), before
    for step in path:
        if step not in MOVES[here]:
            return ()
        here = step
    return path
