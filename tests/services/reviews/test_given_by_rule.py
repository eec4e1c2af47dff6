"""Cases that rules of assignment give as they open: once, recorded, and nobody's word is lost."""

import json
from dataclasses import replace

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.reviews.finding import Wanted
from chalicelib.domain.reviews.review import GIVEN
from chalicelib.domain.reviews.rules import rules

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def desk(world):
    return world.app.desk


def test_a_rule_gives_a_case_to_its_reviewer_as_it_opens(world, desk):
    world.app.cases_are_found = replace(
        world.app.cases_are_found,
        rules=rules(json.dumps([{"reasons": ["assistance_requested"], "languages": ["de"],
                                 "to": [RON]},
                                {"levels": ["default"], "to": [RITA]}])),
    )  # fmt: skip
    _, user_id = world.confirmed()
    found = world.uploaded(user_id)
    world.decisions.ask_for_help(user_id, found)
    given = world.cases.get(found)
    assert (given.holder, given.held_until) == (RITA, world.now() + GIVEN)
    told = (found, "assigned", {"by": "rule", "to": RITA})
    assert world.audit.entries.count(told) == 1
    with pytest.raises(Conflict, match="somebody else works"):
        desk.take(found, RON)
    assert desk.next(Wanted(), RITA).case_id == found
    desk.let_go(found, RITA)
    world.app.cases_are_found.follow(world.published[-1])
    assert world.cases.get(found).holder == "", "told twice, given once"
    assert world.audit.entries.count(told) == 1
    assert desk.take(found, RON).holder == RON


@pytest.mark.parametrize("busy", [1, 3])
def test_a_case_that_somebody_writes_meanwhile_is_given_once_and_told_once(world, desk, busy):
    """A note comes between the look at the case and the write: the rule is asked again."""
    follower = replace(
        world.app.cases_are_found, rules=rules(json.dumps([{"to": [RITA]}])), audit=Slow(world)
    )
    _, user_id = world.confirmed()
    found = world.uploaded(user_id)
    follower.audit.busy = [lambda n=n: desk.note(found, f"note {n}", (), RON) for n in range(busy)]
    world.app.cases_are_found = follower
    world.decisions.ask_for_help(user_id, found)
    assert len(world.cases.get(found).notes) == busy
    assert world.cases.get(found).holder == RITA
    assert world.audit.entries.count((found, "assigned", {"by": "rule", "to": RITA})) == 1


class Slow:
    """The audit log, before whose writes something happens."""

    def __init__(self, world):
        self.log, self.busy = world.audit, []

    def write(self, *words):
        if self.busy:
            self.busy.pop()()
        self.log.write(*words)
