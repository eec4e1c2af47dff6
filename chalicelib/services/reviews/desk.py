"""The reviewers' desk: searching cases, holding one, assigning them, closing many at once.

A case is held by one reviewer while they work on it. A hold ends by itself after some minutes, so
that no case waits for somebody who has left.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice

from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound, VestibuleError
from chalicelib.domain.reviews.finding import Wanted
from chalicelib.domain.reviews.office import Due, Promise
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.screening.screening import LISTED
from chalicelib.services.ports import Audit, Clock, Identity, Store
from chalicelib.services.reviews.reviews import SECOND, Reviews

GROUP = "reviewers"
#: As many closed cases are looked through by one search; the cursor goes on from there.
LOOKED_THROUGH = 1_000
#: As many waiting ones are looked through or counted; whoever has more is told that there are more.
COUNTED = 5_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases wait, and how many of one status there are by kind."""

    found: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    mine: int = 0
    held: int = 0
    mentioned: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one case of a batch: an error's code, or ""."""

    case_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything reviewers do but decide."""

    reviews: Reviews
    cases: Store[ReviewCase]
    identity: Identity
    audit: Audit
    promise: Promise
    now: Clock

    def find(
        self, status: str, wanted: Wanted, reviewer: str, limit: int = 50, cursor: str = ""
    ) -> tuple[tuple[ReviewCase, ...], str]:
        """(cases of this status that match, cursor of the next page or ""), oldest first while they
        wait.

        A page may be short, even empty, and still have a next one: each call reads a bounded number
        of cases.
        """
        found: list[ReviewCase] = []
        looked, most = 0, COUNTED if status in OPEN_STATUSES else LOOKED_THROUGH
        while True:
            some, cursor = self.reviews.queue(status, limit - len(found), cursor)
            looked += len(some)
            now = self.now()
            found += [c for c in some if wanted.takes(c, reviewer, self.promise, now)]
            if not cursor or len(found) >= limit or looked >= most:
                return tuple(found), cursor

    def counts(self, status: str, wanted: Wanted, reviewer: str) -> Counts:
        """Counts of waiting cases; closed ones are not counted, there may be millions."""
        now, total = self.now(), Counter[str]()
        of = {name: Counter[str]() for name in ("reasons", "languages", "levels", "due")}
        found = mine = held = mentioned = 0
        for one in OPEN_STATUSES:
            for case in self._waiting(one, reviewer):
                total[one] += 1
                holder = case.held_by(now)
                mine += holder == reviewer
                held += bool(holder)
                mentioned += reviewer in case.mentioned
                if one != status:
                    continue
                of["reasons"].update(case.reasons)
                of["languages"][case.language] += bool(case.language)
                of["levels"][case.level] += bool(case.level)
                of["due"][self.promise.standing(case.opened_at, now)] += 1
                found += wanted.takes(case, reviewer, self.promise, now)
        return Counts(
            found,
            {one: total[one] for one in sorted(OPEN_STATUSES)},
            **{name: {k: n for k, n in counter.items() if n} for name, counter in of.items()},
            mine=mine,
            held=held,
            mentioned=mentioned,
            more=any(n >= COUNTED for n in total.values()),
        )

    def _waiting(self, status: str, reviewer: str) -> Iterator[ReviewCase]:
        """Waiting cases except the reviewer's own: they must not learn why they are reviewed."""
        for case in islice(self.cases.each("byStatus", status), COUNTED):
            if case.user_id != reviewer:
                yield case

    def next(self, wanted: Wanted, reviewer: str) -> ReviewCase | None:
        """Holds and returns the oldest matching case that this reviewer may decide; None if there
        is none.

        First and second reviews are in one queue, so that neither starves the other.
        """
        line = (self.cases.each("byStatus", status) for status in OPEN_STATUSES)
        for case in islice(merge(*line, key=lambda one: one.opened_at), COUNTED):
            now = self.now()
            if case.held_by(now) not in ("", reviewer):
                continue
            if case.status == SECOND and case.first_reviewer == reviewer:
                continue
            if not wanted.takes(case, reviewer, self.promise, now):
                continue
            try:
                return self.take(case.case_id, reviewer)
            except (Conflict, Forbidden, NotFound):
                continue  # somebody was quicker, or it is theirs
        return None

    def take(self, case_id: str, reviewer: str, over: bool = False) -> ReviewCase:
        """Holds the case for this reviewer, or prolongs the hold. `over` takes it from another
        reviewer, which is recorded; otherwise Conflict (`case_held`).
        """
        before = self.reviews.openable(case_id, reviewer)
        if before.status == SECOND:
            self.reviews.refuse_same_reviewer(before, reviewer)
        taken = self.cases.update(case_id, change=lambda c: c.taken(reviewer, self.now(), over))
        had = before.held_by(self.now())
        if over and had not in ("", reviewer):
            self.audit.write(case_id, "taken_over", {"reviewer": reviewer, "from": had})
        return taken

    def let_go(self, case_id: str, reviewer: str) -> ReviewCase:
        """Releases the case if this reviewer holds it."""
        self.reviews.openable(case_id, reviewer)
        return self.cases.update(case_id, change=lambda c: c.let_go(reviewer))

    def give(self, case_ids: Sequence[str], to: str, by: str) -> list[Outcome]:
        """Assigns cases to a reviewer (id or e-mail address) for a day; with "" releases them. One
        result per case: a failure does not stop the others.
        """
        reviewer = self._reviewer(to) if to else ""

        def one(case_id: str) -> None:
            case = self.reviews.openable(case_id, by)
            if reviewer:
                self.reviews.openable(case_id, reviewer)
            if reviewer and case.status == SECOND:
                self.reviews.refuse_same_reviewer(case, reviewer)
            self.cases.update(case_id, change=lambda c: c.given(reviewer, self.now()))
            self.audit.write(case_id, "assigned", {"reviewer": by, "to": reviewer})

        return _each(case_ids, one)

    def note(
        self,
        case_id: str,
        text: str,
        mentions: Sequence[str],
        by: str,
        attached: Sequence[str] = (),
    ) -> ReviewCase:
        """Writes a note on an open case.

        `mentions`: reviewers (id or e-mail address) who find the case under their mentions until
        they open it. `attached`: digests of the case's files that the note is about.
        """
        self.reviews.openable(case_id, by)
        named = tuple(dict.fromkeys(self._reviewer(one) for one in mentions))
        for one in named:
            self.reviews.openable(case_id, one)
        noted = self.cases.update(
            case_id,
            change=lambda case: case.noted(by, text, named, self.now(), tuple(attached)),
        )
        facts = {"reviewer": by, "mentions": list(named)}
        self.audit.write(
            case_id, "noted", facts | ({"attached": list(attached)} if attached else {})
        )
        return noted

    def close(
        self, case_ids: Sequence[str], reasons: tuple[str, ...], note: str, by: str
    ) -> list[Outcome]:
        """Refuses many cases for the same reasons. Cases that take two people to approve, or with a
        watchlist match, are left open: each of them has to be looked at.
        """

        def one(case_id: str) -> None:
            case = self.reviews.openable(case_id, by)
            if case.needs_four_eyes or LISTED & {*case.reasons}:
                raise Forbidden("somebody must look at this case", "four_eyes")
            self.reviews.decide(case_id, False, reasons, note, by)

        return _each(case_ids, one)

    def _reviewer(self, to: str) -> str:
        account = self.identity.find(to)
        if account is None or GROUP not in self.identity.groups(account.user_id):
            raise BadRequest("there is no such reviewer", "reviewer_unknown")
        return account.user_id

    def due(self, case: ReviewCase) -> tuple[datetime, Due]:
        """When the decision is due, and how near that is."""
        standing = self.promise.standing(case.opened_at, self.now())
        return self.promise.due(case.opened_at), standing


def _each(case_ids: Sequence[str], act: Callable[[str], None]) -> list[Outcome]:
    """One result per case: an error's code, or ""."""
    done = []
    for case_id in dict.fromkeys(case_ids):
        code = ""
        try:
            act(case_id)
        except VestibuleError as error:
            code = error.code
        done.append(Outcome(case_id, code))
    return done
