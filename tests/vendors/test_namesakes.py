"""A vendor's person whose name is on a list, and who is somebody else: our people say so once."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.screening.screening import Dismissed, ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.services.screening.current_identity import CurrentIdentity
from tests.present import present
from tests.services.in_memory import PEPPER
from tests.services.outsiders import rescreening_of
from tests.vendors.harness import VendorHarness

MATCH = {"list": "un", "entryId": "un-1", "name": "Anna Demosthenous", "score": 0.97}
OTHER = {"list": "un", "entryId": "un-2", "name": "Anna Demosthenous", "score": 0.97}


def found(*matches: dict[str, Any], version: str) -> ScreeningResult:
    return ScreeningResult("potential_match", matches, "v1", 0.8, {"un": version})


@pytest.fixture
def harness() -> VendorHarness:
    made = VendorHarness()
    system = made.system
    system.dismissed = MemoryStore(Dismissed, ("person_id", "list_entry_id"), {})
    # One object for all who screen, as the application has it.
    object.__setattr__(system.screening, "dismissed", system.dismissed)
    system.reviews = replace(
        system.reviews,
        dismiss=system.screening.dismiss,
        vendor_dismiss=made.cases.forgive,
        subject=CurrentIdentity(
            documents=system.documents, profiles=system.profiles, pepper=PEPPER
        ).of,
    )
    return made


def rescreened(harness: VendorHarness, job: str) -> None:
    jobs = rescreening_of(harness.system)
    jobs.start(job)
    jobs.work(job)


def test_a_namesake_is_looked_at_once_and_again_when_the_entry_is_another(
    harness: VendorHarness,
) -> None:
    system = harness.system
    system.watchlists[0].answer = found(MATCH, version="1")
    case, webhook = harness.approved("persona")
    harness.deliver(webhook)
    harness.work()
    assert harness.verification(case).state is State.NEEDS_REVIEW
    for reviewer in ("rita", "ron"):
        system.reviews.decide(case, True, (), "", reviewer)
    assert harness.verification(case).state is State.APPROVED

    system.now.move(days=1)
    system.watchlists[0].answer = found(MATCH, version="2")
    rescreened(harness, "2")
    assert harness.verification(case).state is State.APPROVED

    system.watchlists[0].answer = found(MATCH, OTHER, version="3")
    rescreened(harness, "3")
    assert harness.verification(case).state is State.NEEDS_REVIEW
    seen = system.reviews.case(case, "rita")
    assert [match["entryId"] for match in present(seen.screening).matches] == ["un-2"]


def test_the_same_news_twice_at_once_is_screened_by_both_and_kept_once(
    harness: VendorHarness,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = harness.system
    system.watchlists[0].answer = found(MATCH, version="1")
    case, webhook = harness.approved("persona")
    harness.deliver(webhook)
    keep, entries = system.screenings.adding_for_living, []

    def another_was_first(record: Any) -> Any:
        monkeypatch.setattr(system.screenings, "adding_for_living", keep)
        system.screenings.add(record)
        entries.append(record)
        return keep(record)

    monkeypatch.setattr(system.screenings, "adding_for_living", another_was_first)
    harness.work()
    assert entries and harness.verification(case).state is State.NEEDS_REVIEW
