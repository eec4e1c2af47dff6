"""Every adapter against its vendor's fake, over HTTP: the same promises for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pybreaker
import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.memory import MemoryStore
from chalicelib.adapters.vendors.breaking import BreakerRow, breaker
from chalicelib.domain.errors import (
    Conflict,
    NotFound,
    Refused,
    Unauthenticated,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.vendors.vendor import SessionRequest
from chalicelib.domain.verifications.verification import State
from local.vendors import FAKES, Vendors
from tests.vendors.conftest import Adapter, Clock
from tests.vendors.harness import NAMES

S = State
REQUEST = SessionRequest("11111111-2222-4333-8444-555555555555", "http://127.0.0.1/back")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(vendors: Vendors, clock: Clock, adapter: Adapter) -> Callable[..., Any]:
    return lambda name, **more: adapter(name, clock, vendors.url, **more)


def test_a_session_is_opened_and_its_page_can_be_visited(
    name: str, make: Callable[..., Any], vendors: Vendors
) -> None:
    session = make(name).create(REQUEST)
    assert session.provider == name
    assert vendors.desks[name].sessions[session.session_id].reference == REQUEST.reference
    assert session.url or session.sdk_token
    page = session.url or f"{vendors.url}/{name}/hosted/{session.sdk_token}"
    answer = requests.post(page, data={"action": "approve"}, timeout=5)
    assert answer.status_code == 200
    assert vendors.desks[name].sessions[session.session_id].state == "approved"


@pytest.mark.parametrize(("action", "state"), [("approve", S.APPROVED), ("reject", S.REJECTED)])
def test_fetch_and_webhook_agree(
    name: str,
    action: str,
    state: State,
    make: Callable[..., Any],
    vendors: Vendors,
    clock: Clock,
    lowered: Callable[[Mapping[str, str]], dict[str, str]],
) -> None:
    kyc = make(name)
    session = kyc.create(REQUEST)
    clock.push(minutes=5)
    vendors.desks[name].act(session.session_id, action)
    (fetched,) = kyc.fetch(session.session_id)
    webhook = vendors.desks[name].posted[-1]
    told = kyc.receive(lowered(webhook.headers(clock())), webhook.body, clock())
    assert fetched.state is told.state is state
    assert fetched.session_id == told.session_id == session.session_id
    assert abs(fetched.occurred_at - told.occurred_at) < timedelta(seconds=1)
    assert (told.signed_at is not None) is kyc.signs_time


def test_every_other_word(
    name: str, make: Callable[..., Any], vendors: Vendors, clock: Clock
) -> None:
    kyc = make(name)
    for number, (action, state) in enumerate(FAKES[name].means.items()):
        session = kyc.create(SessionRequest(f"reference-{number}", "http://127.0.0.1/back"))
        vendors.desks[name].act(session.session_id, action)
        found = kyc.fetch(session.session_id)
        assert [event.state for event in found] == [state], action


def test_nothing_personal_leaves_an_adapter(
    name: str,
    make: Callable[..., Any],
    vendors: Vendors,
    clock: Clock,
    lowered: Callable[[Mapping[str, str]], dict[str, str]],
) -> None:
    kyc = make(name)
    session = kyc.create(REQUEST)
    desk = vendors.desks[name]
    for action in desk.actions:
        desk.act(session.session_id, action)
        seen = [e.as_message() for e in kyc.fetch(session.session_id)]
        seen += [
            kyc.receive(lowered(w.headers(clock())), w.body, clock()).as_message()
            for w in desk.posted
        ]
        assert "CANARY" not in json.dumps(seen)
    said = [w.body.decode() for w in desk.posted] + list(desk.said)
    assert any("CANARY" in one for one in said)  # there was something to leak


def test_an_unfinished_session_is_handed_out_again(
    name: str, make: Callable[..., Any], vendors: Vendors
) -> None:
    kyc = make(name)
    session = kyc.create(REQUEST)
    try:
        again = kyc.resume(session.session_id)
    except Conflict:  # gives its link once: services.providers keeps it
        assert session.url
        return
    assert again.session_id == session.session_id
    assert again.url or again.sdk_token
    assert len(vendors.desks[name].sessions) == 1


def test_a_doubled_create_makes_one_session_where_the_vendor_can(
    name: str, make: Callable[..., Any], vendors: Vendors
) -> None:
    kyc = make(name)
    same = kyc.create(REQUEST).session_id == kyc.create(REQUEST).session_id
    assert same is FAKES[name].creates_once
    assert len(vendors.desks[name].sessions) == (1 if same else 2)


def test_redaction_reaches_the_vendor_and_can_be_repeated(
    name: str, make: Callable[..., Any], vendors: Vendors
) -> None:
    kyc = make(name)
    session = kyc.create(REQUEST)
    first = kyc.redact(session.session_id)
    assert kyc.redact(session.session_id) is first
    kept = vendors.desks[name].sessions[session.session_id]
    assert kept.redacted is first  # where it is not done, an operator is told
    if kept.deleted:
        with pytest.raises(NotFound):
            kyc.fetch(session.session_id)


def test_cancel_ends_it_at_the_vendor_or_says_that_it_cannot(
    name: str, make: Callable[..., Any], vendors: Vendors
) -> None:
    kyc = make(name)
    session = kyc.create(REQUEST)
    ended = kyc.cancel(session.session_id)
    assert (vendors.desks[name].sessions[session.session_id].state == "expired") is ended


def test_wrong_credentials_are_refused_by_the_vendor_and_not_retried(
    name: str, make: Callable[..., Any]
) -> None:
    key = FAKES[name].key
    with pytest.raises(Refused):
        make(name, **{key: FAKES[name].accepts[key] + "-wrong"}).create(REQUEST)


def fields(name: str) -> list[str]:
    """What stands in a vendor's secret, but for the list of webhook secrets."""
    return sorted(set(FAKES[name].accepts) - {"webhookSecrets"})


