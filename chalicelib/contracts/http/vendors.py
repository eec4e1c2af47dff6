"""Third-party verification on the wire: where it starts, and where vendors report."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.contracts.wire import Wire


class StartVerification(Wire):
    """Who shall verify, where the company lets people choose; usually left out."""

    provider: Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z_]*$")] = ""


class KycSessionOut(Wire):
    """Where the person goes on: the provider's page, or a token for its SDK."""

    verification_id: str
    provider: str
    expires_at: str
    session_url: str | None = None
    sdk_token: str | None = None


class WebhookTaken(Wire):
    """Taken; an event that came before changes nothing."""

    status: Literal["accepted"]
