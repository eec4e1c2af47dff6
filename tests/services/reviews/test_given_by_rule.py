"""Cases that rules of assignment give as they open: once, recorded, and nobody's word is lost."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.memory import MemoryAudit
from chalicelib.domain.errors import Conflict
from chalicelib.domain.reviews.finding import Wanted
from chalicelib.domain.reviews.review import GIVEN
from chalicelib.domain.reviews.rules import rules
from chalicelib.domain.transaction import Write
from chalicelib.services.reviews.desk import Desk
from tests.present import present
from tests.services.in_memory import InMemorySystem

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def desk(system: InMemorySystem) -> Desk:
    return system.app.desk


def test_a_rule_gives_a_case_to_its_reviewer_as_it_opens(
    system: InMemorySystem, desk: Desk
) -> None:
    system.app.cases_are_found = replace(
        system.app.cases_are_found,
        rules=rules(json.dumps([{"reasons": ["assistance_requested"], "languages": ["de"],
                                 "to": [RON]},
                                {"levels": ["default"], "to": [RITA]}])),
    )  # fmt: skip
    _, user_id = system.confirmed()
    found = system.uploaded(user_id)
    system.decisions.ask_for_help(user_id, found)
    given = system.cases.get(found)
    assert (given.holder, given.held_until) == (RITA, system.now() + GIVEN)
    told = (found, "assigned", {"by": "rule", "to": RITA})
    assert system.audit.entries.count(told) == 1
    with pytest.raises(Conflict, match="somebody else works"):
        desk.take(found, RON)
    assert present(desk.next(Wanted(), RITA)).case_id == found
    desk.let_go(found, RITA)
    system.app.cases_are_found.follow(system.published[-1])
    assert system.cases.get(found).holder == "", "told twice, given once"
    assert system.audit.entries.count(told) == 1
    assert desk.take(found, RON).holder == RON


@pytest.mark.parametrize("busy", [1, 3])
def test_a_case_that_somebody_writes_meanwhile_is_given_once_and_told_once(
    system: InMemorySystem, desk: Desk, busy: int
) -> None:
    """A note comes between the look at the case and the write: the rule is asked again."""
    slow = Slow(system)
    follower = replace(
        system.app.cases_are_found, rules=rules(json.dumps([{"to": [RITA]}])), audit=slow
    )
    _, user_id = system.confirmed()
    found = system.uploaded(user_id)
    slow.busy = [partial(desk.note, found, f"note {n}", (), RON) for n in range(busy)]
    system.app.cases_are_found = follower
    system.decisions.ask_for_help(user_id, found)
    assert len(system.cases.get(found).notes) == busy
    assert system.cases.get(found).holder == RITA
    assert system.audit.entries.count((found, "assigned", {"by": "rule", "to": RITA})) == 1


class Slow(MemoryAudit):
    """The audit log, before whose writes something happens."""

    def __init__(self, system: InMemorySystem) -> None:
        super().__init__(system.audit.entries)
        self.log = system.audit
        self.busy: list[Callable[[], object]] = []

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        if self.busy:
            self.busy.pop()()
        self.log.write(subject_id, kind, facts, *beside)
