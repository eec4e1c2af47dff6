"""The meaning of vendors' words: one table per vendor, complete by the list the vendor publishes.

An event happens once; a status is the state of a session. An event that is not in the table makes
us ask the vendor and raises an alert, but changes nothing by itself. A status that is not in the
table sends the case to review.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from chalicelib.domain.verifications.verification import State


class Does(StrEnum):
    """What to do about a word."""

    DECIDES = "decides"  # it is the session's state
    ASKS = "asks"  # the vendor is asked; its answer decides
    REVIEWS = "reviews"  # late news about the person: a human decides; the vendor is asked, too
    ALERTS = "alerts"  # somebody should look, the outcome stays; the vendor is asked
    NOTED = "noted"  # kept, nothing else


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a word. `known`: False if it is not in the vendor's table. `alert`: raises an
    alert although the word decides.
    """

    does: Does
    state: State | None = None
    reasons: tuple[str, ...] = ()
    known: bool = True
    alert: bool = False


def says(state: State, *reasons: str) -> Meaning:
    """The word is the session's state."""
    return Meaning(Does.DECIDES, state, reasons)


#: The person cannot or does not want to continue at this vendor; this is not held against them.
OTHER_WAY = "vendor_other_way"
ASKS = Meaning(Does.ASKS)
ALERTS = Meaning(Does.ALERTS)
NOTED = Meaning(Does.NOTED)
#: A monitored person appeared on a list. The person must not learn of it (tipping off).
HIT = Meaning(Does.REVIEWS, State.NEEDS_REVIEW, ("watchlist_match",))
UNKNOWN_EVENT = Meaning(Does.ASKS, known=False)
UNKNOWN_STATUS = Meaning(Does.DECIDES, State.NEEDS_REVIEW, known=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a vendor, from the list that it published on the date `read`.

    `families`: patterns of events with one meaning. `codes`: the vendor's reason codes -> our
    reasons. `alarming`: codes that also raise an alert.
    """

    read: date
    sources: tuple[str, ...]
    statuses: Mapping[str, Meaning]
    events: Mapping[str, Meaning] = field(default_factory=dict)
    families: tuple[tuple[str, Meaning], ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alarming: frozenset[str] = frozenset()

    def event(self, name: str) -> Meaning:
        """The meaning of an event."""
        if name in self.events:
            return self.events[name]
        fitting = (meaning for pattern, meaning in self.families if fnmatchcase(name, pattern))
        return next(fitting, UNKNOWN_EVENT)

    def status(self, name: str) -> Meaning:
        """The meaning of a status."""
        return self.statuses.get(name, UNKNOWN_STATUS)

    def reasons(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Our reasons for the vendor's codes; unknown codes give none."""
        found = [reason for code in codes for reason in self.codes.get(code, ())]
        return tuple(dict.fromkeys(found))


def family(pattern: str, *names: str) -> tuple[str, ...]:
    """`family("report/{}.matched", "watchlist", …)`: the names that belong together."""
    return tuple(pattern.format(name) for name in names)
