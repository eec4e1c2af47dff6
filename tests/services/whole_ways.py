"""Ways that people go to their end at once, so that random journeys get far: see test_machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.vendors.harness import NAMES

PEOPLE = (("Anna", "Demosthenous", date(1991, 3, 14)), ("Berta", "Beispiel", date(1984, 2, 29)))
WHO = st.integers(0, len(PEOPLE) - 1)


#: Deeds that may fall between any two writes of another one.
DEEDS: dict[str, Callable[[Any, int], Any]] = {
    "uploads": lambda m, who: m.uploads(who, "own", None),
    "a stranger's is read": lambda m, who: (m.uploads(who, "stranger", None), m.is_read(who, None)),
    "is read": lambda m, who: m.is_read(who, None),
    "is screened": lambda m, who: m.is_screened(who, False, None),
    "shows a face": lambda m, who: m.shows_a_face(who, False, None),
    "is somebody else": lambda m, who: m.says_who_they_are(who, True, None),
    "asks for help": lambda m, who: m.asks_for_help(who, None),
    "is approved": lambda m, who: m.is_reviewed(who, "approve", "rita"),
    "is approved by another": lambda m, who: m.is_reviewed(who, "approve", "ron"),
    "is rejected": lambda m, who: m.is_reviewed(who, "reject", "rosa"),
    "is asked again": lambda m, who: m.is_reviewed(who, "ask again", "rita"),
    "goes to a vendor": lambda m, who: m.starts_elsewhere(who, "veriff", None),
    "vendors are asked": lambda m, who: m.vendors_are_asked(None),
    "is erased": lambda m, who: m.erases(who, True, None),
    "workflow": lambda m, who: m.workflow_goes_on(who, None),
    "followers": lambda m, who: m.followers_hear_some(who, None),
    "is handed in": lambda m, who: m.hands_everything_in(who, "own", False),
    "is decided": lambda m, who: (m.shows_a_face(who, False, None), m.two_people_agree(who)),
    "a week": lambda m, who: m.time_passes(24 * 8, None),
}


class WholeWays:
    """Rules of the machine that are made of its other rules."""

    system: Any
    harness: Any
    reviewers: tuple[str, ...]
    uploads: Any
    is_read: Any
    is_screened: Any
    shows_a_face: Any
    starts_elsewhere: Any
    lists_change: Any
    time_passes: Any
    says_who_they_are: Any
    asks_for_help: Any
    reviews: Any
    vendors_are_asked: Any
    erases: Any
    followers_hear_some: Any
    workflow_goes_on: Any
    latest: Any
    act: Any
    fuse: Any

    @rule(who=WHO, kind=st.sampled_from(["own", "own", "stranger", "no zone"]),
          changes=st.sampled_from([False, False, True]))  # fmt: skip
    def hands_everything_in(self, who: int, kind: str, changes: bool) -> None:
        """The whole way at once, so that journeys get far; lists may change under way."""
        self.uploads(who, kind, None)
        self.is_read(who, None)
        self.is_screened(who, False, None)
        if changes:
            self.lists_change(len(PEOPLE), False, None)
        self.shows_a_face(who, False, None)

    @rule(who=WHO, name=st.sampled_from(NAMES), action=st.sampled_from(
        ["approve", "approve", "reject", "review"]), listed=st.sampled_from(
        [False, False, True]))  # fmt: skip
    def is_verified_elsewhere(self, who: int, name: str, action: str, listed: bool) -> None:
        """A vendor's whole way at once; lists may change under way."""
        self.starts_elsewhere(who, name, None)
        if listed:
            self.lists_change(who, False, None)
        verification = self.latest(who)
        desk = self.harness.vendors.desks[name]
        known = verification is not None and verification.provider_session in desk.sessions
        if verification and known and action in desk.actions:
            self.system.now.move(minutes=2)
            with suppress(Exception):
                desk.act(verification.provider_session, action)
                webhook = desk.posted[-1]
                self.act(lambda: (self.harness.deliver(webhook), self.harness.work()))

    @rule(who=WHO, name=st.sampled_from(NAMES), action=st.sampled_from(["reject", "approve"]))
    def a_vendor_is_late(self, who: int, name: str, action: str) -> None:
        """A session runs out, its person is verified by another attempt, then the vendor decides
        the old one after all."""
        self.starts_elsewhere(who, name, None)
        old = self.latest(who)
        desk = self.harness.vendors.desks[name]
        if old is None or old.provider_session not in desk.sessions or action not in desk.actions:
            return
        self.time_passes(24 * 8, None)
        self.hands_everything_in(who, "own", False)
        with suppress(Exception):
            desk.act(old.provider_session, action)
            webhook = desk.posted[-1]
            self.act(lambda: (self.harness.deliver(webhook), self.harness.work()))

    @rule(who=WHO)
    def two_people_agree(self, who: int) -> None:
        """Both say yes to whatever the newest attempt is looked at for."""
        verification = self.latest(who)
        for reviewer in self.reviewers[:2] if verification else ():
            case = verification.verification_id
            self.act(lambda r=reviewer, c=case: self.system.reviews.decide(c, True, (), "", r))

    @rule(who=WHO, one=st.sampled_from(sorted(DEEDS)), other=st.sampled_from(sorted(DEEDS)),
          after=st.integers(0, 4))  # fmt: skip
    def two_things_at_once(self, who: int, one: str, other: str, after: int) -> None:
        """Somebody looks, somebody else acts, then the first one writes."""
        with self.fuse.between(after, lambda: DEEDS[other](self, who)):
            DEEDS[one](self, who)

    def is_reviewed(self, who: int, word: str, reviewer: str) -> None:
        """The newest attempt, if it is looked at."""
        verification = self.latest(who)
        if verification:
            cases = sorted(key[0] for key in self.system.cases.items)
            if verification.verification_id in cases:
                pick = cases.index(verification.verification_id)
                self.reviews(pick, reviewer, word, "fraud_suspected", None)
