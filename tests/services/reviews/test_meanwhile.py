"""A reviewer's word about a case that somebody else ends, and reviewers whom nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State
from tests.services.meanwhile import after


def test_a_word_about_a_case_that_runs_out_meanwhile_decides_nothing(system):
    _, _, found = system.ready()
    system.moved(found, State.NEEDS_REVIEW, ("age_unknown",))
    after(system.cases, "find", lambda: system.moved(found, State.EXPIRED, ("timed_out",)))
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(found, False, ("fraud_suspected",), "", "rita")
    assert caught.value.code == "case_already_decided"
    assert system.verifications.get(found).state is State.EXPIRED
    assert not [e for e in system.audit.entries if e[1] == "reviewed"]


def test_an_account_that_nobody_knows_is_no_second_person(system):
    rule = replace(system.app.two_person_rule, identity=system.identity)
    _, known = system.confirmed()
    assert rule.proven("nobody") == frozenset()
    assert not rule.two_people(known, "nobody") and not rule.two_people("nobody", known)
    assert not rule.same(known, "nobody")
