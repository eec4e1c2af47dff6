"""Where a session stands, whatever order its events came in.

Events are facts; the state is a pure function of the *set* of facts, so that re-ordering, doubling
and delay cannot change it. The vendor's last decision, by the vendor's own clock, wins. Progress
("processing") counts only while nothing is decided, or after a request to try again.
What was lost is fetched (services/vendors/webhooks.py): a fetched truth is a fact like any other. A
doubt (a status nobody knows, a vendor that could not be asked) stands until a later answer settles
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.vendors.vendor import VendorEvent
from chalicelib.domain.verifications.verification import DECIDED, MOVES, OPEN, State

S = State
#: Tries before we stop asking again. Veriff itself declines the tenth (reason code 539).
RESUBMISSIONS = 9
#: Facts kept of one verification; the oldest progress leaves first.
MOST_FACTS = 60

#: Two facts of the same instant: the stricter one comes last, and so wins. Stripe counts in whole
#: seconds; there, what is final follows the request to try again, never the other way round.
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
#: What ends a session without a decision: it may be taken up again, and undoes no decision.
UNDECIDED_ENDS = frozenset({S.EXPIRED, S.ABANDONED, S.ERROR})
_GOES_ON = PROGRESS | UNDECIDED_ENDS | {S.RESUBMIT_REQUESTED}


@dataclass(frozen=True, slots=True)
class Standing:
    """What all facts together say. `event_time` is the deciding fact's."""

    state: State
    reasons: tuple[str, ...] = ()
    event_time: datetime | None = None
    rounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own reviewer's decision about the same case."""

    state: State
    decided_at: datetime


def merged(facts: Iterable[VendorEvent], more: Iterable[VendorEvent]) -> tuple[VendorEvent, ...]:
    """The union, in the order of time. Same key, same fact; the latest time it was fetched at."""
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
    """Whether there is something to keep: a fact, or an answer that settles a doubt. The same
    answer once more is none.
    """
    before, after = tuple(known), tuple(merged)
    facts, others = ({replace(f, fetched_at=None) for f in some} for some in (before, after))
    return facts != others or len(_settled(before)) != len(_settled(after))


def _settled(facts: Iterable[VendorEvent]) -> list[VendorEvent]:
    """The facts without doubts that a later answer about the same session has settled."""
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
    """The state that follows from `facts`, in whatever order they are given."""
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
    """A doubt is as young as the answer that it stands in, whatever the vendor's time of it."""
    rank = -1 if fact.state is None else _RANK[fact.state]
    asked = fact.fetched_at if not fact.known and fact.fetched_at else fact.occurred_at
    return max(fact.occurred_at, asked), rank, fact.session_id, fact.key


def _overruled(fact: VendorEvent, ours: Ours | None) -> bool:
    """Progress reported after our reviewer's decision is no news."""
    return ours is not None and fact.occurred_at > ours.decided_at and fact.state in PROGRESS


def _after(before: Standing, fact: VendorEvent, ours: Ours | None, cap: int) -> Standing:
    rounds = before.rounds | frozenset(fact.rounds)
    to, reasons = fact.state or before.state, fact.reasons
    if to in PROGRESS and before.state not in _GOES_ON:
        return Standing(before.state, before.reasons, before.event_time, rounds)
    if to in UNDECIDED_ENDS and before.state in DECIDED:
        return Standing(before.state, before.reasons, before.event_time, rounds)
    if to in PROGRESS and before.state in PROGRESS and _RANK[to] < _RANK[before.state]:
        to = before.state  # a session does not go back to its beginning
    if to is S.CREATED and before.state is not S.CREATED:
        to = S.IN_PROGRESS
    if to is S.RESUBMIT_REQUESTED and len(rounds) > cap:
        to, reasons = S.REJECTED, ("resubmission_limit",)
    if to is S.APPROVED and (len(rounds) > cap or _against_us(fact, ours)):
        to, reasons = S.NEEDS_REVIEW, ("vendor_disagrees",)
    return Standing(to, reasons, fact.occurred_at, rounds)


def _against_us(fact: VendorEvent, ours: Ours | None) -> bool:
    """A vendor cannot approve whom our reviewer rejected."""
    return ours is not None and ours.state is S.REJECTED and fact.occurred_at > ours.decided_at


def steps(before: State, after: State) -> tuple[State, ...]:
    """The recorded moves from one state to another, each legal by MOVES.

    A vendor's people may take back a rejection or decide a case that had run out; what the law
    does not know as one move goes through needs_review, the word for "a human decided".
    """
    if before is after:
        return ()
    if after in MOVES[before]:
        return (after,)
    return (S.NEEDS_REVIEW, after) if after is not S.NEEDS_REVIEW else (after,)
