"""What people with an account are told is the level's word: what, when, how, in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.languages import LANGUAGES, reasons_in
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published

MONTHLY = {"lowMonths": 1, "mediumMonths": 1, "highMonths": 1}


def told(*what: str, **more: Any) -> dict[str, Any]:
    return {"told": [{"what": one} | more for one in what]}


def approved(system: InMemorySystem, **notices: Any) -> str:
    changed = {"notices": notices} if notices else {}
    published(system, 2, False, periodicReview=MONTHLY, **changed)
    case = system.ready()[2]
    assert present(system.decisions.consider(case)).outcome == "approved"
    return case


def mails(system: InMemorySystem) -> list[tuple[str, str]]:
    return [(template, said["reason"]) for _, template, said in system.messages.mails]


def texts(system: InMemorySystem) -> list[str]:
    return [text for _, text in system.messages.texts if "code" not in text]


def looked(system: InMemorySystem, days: int) -> None:
    system.now.moment += timedelta(days=days)
    system.app.approvals.look()


def test_without_a_word_about_it_people_are_told_of_decisions_and_of_nothing_else(
    system: InMemorySystem,
) -> None:
    case = approved(system)
    assert mails(system) == [("welcome", "")]  # an approval needs no explanation
    assert texts(system) == [LANGUAGES["en"].sms["welcome"]]
    looked(system, 40)
    assert system.verifications.get(case).state is State.STALE
    assert len(mails(system)) == len(texts(system)) == 1


def test_what_falls_due_is_told_on_the_days_that_the_level_says(system: InMemorySystem) -> None:
    approved(system, daysAhead=[20, 3], **told("due", "stale", by=["email"]))
    start = system.now.moment
    day = start.replace(month=start.month + 1).date()
    for _ in range(40):
        looked(system, 1)
    why = reasons_in("en", ("review_due",))
    soon = ("verify-soon", day.isoformat())
    assert mails(system) == [soon, soon, ("verify-again", why)]
    assert texts(system) == []
    assert [kind for kind, _ in system.messages.announced] == ["verify-soon"] * 2 + ["verify-again"]


def test_by_text_message_alone_with_the_day(system: InMemorySystem) -> None:
    approved(system, daysAhead=[5], **told("due", by=["sms"]))
    start = system.now.moment
    looked(system, 28)
    day = start.replace(month=start.month + 1).date()
    assert texts(system) == [LANGUAGES["en"].sms["verify-soon"].format(date=day.isoformat())]
    assert mails(system) == []


def test_in_the_companys_own_words_in_the_persons_language(system: InMemorySystem) -> None:
    words = {"en": "Welcome aboard.", "de": "Willkommen an Bord."}
    approved(system, **told("approved", words=words))
    assert mails(system) == [("welcome", "Welcome aboard.")]
    assert texts(system) == ["Welcome aboard."]


def test_where_the_company_has_no_words_for_a_language_ours_are_told(
    system: InMemorySystem,
) -> None:
    approved(system, **told("approved", words={"de": "Willkommen an Bord."}))
    assert texts(system) == [LANGUAGES["en"].sms["welcome"]]


@pytest.mark.parametrize(
    ("what", "to"), [("rejected", State.REJECTED), ("more_information", State.RESUBMIT_REQUESTED)]
)
@pytest.mark.parametrize("tells", [True, False])
def test_a_level_may_leave_a_notice_out(
    system: InMemorySystem, what: str, to: State, tells: bool
) -> None:
    published(system, 2, notices=told(*([what] if tells else ["approved"])))
    case = system.ready()[2]
    system.moved(case, to, ("face_mismatch",))
    assert len(mails(system)) == len(texts(system)) == int(tells)


def test_own_words_stand_beside_the_reason_and_never_say_a_confidential_one(
    system: InMemorySystem,
) -> None:
    published(system, 2, notices=told("rejected", words={"en": "Write to us."}))
    case = system.ready()[2]
    system.moved(case, State.REJECTED, ("pep_match",))
    assert mails(system) == [("rejected", f"Write to us. {reasons_in('en', ())}")]


def test_a_reminder_between_two_approvals_welcomes_nobody_again(system: InMemorySystem) -> None:
    """Whoever is approved again after a review they know nothing of must not learn of it."""
    case = approved(system, daysAhead=[20], **told("approved", "due", by=["email"]))
    looked(system, 15)
    system.moved(case, State.NEEDS_REVIEW, ("watchlist_match",))
    system.moved(case, State.APPROVED)
    assert [template for template, _ in mails(system)] == ["welcome", "verify-soon"]


def test_the_version_an_attempt_began_with_says_what_is_told(system: InMemorySystem) -> None:
    published(system, 2, notices=told("approved"))
    case = system.ready()[2]
    published(system, 3, notices=told("rejected"))
    system.decisions.consider(case)
    assert [template for template, _ in mails(system)] == ["welcome"]
