"""Levels that are refused, each with a path and a sentence; and the shipped ones, which are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from chalicelib.adapters.codec import opened
from chalicelib.contracts.levels import read, schema, write
from chalicelib.domain.levels import validation
from chalicelib.domain.levels.deciding import BY_NAME, VERIFYING
from chalicelib.domain.levels.level import End, Level
from chalicelib.domain.levels.validation import Known, problems
from tests.domain.levels.levels import ROOT, SHIPPED, any_levels

GOOD = json.loads((ROOT / "levels" / "exchange_eu.json").read_text())


def refused(change: dict[str, Any]) -> list[tuple[str, str]]:
    """Paths and sentences of the example with some parts changed (`a.b` goes inside)."""
    document = json.loads(json.dumps(GOOD))
    for path, value in change.items():
        *above, last = path.split(".")
        part = document
        for name in above:
            part = part.setdefault(name, {}) if isinstance(part, dict) else part[int(name)]
        part[last] = value
    level, faults = read(json.dumps(document))
    return [(p.path, p.sentence) for p in (faults if level is None else problems(level))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_the_shipped_levels_may_be_published(path: Path) -> None:
    level, faults = read(path.read_bytes())
    assert faults == ()
    assert level is not None
    assert (problems(level), level.name) == ((), path.stem)
    assert read(json.dumps(write(level)))[0] == level
    assert opened(Level, path.read_text()) == level


def condition(**changes: Any) -> dict[str, Any]:
    good = {"name": "c", "when": "vpn == true", "then": "review", "reason": "fraud_suspected"}
    return {"conditions": [good | changes]}


def points(**changes: Any) -> dict[str, Any]:
    good = {"name": "p", "when": "vpn == true", "points": 40, "because": "x"}
    return {"risk.points": [good | changes], "conditions": []}


def worded(language: str, words: str) -> dict[str, Any]:
    return {"notices.told": [{"what": "due", "words": {language: words}}]}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "X"}, "name", "takes 2 to 40"),
    ({"version": 0}, "version", "counts from 1"),
    ({"version": "1"}, "version", "valid integer"),
    ({"why": " "}, "why", "people read it"),
    ({"colour": "red"}, "colour", "unexpected"),
    ({"end": "sure"}, "end", "should be"),
    ({"steps": []}, "steps", "at least one"),
    ({"end": "age_confirmed", "steps": ["document"], "checks": ["document_readable", "of_age"]},
     "steps", "could be anybody's"),
    ({"steps": ["document", "document", "liveness", "screening"]}, "steps", "twice"),
    ({"steps": ["screening", "document", "liveness"]}, "steps", "document comes first"),
    ({"end": "age_confirmed", "steps": ["liveness", "document"],
      "checks": ["document_readable", "of_age", "liveness_seen"]}, "steps", "document comes first"),
    ({"steps": ["document", "screening"]}, "checks", "not asked for"),
    ({"steps": ["document", "liveness"], "checks": ["not_listed"]}, "checks[0]", "no step here"),
    ({"checks": [*VERIFYING]}, "steps[1]", "no check looks at it"),
    ({"checks": ["documents_ready"]}, "checks[0]", "there is no check"),
    ({"refusalsReviewed": ["nothing"]}, "refusalsReviewed[0]", "no check of this level"),
    *(
        ({"checks": [n for n in BY_NAME if n != left_out]}, "checks", f"{left_out} is missing")
        for left_out in VERIFYING
    ),
    ({"certainty": []}, "certainty", "takes a certain document"),
    ({"certainty": ["zone", "chip"]}, "certainty[1]", "no chip counts"),
    ({"retention.keep": ["name"]}, "retention.keep", "is *: nothing else"),
    ({"end": "age_confirmed", "retention.keep": ["over_21"]}, "retention.keep", "or over_18"),
    ({"screening.hits.sanctions": "review"}, "screening.hits.sanctions", "two people look"),
    ({"screening.hits": {"pep": "review"}, "fourEyes": ["watchlist_match", "fraud_suspected",
      "pep_match"]}, "fourEyes", "leaves to one person"),
    ({"notices.daysAhead": []}, "notices.daysAhead", "one to six"),
    ({"notices.daysAhead": [366, 1]}, "notices.daysAhead", "one to six"),
    ({"notices.daysAhead": [7, 30]}, "notices.daysAhead", "counts down"),
    ({"notices.daysAhead": [7, 7]}, "notices.daysAhead", "counts down"),
    ({"notices.told": [{"what": "due"}, {"what": "due", "by": ["sms"]}]}, "notices.told", "twice"),
    ({"notices.told": [{"what": "due", "by": []}]}, "notices.told[0].by", "email, sms or both"),
    ({"notices.told": [{"what": "due", "by": ["sms", "sms"]}]}, "notices.told[0].by", "each once"),
    ({"notices.told": [{"what": "due", "by": ["pigeon"]}]}, "notices.told[0].by[0]", "should be"),
    ({"notices.told": [{"what": "review"}]}, "notices.told[0].what", "should be"),
    (worded("tlh", "nuqneH"), "notices.told[0].words", "no language 'tlh'"),
    (worded("en", " "), "notices.told[0].words.en", "one line"),
    (
        worded("en", "x" * 301),
        "notices.told[0].words.en",
        "is one line of 1 to 300, without links or braces",
    ),
    (worded("en", "two\nlines"), "notices.told[0].words.en", "one line"),
    (worded("en", "{reason}"), "notices.told[0].words.en", "one line"),
    (worded("en", "go to https://bank.example"), "notices.told[0].words.en", "without links"),
    ({"screening.sources": ["*", "public_lists"]}, "screening.sources", "beside *"),
    ({"providers": ["in_house", "*"]}, "providers", "beside *"),
    ({"certainty": ["photo"]}, "certainty[0]", "should be"),
    ({"screening.sources": []}, "screening.sources", "takes a screening result"),
    ({"screening.sources": ["google"]}, "screening.sources[0]", "there is no source"),
    ({"screening.hits.sanctions": "note"}, "screening.hits.sanctions", "goes to a human"),
    ({"screening.hits.gossip": "note"}, "screening.hits.gossip.[key]", "should be"),
    ({"fourEyes": ["fraud_suspected"]}, "fourEyes", "watchlist_match is missing"),
    ({"fourEyes": ["watchlist_match", "fraud_suspected", "mood"]}, "fourEyes[2]", "no reason"),
    ({"minimumAge": -1}, "minimumAge", "from 0 to 120"),
    ({"minimumAge": 18.5}, "minimumAge", "valid integer"),
    ({"faceSimilarity": 20.0}, "faceSimilarity", "from 70 to 100"),
    ({"faceSimilarity": 101.0}, "faceSimilarity", "from 70 to 100"),
    ({"limits.documentAttempts": 100}, "limits.documentAttempts", "from 1 to 10"),
    ({"limits.livenessAttempts": 0}, "limits.livenessAttempts", "from 1 to 10"),
    ({"retention.mediaDays": -1}, "retention.mediaDays", "from 0 to 3650"),
    ({"retention.recordYears": 101}, "retention.recordYears", "from 0 to 100"),
    ({"periodicReview.lowMonths": 500}, "periodicReview.lowMonths", "from 0 to 120"),
    ({"periodicReview.highMonths": 48}, "periodicReview", "no later than a lower"),
    ({"periodicReview.highMonths": 0}, "periodicReview", "no later than a lower"),
    ({"risk.highFrom": 30}, "risk.highFrom", "above risk.mediumFrom"),
    ({"risk.mediumFrom": 500, "risk.highFrom": 600}, "risk.mediumFrom", "cannot be reached"),
    (points(points=0), "risk.points[0].points", "takes 1 to 100"),
    (points(because=" "), "risk.points[0].because", "a reviewer reads it"),
    (points(when="risk > 1"), "risk.points[0].when", "names risk"),
    (points(when="(("), "risk.points[0].when", "not a CEL expression"),
    (condition(when="nobody > 1"), "conditions[0].when", "'nobody', which is no fact"),
    (condition(when="1 < 2"), "conditions[0].when", "always says the same"),
    (condition(when="attempts"), "conditions[0].when", "true or false"),
    (condition(when='attempts > "x"'), "conditions[0].when", "fails with"),
    (condition(when='ip_country.matches("(a+)+$")'), "conditions[0].when", "'matches'"),
    (condition(when="hit_kinds.exists(k, k == 'pep')"), "conditions[0].when", "no fact"),
    (condition(when="vpn == true || " * 40 + "vpn == true"), "conditions[0].when", "longer than"),
    (condition(when=""), "conditions[0].when", "is empty"),
    (condition(reason="mood"), "conditions[0].reason", "there is no reason"),
    (condition(when="risk > 10", then="reject"), "conditions[0].then", "refuses nobody"),
    (condition(then="approve"), "conditions[0].then", "should be"),
    (condition(name="of_age"), "conditions", "is taken"),
    ({"conditions": condition()["conditions"] * 2}, "conditions", "is taken"),
    (
        {"conditions": [condition(name=f"c{n}")["conditions"][0] for n in range(21)]},
        "conditions",
        "more than 20",
    ),
    ({"liveness.raiseWhen": "vpn == true"}, "liveness.raiseWhen", "raises nothing"),
    ({"liveness.raiseWhen": "(("}, "liveness.raiseWhen", "not a CEL expression"),
    ({"liveness.engine": "gestures"}, "liveness.assurance", "takes the engine"),
    ({"liveness.assurance": "sure"}, "liveness.assurance", "basic or high"),
    ({"documents": []}, "documents", "no document would be accepted"),
    ({"documents.0.types": ["library_card"]}, "documents[0].types", "no document type"),
    ({"documents.1.countries": ["DEU", "XQZ"]}, "documents[1].countries", "no country"),
    ({"documents.1.countries": ["DEU", "DEU"]}, "documents", "DEU stands twice"),
    ({"documents.1.exceptCountries": ["DEU"]}, "documents[1].exceptCountries", "and excepted"),
    ({"documents.0.types": []}, "documents[0]", "accepts nothing"),
    ({"documents.0.sides": ["top"]}, "documents[0].sides", "front, back"),
    ({"providers": []}, "providers", "at least one"),
    ({"providers": ["nobody"]}, "providers[0]", "no provider"),
    ({"providers": ["in_house", "in_house"]}, "providers[1]", "twice"),
    ({"end": "age_confirmed", "checks": ["document_readable"]}, "checks", "of_age is missing"),
    ({"end": "face_confirmed", "steps": ["document"], "checks": ["document_readable"]}, "checks",
     "liveness_seen is missing"),
    ({"end": "face_confirmed", "checks": ["document_readable", "liveness_seen"]}, "minimumAge",
     "no check of this level"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path", "says"), REFUSED, ids=[f"{p}: {s}" for _, p, s in REFUSED]
)
def test_a_level_with_a_fault_is_refused_with_its_place(
    change: dict[str, Any], path: str, says: str
) -> None:
    found = refused(change)
    assert any(p == path and says in sentence for p, sentence in found), found


@given(any_levels())
def test_whatever_may_be_published_and_verifies_asks_what_verified_takes(level: Level) -> None:
    if (
        problems(level, Known(screeners=("", *level.screening.sources)))
        or level.end is not End.VERIFIED
    ):
        return
    applying = set(level.checks or BY_NAME)
    assert set(VERIFYING) & set(BY_NAME) <= applying
    assert level.certainty and level.screening.sources


def test_every_check_says_what_it_looks_at() -> None:
    assert set(BY_NAME) <= set(validation.STEP_OF)


def test_a_level_too_large_to_read_is_refused() -> None:
    level, faults = read(json.dumps(GOOD | {"why": "x" * 60_000}))
    assert level is None
    assert "at most 50000 bytes" in faults[0].sentence


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', "\ud800".encode("utf-8", "surrogatepass")]
)
def test_what_is_no_document_is_refused_and_never_an_exception(text: str | bytes) -> None:
    level, faults = read(text)
    assert level is None
    assert faults


def test_the_published_schema_is_the_shape_that_is_read() -> None:
    assert json.loads((ROOT / "levels" / "schema" / "level.schema.json").read_text()) == schema()
