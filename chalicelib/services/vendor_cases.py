"""What a vendor's events do to a verification, and what follows from that. Safe to repeat."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zlib import crc32

from chalicelib.domain.errors import Conflict, NotFound, VestibuleError
from chalicelib.domain.onboarding import ENDED
from chalicelib.domain.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.vendor import VendorEvent, from_message
from chalicelib.domain.vendor_history import (
    PROGRESS,
    Ours,
    Standing,
    is_news,
    merged,
    standing,
    steps,
)
from chalicelib.domain.verification import DECIDED, OPEN, State, Verification
from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.ports import Clock, Messages, Store
from chalicelib.services.registry import Registry
from chalicelib.services.vendor_ports import KycProvider
from chalicelib.services.verifications import Verifications

FACTS, TOLD = "vendorFacts", "vendorTold"
BY_VENDOR = "vendor:"
REVIEWED = {"approved": State.APPROVED, "rejected": State.REJECTED}
TRIES = 12
#: A session that said nothing for so long is asked about.
SILENCE = timedelta(minutes=15)
#: A vendor's clock may be ahead by so much. What claims to come from later still could otherwise
#: never be corrected.
SKEW = timedelta(minutes=5)
AT_ONCE = 2000
#: How long after its last news a decision is still asked about.
REVERSALS = timedelta(days=30)
QUARTER, SLOTS = 900, 96  # seconds; a day has 96 quarters of an hour
WAITING = (*sorted(OPEN), State.NEEDS_REVIEW, State.ERROR)


class Announces(Protocol):
    """Tells the company's own systems."""

    def tell(self, verification: Verification) -> None:
        """Queues one message per configured address."""
        ...


