"""Journeys that each lean on one guard: the same machine, the same questions after every step.

Random journeys find what nobody thought of; these hold what is known, whatever luck does.
`tests/services/test_guards.py` takes each guard out and sees its journey fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services import truth
from tests.services.test_machine import Journeys
from tests.services.whole_ways import DEEDS, PEOPLE

ANNA, BERTA, NOBODY_HERE = 0, 1, len(PEOPLE)
Step = Callable[[Journeys], Any]


def handed_in(kind: str = "own", who: int = ANNA) -> Step:
    return lambda m: m.hands_everything_in(who, kind, False)


def deed(name: str, who: int = ANNA) -> Step:
    return lambda m: DEEDS[name](m, who)


def both_agree(m: Journeys) -> None:
    m.two_people_agree(ANNA)


def listed(m: Journeys) -> None:
    m.lists_change(ANNA, False, None)


def listed_and_asked(m: Journeys) -> None:
    m.lists_change(ANNA, True, None)


def told(m: Journeys) -> None:
    m.followers_hear_all()


def elsewhere(action: str, name: str = "veriff", listed_now: bool = False) -> Step:
    return lambda m: m.is_verified_elsewhere(ANNA, name, action, listed_now)


def stranger_elsewhere(m: Journeys) -> None:
    """The vendor approves somebody whom it calls by another name."""
    from local.vendors.desk import Holder

    m.starts_elsewhere(ANNA, "veriff", None)
    session = m.latest(ANNA).provider_session  # type: ignore[union-attr]
    m.harness.vendors.desks["veriff"].sessions[session].holder = Holder("Viktor", "Malenkov",
                                                                     "1961-04-12")  # fmt: skip
    m.harness.vendors.desks["veriff"].act(session, "approve")
    m.act(
        lambda: (m.harness.deliver(m.harness.vendors.desks["veriff"].posted[-1]), m.harness.work())
    )


def vendor_looks_again(m: Journeys) -> None:
    """The first attempt's vendor sends it to a review after all."""
    desk = m.harness.vendors.desks["veriff"]
    [session] = desk.sessions
    desk.act(session, "review")
    m.act(lambda: (m.harness.deliver(desk.posted[-1]), m.harness.work()))


def vendor_says(action: str) -> Step:
    """Of the first attempt, later than it was waited for."""

    def says(m: Journeys) -> None:
        desk = m.harness.vendors.desks["veriff"]
        [session] = desk.sessions
        m.system.now.move(minutes=5)
        desk.act(session, action)
        m.act(lambda: (m.harness.deliver(desk.posted[-1]), m.harness.work()))

    return says


def vendor_names_another(m: Journeys) -> None:
    """After its approval the vendor approves the same session once more, in another name."""
    from local.vendors.desk import Holder

    desk = m.harness.vendors.desks["veriff"]
    [session] = desk.sessions
    m.system.now.move(minutes=5)
    desk.sessions[session].holder = Holder("Viktor", "Malenkov", "1961-04-12")
    desk.act(session, "approve")
    m.act(lambda: (m.harness.deliver(desk.posted[-1]), m.harness.work()))


def just_before(other: str, one: str, after: int = 0) -> Step:
    """`other` falls into `one`, before its write number `after`."""

    def both(m: Journeys) -> None:
        with m.fuse.between(after, lambda: DEEDS[other](m, ANNA)):
            DEEDS[one](m, ANNA)

    return both


def faces_while_listed(m: Journeys) -> None:
    """While the rules decide, a list changes and its hit is kept."""

    def hit() -> None:
        listed(m)
        m.system.screening.screen(m.system.documents.get(present(m.latest(ANNA)).verification_id))

    m.system.meanwhile(State.APPROVED, hit)
    DEEDS["shows a face"](m, ANNA)


def only(*steps: str) -> list[Step]:
    return [deed(name) for name in steps]


