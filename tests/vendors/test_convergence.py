"""No order, loss, doubling or delay of webhooks brings a verification to a wrong end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.verifications.verification import State
from tests.search import SEARCH
from tests.vendors.harness import NAMES, VendorHarness

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


@settings(max_examples=SEARCH or 60, deadline=None)
@pytest.mark.parametrize("name", NAMES)
@given(story=st.sampled_from(sorted(STORIES)), chance=st.integers(0, 2**32))
def test_every_order_loss_and_doubling_has_the_same_end(name: str, story: str, chance: int) -> None:
    actions, ends = STORIES[story]
    harness, luck = VendorHarness(), random.Random(chance)
    desk = harness.vendors.desks[name]
    if not set(actions) <= set(desk.actions):
        return
    verification_id, session = harness.started(name)
    for action in actions:
        harness.now.move(minutes=1)
        desk.act(session.id, action)
        if desk.posted and luck.random() < 0.3:  # some arrive while the story goes on
            harness.deliver(luck.choice(desk.posted))
            harness.work(luck)
    late = [w for w in desk.posted for _ in range(luck.choice((0, 1, 1, 2, 3)))]
    luck.shuffle(late)
    for webhook in late:
        harness.now.move(seconds=luck.choice((0, 1, 200)))
        harness.deliver(webhook)
        if luck.random() < 0.5:
            harness.work(luck)
    harness.work(luck)
    harness.now.move(minutes=16)
    harness.cases.reconcile(everything=True)
    harness.work(luck)
    found = harness.verification(verification_id)
    assert found.state in ends, (story, [w.label for w in late])
    expected = {S.APPROVED: KycStatus.VERIFIED, S.REJECTED: KycStatus.REJECTED}
    status = harness.system.users.get(harness.user_id).kyc_status
    assert status is expected.get(found.state, found.standing)


@settings(max_examples=SEARCH or 40, deadline=None)
@pytest.mark.parametrize("name", NAMES)
@given(story=st.sampled_from(sorted(STORIES)), chance=st.integers(0, 2**32))
def test_without_loss_the_webhooks_alone_suffice(name: str, story: str, chance: int) -> None:
    actions, ends = STORIES[story]
    harness, luck = VendorHarness(), random.Random(chance)
    desk = harness.vendors.desks[name]
    if not set(actions) <= set(desk.actions):
        return
    verification_id, session = harness.started(name)
    for action in actions:
        harness.now.move(minutes=1)
        desk.act(session.id, action)
    webhooks = [w for w in desk.posted for _ in range(luck.choice((1, 2)))]
    luck.shuffle(webhooks)
    for webhook in webhooks:
        harness.deliver(webhook)
    harness.work(luck)
    assert harness.verification(verification_id).state in ends


@pytest.mark.parametrize("name", NAMES)
def test_a_vendors_old_yes_brings_no_stale_approval_back_and_its_late_no_counts(name: str) -> None:
    harness = VendorHarness()
    desk = harness.vendors.desks[name]
    verification_id, session = harness.started(name)
    harness.now.move(minutes=1)
    desk.act(session.id, "approve")
    for webhook in desk.posted:
        harness.deliver(webhook)
    harness.work(random.Random(1))
    found = harness.verification(verification_id)
    assert found.state is S.APPROVED
    verifications = harness.system.verifications
    verifications.move(found, S.STALE, ("review_due",))
    harness.now.move(days=1)
    for webhook in desk.posted:
        harness.deliver(webhook)
    harness.work(random.Random(2))
    harness.system.app.vendor_cases.refresh(harness.verification(verification_id))
    assert harness.verification(verification_id).state is S.STALE
    if "reject" in desk.actions:
        desk.act(session.id, "reject")
        harness.deliver(desk.posted[-1])
        harness.work(random.Random(3))
        assert harness.verification(verification_id).state is S.REJECTED
