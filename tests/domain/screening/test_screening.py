"""Several sources as one answer; more matches than anybody reads."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.screening.screening import ScreeningResult, merged, truncated


def match(score: float, source: str = "un") -> dict[str, Any]:
    return {"list": source, "entryId": f"{source}-{score}", "name": "N", "score": score}


def test_no_source_at_all_is_no_all_clear() -> None:
    assert merged([]).status == "unavailable"


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (("clear", "clear"), "clear"),
        (("clear", "potential_match"), "potential_match"),
        (("potential_match", "clear"), "potential_match"),
        (("clear", "unavailable"), "unavailable"),
        (("unavailable", "clear"), "unavailable"),
    ],
)
def test_the_stricter_answer_wins(statuses: tuple[str, ...], status: str) -> None:
    assert merged([ScreeningResult(each) for each in statuses]).status == status


def test_matches_of_all_sources_stand_by_their_score() -> None:
    one = ScreeningResult("potential_match", (match(0.8), match(0.7)), "a", 0.7, {"un": "1"})
    two = ScreeningResult("potential_match", (match(0.9, "eu"),), "b", 0.7, {"eu": "2"})
    both = merged([one, two, one])
    assert [each["score"] for each in both.matches] == [0.9, 0.8, 0.8, 0.7, 0.7]
    assert both.algorithm == "a+b"
    assert both.list_versions == {"un": "1", "eu": "2"}


def test_matches_beyond_those_that_are_shown_are_counted_and_name_no_entry() -> None:
    result = ScreeningResult("potential_match", tuple(match(n / 10) for n in (9, 8, 7)))
    assert truncated(result, 3) is result
    assert truncated(result, 4) is result
    less = truncated(result, 1)
    assert [each["score"] for each in less.matches] == [0.9, 0.0]
    rest = {"list": "un", "entryId": "", "name": "", "score": 0.0, "unread": 2}
    assert less.matches[1] == rest
    assert less.status == "potential_match"
