"""Verification by vendors: starting a session, and receiving webhooks."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import vendors as wire
from chalicelib.domain.errors import Unauthenticated
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, count, endpoint

webhooks = Blueprint(__name__)
JSON = ["application/json", "application/json; charset=utf-8"]


@webhooks.route("/api/kyc/start-verification", methods=["POST"], authorizer=authorizer)
@endpoint(webhooks, Shape(status=201))
def start_verification(call: Call[wire.StartVerification]) -> wire.KycSessionOut:
    """Starts a session at the KYC provider, or returns the unfinished one."""
    started = application().providers.start(call.user_id, call.body.provider)
    onward = {"session_url": started.session_url, "sdk_token": started.sdk_token}
    return wire.KycSessionOut(
        verification_id=started.verification_id,
        provider=started.provider,
        expires_at=started.expires_at.isoformat(),
        **{name: given for name, given in onward.items() if given},
    )


@webhooks.route("/api/webhooks/kyc-status/{provider}", methods=["POST"], content_types=JSON)
@endpoint(webhooks, Shape(public=True))
def kyc_webhook(call: Call[None], provider: str) -> wire.WebhookTaken:
    """Receives a provider's webhook, whose signature is checked over the raw bytes."""
    return _taken(call, provider)


@webhooks.route("/api/webhooks/kyc-status", methods=["POST"], content_types=JSON)
@endpoint(webhooks, Shape(public=True))
def kyc_webhook_first(call: Call[None]) -> wire.WebhookTaken:
    """As the route with a provider's name, for the first provider of the settings."""
    return _taken(call, application().provider_order[0])


def _taken(call: Call[None], provider: str) -> wire.WebhookTaken:
    headers = {str(name).lower(): str(value) for name, value in call.request.headers.items()}
    body = call.request.raw_body
    raw = body if isinstance(body, bytes) else body.encode()
    try:
        application().webhooks.receive(provider, headers, raw)
    except Unauthenticated:
        count("WebhooksRefused")
        raise
    count("WebhooksReceived")
    return wire.WebhookTaken(status="accepted")