@pytest.mark.parametrize(("vendor", "field"), [(n, f) for n in NAMES for f in fields(n)])
def test_a_field_that_is_not_there_yet_is_said_clearly(
    vendor: str, field: str, vendors: Vendors, clock: Clock, adapter: Adapter
) -> None:
    kyc = adapter(vendor, clock, "", None, **{field: ""})
    kyc = replace(kyc, client=replace(kyc.client, http=NoNetwork()))
    with pytest.raises(VestibuleError) as error:
        kyc.create(REQUEST)
    optional = field == "webhookAlgorithm"
    assert error.value.code == ("sent" if optional else "vendor_not_configured")


class NoNetwork:
    """Where nothing may be sent: the secret is looked at first."""

    def request(self, *_: object, **__: object) -> None:
        raise Refused("something was sent", "sent")


#: Fields with a closed set of values, or of a known kind; each with one that is neither.
CLOSED = [(name, *refused) for name in NAMES for refused in FAKES[name].refuses]


@pytest.mark.parametrize(("vendor", "field", "value"), CLOSED)
def test_a_value_that_does_not_exist_is_refused_before_anything_is_sent(
    vendor: str, field: str, value: str, clock: Clock, adapter: Adapter
) -> None:
    kyc = adapter(vendor, clock, "", None, **{field: value})
    kyc = replace(kyc, client=replace(kyc.client, http=NoNetwork()))
    with pytest.raises(Unavailable) as error:
        kyc.create(REQUEST)
    assert error.value.code == "vendor_not_configured"


@pytest.mark.parametrize("region", ["us", "US", "Us", " ca "])
def test_onfidos_region_is_where_the_data_goes(region: str, clock: Clock, adapter: Adapter) -> None:
    host = adapter("onfido", clock, region=region).client.base_url()
    assert host == f"https://api.{region.strip().lower()}.onfido.com"


def test_a_vendor_that_is_down_opens_the_breaker(
    name: str, make: Callable[..., Any], vendors: Vendors, clock: Clock
) -> None:
    rows = MemoryStore(BreakerRow, ("name",), {})
    vendors.desks[name].down = True
    kyc = make(name, breaker=breaker(name, rows, clock))
    codes = []
    for _ in range(6):
        with pytest.raises(Unavailable) as error:
            kyc.create(REQUEST)
        codes.append(error.value.code)
    assert codes[0] == "vendor_error"
    assert codes[-1] == "vendor_down"
    other = make(name, breaker=breaker(name, rows, clock))  # another process sees it, too
    with pytest.raises(Unavailable) as error:
        other.create(REQUEST)
    assert error.value.code == "vendor_down"
    vendors.desks[name].down = False
    rows.put(BreakerRow(f"vendor#{name}", pybreaker.STATE_OPEN, 5, opened_at=long_ago()))
    clock.push(seconds=5)
    assert other.create(REQUEST).session_id


