"""Webhooks are verified as the reference library verifies them, and signed so that it agrees."""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import webhooks
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chalicelib.domain.feeds.endpoint import signature

NOW = datetime.now(UTC)
SECRETS = [f"whsec_{base64.b64encode(bytes([n]) * 24).decode()}" for n in range(3)]
EVENT = {"id": "e-1", "type": "verification.approved", "timestamp": NOW.isoformat(), "data": {}}
BODY = json.dumps(EVENT).encode()


class Clock(datetime):
    """The reference library's clock stands, as the client's does: a test may run long after this
    module was read, and signatures are good for minutes."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return NOW


@pytest.fixture(scope="module", autouse=True)
def standing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhooks, "datetime", Clock)
        yield


@pytest.fixture(scope="module")
def sdk(kit: Path) -> Any:
    return importlib.import_module("vestibule_client")


def heads(body: bytes = BODY, secrets: tuple[str, ...] = (SECRETS[0],)) -> dict[str, str]:
    return {
        "webhook-id": "e-1",
        "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": signature(secrets, "e-1", NOW, body),
    }


def taken(sdk: Any, body: bytes, headers: dict[str, str], secret: str) -> tuple[bool, bool]:
    """(we take it, the library takes it)"""
    try:
        sdk.verify(body, headers, secret, now=NOW.timestamp())
        ours = True
    except sdk.WebhookInvalid:
        ours = False
    try:
        Webhook(secret).verify(body, headers)
        theirs = True
    except (WebhookVerificationError, ValueError):  # it parses before it looks
        theirs = False
    return ours, theirs


def test_ours_are_taken_by_both(sdk: Any) -> None:
    assert taken(sdk, BODY, heads(), SECRETS[0]) == (True, True)
    assert taken(sdk, BODY, heads(secrets=(SECRETS[1], SECRETS[0])), SECRETS[0]) == (True, True)
    event = sdk.verify(
        BODY.decode(), {k.title(): v for k, v in heads().items()}, SECRETS[:2], now=NOW.timestamp()
    )
    assert (event.type, event.timestamp, event.position) == ("verification.approved", NOW, None)


def test_what_the_client_signs_the_library_takes(sdk: Any) -> None:
    own = heads() | {"webhook-signature": sdk.sign(BODY, "e-1", int(NOW.timestamp()), SECRETS[0])}
    assert taken(sdk, BODY, own, SECRETS[0]) == (True, True)


@given(st.data())
@settings(max_examples=60)
def test_a_changed_letter_is_refused_by_both(sdk: Any, data: st.DataObject) -> None:
    headers, body = heads(), bytearray(BODY)
    where = data.draw(st.sampled_from(["body", *headers]))
    if where == "body":
        body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 127))
    else:
        text = headers[where]
        place = data.draw(st.integers(0, len(text) - 1))
        letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
        if letter == text[place]:
            return
        headers[where] = text[:place] + letter + text[place + 1 :]
    ours, theirs = taken(sdk, bytes(body), headers, SECRETS[0])
    assert ours <= theirs, "we take what the library refuses"
    assert not ours


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": ""}, {"webhook-timestamp": ""}, {"webhook-signature": ""},
        {"webhook-timestamp": "soon"}, {"webhook-signature": "v1,"}, {"webhook-signature": "v2,x"},
        {"webhook-timestamp": str(int(NOW.timestamp()) - 301)},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 302)},
    ],
)  # fmt: skip
def test_half_a_signature_is_none(sdk: Any, change: dict[str, str]) -> None:
    assert taken(sdk, BODY, heads() | change, SECRETS[0])[0] is False


def test_another_secret_is_refused_and_rubbish_is_no_secret(sdk: Any) -> None:
    assert taken(sdk, BODY, heads(), SECRETS[1]) == (False, False)
    for secret in ([], "whsec_!!", SECRETS[1:]):
        with pytest.raises(sdk.WebhookInvalid):
            sdk.verify(BODY, heads(), secret)


def test_signed_rubbish_is_no_event(sdk: Any) -> None:
    for body in (b"[]", b"{}", b"\xff", b'{"id": 1, "type": 2, "timestamp": 3, "data": {}}'):
        with pytest.raises(sdk.WebhookInvalid):
            sdk.verify(body, heads(body), SECRETS[0])
