"""What a vendor says about somebody who was erased: nothing is kept, asked, told or rung."""

from __future__ import annotations

import dataclasses
import json

import pytest

from chalicelib.domain.errors import Erased
from chalicelib.domain.privacy.privacy import Receipt
from chalicelib.domain.vendors.webhook_records import SeenEvent
from tests.services.privacy.erasing import erasure_of
from tests.vendors.house import KIND, NAMES, House


def _erased(house: House) -> Receipt:
    erasure = dataclasses.replace(erasure_of(house.world), vendors=house.cases)
    house.queue.bodies.clear()
    house.world.messages.alerts.clear()
    return erasure.erase(house.user_id)


def _worked(house: House) -> list[str]:
    """What became of each message of the queue; the batch takes Erased for done."""
    bodies, house.queue.bodies[:] = list(house.queue.bodies), []
    ends = []
    for body in bodies:
        try:
            (house.outbound if body["kind"] == KIND else house.webhooks).process(body)
            ends.append("worked")
        except Erased:
            ends.append("erased")
    return ends


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_comes_late_or_again_is_refused(house, name):
    verification_id, session = house.started(name)
    desk = house.vendors.desks[name]
    for action in desk.actions:
        house.now.move(minutes=1)
        desk.act(session.id, action)
    house.deliver(desk.posted[0])
    house.work()
    _erased(house)
    house.world.messages.alerts.clear()  # of what an operator has to delete by hand
    for webhook in desk.posted:
        house.deliver(webhook)
    named = [webhook for webhook in desk.posted if session.id.encode() in webhook.body]
    ends = _worked(house)
    assert ends.count("erased") >= len(named) > 0
    assert house.seen.items == {} and house.links.items == {}, "rows came back"
    assert house.world.verification_store.items == {}
    kept = json.dumps([*house.world.messages.mails, *house.inbox.taken], default=str)
    assert session.id not in json.dumps(house.world.messages.alerts) and session.id not in kept
    assert verification_id not in json.dumps(house.world.messages.alerts)


@pytest.mark.parametrize("name", NAMES)
def test_a_session_that_was_left_for_another_is_erased_too(house, name):
    """Started with one vendor, then with another: both hold something."""
    other = next(each for each in NAMES if each != name)
    house.started(name)
    house.providers.start(house.user_id, other)
    receipt = _erased(house)
    asked = receipt.erased.get("vendorSessions", 0) + receipt.erased.get("vendorSessionsByHand", 0)
    assert asked == 2
    for each in (name, other):
        left = next(iter(house.vendors.desks[each].sessions.values()))
        by_hand = "A vendor keeps data that must be deleted by hand"
        told = [facts["session"] for subject, facts in house.world.messages.alerts
                if subject == by_hand]  # fmt: skip
        assert left.redacted or left.id in told, each
        assert house.world.tombstones.erased(f"{each}#{left.id}")
    assert house.links.items == {}


def test_a_row_that_is_being_written_at_that_moment_is_refused_by_the_table(house):
    _, session = house.started("persona")
    _erased(house)
    late = SeenEvent("persona", "evt_late", house.now(), house.now(), session_id=session.id)
    with pytest.raises(Erased):
        house.seen.add(late)
