"""No order, loss, doubling or delay of webhooks brings a verification to a wrong end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.verifications.verification import State
from tests.vendors.house import NAMES, House

S = State
#: What people do -> where it ends. "cancelled at the vendor" is what "expire" means to some.
STORIES: dict[str, tuple[list[str], set[State]]] = {
    "approved": (["start", "submit", "approve"], {S.APPROVED}),
    "rejected": (["start", "submit", "reject"], {S.REJECTED}),
    "in review": (["start", "submit", "review"], {S.NEEDS_REVIEW}),
    "reviewed": (["start", "submit", "review", "approve"], {S.APPROVED}),
    "late reversal": (["submit", "approve", "reject"], {S.REJECTED}),
    "rejection taken back": (["submit", "reject", "approve"], {S.APPROVED}),
    "to and fro": (["submit", "approve", "reject", "review", "approve"], {S.APPROVED}),
    "second try": (["submit", "resubmit", "start", "submit", "approve"], {S.APPROVED}),
    "third try fails": (["submit", "resubmit", "submit", "resubmit", "reject"], {S.REJECTED}),
    "asked again": (["submit", "resubmit"], {S.RESUBMIT_REQUESTED}),
    "ran out": (["start", "expire"], {S.EXPIRED, S.ABANDONED}),
}


@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("name", NAMES)
@given(story=st.sampled_from(sorted(STORIES)), chance=st.integers(0, 2**32))
def test_every_order_loss_and_doubling_has_the_same_end(name, story, chance):
    actions, ends = STORIES[story]
    house, luck = House(), random.Random(chance)
    desk = house.vendors.desks[name]
    if not set(actions) <= set(desk.actions):
        return
    verification_id, session = house.started(name)
    for action in actions:
        house.now.move(minutes=1)
        desk.act(session.id, action)
        if desk.posted and luck.random() < 0.3:  # some arrive while the story goes on
            house.deliver(luck.choice(desk.posted))
            house.work(luck)
    late = [w for w in desk.posted for _ in range(luck.choice((0, 1, 1, 2, 3)))]
    luck.shuffle(late)
    for webhook in late:
        house.now.move(seconds=luck.choice((0, 1, 200)))
        house.deliver(webhook)
        if luck.random() < 0.5:
            house.work(luck)
    house.work(luck)
    house.now.move(minutes=16)
    house.cases.reconcile(everything=True)
    house.work(luck)
    found = house.verification(verification_id)
    assert found.state in ends, (story, [w.label for w in late])
    expected = {S.APPROVED: KycStatus.VERIFIED, S.REJECTED: KycStatus.REJECTED}
    status = house.world.users.get(house.user_id).kyc_status
    assert status is expected.get(found.state, found.standing)


@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("name", NAMES)
@given(story=st.sampled_from(sorted(STORIES)), chance=st.integers(0, 2**32))
def test_without_loss_the_webhooks_alone_suffice(name, story, chance):
    actions, ends = STORIES[story]
    house, luck = House(), random.Random(chance)
    desk = house.vendors.desks[name]
    if not set(actions) <= set(desk.actions):
        return
    verification_id, session = house.started(name)
    for action in actions:
        house.now.move(minutes=1)
        desk.act(session.id, action)
    webhooks = [w for w in desk.posted for _ in range(luck.choice((1, 2)))]
    luck.shuffle(webhooks)
    for webhook in webhooks:
        house.deliver(webhook)
    house.work(luck)
    assert house.verification(verification_id).state in ends


@pytest.mark.parametrize("name", NAMES)
def test_a_vendors_old_yes_brings_no_stale_approval_back_and_its_late_no_counts(name):
    house = House()
    desk = house.vendors.desks[name]
    verification_id, session = house.started(name)
    house.now.move(minutes=1)
    desk.act(session.id, "approve")
    for webhook in desk.posted:
        house.deliver(webhook)
    house.work(random.Random(1))
    found = house.verification(verification_id)
    assert found.state is S.APPROVED
    verifications = house.world.verifications
    verifications.move(found, S.STALE, ("review_due",))
    house.now.move(days=1)
    for webhook in desk.posted:
        house.deliver(webhook)
    house.work(random.Random(2))
    house.world.app.vendor_cases.refresh(house.verification(verification_id))
    assert house.verification(verification_id).state is S.STALE
    if "reject" in desk.actions:
        desk.act(session.id, "reject")
        house.deliver(desk.posted[-1])
        house.work(random.Random(3))
        assert house.verification(verification_id).state is S.REJECTED