def test_a_breaker_tries_again_half_a_minute_later_by_our_clock(clock: Clock) -> None:
    """pybreaker looks at the machine's time: a clock that was moved left breakers open."""
    rows = MemoryStore(BreakerRow, ("name",), {})
    guard = breaker("any", rows, clock)

    def down() -> None:
        raise Unavailable("no answer", "vendor_error")

    for _ in range(6):
        with pytest.raises((Unavailable, pybreaker.CircuitBreakerError)):
            guard.call(down)
    clock.push(seconds=29)
    with pytest.raises(pybreaker.CircuitBreakerError):
        guard.call(lambda: "an answer")
    clock.push(seconds=2)
    assert guard.call(lambda: "an answer") == "an answer"
    assert rows.get("vendor#any").state == pybreaker.STATE_CLOSED


def long_ago() -> datetime:
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC)


def flipped(data: bytes, place: int, flip: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.integers(0, 5000), flip=st.integers(1, 255))
def test_any_changed_byte_of_body_or_signature_is_refused(
    name: str,
    place: int,
    flip: int,
    vendors: Vendors,
    clock: Clock,
    adapter: Adapter,
    lowered: Callable[[Mapping[str, str]], dict[str, str]],
) -> None:
    desk, only = vendors.desks[name], ["one secret"]
    desk.credentials = {**desk.credentials, "webhookSecrets": only}
    kyc = adapter(name, clock, webhookSecrets=only)
    if not desk.sessions:
        desk.open("session-1", "reference-1", "")
        desk.act("session-1", "approve")
    webhook = desk.posted[-1]
    headers = lowered(webhook.headers(clock()))
    kyc.receive(headers, webhook.body, clock())
    with pytest.raises(Unauthenticated):
        kyc.receive(headers, flipped(webhook.body, place, flip), clock())
    for header in map(str.lower, FAKES[name].signatures):
        signature = flipped(headers[header].encode(), place, flip).decode("latin-1")
        with pytest.raises(Unauthenticated):
            kyc.receive({**headers, header: signature}, webhook.body, clock())


def test_sumsub_refuses_another_algorithm_than_ours(
    vendors: Vendors,
    clock: Clock,
    adapter: Adapter,
    lowered: Callable[[Mapping[str, str]], dict[str, str]],
) -> None:
    from chalicelib.domain.vendors.signing import sign

    body, secret = b'{"applicantId":"a"}', "sumsub-local-webhook"
    kyc = adapter("sumsub", clock, webhookAlgorithm="HMAC_SHA512_HEX")
    weaker = {
        "x-payload-digest-alg": "HMAC_SHA256_HEX",
        "x-payload-digest": sign(secret, body, "sha256"),
    }
    with pytest.raises(Unauthenticated):
        kyc.receive(weaker, body, clock())


def test_sumsub_signs_requests_as_published() -> None:
    from chalicelib.domain.vendors.signing import sign

    message = b'1700000000POST/resources/accessTokens/sdk{"event":"x"}'
    expected = "28df74e43258fa687619a5fba28dde0815fffc69478a97f2fcd6decc8aaf949a"
    assert sign("test_secret", message) == expected


def test_veriffs_older_scheme_is_not_heeded(clock: Clock, adapter: Adapter) -> None:
    import hashlib

    body = b'{"id":"s","attemptId":"a","action":"started"}'
    older = hashlib.sha256(body + b"veriff-local-shared").hexdigest()
    headers = {"x-auth-client": "veriff-local-client", "x-signature": older}
    with pytest.raises(Unauthenticated):
        adapter("veriff", clock).receive(headers, body, clock())
    with pytest.raises(Unauthenticated):
        adapter("veriff", clock).receive({**headers, "x-hmac-signature": older}, body, clock())
