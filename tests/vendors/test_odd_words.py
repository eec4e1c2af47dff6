"""Signed by the vendor, and odd: other kinds of webhooks, times that cannot be read, words of any
length, answers of another place or of test mode. Nothing is lost, and nobody is approved by it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pybreaker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.vendors.calling import Tools
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.vendors.signing import check_timed, sign_timed
from chalicelib.domain.vendors.vendor import VendorEvent, moment
from chalicelib.domain.verifications.notices import public_text
from chalicelib.domain.verifications.verification import State
from local.vendors import FAKES
from local.vendors.credentials import CREDENTIALS
from local.vendors.veriff import Veriff
from tests.vendors.harness import NAMES, VendorHarness, made
from tests.vendors.test_words import alerts, taken, verified

S = State
UNREADABLE = "A webhook cannot be read"
UNKNOWN = "A vendor used a word we do not know"


# Times


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-21T09:00:00Z", "2026-11-21 09:00:00.000", "2026-11-21 09:00:00 UTC",
        "2026-11-21T10:00:00.000000000+01:00", 1795251600, 1795251600.0, 1795251600000,
        "1795251600", "1795251600000", " 1795251600.000 ",
    ],
)  # fmt: skip
def test_a_time_in_each_way_that_vendors_write_it(told: float | str) -> None:
    assert moment(told) == datetime(2026, 11, 21, 9, tzinfo=UTC)


UNREADABLE_TIMES: list[Any] = [
    None, "", "soon", "21.11.2026", True, {}, [], 10**30, float("nan"), float("inf"),
    "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00",
]  # fmt: skip


@pytest.mark.parametrize("told", UNREADABLE_TIMES)
def test_a_time_that_cannot_be_read_is_none(told: Any) -> None:
    assert moment(told) is None


@pytest.mark.parametrize("time", [None, "soon", "9999-12-31T23:59:59-05:00"])
@pytest.mark.parametrize("name", NAMES)
def test_a_decision_whose_time_cannot_be_read_is_asked_for_at_once(
    name: str, time: str | None, harness: VendorHarness
) -> None:
    verification_id, session = harness.started(name)
    harness.now.move(minutes=3)
    desk = harness.vendors.desks[name]
    desk.act(session.id, "reject")
    event = json.loads(desk.posted[-1].body)
    *way, last = desk.decided_at
    place = event
    for step in way:
        place = place[step]
    assert last in place
    place[last] = time
    taken(harness, desk.webhook(event, "odd"))
    assert harness.verification(verification_id).state is S.REJECTED
    assert UNREADABLE not in alerts(harness)


def test_an_answer_whose_time_cannot_be_read_counts(harness: VendorHarness) -> None:
    verification_id, session = harness.started("veriff")
    desk = harness.vendors.desks["veriff"]
    assert isinstance(desk, Veriff)
    usual = desk._decision
    vars(desk)["_decision"] = lambda of: {**usual(of), "decisionTime": "soon"}
    harness.now.move(minutes=3)
    desk.act(session.id, "reject")
    harness.cases.refresh(harness.verification(verification_id))
    assert harness.verification(verification_id).state is S.REJECTED


# Texts of any length and kind

TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\ud800\u202e\x00é"), max_size=4
)


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[VendorHarness, dict[str, Any]]]:
    """Per vendor, a house and a real event."""
    found = {}
    for name in NAMES:
        harness = VendorHarness()
        _, webhook = harness.approved(name)
        found[name] = (harness, json.loads(webhook.body))
    return found


def leaves(value: Any, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return [way]
    return [one for key, inner in value.items() for one in leaves(inner, (*way, key))]


def with_text(value: Any, way: tuple[str, ...], text: Any) -> Any:
    return {**value, way[0]: with_text(value[way[0]], way[1:], text)} if way else text


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(text=TEXT, times=st.sampled_from([1, 300, 3_000]), chance=st.integers(0, 10**6))
def test_whatever_a_vendor_writes_can_be_kept_and_looked_up(
    name: str,
    text: str,
    times: int,
    chance: int,
    told: dict[str, tuple[VendorHarness, dict[str, Any]]],
) -> None:
    harness, event = told[name]
    ways = leaves(event)
    odd = with_text(event, ways[chance % len(ways)], text * times)
    harness.queue.bodies.clear()
    webhook = harness.vendors.desks[name].webhook(odd, "odd")
    harness.deliver(webhook)
    (message,) = harness.queue.bodies
    assert 0 < len(message["key"].encode()) <= 1024
    for field in ("sessionId", "reference", "subject"):
        assert len(message.get(field, "").encode()) <= 400
    assert message.get("word", "").isprintable()
    harness.work()


def test_a_long_key_stays_one_key() -> None:
    event = VendorEvent("veriff", "s", "k" * 5000, datetime.now(UTC), "w", None)
    assert event.bounded == event.bounded.bounded
    assert event.bounded.key != replace(event, key="k" * 5001).bounded.key
    assert replace(event, key="short").bounded.key == "short"


# Veriff's other webhooks


def other(session: Any, **more: Any) -> dict[str, Any]:
    return {"attemptId": session.attempt, "vendorData": session.reference, **more}


KINDS: dict[str, dict[str, Any]] = {
    "full auto": {"eventType": "fullauto", "sessionId": True, "data": {"verification": {}}},
    "a status that a person set": {"sessionId": True, "status": "flagged"},
    "a registry's answer": {"verificationId": True, "attemptId": None, "checks": []},
    "a page's step without its attempt": {"id": True, "attemptId": None, "action": "paused"},
    "monitoring was switched off": {"sessionId": True, "reviewStatus": None, "monitorStatus": "no"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_webhook_makes_us_ask_veriff(kind: str, harness: VendorHarness) -> None:
    verification_id, session = verified(harness, "veriff")
    session.state, session.changed_at = "declined", harness.now()  # its own webhook was lost
    told = {key: session.id if value is True else value for key, value in KINDS[kind].items()}
    taken(harness, harness.vendors.desks["veriff"].webhook(other(session, **told), kind))
    assert harness.verification(verification_id).state is S.REJECTED
    assert UNREADABLE not in alerts(harness)
    assert (UNKNOWN in alerts(harness)) is (kind != "full auto")


def test_each_news_of_a_watchlist_counts_though_the_words_are_the_same(
    harness: VendorHarness,
) -> None:
    verification_id, session = verified(harness, "veriff")
    desk = harness.vendors.desks["veriff"]
    news = other(session, sessionId=session.id, reviewStatus="potential_match")
    for number in (1, 1, 2):
        taken(harness, desk.webhook({**news, "totalHits": number}, "match"))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    assert alerts(harness).count("A vendor has late news") == 2


@pytest.mark.parametrize("reason", [511, 511.0, "511", " 511 "])
@pytest.mark.parametrize("code", [9102, 9102.0, "9102"])
def test_veriffs_codes_are_numbers_or_texts(
    code: float | str, reason: float | str, harness: VendorHarness
) -> None:
    verification_id, session = harness.started("veriff")
    desk = harness.vendors.desks["veriff"]
    assert isinstance(desk, Veriff)
    usual = desk._decision
    vars(desk)["_decision"] = lambda of: {**usual(of), "code": code, "reasonCode": reason}
    harness.now.move(minutes=3)
    desk.act(session.id, "reject")
    taken(harness, desk.posted[-1])
    found = harness.verification(verification_id)
    assert found.state is S.REJECTED
    assert public_text(found.reasons) == "Your document has expired."


# Another place


def elsewhere(harness: VendorHarness, name: str, gone: bool) -> None:
    """The vendor's answers name another template, level or workflow, or none."""
    desk = harness.vendors.desks[name]
    assert desk.names_ours
    method, (*steps, last) = desk.names_ours
    usual = getattr(desk, method)

    def answer(session: Any) -> Any:
        found = json.loads(json.dumps(usual(session)))
        place = found
        for step in steps:
            place = place[step]
        place.pop(last)
        if not gone:
            place[last] = {"data": {"id": "itmpl_other"}} if name == "persona" else "other"
        return found

    setattr(desk, method, answer)


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.parametrize("later", [0, 150, 60_000])
@pytest.mark.parametrize("name", [name for name in NAMES if FAKES[name].names_ours])
def test_an_approval_of_another_place_approves_nobody(
    name: str, later: int, gone: bool, harness: VendorHarness
) -> None:
    """Also where the event's own time is later than the time the vendor tells of the status."""
    verification_id, session = harness.started(name)
    elsewhere(harness, name, gone)
    harness.now.move(minutes=3)
    desk = harness.vendors.desks[name]
    desk.act(session.id, "approve")
    event = json.loads(desk.posted[-1].body)
    if name == "persona":
        at = harness.now() + timedelta(milliseconds=later)
        event["data"]["attributes"]["created-at"] = at.isoformat()
    taken(harness, desk.webhook(event, "elsewhere"))
    harness.now.move(minutes=20)
    harness.cases.reconcile(everything=True)
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW


# Test mode in production


TEST_KEYS = [(name, keys) for name in NAMES for keys in FAKES[name].test_keys]


@pytest.mark.parametrize(("name", "changed"), TEST_KEYS)
def test_a_key_of_test_mode_asks_nothing_in_production(name: str, changed: dict[str, str]) -> None:
    def ready(accepts_test: bool, credentials: dict[str, Any]) -> None:
        tools = Tools(
            credentials=lambda: credentials,
            breaker=pybreaker.CircuitBreaker(),
            now=lambda: datetime.now(UTC),
            accepts_test=accepts_test,
        )
        made(name, tools).client.ready()

    (field,) = changed
    told = {**CREDENTIALS[name], **changed}
    ready(True, told)
    with pytest.raises(Unavailable) as refused:
        ready(False, told)
    assert refused.value.code == "vendor_not_configured"
    live = {"rk_test_x": "rk_live_x", "sk_test_x": "sk_live_x"}.get(changed[field], "live")
    ready(False, {**told, field: live})


def test_an_answer_of_test_mode_approves_nobody_in_production(harness: VendorHarness) -> None:
    verification_id, session = harness.started("stripe")
    harness.cases = replace(harness.cases, accepts_test=False)
    harness.webhooks = replace(harness.webhooks, accepts_test=False, cases=harness.cases)
    harness.now.move(minutes=3)
    harness.vendors.desks["stripe"].act(session.id, "approve")
    harness.now.move(minutes=20)
    harness.cases.reconcile()
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    assert harness.cases._named(harness.verification(verification_id)) is None


# Doubled headers


def test_two_headers_that_a_proxy_joined_are_two() -> None:
    at, body = datetime.fromtimestamp(1_700_000_000, UTC), b"{}"
    one, other_one = (sign_timed(secret, body, at) for secret in ("old", "new"))
    for joined in (f"{one}, {other_one}", f"{one},{other_one}"):
        assert check_timed(joined, body, ["new"], at) == at
        assert check_timed(joined, body, ["old"], at) == at
