"""What a possible match means by the kind of list: a level leaves office holders, or its own list,
to one person, or only notes them. Sanctions, and what nobody knows, take two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Forbidden
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.notices import public_codes
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published, recorded

ONE_FOR_PEPS = {"sanctions": "four_eyes", "pep": "review", "own": "four_eyes"}
NOTED = ONE_FOR_PEPS | {"pep": "note"}


def found(*topics: str, version: str = "1") -> ScreeningResult:
    matches = [
        {"list": topic, "entryId": str(n), "name": "A. D.", "score": 0.95}
        | ({"topic": topic} if topic else {})
        for n, topic in enumerate(topics)
    ]
    status = "potential_match" if topics else "clear"
    return ScreeningResult(status, tuple(matches), "v1", 0.8, {"un": version})


def decided(system: InMemorySystem, answer: ScreeningResult, **hits: object) -> str:
    published(system, 2, screening={"hits": hits})
    system.watchlists[0].answer = answer
    case = system.ready()[2]
    system.decisions.consider(case)
    return case


def rescreened(system: InMemorySystem, answer: ScreeningResult) -> None:
    system.watchlists[0].answer = answer
    job = answer.list_versions["un"]
    system.app.rescreening.start(job)
    assert system.app.rescreening.work(job).finished


@pytest.mark.parametrize(
    ("topics", "hits", "reason", "two"),
    [
        (("pep",), ONE_FOR_PEPS, "pep_match", False),
        (("own",), ONE_FOR_PEPS | {"own": "review"}, "own_list_match", False),
        (("own", "pep"), ONE_FOR_PEPS | {"own": "review"}, "own_list_match", False),
        (("own", "pep"), NOTED | {"own": "review"}, "own_list_match", False),
        (("own", "pep"), ONE_FOR_PEPS, "watchlist_match", True),
        (("own", "pep"), NOTED, "watchlist_match", True),
        (("pep", "sanctions"), ONE_FOR_PEPS, "watchlist_match", True),
        (("sanctions",), ONE_FOR_PEPS, "watchlist_match", True),
        (("pep", ""), ONE_FOR_PEPS, "watchlist_match", True),  # a match that says no kind
        (("gossip",), ONE_FOR_PEPS, "watchlist_match", True),
        (("pep",), {"sanctions": "four_eyes"}, "watchlist_match", True),  # a kind without a word
    ],
)
def test_one_person_decides_about_lists_that_the_level_leaves_to_one(
    system: InMemorySystem, topics: tuple[str, ...], hits: dict[str, object], reason: str, two: bool
) -> None:
    case = decided(system, found(*topics), **hits)
    assert system.verifications.get(case).reasons == (reason,)
    word = system.reviews.decide(case, True, (), "not them", "rita")
    assert word.status == ("second_review" if two else "approved")
    if two:
        with pytest.raises(Forbidden):
            system.reviews.decide(case, True, (), "not them", "rita")
        word = system.reviews.decide(case, True, (), "not them", "rolf")
    assert word.status == "approved"
    assert len(system.dismissed.items) == len(topics)


def test_a_sanctions_match_that_came_behind_the_case_takes_two(system: InMemorySystem) -> None:
    case = decided(system, found("pep"), **ONE_FOR_PEPS)
    system.watchlists[0].answer = found("pep", "sanctions", version="2")
    system.screening.screen(system.documents.get(case))
    word = system.reviews.decide(case, True, (), "", "rita")
    assert (word.status, word.reasons) == ("second_review", ("pep_match", "watchlist_match"))


def test_a_later_match_goes_to_one_person_to_two_or_to_nobody(system: InMemorySystem) -> None:
    case = decided(system, found(), **ONE_FOR_PEPS)
    assert system.verifications.get(case).state is State.APPROVED
    rescreened(system, found("pep", version="2"))
    assert system.verifications.get(case).reasons == ("pep_match",)
    assert system.messages.alerts[-1][0] == "A verified person was found on a list"
    system.reviews.decide(case, True, (), "", "rita")
    assert system.verifications.get(case).state is State.APPROVED
    rescreened(system, found("sanctions", version="3"))
    assert system.verifications.get(case).reasons == ("watchlist_match",)


def test_whom_a_level_only_notes_stays_approved_when_lists_change(system: InMemorySystem) -> None:
    case = decided(system, found("pep"), **NOTED)
    assert system.verifications.get(case).state is State.APPROVED
    rescreened(system, found("pep", version="2"))
    assert system.verifications.get(case).state is State.APPROVED
    assert len(recorded(system, "rescreened")) == 1  # kept and written down all the same
    rescreened(system, found("pep", "sanctions", version="3"))
    assert system.verifications.get(case).reasons == ("watchlist_match",)


@pytest.mark.parametrize(("hits", "reason"), [(ONE_FOR_PEPS, ("pep_match",)), (NOTED, ())])
def test_a_match_that_came_while_the_approval_fell_is_what_the_level_says(
    system: InMemorySystem, hits: dict[str, object], reason: tuple[str, ...]
) -> None:
    case = decided(system, found(), **hits)
    kept = system.grounds.screening(system.documents.get(case))
    assert kept is not None
    system.now.move(seconds=1)
    later = replace(
        kept,
        sanctions_status="potential_match",
        matches=found("pep").matches,
        screened_at=system.now(),
        version=kept.version + 1,
    )
    system.screenings.save(later)
    system.decisions.consider(case)
    assert system.verifications.get(case).reasons == reason


def test_raising_a_level_from_one_person_to_two_asks_nobody_again(system: InMemorySystem) -> None:
    case = decided(system, found("pep"), **ONE_FOR_PEPS)
    system.reviews.decide(case, True, (), "not them", "rita")
    published(system, 3, screening={"hits": ONE_FOR_PEPS | {"pep": "four_eyes"}})
    system.now.moment += timedelta(days=1)
    assert system.app.approvals.look()["stale"] == 0


def test_whoever_was_refused_with_a_match_is_asked_about_the_next_time(
    system: InMemorySystem,
) -> None:
    case = decided(system, found("pep"), **ONE_FOR_PEPS)
    system.reviews.decide(case, False, ("pep_match",), "an office", "rita")
    assert public_codes(system.verifications.get(case).reasons) == ("not_confirmed",)
    assert system.verifications.get(case).questions == ("pep_match",)
