"""The person a vendor identified is returned by a fetch, lives in memory and never prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.vendors.vendor import (
    SessionRequest,
    VendorEvent,
    from_message,
    verified_person,
)
from local.vendors import Vendors
from local.vendors.desk import Holder
from tests.present import present
from tests.vendors.conftest import Adapter, Clock
from tests.vendors.harness import NAMES, VendorHarness

REQUEST = SessionRequest("11111111-2222-4333-8444-555555555555", "http://127.0.0.1/back")
BERTA = Holder("Berta Maria", "Beispiel", "1984-02-29")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fetched(
    name: str, vendors: Vendors, clock: Clock, adapter: Adapter
) -> Callable[..., VendorEvent]:
    """What a fetch brings after an approval, for a holder."""

    def fetch(holder: Holder, **changes: Any) -> VendorEvent:
        desk = vendors.desks[name]
        desk.holder = holder
        desk.credentials = {**desk.credentials, **changes}
        kyc = adapter(name, clock, vendors.url, **changes)
        session = kyc.create(replace(REQUEST, reference=f"r-{len(desk.sessions)}"))
        desk.act(session.session_id, "approve")
        found: tuple[VendorEvent, ...] = kyc.fetch(session.session_id)
        (event,) = found
        return event

    return fetch


def test_an_approval_names_the_person_of_the_document(fetched: Callable[..., VendorEvent]) -> None:
    claim = present(fetched(BERTA).person).reveal()
    assert (claim.full_name, claim.date_of_birth) == ("Berta Maria Beispiel", "1984-02-29")


def test_nobody_is_named_where_the_vendor_names_nobody(fetched: Callable[..., VendorEvent]) -> None:
    assert fetched(None).person is None


def test_the_person_is_in_no_message_and_prints_as_nothing(
    fetched: Callable[..., VendorEvent],
) -> None:
    event = fetched(BERTA)
    written = json.dumps(event.as_message()) + repr(event) + f"{event.person} {event.person!r}"
    for personal in ("Berta", "Beispiel", "1984"):
        assert personal not in written
    assert from_message(event.as_message()).person is None


def test_stripe_tells_a_birth_date_to_restricted_keys_only(
    vendors: Vendors, clock: Clock, adapter: Adapter
) -> None:
    desk = vendors.desks["stripe"]
    desk.credentials = {**desk.credentials, "apiKey": "sk_test_plain"}
    kyc = adapter("stripe", clock, vendors.url, apiKey="sk_test_plain")
    session = kyc.create(REQUEST)
    desk.act(session.session_id, "approve")
    (event,) = kyc.fetch(session.session_id)
    assert (event.state, event.person) == ("approved", None)


@pytest.mark.parametrize(
    ("names", "born"),
    [
        ((), "1990-01-01"),
        (("", "  "), "1990-01-01"),
        (("Anna",), ""),
        (("Anna",), None),
        (("Anna",), "1990"),
        (("Anna",), "1990-13-01"),
        (("Anna",), "[redacted]"),
        ((None, 7), "1990-01-01"),
    ],
)
def test_half_a_person_is_none(names: tuple[int | str | None, ...], born: str | None) -> None:
    assert verified_person(names, born) is None


def test_names_are_joined_and_times_cut_off() -> None:
    claim = present(
        verified_person(("Anna ", None, " De  la Cruz"), "1990-01-31T00:00:00Z")
    ).reveal()
    assert (claim.full_name, claim.date_of_birth) == ("Anna De la Cruz", "1990-01-31")


def test_an_approval_reaches_the_rules_with_its_person(
    harness: VendorHarness, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, webhook = harness.approved(name)
    taken = []
    monkeypatch.setattr(type(harness.cases), "apply", lambda _, __, facts, ___: taken.extend(facts))
    harness.deliver(webhook)
    harness.work()
    people = [fact.person.reveal().full_name for fact in taken if fact.person]
    assert people == ["Anna Demosthenous"]
