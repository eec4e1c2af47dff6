"""Our signatures and the vendors' own libraries agree, in both directions."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Unauthenticated
from chalicelib.domain.vendors.signing import check_digest, check_timed, sign, sign_timed


@pytest.fixture(scope="module")
def onfido() -> Any:
    """Takes seconds to import, which not every worker should spend."""
    return pytest.importorskip("onfido")


@pytest.fixture(scope="module")
def stripe() -> Any:
    return pytest.importorskip("stripe")


BODIES = st.text(max_size=300)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@given(body=BODIES, secret=SECRETS)
def test_stripes_library_takes_what_we_sign(stripe: Any, body: str, secret: str) -> None:
    header = sign_timed(secret, body.encode(), datetime.now(UTC))
    assert stripe.WebhookSignature.verify_header(body, header, secret, tolerance=300)


@given(body=BODIES, secret=SECRETS)
def test_we_take_what_stripes_library_signs(stripe: Any, body: str, secret: str) -> None:
    now = int(time.time())
    signature = stripe.WebhookSignature._compute_signature(f"{now}.{body}", secret)
    at = datetime.fromtimestamp(now, UTC)
    assert check_timed(f"t={now},v1={signature}", body.encode(), [secret], at) == at


@given(secret=SECRETS)
def test_both_refuse_what_is_too_old_and_we_refuse_what_is_too_new(
    onfido: Any, stripe: Any, secret: str
) -> None:
    now = int(time.time())
    for off in (-400, 400):
        at = datetime.fromtimestamp(now + off, UTC)
        header = sign_timed(secret, b"{}", at)
        with pytest.raises(Unauthenticated):
            check_timed(header, b"{}", [secret], datetime.fromtimestamp(now, UTC))
        if off < 0:
            with pytest.raises(stripe.SignatureVerificationError):
                stripe.WebhookSignature.verify_header("{}", header, secret, tolerance=300)


EVENT = (
    b'{"payload":{"resource_type":"workflow_run","action":"workflow_run.completed",'
    b'"object":{"id":"12345678-1234-4123-8123-123456789012","status":"approved",'
    b'"completed_at_iso8601":"2026-11-21T09:00:00Z",'
    b'"href":"https://api.eu.onfido.com/v3.6/workflow_runs/1"}}}'
)


@given(secret=SECRETS)
def test_onfidos_library_takes_what_we_sign_and_reads_the_fakes_event(
    onfido: Any, secret: str
) -> None:
    verifier = onfido.WebhookEventVerifier(secret)
    event = verifier.read_payload(EVENT.decode(), sign(secret, EVENT))
    assert event.payload.action == "workflow_run.completed"


@given(secret=SECRETS, other=SECRETS)
def test_onfidos_library_and_we_refuse_the_same(onfido: Any, secret: str, other: str) -> None:
    if secret == other:
        return
    signature = sign(other, EVENT)
    with pytest.raises(Unauthenticated):
        check_digest(signature, EVENT, [secret])
    with pytest.raises(onfido.OnfidoInvalidSignatureError):
        onfido.WebhookEventVerifier(secret).read_payload(EVENT.decode(), signature)
