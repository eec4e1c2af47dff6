"""What a vendor says about somebody who was erased: nothing is kept, asked, told or rung."""

from __future__ import annotations

import dataclasses
import json

import pytest

from chalicelib.domain.errors import Erased
from chalicelib.domain.privacy.privacy import Receipt
from chalicelib.domain.vendors.webhook_records import SeenEvent
from chalicelib.services.events.outbound import KIND
from tests.services.privacy.erasing import erasure_of
from tests.vendors.harness import NAMES, VendorHarness


def _erased(harness: VendorHarness) -> Receipt:
    erasure = dataclasses.replace(erasure_of(harness.system), vendors=harness.cases)
    harness.queue.bodies.clear()
    harness.system.messages.alerts.clear()
    return erasure.erase(harness.user_id)


def _worked(harness: VendorHarness) -> list[str]:
    """What became of each message of the queue; the batch takes Erased for done."""
    bodies, harness.queue.bodies[:] = list(harness.queue.bodies), []
    ends = []
    for body in bodies:
        try:
            (harness.outbound if body["kind"] == KIND else harness.webhooks).process(body)
            ends.append("worked")
        except Erased:
            ends.append("erased")
    return ends


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_comes_late_or_again_is_refused(harness: VendorHarness, name: str) -> None:
    verification_id, session = harness.started(name)
    desk = harness.vendors.desks[name]
    for action in desk.actions:
        harness.now.move(minutes=1)
        desk.act(session.id, action)
    harness.deliver(desk.posted[0])
    harness.work()
    _erased(harness)
    harness.system.messages.alerts.clear()  # of what an operator has to delete by hand
    for webhook in desk.posted:
        harness.deliver(webhook)
    named = [webhook for webhook in desk.posted if session.id.encode() in webhook.body]
    ends = _worked(harness)
    assert ends.count("erased") >= len(named) > 0
    assert harness.seen.items == {} and harness.links.items == {}, "rows came back"
    assert harness.system.verification_store.items == {}
    kept = json.dumps([*harness.system.messages.mails, *harness.inbox.taken], default=str)
    assert session.id not in json.dumps(harness.system.messages.alerts) and session.id not in kept
    assert verification_id not in json.dumps(harness.system.messages.alerts)


@pytest.mark.parametrize("name", NAMES)
def test_a_session_that_was_left_for_another_is_erased_too(
    harness: VendorHarness, name: str
) -> None:
    """Started with one vendor, then with another: both hold something."""
    other = next(each for each in NAMES if each != name)
    harness.started(name)
    harness.providers.start(harness.user_id, other)
    receipt = _erased(harness)
    asked = receipt.erased.get("vendorSessions", 0) + receipt.erased.get("vendorSessionsByHand", 0)
    assert asked == 2
    for each in (name, other):
        left = next(iter(harness.vendors.desks[each].sessions.values()))
        by_hand = "A vendor keeps data that must be deleted by hand"
        told = [facts["session"] for subject, facts in harness.system.messages.alerts
                if subject == by_hand]  # fmt: skip
        assert left.redacted or left.id in told, each
        assert harness.system.tombstones.erased(f"{each}#{left.id}")
    assert harness.links.items == {}


def test_a_row_that_is_being_written_at_that_moment_is_refused_by_the_table(
    harness: VendorHarness,
) -> None:
    _, session = harness.started("persona")
    _erased(harness)
    late = SeenEvent("persona", "evt_late", harness.now(), harness.now(), session_id=session.id)
    with pytest.raises(Erased):
        harness.seen.add(late)
