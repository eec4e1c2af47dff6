"""Every word that a vendor publishes, told about a verified person, does what its table says.

The lists in `published/` were read from the vendors' own specifications on the date they name; the
tables under test were not made from them by a program.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import NotFound, Refused, VestibuleError
from chalicelib.domain.vendors.vendor import VendorEvent
from chalicelib.domain.vendors.words import Does
from chalicelib.domain.verifications.notices import NEUTRAL, REASONS, public_codes, public_text
from chalicelib.domain.verifications.verification import State
from chalicelib.outside.plug_ins import VENDORS
from local.vendors.desk import Webhook
from tests.vendors.harness import NAMES, SIGNS_TIME, VendorHarness

S = State
HERE = Path(__file__).parent / "published"


@cache
def published(name: str) -> dict[str, Any]:
    """A vendor's list; a vendor without one cannot be trusted with a decision."""
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text())
    return found


def events() -> list[tuple[str, str]]:
    return [(name, word) for name in NAMES for word in published(name)["events"]]


def codes(name: str, kind: str) -> list[str]:
    return sorted(published(name)[kind])


def verified(harness: VendorHarness, name: str) -> tuple[str, Any]:
    """A verified person and their session at the vendor."""
    verification_id, webhook = harness.approved(name)
    harness.deliver(webhook)
    harness.work()
    assert harness.verification(verification_id).state is S.APPROVED
    harness.now.move(minutes=5)
    harness.system.messages.alerts.clear()
    return verification_id, next(iter(harness.vendors.desks[name].sessions.values()))


def taken(harness: VendorHarness, webhook: Webhook) -> None:
    """Told, worked on, and told again by the vendor's own truth a while later."""
    harness.deliver(webhook)
    harness.work()


def status(harness: VendorHarness) -> KycStatus:
    return harness.system.users.get(harness.user_id).kyc_status


def alerts(harness: VendorHarness) -> list[str]:
    return [subject for subject, _ in harness.system.messages.alerts]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_says_when_and_where_it_was_read(name: str, harness: VendorHarness) -> None:
    found, words = published(name), harness.find(name).words
    assert date.fromisoformat(found["read"]) == words.read
    assert found["source"] and words.sources
    assert found["events"] and found["statuses"]


@pytest.mark.parametrize("name", NAMES)
def test_every_published_word_has_its_meaning_and_no_word_was_invented(
    name: str, harness: VendorHarness
) -> None:
    found, words = published(name), harness.find(name).words
    assert [word for word in found["events"] if not words.event(word).known] == []
    assert sorted(set(words.events) - set(found["events"])) == []
    told = {word.removeprefix("completed:") for word in found["statuses"]}
    own = {word for word in words.statuses if not word.startswith("requires_input:")}
    assert own - {"deactivated"} == told  # Sumsub's "deactivated" is a field, not a status
    known = {word.removeprefix("requires_input:") for word in words.statuses} | set(words.codes)
    assert [code for code in found["codes"] if code not in known] == []
    assert sorted(set(words.codes) - set(found["codes"])) == []


@pytest.mark.parametrize(("name", "word"), events())
def test_a_published_event_about_a_verified_person(
    name: str, word: str, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, name)
    webhook = harness.vendors.desks[name].tell(session, word)
    headers = {k.lower(): v for k, v in webhook.headers(harness.now()).items()}
    meaning = harness.find(name).receive(headers, webhook.body, harness.now())
    taken(harness, webhook)
    state = harness.verification(verification_id).state
    if meaning.does is Does.REVIEWS:
        assert (state, status(harness)) == (S.NEEDS_REVIEW, KycStatus.PENDING)
        found = harness.verification(verification_id).reasons
        assert found == ("watchlist_match",)
        assert public_codes(found) == ("not_confirmed",)
    elif meaning.does is Does.DECIDES and name in SIGNS_TIME and meaning.state in ENDS:
        assert state is meaning.state
    else:  # nothing of it changes what was decided: the vendor still says "approved"
        assert (state, status(harness)) == (S.APPROVED, KycStatus.VERIFIED)
    rings = meaning.does in (Does.REVIEWS, Does.ALERTS)
    late = [subject for subject in alerts(harness) if subject.startswith("A vendor has late news")]
    assert bool(late) is (rings or (meaning.does is Does.DECIDES and meaning.state in UNDOES))
    assert "A vendor used a word we do not know" not in alerts(harness)
    harness.now.move(minutes=20)
    harness.cases.reconcile(everything=True)
    assert harness.verification(verification_id).state is state


