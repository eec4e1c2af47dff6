"""The state of a vendor's session, independent of the order of its events.

Events are facts, and the state is a pure function of the *set* of facts. So reordered, repeated or
late events cannot change it. The vendor's last decision, by the vendor's clock, is the state.
Progress ("processing") counts only before a decision, or after a request to try again. Lost events
are fetched (services/vendors/webhooks.py); an answer is a fact like any other. A doubt (an unknown
status, or a vendor that did not answer) remains until a later answer resolves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.vendors.vendor import VendorEvent
from chalicelib.domain.verifications.verification import DECIDED, MOVES, OPEN, State

S = State
#: Attempts before no further one is requested. Veriff declines the tenth (reason code 539).
RESUBMISSIONS = 9
#: Facts kept per verification; the oldest progress is dropped first.
MOST_FACTS = 60

#: The order of facts with the same time: the stricter one is last and wins. Stripe's times are full
#: seconds; there, a final decision follows a request to try again, never the other way round.
_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            S.CREATED,
            S.IN_PROGRESS,
            S.PROCESSING,
            S.RESUBMIT_REQUESTED,
            S.APPROVED,
            S.EXPIRED,
            S.ABANDONED,
            S.ERROR,
            S.NEEDS_REVIEW,
            S.REJECTED,
        )
    )
}
PROGRESS = frozenset({S.CREATED, S.IN_PROGRESS, S.PROCESSING})
#: States that end a session without a decision. It may be resumed; they undo no decision.
UNDECIDED_ENDS = frozenset({S.EXPIRED, S.ABANDONED, S.ERROR})
_GOES_ON = PROGRESS | UNDECIDED_ENDS | {S.RESUBMIT_REQUESTED}


@dataclass(frozen=True, slots=True)
class Standing:
    """The state that follows from all facts. `event_time`: time of the deciding fact."""

    state: State
    reasons: tuple[str, ...] = ()
    event_time: datetime | None = None
    rounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ours:
    """Our reviewer's decision about the same case."""

    state: State
    decided_at: datetime


def merged(facts: Iterable[VendorEvent], more: Iterable[VendorEvent]) -> tuple[VendorEvent, ...]:
    """The union by key, ordered by time; a repeated fact has its latest `fetched_at`."""
    known = {(f.session_id, f.key): f for f in facts}
    for fact in more:
        if fact.state is not None:
            before = known.setdefault((fact.session_id, fact.key), fact)
            if fact.fetched_at and (not before.fetched_at or before.fetched_at < fact.fetched_at):
                known[fact.session_id, fact.key] = replace(before, fetched_at=fact.fetched_at)
    ordered = sorted(known.values(), key=_order)
    surplus = len(ordered) - MOST_FACTS
    if surplus > 0:
        idle = {id(f) for f in [f for f in ordered if f.state in PROGRESS][:surplus]}
        ordered = [f for f in ordered if id(f) not in idle][-MOST_FACTS:]
    return tuple(ordered)


def is_news(known: Iterable[VendorEvent], merged: Iterable[VendorEvent]) -> bool:
    """Whether `merged` has something to store: a new fact, or an answer that resolves a doubt. A
    repeated answer is nothing new.
    """
    before, after = tuple(known), tuple(merged)
    facts, others = ({replace(f, fetched_at=None) for f in some} for some in (before, after))
    return facts != others or len(_settled(before)) != len(_settled(after))


def _settled(facts: Iterable[VendorEvent]) -> list[VendorEvent]:
    """The facts without the doubts that a later answer about the same session has resolved."""
    facts = list(facts)
    answered: dict[str, datetime] = {}
    for fact in facts:
        if fact.known and fact.fetched_at:
            latest = answered.get(fact.session_id, fact.fetched_at)
            answered[fact.session_id] = max(latest, fact.fetched_at)
    return [
        fact
        for fact in facts
        if fact.known
        or fact.session_id not in answered
        or answered[fact.session_id] <= (fact.fetched_at or fact.occurred_at)
    ]


def standing(
    facts: Iterable[VendorEvent],
    closes_at: datetime,
    now: datetime,
    ours: Ours | None = None,
    cap: int = RESUBMISSIONS,
) -> Standing:
    """The state that follows from `facts`, given in any order."""
    found = Standing(S.CREATED)
    for fact in sorted(_settled(facts), key=_order):
        if fact.state is not None and not _overruled(fact, ours):
            found = _after(found, fact, ours, cap)
    if ours and (found.event_time is None or found.event_time <= ours.decided_at):
        return Standing(ours.state, found.reasons, ours.decided_at, found.rounds)
    if found.state in OPEN and now > closes_at:
        return Standing(S.EXPIRED, ("timed_out",), closes_at, found.rounds)
    return found


def _order(fact: VendorEvent) -> tuple[datetime, int, str, str]:
    """The sort key of a fact. A doubt has the time of our request, not the vendor's."""
    rank = -1 if fact.state is None else _RANK[fact.state]
    asked = fact.fetched_at if not fact.known and fact.fetched_at else fact.occurred_at
    return max(fact.occurred_at, asked), rank, fact.session_id, fact.key


def _overruled(fact: VendorEvent, ours: Ours | None) -> bool:
    """Whether the fact is progress after our reviewer's decision, which is ignored."""
    return ours is not None and fact.occurred_at > ours.decided_at and fact.state in PROGRESS


def _after(before: Standing, fact: VendorEvent, ours: Ours | None, cap: int) -> Standing:
    rounds = before.rounds | frozenset(fact.rounds)
    to, reasons = fact.state or before.state, fact.reasons
    if to in PROGRESS and before.state not in _GOES_ON:
        return Standing(before.state, before.reasons, before.event_time, rounds)
    if to in UNDECIDED_ENDS and before.state in DECIDED:
        return Standing(before.state, before.reasons, before.event_time, rounds)
    if to in PROGRESS and before.state in PROGRESS and _RANK[to] < _RANK[before.state]:
        to = before.state  # a session does not return to its first state
    if to is S.CREATED and before.state is not S.CREATED:
        to = S.IN_PROGRESS
    if to is S.RESUBMIT_REQUESTED and len(rounds) > cap:
        to, reasons = S.REJECTED, ("resubmission_limit",)
    if to is S.APPROVED and (len(rounds) > cap or _against_us(fact, ours)):
        to, reasons = S.NEEDS_REVIEW, ("vendor_disagrees",)
    return Standing(to, reasons, fact.occurred_at, rounds)


def _against_us(fact: VendorEvent, ours: Ours | None) -> bool:
    """Whether the vendor approves a person whom our reviewer rejected, which is ignored."""
    return ours is not None and ours.state is S.REJECTED and fact.occurred_at > ours.decided_at


def steps(before: State, after: State) -> tuple[State, ...]:
    """The moves that lead from one state to another, each of them legal by MOVES.

    A vendor may withdraw a rejection or decide an expired case. A change that is not one legal move
    goes through needs_review, which stands for a human's decision.
    """
    if before is after:
        return ()
    if after in MOVES[before]:
        return (after,)
    return (S.NEEDS_REVIEW, after) if after is not S.NEEDS_REVIEW else (after,)
