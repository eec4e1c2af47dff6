"""What a vendor's words do: one table per vendor, exhaustive by the list that the vendor publishes.

An event is something that happened, a status is where a session stands. An event that is not in
the table is a reason to ask the vendor and to ring; it changes nothing by its name. A status that
is not in the table sends the session to a human.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from chalicelib.domain.verifications.verification import State


class Does(StrEnum):
    """What a word does."""

    DECIDES = "decides"  # it is the session's state
    ASKS = "asks"  # the vendor is asked; its answer decides
    REVIEWS = "reviews"  # late news about the person: a human decides; the vendor is asked, too
    ALERTS = "alerts"  # somebody should look, the outcome stays; the vendor is asked
    NOTED = "noted"  # kept, nothing else


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word's meaning. `known` is False for a word that is not in the vendor's table; `alert`
    rings although the word decides.
    """

    does: Does
    state: State | None = None
    reasons: tuple[str, ...] = ()
    known: bool = True
    alert: bool = False


def says(state: State, *reasons: str) -> Meaning:
    """The word is the session's state."""
    return Meaning(Does.DECIDES, state, reasons)


#: The person cannot or will not go on at this vendor, which says nothing against them.
OTHER_WAY = "vendor_other_way"
ASKS = Meaning(Does.ASKS)
ALERTS = Meaning(Does.ALERTS)
NOTED = Meaning(Does.NOTED)
#: A monitored person appeared on a list. Nothing of it may reach the person (tipping off).
HIT = Meaning(Does.REVIEWS, State.NEEDS_REVIEW, ("watchlist_match",))
UNKNOWN_EVENT = Meaning(Does.ASKS, known=False)
UNKNOWN_STATUS = Meaning(Does.DECIDES, State.NEEDS_REVIEW, known=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of one vendor, from the list it published when we read it.

    `families` are patterns for groups of events that mean one thing; `codes` are reasons in the
    vendor's words and in ours, `alarming` those of them that also need somebody's eye.
    """

    read: date
    sources: tuple[str, ...]
    statuses: Mapping[str, Meaning]
    events: Mapping[str, Meaning] = field(default_factory=dict)
    families: tuple[tuple[str, Meaning], ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alarming: frozenset[str] = frozenset()

    def event(self, name: str) -> Meaning:
        """What an event does."""
        if name in self.events:
            return self.events[name]
        fitting = (meaning for pattern, meaning in self.families if fnmatchcase(name, pattern))
        return next(fitting, UNKNOWN_EVENT)

    def status(self, name: str) -> Meaning:
        """What a status does."""
        return self.statuses.get(name, UNKNOWN_STATUS)

    def reasons(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Our reasons for the vendor's codes; codes we do not know give none."""
        found = [reason for code in codes for reason in self.codes.get(code, ())]
        return tuple(dict.fromkeys(found))


def family(pattern: str, *names: str) -> tuple[str, ...]:
    """`family("report/{}.matched", "watchlist", …)`: the names that belong together."""
    return tuple(pattern.format(name) for name in names)
