"""The page of a level says what the level does, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.levels.level import (
    ANY,
    Condition,
    Documents,
    Effect,
    End,
    Expiry,
    KeptFrom,
    Level,
    Notice,
    Notices,
    Notification,
    PeriodicReview,
    Risk,
    RiskPoints,
    Step,
    Way,
)
from chalicelib.domain.levels.page import describe, differences
from tests.domain.levels.levels import DEFAULT


def lines(**changes: Any) -> list[str]:
    return list(describe(replace(DEFAULT, **changes)))


def said(start: str, **changes: object) -> list[str]:
    return [line for line in lines(**changes) if line.startswith(start)]


def test_a_page_has_its_parts_in_order() -> None:
    page = lines(name="plain", version=3, title="Plain", why="Because.")
    assert page[:4] == ["# Plain (`plain@3`)", "", "Because.", ""]
    heads = [line for line in page if line.startswith("## ")]
    assert heads[:3] == ["## What people do", "## Which documents", "## What is checked"]
    assert heads[-2:] == ["## Times", "## What people are told"]


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (End.VERIFIED, "Whoever passes is **verified**."),
        (End.AGE_CONFIRMED,
         "Whoever passes has their **age confirmed**; nobody becomes verified."),
        (End.FACE_CONFIRMED,
         "Whoever passes has their **face confirmed**; nobody becomes verified."),
    ],
)  # fmt: skip
def test_what_passing_means(end: End, sentence: str) -> None:
    assert sentence in lines(end=end)


def test_the_providers_in_their_order() -> None:
    assert "Provider order: that of the settings." in lines(providers=(ANY,))
    assert "Provider order: `onfido`, then `veriff`." in lines(providers=("onfido", "veriff"))


def test_steps_are_counted_and_what_a_step_needs_goes_with_it() -> None:
    page = lines(steps=(Step.LIVENESS, Step.SCREENING))
    assert "1. They show their face, live." in page
    assert "2. They are looked up on watchlists (they do nothing for it)." in page
    text = "\n".join(page)
    for gone in ("identity document", "Provider order", "Which documents", "side of the document",
                 "When the document expires"):  # fmt: skip
        assert gone not in text
    document = "\n".join(lines(steps=(Step.DOCUMENT,)))
    assert "1. They show an identity document." in document
    assert "Looked up in" not in document and "failed liveness checks" not in document


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        (Documents(types=(ANY,), countries=(ANY,), sides=("front",)),
         "- any document, from all countries; front"),
        (Documents(types=("identity_card", "passport"), countries=("DEU", "AUT"),
                   sides=("front", "back")),
         "- identity card, passport, from DEU, AUT; front and back"),
        (Documents(types=("passport",), countries=(ANY,), except_countries=("PRK", "IRN"),
                   sides=("front",)),
         "- passport, from all countries but PRK, IRN; front"),
    ],
)  # fmt: skip
def test_a_group_of_documents(group: Documents, sentence: str) -> None:
    assert sentence in lines(documents=(group,))


def test_checks_are_those_of_the_level_and_a_fault_may_go_to_a_human() -> None:
    page = lines(checks=("document_in_date", "of_age"), refusals_reviewed=("of_age",))
    rules = [line for line in page if line.startswith(("- `document_in_date`", "- `of_age`"))]
    assert len(rules) == 2
    assert len(said("- `", checks=("document_in_date", "of_age"), conditions=())) == 2
    assert len(said("- `", checks=(), conditions=())) > 10
    assert [rule.endswith("A fault goes to a human.") for rule in rules] == [
        rule.startswith("- `of_age`") for rule in rules
    ]


def test_two_people_where_the_level_asks_for_two() -> None:
    assert said("- Two people decide about", four_eyes=()) == []
    assert said("- Two people", four_eyes=("watchlist_match", "fraud_suspected")) == [
        "- Two people decide about: watchlist_match, fraud_suspected."
    ]


def test_what_happens_afterwards() -> None:
    kept = replace(DEFAULT.retention, media_days=30, keep=("name",), record_years=7)
    page = lines(retention=replace(kept, since=KeptFrom.END_OF_RELATIONSHIP))
    assert "- Pictures are deleted 30 days after the end of the relationship." in page
    assert "- Kept: name; records for 7 years." in page
    page = lines(retention=replace(kept, since=KeptFrom.DECISION, keep=(ANY,)))
    assert "- Pictures are deleted 30 days after the decision." in page
    assert "- Kept: all that was read; records for 7 years." in page


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        ((0, 0, 0), []),
        ((0, 24, 12), ["- Looked at again after months, by risk: low never, medium 24, high 12."]),
        (
            (36, 0, 0),
            ["- Looked at again after months, by risk: low 36, medium never, high never."],
        ),
    ],
)
def test_when_somebody_is_looked_at_again(
    months: tuple[int, int, int], sentence: list[str]
) -> None:
    assert said("- Looked at again", periodic_review=PeriodicReview(*months)) == sentence


@pytest.mark.parametrize(
    ("end", "expiry", "then"),
    [
        (End.VERIFIED, Expiry.STALE, ["the approval is stale."]),
        (End.VERIFIED, Expiry.TELL, ["nothing else follows."]),
        (End.AGE_CONFIRMED, Expiry.STALE, []),
    ],
)
def test_what_the_documents_end_means(end: End, expiry: Expiry, then: list[str]) -> None:
    told = said("- When the document expires", end=end, document_expiry=expiry)
    assert [line.partition("; then ")[2] for line in told] == then


def test_a_level_without_points_has_no_risk() -> None:
    plain = replace(DEFAULT.risk, points=())
    assert "## Risk" not in lines(risk=plain)


def test_two_versions_differ_where_they_do() -> None:
    after: Level = replace(
        DEFAULT, minimum_age=21, limits=replace(DEFAULT.limits, open_days=9), title="Other"
    )
    assert list(differences(DEFAULT, DEFAULT)) == []
    assert sorted(differences(DEFAULT, after)) == [
        ("limits.open_days", DEFAULT.limits.open_days, 9),
        ("minimum_age", DEFAULT.minimum_age, 21),
        ("title", DEFAULT.title, "Other"),
    ]


def test_conditions_and_points_are_told_with_what_they_mean() -> None:
    condition = Condition("far", 'document_country == "DEU"', Effect.FOUR_EYES, "fraud_suspected")
    assert said("- `far`", conditions=(condition,)) == [
        '- `far`: four eyes when `document_country == "DEU"` (fraud_suspected).'
    ]
    points = RiskPoints("young", "age < 21", 15, "Young people are asked about.")
    risk = Risk((points,), medium_from=10, high_from=20)
    page = lines(risk=risk)
    assert "The points add up; medium from 10, high from 20." in page
    assert "- +15: Young people are asked about. (`age < 21`)" in page


def test_what_people_are_told_and_when() -> None:
    own = Notification(Notice.MORE_INFORMATION, words={"de": "Bitte noch etwas."})
    by_mail = Notification(Notice.STALE, by=(Way.EMAIL,))
    page = lines(notices=Notices((own, by_mail), (30, 7, 1)))
    assert page[page.index("## What people are told") + 2 :] == [
        "- More information: by email and sms; in words of the company's own: de.",
        "- Stale: by email.",
        "- Before something falls due, an event says so 30, 7 and 1 days ahead.",
    ]
    alone = lines(notices=Notices((), (7,)))
    assert alone[-1] == "- Before something falls due, an event says so 7 days ahead."