@dataclass(frozen=True, slots=True)
class VendorCases:
    """Verifications whose media a vendor keeps."""

    find: Callable[[str], KycProvider]
    verifications: Verifications
    reviews: Store[ReviewCase]
    onboarding: OnboardingSteps
    registry: Registry
    messages: Messages
    outbound: Announces
    now: Clock

    def apply(self, before: Verification, facts: tuple[VendorEvent, ...]) -> Verification:
        """The verification with these facts taken in; others may be doing the same meanwhile."""
        latest = self.now() + SKEW
        facts = tuple(replace(f, occurred_at=min(f.occurred_at, latest)) for f in facts)
        for _ in range(TRIES):
            known = facts_of(before)
            all_facts = merged(known, facts)
            found = self._standing(before, all_facts)
            if found.state is before.state and not is_news(known, all_facts):
                return self._carry_on(before)
            after = _changed(before, all_facts, found, self.now())
            try:
                self.verifications.store.save(after)
            except Conflict:
                before = self.verifications.get(before.verification_id)
                continue
            self._record(before, after, facts)
            if after.state in PROGRESS and before.state not in PROGRESS:
                self.registry.kyc_soon(after)  # taken up again
            if after.state is before.state and _mark(after) == _mark(before):
                return after  # whoever brought the change sees to what follows
            return self._carry_on(after)
        raise Conflict("too many changes at once", "changed_meanwhile")

    def _standing(self, before: Verification, facts: tuple[VendorEvent, ...]) -> Standing:
        return standing(facts, before.closes_at, self.now(), self._ours(before))

    def _ours(self, verification: Verification) -> Ours | None:
        """Our own reviewer's decision, if there is one."""
        if verification.state in PROGRESS:
            return None
        case = self.reviews.find(verification.verification_id)
        if case is None or case.reviewer.startswith(BY_VENDOR):
            return None
        state = REVIEWED.get(case.status)
        return Ours(state, case.updated_at) if state else None

    def _record(
        self, before: Verification, after: Verification, facts: tuple[VendorEvent, ...]
    ) -> None:
        here, words = before.state, sorted({f.word for f in facts})
        for step in steps(before.state, after.state):
            moved = {"from": here, "to": step, "reasons": list(after.reasons), "words": words}
            self.verifications.audit.write(before.verification_id, "moved", moved)
            here = step

    def _carry_on(self, verification: Verification) -> Verification:
        """What follows a state, once: the mark is written last, so that a crash repeats it."""
        mark = _mark(verification)
        if verification.state in PROGRESS or verification.evidence.get(TOLD) == mark:
            return verification
        if verification.state is State.NEEDS_REVIEW:
            self._open_case(verification)
        else:
            self._close_case(verification)
        self.registry.kyc_soon(verification)
        if verification.state is State.RESUBMIT_REQUESTED:
            self.onboarding.ask_for_more(verification.user_id, verification.reasons)
        if verification.state is State.ERROR:
            facts = {"verificationId": verification.verification_id}
            self.messages.alert("A vendor could not finish a verification", facts)
        if verification.state in DECIDED:
            self._decided(verification)
        self.outbound.tell(verification)
        return self._marked(verification, mark)

    def _marked(self, verification: Verification, mark: str) -> Verification:
        for _ in range(TRIES):
            told = {**verification.evidence, TOLD: mark}
            after = verification.changed(self.now(), evidence=told)
            try:
                self.verifications.store.save(after)
            except Conflict:
                verification = self.verifications.get(verification.verification_id)
                if _mark(verification) == mark:
                    continue
                return verification  # a newer change was taken in, and is told by who brought it
            return after
        return verification

    def _decided(self, verification: Verification) -> None:
        """Wakes the workflow; where it is over, a late change is told to the user from here."""
        if self.onboarding.decided(verification) or not verification.onboarding_id:
            return
        onboarding = self.onboarding.onboardings.find(verification.onboarding_id)
        if onboarding and onboarding.stage in ENDED:
            template = "welcome" if verification.state is State.APPROVED else "rejected"
            self.onboarding.notify(verification.onboarding_id, "email", template)

    def _open_case(self, verification: Verification) -> None:
        now, case_id = self.now(), verification.verification_id
        user, reasons = verification.user_id, verification.reasons
        try:
            self.reviews.add(ReviewCase(case_id, user, now, "open", reasons, updated_at=now))
        except Conflict:
            case = self.reviews.get(case_id)
            if case.status in OPEN_STATUSES:
                return
            self.reviews.save(case.reopened(reasons, now))
        self.messages.alert("A case waits for review", {"caseId": case_id})

    def _close_case(self, verification: Verification) -> None:
        """The vendor's people were faster than ours."""
        case = self.reviews.find(verification.verification_id)
        if case is None or case.status not in OPEN_STATUSES:
            return
        status = {s: w for w, s in REVIEWED.items()}.get(verification.state, "timed_out")
        closed = case.closed(status, self.now())
        try:
            self.reviews.save(replace(closed, reviewer=BY_VENDOR + verification.provider))
        except Conflict:  # our reviewer decided this very moment; the next look takes that in
            return

    def reconcile(self, everything: bool = False) -> dict[str, int]:
        """Asks vendors about sessions that said nothing for a while; how many, how many moved.
        `everything`: about all decided ones, too, now (an operator may ask for it).

        This is what makes a lost webhook harmless. One vendor that is down holds up no other.
        """
        asked = moved = failed = 0
        for state in (*WAITING, *sorted(DECIDED)):
            for verification in self.verifications.store.query("byStatus", state, AT_ONCE):
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
        facts = tuple(replace(fact, fetched_at=now) for fact in provider.fetch(session))
        for fact in facts:
            if not fact.known:
                told = {"provider": fact.provider, "session": session, "word": fact.word}
                self.messages.alert("A vendor used a status we do not know", told)
        return facts

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


def _mark(verification: Verification) -> str:
    """What was told. The vendor's time is no part of it: a fetched truth may name another one."""
    if verification.state is not State.RESUBMIT_REQUESTED:
        return str(verification.state)
    rounds = {one for fact in facts_of(verification) for one in fact.rounds}
    return f"{verification.state}#{len(rounds)}"


def _changed(
    before: Verification, facts: tuple[VendorEvent, ...], found: Standing, now: datetime
) -> Verification:
    kept = json.dumps([fact.as_message() for fact in facts], separators=(",", ":"))
    told = {} if found.state is before.state else {TOLD: ""}
    return before.changed(
        now,
        state=found.state,
        reasons=found.reasons,
        event_time=found.event_time,
        evidence={**before.evidence, **told, FACTS: kept},
    )
