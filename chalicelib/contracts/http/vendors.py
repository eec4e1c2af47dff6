"""Verification by vendors on the wire: starting a session, and receiving webhooks."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.contracts.wire import Wire


class StartVerification(Wire):
    """The provider, if the company lets people choose; usually omitted."""

    provider: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z_]*$")] = ""


class KycSessionOut(Wire):
    """A started session: the URL of the provider's page, or a token for its SDK."""

    verification_id: str
    provider: str
    expires_at: str
    session_url: str | None = None
    sdk_token: str | None = None


class WebhookTaken(Wire):
    """The event was accepted; a repeated event changes nothing."""

    status: Literal["accepted"]