#: What a signed word of the vendor's may make of an approval.
ENDS = (S.REJECTED, S.NEEDS_REVIEW, S.RESUBMIT_REQUESTED)
UNDOES = (S.CREATED, S.EXPIRED, S.ABANDONED, S.ERROR)

#: Names that vendors may think of tomorrow, beside those that `tomorrow` makes up.
TOMORROW = {
    "persona": ["inquiry.teleported", "report/new-list.matched", ""],
    "veriff": ["teleported", "watchlist:maybe", ""],
    "onfido": ["workflow_run.teleported", "watchlist_monitor.teleported", ""],
    "sumsub": ["applicantTeleported", ""],
}


def tomorrow(name: str) -> str:
    """An event that the vendor does not know today, close to one that it does."""
    module = import_module(VENDORS[name])
    near = (w for w in published(name)["events"] if module.WORDS.event(w).does is not Does.NOTED)
    made = (f"{word}-teleported" for word in near)
    return next(word for word in made if not module.WORDS.event(word).known)


@pytest.mark.parametrize(
    ("name", "word"),
    [(name, word) for name in NAMES for word in [*TOMORROW.get(name, []), tomorrow(name)]],
)
def test_an_unknown_event_rings_and_changes_nothing(
    name: str, word: str, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, name)
    taken(harness, harness.vendors.desks[name].tell(session, word))
    assert (harness.verification(verification_id).state, status(harness)) == (
        S.APPROVED, KycStatus.VERIFIED,
    )  # fmt: skip
    assert "A vendor used a word we do not know" in alerts(harness)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_event_makes_us_ask_and_the_answer_counts(
    name: str, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, name)
    session.state = "declined"  # its own webhook was lost
    session.changed_at = harness.now()
    taken(harness, harness.vendors.desks[name].tell(session, tomorrow(name)))
    assert harness.verification(verification_id).state is S.REJECTED


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Callable[[VendorHarness, str, str], None]:
    """Makes a vendor's API answer with another status than it knows today."""

    def make(harness: VendorHarness, name: str, word: str) -> None:
        kyc = harness.find(name)
        answers = kyc.fetch

        def fetch(_: object, session_id: str) -> tuple[VendorEvent, ...]:
            (event,) = answers(session_id)
            unknown = kyc.words.status(word)
            key = f"fetched:{word}"
            return (replace(event, word=word, key=key, state=unknown.state, known=unknown.known),)

        monkeypatch.setattr(type(kyc), "fetch", fetch)

    return make


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_status_goes_to_a_human_until_the_vendor_says_something_known(
    name: str,
    harness: VendorHarness,
    odd: Callable[[VendorHarness, str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verification_id, session = verified(harness, name)
    odd(harness, name, "teleported")
    taken(harness, harness.vendors.desks[name].tell(session, tomorrow(name)))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    assert "A vendor used a status we do not know" in alerts(harness)
    assert harness.system.cases.get(verification_id).status == "open"
    monkeypatch.undo()
    harness.now.move(minutes=20)
    harness.cases.reconcile()
    assert (harness.verification(verification_id).state, status(harness)) == (
        S.APPROVED, KycStatus.VERIFIED,
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("error", [Refused("no", "vendor_credentials"), NotFound("no", "gone")])
def test_a_vendor_that_cannot_be_asked_sends_to_a_human_until_it_can(
    name: str, error: VestibuleError, harness: VendorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, session = verified(harness, name)

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(type(harness.find(name)), "fetch", fails)
    harness.deliver(harness.vendors.desks[name].tell(session, tomorrow(name)))
    harness.work()
    harness.now.move(minutes=6)
    assert harness.work() == 0
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    assert "A vendor cannot be asked about a session" in alerts(harness)
    monkeypatch.undo()
    harness.now.move(minutes=20)
    harness.cases.reconcile()
    assert harness.verification(verification_id).state is S.APPROVED


@pytest.mark.parametrize("name", NAMES)
def test_a_session_that_its_vendor_forgot_stays_decided_and_rings(
    name: str, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, name)
    session.deleted = True
    taken(harness, harness.vendors.desks[name].tell(session, tomorrow(name)))
    assert harness.verification(verification_id).state is S.APPROVED
    assert alerts(harness) != []


#: Veriff's codes by what the applicant may read. The published description is the judge, so these
#: are written down by hand, not derived from the table under test.
TEXTS = {
    "Your document has expired.": "511 207 620",
    "We do not accept this kind of document.": "101 510 528 206 602 621",
    "The details you gave differ from those on your document.": "104",
    "We could not match your face to the picture on your document.": "103 120 509",
    "You have not reached the minimum age for this service.": "530 531 532 533 534 535 536",
    "We could not confirm that it was you in front of the camera.": "202 208 603 605 606 641",
    "We could not read your document. Please send a sharper picture.": "527 537 201 203 204 205"
    " 209 210 608 609 614 615 619 625 626 627 628 629 630 631 632 633 634 635 642",
}
TEXT_OF = {code: text for text, listed in TEXTS.items() for code in listed.split()}


def decision(
    harness: VendorHarness, session: Any, word: str, code: int, reason: str | int
) -> Webhook:
    """What Veriff posts; the session answers the same when it is asked."""
    desk = harness.vendors.desks["veriff"]
    said = {
        "id": session.id, "attemptId": session.attempt, "vendorData": session.reference,
        "status": word, "code": code, "reasonCode": reason, "reason": "PII-CANARY",
        "decisionTime": harness.now().isoformat(),
    }  # fmt: skip
    vars(desk)["_decision"] = lambda _: said
    session.state = "declined" if word == "declined" else "resubmit"
    return desk.webhook({"status": "success", "verification": said}, word)


@pytest.mark.parametrize("as_number", [False, True])
@pytest.mark.parametrize("code", codes("veriff", "declined"))
def test_veriffs_reasons_to_decline(code: str, as_number: bool, harness: VendorHarness) -> None:
    verification_id, session = harness.started("veriff")
    taken(harness, decision(harness, session, "declined", 9102, int(code) if as_number else code))
    found = harness.verification(verification_id)
    assert found.state is S.REJECTED
    assert public_text(found.reasons) == TEXT_OF.get(code, NEUTRAL), published("veriff")["declined"]
    eyes = code in ("502", "121", "122", "128", "129")
    assert ("A vendor has late news" in alerts(harness)) is eyes


@pytest.mark.parametrize("code", codes("veriff", "resubmission"))
def test_veriffs_reasons_to_ask_again(code: str, harness: VendorHarness) -> None:
    verification_id, session = harness.started("veriff")
    taken(harness, decision(harness, session, "resubmission_requested", 9103, code))
    found = harness.verification(verification_id)
    assert found.state is S.RESUBMIT_REQUESTED
    assert public_text(found.reasons) == TEXT_OF[code]


def test_a_reason_nobody_published_says_nothing(harness: VendorHarness) -> None:
    verification_id, session = harness.started("veriff")
    taken(harness, decision(harness, session, "declined", 9102, "999"))
    assert public_text(harness.verification(verification_id).reasons) == NEUTRAL


@pytest.mark.parametrize(("word", "code"), [("approved", 9102), ("declined", 9001), ("review", 1)])
def test_veriffs_word_and_code_must_agree(word: str, code: int, harness: VendorHarness) -> None:
    verification_id, session = harness.started("veriff")
    taken(harness, decision(harness, session, word, code, ""))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW


@pytest.mark.parametrize("name", NAMES)
def test_every_reason_of_ours_is_one_that_has_a_text(name: str, harness: VendorHarness) -> None:
    words = harness.find(name).words
    meanings = (*words.events.values(), *words.statuses.values())
    reasons = {r for meaning in meanings for r in meaning.reasons}
    reasons |= {reason for found in words.codes.values() for reason in found}
    assert reasons - set(REASONS) <= {"resubmission_limit", "vendor_other_way"}  # neutral
