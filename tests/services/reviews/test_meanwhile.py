"""A reviewer's word about a case that somebody else ends, and reviewers whom nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.reviews.finding import Wanted
from chalicelib.domain.reviews.rules import rules
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import InMemorySystem
from tests.services.meanwhile import Busy, after
from tests.services.reviews.test_attachments import picture


def test_a_word_about_a_case_that_runs_out_meanwhile_decides_nothing(
    system: InMemorySystem,
) -> None:
    _, _, found = system.ready()
    system.moved(found, State.NEEDS_REVIEW, ("age_unknown",))
    after(system.cases, "find", lambda: system.moved(found, State.EXPIRED, ("timed_out",)))
    with pytest.raises(Conflict) as caught:
        system.reviews.decide(found, False, ("fraud_suspected",), "", "rita")
    assert caught.value.code == "case_already_decided"
    assert system.verifications.get(found).state is State.EXPIRED
    assert not [e for e in system.audit.entries if e[1] == "reviewed"]


def test_nobody_is_asked_again_about_a_case_that_runs_out_meanwhile(system: InMemorySystem) -> None:
    _, _, found = system.ready()
    system.moved(found, State.NEEDS_REVIEW, ("age_unknown",))
    after(system.cases, "find", lambda: system.moved(found, State.EXPIRED, ("timed_out",)))
    mails = len(system.messages.mails)
    with pytest.raises(Conflict) as caught:
        system.reviews.ask_again(found, ("document_unreadable",), "", "rita")
    assert caught.value.code == "case_already_decided"
    assert system.verifications.get(found).state is State.EXPIRED
    assert not [mail for mail in system.messages.mails[mails:] if "more-information" in mail[1]]


def test_an_account_that_nobody_knows_is_no_second_person(system: InMemorySystem) -> None:
    rule = replace(system.app.two_person_rule, identity=system.identity)
    _, known = system.confirmed()
    assert rule.proven("nobody") == frozenset()
    assert not rule.two_people(known, "nobody") and not rule.two_people("nobody", known)
    assert not rule.same(known, "nobody")


@pytest.fixture
def case(system: InMemorySystem) -> str:
    """A case that waits for a reviewer, and was not told to anybody yet."""
    _, _, found = system.ready()
    system.at_once = False
    system.moved(found, State.NEEDS_REVIEW, ("age_unknown",))
    system.publish()
    return found


def code(act: Callable[..., object], *words: object) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return caught.value.code


def test_a_file_of_a_case_that_always_changes_is_refused_with_a_word(
    system: InMemorySystem, case: str
) -> None:
    busy = Busy(system.cases)
    attach = system.app.attachments.attach
    assert code(attach, case, picture(), "rita") == "changed_meanwhile"
    assert busy.looks >= 20
    assert system.cases.get(case).attachments == ()


def test_a_file_whose_entry_cannot_be_written_is_not_noted(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = refused(system, monkeypatch)
    assert code(system.app.attachments.attach, case, picture(), "rita") == "subject_gone"
    assert (tries, system.cases.get(case).attachments) == (["attached"], ())


def refused(system: InMemorySystem, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The log takes nothing more; what it was asked for."""
    tries = []

    def write(subject: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        tries.append(kind)
        raise Conflict("this person was erased", "subject_gone")

    monkeypatch.setattr(system.audit, "write", write)
    return tries


def test_a_case_that_always_changes_is_found_and_given_by_the_next_delivery(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = system.published[-1]
    real, busy = system.cases.find, Busy(system.cases)
    assert code(system.app.cases_are_found.follow, moved) == "changed_meanwhile"
    assert busy.looks >= 20
    monkeypatch.setattr(system.cases, "find", real)
    assert system.cases.get(case).terms == ()
    system.app.cases_are_found.follow(moved)
    assert system.cases.get(case).terms != ()


def test_a_case_is_not_given_to_anybody_without_its_entry(
    system: InMemorySystem, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = replace(system.app.cases_are_found, rules=rules(json.dumps([{"to": ["rita"]}])))
    tries = refused(system, monkeypatch)
    assert code(given.follow, system.published[-1]) == "subject_gone"
    assert (tries, system.cases.get(case).holder) == (["assigned"], "")


def test_a_reviewer_is_told_of_no_case_of_their_own(system: InMemorySystem, case: str) -> None:
    owner, desk = system.cases.get(case).user_id, system.app.desk
    assert [desk.counts("open", Wanted(), who).found for who in (owner, "rita")] == [0, 1]
    assert desk.next(Wanted(), owner) is None
    assert present(desk.next(Wanted(), "rita")).case_id == case


def test_a_case_that_was_erased_before_its_move_is_heard_is_not_made_again(
    system: InMemorySystem, case: str
) -> None:
    moved = system.published[-1]
    system.cases.delete(case)
    system.app.cases_are_found.follow(moved)
    assert system.cases.find(case) is None
