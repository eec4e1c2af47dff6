"""What a vendor's events do to a verification, and what follows from that. Safe to repeat."""

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
from chalicelib.domain.verifications.verification import DECIDED, MOVES, OPEN, State, Verification
from chalicelib.services.ports import Clock, Messages
from chalicelib.services.vendors.opened import keep_session, sessions_of
from chalicelib.services.vendors.people import VendorPeople
from chalicelib.services.vendors.ports import KycProvider
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
#: A session that said nothing for so long is asked about.
SILENCE = timedelta(minutes=15)
#: A vendor's clock may be ahead by so much. What claims to come from later still could otherwise
#: never be corrected.
SKEW = timedelta(minutes=5)
#: How long after its last news a decision is still asked about.
REVERSALS = timedelta(days=30)
QUARTER, SLOTS = 900, 96  # seconds; a day has 96 quarters of an hour
OVER = frozenset({State.EXPIRED, State.ABANDONED})
WAITING = (*sorted(OPEN), State.NEEDS_REVIEW, State.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCases:
    """Verifications whose media a vendor keeps."""

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
        """The verification with these facts taken in; others may be doing the same meanwhile.

        Where an approved person cannot be screened: Unavailable, so that the news comes again; on
        the `last_try` a human looks.
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
        """The verification as this vendor's: the start of its session may have died before that."""
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
        """A vendor's approval with what it rests on; without that it is a question to a human. A
        vendor may answer what it asked itself; what we asked, only people of ours can.
        """
        if found.state is State.APPROVED and before.state is State.APPROVED:
            now_named = next((f.person for f in reversed(facts) if f.person), None)
            if now_named and self.people.somebody_else(before, now_named):
                return replace(found, state=State.NEEDS_REVIEW, reasons=("data_mismatch",)), None
        if found.state is not State.APPROVED or before.state is State.APPROVED:
            return found, None
        theirs = {reason for fact in all_facts for reason in fact.reasons}
        if set(before.questions) - theirs:
            return replace(found, state=State.NEEDS_REVIEW, reasons=("asked_before",)), None
        person = next((f.person for f in facts if f.person), None) or self._named(before)
        verdict = self.people.approval(before, person, (before.provider,), last_try)
        if isinstance(verdict, Approval):
            if Certainty.VENDOR in self.pinned(before.level_key).certainty:
                return found, verdict
            verdict = ("document_uncertain",)  # this level does not believe a vendor's word alone
        return replace(found, state=State.NEEDS_REVIEW, reasons=verdict), None

    def reviewed_approval(self, verification: Verification, by: tuple[str, ...]) -> Approval:
        """What our reviewers' approval rests on: whom the vendor names now; Conflict otherwise."""
        return self.people.signed(verification, self._named(verification), by)

    def forgive(self, verification: Verification, reviewer: str) -> int:
        """Our reviewers approved beside a hit: it is somebody else. How many matches."""
        return self.people.forgive(verification, self._named(verification), reviewer)

    def _named(self, verification: Verification) -> VerifiedPerson | None:
        """Whom the vendor names now."""
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
        """Every step is a move of its own; the facts are kept with the first of them."""
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
        """The facts are news, the state is not."""

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
        """A further try that failed is a move of its own: the applicant was on the way again."""
        new = found.rounds - self._standing(before, known).rounds
        return (State.IN_PROGRESS, State.RESUBMIT_REQUESTED) if new else ()

    def _ours(self, verification: Verification) -> Ours | None:
        """Our own reviewer's decision, if there is one."""
        if verification.state in PROGRESS:
            return None
        case = self.verifications.cases.find(verification.verification_id)
        if case is None or case.reviewer.startswith(BY_VENDOR):
            return None
        state = REVIEWED.get(case.status)
        return Ours(state, case.updated_at) if state else None

    def reconcile(self, everything: bool = False) -> dict[str, int]:
        """Asks vendors about sessions that said nothing for a while; how many, how many moved.
        `everything`: about all decided ones, too, now (an operator may ask for it).

        This is what makes a lost webhook harmless. One vendor that is down holds up no other.
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
        """Waiting sessions every time; decided ones once a day, each in its own quarter of an
        hour, for a late reversal may get lost like any other news.
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
        """What the vendor says now; a status that nobody knows rings."""
        now = self.now()
        answers = map(self._real, provider.fetch(session))
        facts = tuple(replace(fact, fetched_at=now).bounded for fact in answers)
        for fact in facts:
            if not fact.known:
                told = {"provider": fact.provider, "session": session, "word": fact.word}
                self.messages.alert("A vendor used a status we do not know", told)
        return facts

    def _real(self, fact: VendorEvent) -> VendorEvent:
        """An answer of the vendor's test mode says nothing about a person where it may not: a
        human looks.
        """
        if self.accepts_test or not fact.test:
            return fact
        return in_doubt(fact, f"test:{fact.word}")

    def refresh(self, verification: Verification) -> Verification:
        """The verification after asking its vendor; a session that ran out is ended there, too."""
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
        """Has the vendor delete what it keeps; False where an operator has to do it by hand."""
        name, session = verification.provider, verification.provider_session
        done = self.find(name).redact(session)
        if not done:
            facts = {"provider": name, "session": session}
            self.messages.alert("A vendor keeps data that must be deleted by hand", facts)
        return done


def facts_of(verification: Verification) -> tuple[VendorEvent, ...]:
    """The events that were taken in so far."""
    kept = json.loads(verification.evidence.get(FACTS, "[]"))
    return tuple(from_message(message) for message in kept)


def _way(before: State, to: State) -> tuple[State, ...]:
    """The legal moves to what the facts say; none where they say nothing that counts. A review ends
    by a decision or by a new request only; what is over may be taken up again, or decided.
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
