"""What people with an account are told is the level's word: what, when, how, in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.languages import LANGUAGES, reasons_in
from chalicelib.domain.verifications.verification import State
from tests.services.levels.test_deciding_under_levels import published
from tests.services.world import World

MONTHLY = {"lowMonths": 1, "mediumMonths": 1, "highMonths": 1}


def told(*what: str, **more: Any) -> dict[str, Any]:
    return {"told": [{"what": one} | more for one in what]}


def approved(world: World, **notices: Any) -> str:
    published(world, 2, periodicReview=MONTHLY, **({"notices": notices} if notices else {}))
    case = world.ready()[2]
    assert world.decisions.consider(case).outcome == "approved"
    return case


def mails(world: World) -> list[tuple[str, str]]:
    return [(template, said["reason"]) for _, template, said in world.messages.mails]


def texts(world: World) -> list[str]:
    return [text for _, text in world.messages.texts if "code" not in text]


def looked(world: World, days: int) -> None:
    world.now.moment += timedelta(days=days)
    world.app.approvals.look()


def test_without_a_word_about_it_people_are_told_of_decisions_and_of_nothing_else(world):
    case = approved(world)
    assert mails(world) == [("welcome", "")]  # an approval needs no explanation
    assert texts(world) == [LANGUAGES["en"].sms["welcome"]]
    looked(world, 40)
    assert world.verifications.get(case).state is State.STALE
    assert len(mails(world)) == len(texts(world)) == 1


def test_what_falls_due_is_told_on_the_days_that_the_level_says(world):
    approved(world, daysAhead=[20, 3], **told("due", "stale", by=["email"]))
    start = world.now.moment
    day = start.replace(month=start.month + 1).date()
    for _ in range(40):
        looked(world, 1)
    why = reasons_in("en", ("review_due",))
    soon = ("verify-soon", day.isoformat())
    assert mails(world) == [soon, soon, ("verify-again", why)]
    assert texts(world) == []
    assert [kind for kind, _ in world.messages.announced] == ["verify-soon"] * 2 + ["verify-again"]


def test_by_text_message_alone_with_the_day(world):
    approved(world, daysAhead=[5], **told("due", by=["sms"]))
    start = world.now.moment
    looked(world, 28)
    day = start.replace(month=start.month + 1).date()
    assert texts(world) == [LANGUAGES["en"].sms["verify-soon"].format(date=day.isoformat())]
    assert mails(world) == []


def test_in_the_companys_own_words_in_the_persons_language(world):
    words = {"en": "Welcome aboard.", "de": "Willkommen an Bord."}
    approved(world, **told("approved", words=words))
    assert mails(world) == [("welcome", "Welcome aboard.")]
    assert texts(world) == ["Welcome aboard."]


def test_where_the_company_has_no_words_for_a_language_ours_are_told(world):
    approved(world, **told("approved", words={"de": "Willkommen an Bord."}))
    assert texts(world) == [LANGUAGES["en"].sms["welcome"]]


@pytest.mark.parametrize(
    ("what", "to"), [("rejected", State.REJECTED), ("more_information", State.RESUBMIT_REQUESTED)]
)
@pytest.mark.parametrize("tells", [True, False])
def test_a_level_may_leave_a_notice_out(world, what, to, tells):
    published(world, 2, notices=told(*([what] if tells else ["approved"])))
    case = world.ready()[2]
    world.moved(case, to, ("face_mismatch",))
    assert len(mails(world)) == len(texts(world)) == int(tells)


def test_own_words_stand_beside_the_reason_and_never_say_a_confidential_one(world):
    published(world, 2, notices=told("rejected", words={"en": "Write to us."}))
    case = world.ready()[2]
    world.moved(case, State.REJECTED, ("pep_match",))
    assert mails(world) == [("rejected", f"Write to us. {reasons_in('en', ())}")]


def test_a_reminder_between_two_approvals_welcomes_nobody_again(world):
    """Whoever is approved again after a review they know nothing of must not learn of it."""
    case = approved(world, daysAhead=[20], **told("approved", "due", by=["email"]))
    looked(world, 15)
    world.moved(case, State.NEEDS_REVIEW, ("watchlist_match",))
    world.moved(case, State.APPROVED)
    assert [template for template, _ in mails(world)] == ["welcome", "verify-soon"]


def test_the_version_an_attempt_began_with_says_what_is_told(world):
    published(world, 2, notices=told("approved"))
    case = world.ready()[2]
    published(world, 3, notices=told("rejected"))
    world.decisions.consider(case)
    assert [template for template, _ in mails(world)] == ["welcome"]