#: Named after what must hold.
KNOWN: dict[str, list[Step]] = {
    "a way to verified": [handed_in(), told],
    "a review is not left behind": [handed_in("stranger"), handed_in("own"), told],
    "a review of an older attempt is not left behind": [
        deed("goes to a vendor"), deed("a week"), handed_in("stranger"), deed("is rejected"),
        vendor_looks_again, deed("uploads"), told,
    ],
    "a list hit takes two people": [
        listed, handed_in(), deed("is approved"), deed("is approved"),
        deed("is approved by another"), told,
    ],
    "nobody approves whom the document does not name": [handed_in("stranger"), both_agree, told],
    "questions go into the next attempt": [
        listed, handed_in(), deed("is rejected"), listed, handed_in(), told,
    ],
    "lists that changed are asked before a decision": [
        *only("uploads", "is read", "is screened"), listed, deed("shows a face"), told,
    ],
    "lists that changed are asked before a reviewer approves": [
        handed_in("no zone"), listed, both_agree, told,
    ],
    "a later hit opens the case at once": [handed_in(), listed_and_asked, told, both_agree, told],
    "a vendor that later names another is looked at": [
        elsewhere("approve"), told, vendor_names_another, told,
    ],
    "a vendor's person is compared": [stranger_elsewhere, both_agree, told],
    "a vendor's person is screened": [elsewhere("approve", listed_now=True), told],
    "a vendor's late refusal counts": [
        lambda m: m.a_vendor_is_late(ANNA, "veriff", "reject"), told,
    ],
    "a reversal reaches the registry": [handed_in(), told, listed_and_asked, deed("is rejected"),
                                        told],
    "moves are told in any order": [
        handed_in(), listed_and_asked, deed("is rejected"),
        *[lambda m, n=n: m.followers_hear_some(n, None) for n in range(12)], told,
    ],
    "an uncertain document is for people": [handed_in("no zone"), told],
    "what was compared does not change": [
        *only("uploads", "is read", "is somebody else", "is screened", "shows a face"), told,
    ],
    "what was verified does not change": [handed_in(), told, deed("is somebody else"), told],
    "who was read stays who is screened": [
        *only("uploads", "is read", "is screened"), lambda m: m.uploads(ANNA, "stranger", None),
        just_before("is decided", "is read"), told,
    ],
    "the profile stays while somebody approves": [
        handed_in("stranger"), deed("is asked again"),
        just_before("is handed in", "is somebody else"), told,
    ],
    "the screening stays while somebody approves": [
        *only("uploads", "is read", "is screened"), faces_while_listed, told,
    ],
    "who asked for a person meets one": [
        *only("uploads", "is read", "asks for help", "is asked again"), handed_in(), told,
    ],
    "a vendor's late question is asked of the attempt under way": [
        deed("goes to a vendor"), deed("a week"), *only("uploads", "is read", "is screened"),
        vendor_says("reject"), deed("shows a face"), told, deed("is approved"), told,
    ],
    "a question is not left behind an approval": [
        lambda m: m.a_vendor_is_late(ANNA, "veriff", "reject"), told, vendor_says("resubmit"), told,
    ],
    "a review outweighs what came later": [
        lambda m: m.a_vendor_is_late(ANNA, "veriff", "review"), told,
    ],
    "nobody waits for ever": only("uploads"),
    "erased means nobody writes": [just_before("is erased", "uploads"), told],
    "reasons stay": [listed, handed_in(), deed("is asked again"), listed, handed_in(),
                     deed("is approved"), told],
}  # fmt: skip


@pytest.fixture
def machine() -> Iterator[Journeys]:
    machine = Journeys()
    yield machine
    machine.fuse.left = None
    machine.lit.__exit__(None, None, None)


@pytest.mark.parametrize("name", KNOWN)
def test_what_must_be_so_holds_on_the_way(machine: Journeys, name: str) -> None:
    for step in KNOWN[name]:
        step(machine)
        machine.what_must_be_so()
    truth.ends(machine)
