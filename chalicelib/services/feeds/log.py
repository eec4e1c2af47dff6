"""The log of events: each is written once, at its own place, and can be read from any place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.applicants.passing import kept_for
from chalicelib.domain.errors import Conflict, NotFound, Unavailable
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.feeds.entry import (
    KEEP,
    FeedEnd,
    FeedEntry,
    PlacedEvent,
    ends_of,
    entry_of,
    ids_of,
    written,
)
from chalicelib.services.ports import Clock, ErasureGuard, Store, Transactions

TRIES = 20
OURS = frozenset({"feed_grew", "transaction_conflict"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """One feed per mode. The entry, its place and the feed's end are written in one transaction. So
    no place is ever empty or taken twice, and none is filled after a reader has passed it."""

    entries: Store[FeedEntry]
    ends: Store[FeedEnd]
    ids: Store[PlacedEvent]
    transactions: Transactions
    tombstones: ErasureGuard
    now: Clock

    def append(self, moved: VerificationMoved) -> FeedEntry:
        """Appends the event and returns its entry. Idempotent: the same event keeps its place.
        Erased if its person was erased; Unavailable if other writers always came first."""
        self.tombstones.refuse(moved.user_id, moved.verification_id)
        for _ in range(TRIES):
            known = self.ids.find(ids_of(moved.mode), moved.event_id)
            if known is not None:
                return self.entries.get(moved.mode, written(known.place))
            try:
                return self._add(moved)
            except Conflict as lost:
                if lost.code not in OURS:
                    raise
        raise Unavailable("too many events at once", "feed_busy")

    def _add(self, moved: VerificationMoved) -> FeedEntry:
        now, key = self.now(), ends_of(moved.mode)
        before = self.ends.find(key, "end") or FeedEnd(key)
        end = before.next()
        entry = entry_of(moved, end.last, now)
        until = now + kept_for(moved.mode, KEEP)
        placed = PlacedEvent(ids_of(moved.mode), moved.event_id, end.last, until)
        grown = self.ends.adding if end.version == 1 else self.ends.saving
        self.transactions.commit(
            grown(end, "feed_grew"),
            self.ids.adding(placed, "feed_grew"),
            self.entries.adding(entry, "feed_grew"),
        )
        return entry

    def behind(self, feed: str, place: int, limit: int) -> tuple[FeedEntry, ...]:
        """Up to `limit` events after a place, in order; empty if there are none."""
        return self.entries.behind(feed, written(place), limit)

    def find(self, feed: str, event_id: str) -> FeedEntry:
        """The entry of the event with this id; NotFound."""
        known = self.ids.find(ids_of(feed), event_id)
        if known is None:
            raise NotFound("no such event", "event_not_found")
        return self.entries.get(feed, written(known.place))


@dataclass(frozen=True, slots=True)
class Names:
    """The backend's current ids of applicants; an erased applicant has none."""

    look_up: Callable[[str], str | None]
    look_up_all: Callable[[Sequence[str]], Mapping[str, str]]

    def of(self, entries: tuple[FeedEntry, ...]) -> dict[str, str | None]:
        """Person id -> the backend's own id or None, read in one batch."""
        people = sorted({entry.person_id for entry in entries})
        found = self.look_up_all(people)
        return {person: found.get(person) for person in people}
