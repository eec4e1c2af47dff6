"""Third-party verification: where it starts, and where vendors report."""

from __future__ import annotations

from typing import Any

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
@endpoint(webhooks, Shape(answer="KycSessionOut", status=201))
def start_verification(call: Call[wire.StartVerification]) -> dict[str, Any]:
    """A session at the KYC provider; an unfinished one is handed out again."""
    return application().providers.start(call.user_id, call.body.provider)


@webhooks.route("/api/webhooks/kyc-status/{provider}", methods=["POST"], content_types=JSON)
@endpoint(webhooks, Shape(answer="WebhookTaken", public=True))
def kyc_webhook(call: Call[None], provider: str) -> dict[str, str]:
    """A provider reports: signed, over the raw bytes."""
    return _taken(call, provider)


@webhooks.route("/api/webhooks/kyc-status", methods=["POST"], content_types=JSON)
@endpoint(webhooks, Shape(answer="WebhookTaken", public=True))
def kyc_webhook_first(call: Call[None]) -> dict[str, str]:
    """As the route with a name, for the provider that is asked first."""
    return _taken(call, application().provider_order[0])


def _taken(call: Call[None], provider: str) -> dict[str, str]:
    headers = {str(name).lower(): str(value) for name, value in call.request.headers.items()}
    body = call.request.raw_body
    raw = body if isinstance(body, bytes) else body.encode()
    try:
        application().webhooks.receive(provider, headers, raw)
    except Unauthenticated:
        count("WebhooksRefused")
        raise
    count("WebhooksReceived")
    return {"status": "accepted"}
