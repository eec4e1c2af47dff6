"""Screening anew what was asked before, by others too, or with lists that have no version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.screening.rescreening import PLAN
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.services.screening import rescreening
from tests.services.in_memory import InMemorySystem
from tests.services.meanwhile import after
from tests.services.screening.test_rescreening import ScreeningSystem


@pytest.fixture
def listing(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = ScreeningSystem(monkeypatch)
    made.add(40)
    return made


def test_a_plan_that_ran_out_of_time_is_free_for_the_next_worker_at_once(listing: Any) -> None:
    job = listing.listed("Tariq Mokrani")
    listing.job().start(job)
    answers = iter([False, True, True])
    begun = listing.job().work(job, enough=lambda: next(answers))
    assert (begun.finished, begun.planned) == (False, 0)
    assert listing.pages.get(job, PLAN).free(listing.now())
    assert listing.job().work(job).screened == 40


def test_a_page_that_somebody_else_took_first_is_left_to_them(listing: Any) -> None:
    job = listing.listed("Tariq Mokrani")
    worker = listing.job()
    worker.start(job)
    answers = iter([False] * 7 + [True])  # the plan alone
    worker.work(job, enough=lambda: next(answers, True))
    pages = [row.page_id for row in listing.pages.query("", job) if row.page_id != PLAN]
    assert pages

    def takes() -> None:
        other = listing.pages.get(job, pages[0])
        listing.pages.save(other.held(listing.now(), rescreening.HOLD_SECONDS))

    after(listing.pages, "query", takes)
    assert not worker.work(job).finished
    assert listing.pages.get(job, pages[0]).finished is False
    listing.time += timedelta(seconds=rescreening.HOLD_SECONDS + 1)
    done = worker.work(job)
    assert done.finished and done.screened == 40
    assert len(listing.source.asked) == 40


def test_nobody_is_asked_about_who_is_not_real(listing: Any) -> None:
    person = listing.verified.get("v024")
    listing.verified.put(replace(person, mode="test", version=person.version + 1))
    job = listing.listed("Tariq Mokrani")
    listing.job().start(job)
    done = listing.job().work(job)
    assert (done.rung, done.skipped, listing.rang()) == (0, 1, set())
    assert "Tariq Mokrani" not in listing.source.asked


def test_what_another_job_found_already_is_not_written_again(listing: Any) -> None:
    listing.listed("Tariq Mokrani")
    late = listing.job()
    late.start("first")
    answers = iter([False] * 7 + [True])
    late.work("first", enough=lambda: next(answers, True))  # planned while they were approved
    listing.job().start("second")
    assert listing.job().work("second").rung == 1
    before = dict(listing.records.items), len(listing.audit.entries), listing.cases.get("v024")
    assert late.work("first").rung == 1
    assert (dict(listing.records.items), len(listing.audit.entries)) == before[:2]
    assert listing.cases.get("v024") == before[2]
    assert listing.verified.get("v024").state is State.NEEDS_REVIEW


@pytest.mark.parametrize(("hours", "asked"), [(24, 1), (24.01, 2)])
def test_an_answer_of_a_source_without_versions_counts_for_a_day(
    system: InMemorySystem, hours: float, asked: int
) -> None:
    [source] = system.watchlists
    source.answer = ScreeningResult("clear", (), "v1", 0.8, {})
    document = system.read(system.uploaded(system.confirmed()[1]))
    system.screening.screen(document)
    system.now.move(hours=hours)
    system.screening.screen(document)
    assert len(source.asked) == asked


def test_who_was_never_screened_has_nobody_to_dismiss(system: InMemorySystem) -> None:
    document = system.read(system.uploaded(system.confirmed()[1]))
    assert system.screening.dismiss(document, "rita") == 0
    assert system.dismissed.items == {}
