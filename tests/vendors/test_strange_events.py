"""Signed, but strange: whatever JSON a vendor sends, the gateway answers and never breaks."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vendors.harness import NAMES, VendorHarness

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def signed(harness: VendorHarness, name: str, body: bytes) -> dict[str, str]:
    headers = harness.vendors.desks[name].signed(body, harness.now())
    return {header.lower(): value for header, value in headers.items()}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    return found


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    return {**value, path[0]: changed(value[path[0]], path[1:], new)}


@pytest.fixture(scope="module")
def houses() -> dict[str, tuple[VendorHarness, list[dict[str, Any]]]]:
    """Per vendor, a harness and one real event of each kind."""
    made = {}
    for name in NAMES:
        harness = VendorHarness()
        _, session = harness.started(name)
        desk = harness.vendors.desks[name]
        for action in desk.actions:
            harness.now.move(minutes=1)
            desk.act(session.id, action)
        made[name] = (harness, [json.loads(webhook.body) for webhook in desk.posted])
    return made


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=150, deadline=None)
@given(new=JSON, chance=st.integers(0, 2**32))
def test_a_real_event_with_one_strange_value(
    name: str,
    new: dict[str, Any] | None,
    chance: int,
    houses: dict[str, tuple[VendorHarness, list[dict[str, Any]]]],
) -> None:
    harness, events = houses[name]
    luck = random.Random(chance)
    event = luck.choice(events)
    strange = changed(event, luck.choice(places(event)), new)
    body = json.dumps(strange).encode()
    harness.webhooks.receive(name, signed(harness, name, body), body)
    harness.work()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(event=JSON)
def test_any_json_at_all(
    name: str,
    event: int | list[bool],
    houses: dict[str, tuple[VendorHarness, list[dict[str, Any]]]],
) -> None:
    harness, _ = houses[name]
    body = json.dumps(event).encode()
    harness.webhooks.receive(name, signed(harness, name, body), body)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_at_all(
    name: str, body: bytes, houses: dict[str, tuple[VendorHarness, list[dict[str, Any]]]]
) -> None:
    harness, _ = houses[name]
    harness.webhooks.receive(name, signed(harness, name, body), body)


@pytest.mark.parametrize("name", NAMES)
def test_deeply_nested_json_is_no_way_to_break_it(
    name: str, houses: dict[str, tuple[VendorHarness, list[dict[str, Any]]]]
) -> None:
    harness, _ = houses[name]
    body = b"[" * 100_000
    harness.webhooks.receive(name, signed(harness, name, body), body)
    harness.work()
