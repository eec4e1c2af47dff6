"""Vendors' news and starts while somebody else changes, decides or erases what they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.vendors.vendor import VendorEvent, VerifiedPerson
from chalicelib.domain.vendors.webhook_records import session_key
from chalicelib.domain.verifications.verification import State
from tests.services.meanwhile import Busy, after, changed
from tests.vendors.harness import VendorHarness

S = State


def code(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def news(harness: VendorHarness, name: str, session: Any, *actions: str) -> tuple[VendorEvent, ...]:
    """What the vendor says after these actions, none of which has reached us."""
    for action in actions:
        harness.now.move(minutes=1)
        harness.vendors.desks[name].act(session.id, action)
    return harness.cases.ask(harness.find(name), session.id)


def test_news_give_up_with_a_word_where_somebody_else_is_always_first(
    harness: VendorHarness,
) -> None:
    found, session = harness.started("veriff")
    facts = news(harness, "veriff", session, "submit", "reject")
    before, busy = harness.verification(found), Busy(harness.system.verification_store)
    changed(harness.system.verification_store, found)
    assert code(harness.cases.apply, before, facts) == "changed_meanwhile"
    assert busy.looks >= 20
    assert harness.verification(found).state is S.CREATED


def test_news_that_lose_once_are_taken_in(harness: VendorHarness) -> None:
    found, session = harness.started("veriff")
    facts = news(harness, "veriff", session, "submit", "reject")
    before = harness.verification(found)
    changed(harness.system.verification_store, found)
    assert harness.cases.apply(before, facts).state is S.REJECTED


def test_news_of_the_same_state_that_lose_once_are_kept(harness: VendorHarness) -> None:
    found, session = harness.started("veriff")
    harness.told("veriff", session.id, "submit", "reject")
    before = harness.verification(found)
    [*_, last] = harness.cases.ask(harness.find("veriff"), session.id)
    again = replace(last, key="another", occurred_at=last.occurred_at + timedelta(seconds=1))
    changed(harness.system.verification_store, found)
    kept = harness.cases.apply(before, (again,))
    assert kept.state is S.REJECTED and "another" in kept.evidence["vendorFacts"]


def test_news_of_who_is_erased_meanwhile_move_nothing(harness: VendorHarness) -> None:
    found, session = harness.started("veriff")
    facts = news(harness, "veriff", session, "submit", "reject")
    before = harness.verification(found)
    harness.system.verifications.mark_erased(harness.user_id)
    assert code(harness.cases.apply, before, facts) == "person_erased"
    assert harness.verification(found).state is S.CREATED


def unnoted(harness: VendorHarness, found: str) -> Any:
    """The attempt as it is where its start died before the session was noted."""
    kept = harness.verification(found)
    lost = replace(kept, provider="in_house", provider_session="", version=kept.version + 1)
    harness.system.verification_store.save(lost)
    return lost


def test_an_attempt_that_always_changes_is_adopted_by_nobody(harness: VendorHarness) -> None:
    found, session = harness.started("veriff")
    facts = news(harness, "veriff", session, "submit", "reject")
    assert facts
    before, _ = unnoted(harness, found), Busy(harness.system.verification_store)
    changed(harness.system.verification_store, found)
    assert code(harness.cases.apply, before, facts) == "changed_meanwhile"
    assert harness.system.verification_store.get(found).provider_session == ""


def test_an_event_that_names_its_attempt_comes_before_its_start_was_stored(
    harness: VendorHarness,
) -> None:
    found, session = harness.started("veriff")
    harness.vendors.desks["veriff"].act(session.id, "reject")
    webhook = harness.vendors.desks["veriff"].posted[-1]
    unnoted(harness, found)
    harness.links.items.clear()
    harness.deliver(webhook)
    assert harness.work() == 0
    assert harness.verification(found).state is S.REJECTED
    assert harness.verification(found).provider_session == session.id


def test_a_vendors_approval_answers_no_question_of_ours(harness: VendorHarness) -> None:
    found, session = harness.started("veriff")
    kept = harness.verification(found)
    asked = replace(kept, reasons_ever=("fraud_suspected",), version=kept.version + 1)
    assert asked.questions
    harness.system.verification_store.save(asked)
    after_it = harness.cases.apply(asked, news(harness, "veriff", session, "submit", "approve"))
    assert (after_it.state, after_it.reasons) == (S.NEEDS_REVIEW, ("asked_before",))


@pytest.mark.parametrize(
    ("claimed", "named", "asked"), [(True, True, 2), (True, False, 1), (False, True, 1)]
)
def test_whoever_is_known_of_a_person_is_forgiven_by_it(
    harness: VendorHarness, claimed: bool, named: bool, asked: int
) -> None:
    found, _ = harness.started("veriff")
    system = harness.system
    match = {"source": "ofac-sdn", "entryId": "1", "name": "Namesake"}
    system.watchlists[0].answer = ScreeningResult("potential_match", (match,), "v1", 0.8)
    if not claimed:
        system.profiles.delete(harness.user_id)
    person = VerifiedPerson("Anna Demo", "1991-03-14") if named else None
    forgiven = harness.people.forgive(harness.verification(found), person, "rita")
    assert forgiven == asked == len(system.dismissed.items)


@pytest.mark.parametrize(("minutes", "again"), [(2, True), (1.9, False)])
def test_a_link_that_is_about_to_end_is_not_handed_out_again(
    harness: VendorHarness, minutes: float, again: bool
) -> None:
    _, user_id = harness.system.confirmed()
    first = harness.providers.start(user_id, "persona")
    session = harness.verification(first.verification_id).provider_session
    kept = harness.links.get("persona", session_key(session))
    harness.links.put(replace(kept, link_ends=harness.now() + timedelta(minutes=minutes)))
    harness.vendors.desks["persona"].down = True
    other = harness.providers.start(user_id)
    assert (other.session_url == first.session_url) is again
    assert (harness.verification(first.verification_id).provider_session == session) is again


def test_of_two_starts_at_once_both_hand_out_the_first(harness: VendorHarness) -> None:
    _, user_id = harness.system.confirmed()
    started: list[Any] = []
    start = harness.providers.start
    after(harness.links, "put", lambda: started.append(start(user_id, "veriff")))
    mine = start(user_id, "stripe")
    assert (mine.provider, started[0].provider) == ("veriff", "veriff")
    assert mine.session_url == started[0].session_url
    assert harness.verification(mine.verification_id).provider == "veriff"


def test_a_first_session_whose_vendor_is_away_gives_way_to_the_second(
    harness: VendorHarness,
) -> None:
    _, user_id = harness.system.confirmed()

    def other() -> None:
        harness.providers.start(user_id, "persona")
        harness.vendors.desks["persona"].down = True
        harness.links.items.clear()  # nor is its link known any more

    after(harness.links, "put", other)
    mine = harness.providers.start(user_id, "veriff")
    assert mine.provider == harness.verification(mine.verification_id).provider == "veriff"


def test_a_start_that_never_comes_to_note_its_session_says_so(harness: VendorHarness) -> None:
    _, user_id = harness.system.confirmed()
    found, busy = harness.system.verifications.open(user_id).verification_id, []
    store = harness.system.verification_store

    def others() -> None:
        changed(store, found)
        busy.append(Busy(store))

    after(harness.links, "put", others)
    assert code(harness.providers.start, user_id, "veriff") == "changed_meanwhile"
    assert busy[0].looks == 8
    assert store.get(found).provider_session == ""


def test_an_event_without_a_session_waits_for_the_vendor_to_say_whose_it_is(
    harness: VendorHarness,
) -> None:
    found, _ = harness.started("onfido")
    event = VendorEvent(
        *("onfido", "", "key-1", harness.now(), "report.completed", None),
        subject="reports/11111111-2222-4333-8444-555555555555",
    )
    harness.vendors.desks["onfido"].down = True
    message = {
        "kind": "vendor-event", "receivedAt": harness.now().isoformat(), "sha256": "0" * 64,
        **event.as_message(),
    }  # fmt: skip
    with pytest.raises(Unavailable):
        harness.webhooks.process(message)
    assert harness.seen.items == {}
    harness.now.move(minutes=6)
    harness.webhooks.process(message | {"does": "noted"})
    assert harness.verification(found).state is S.CREATED
