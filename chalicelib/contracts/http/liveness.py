"""The face on the wire: poses to hold, frames, one picture of a backend's own app."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.contracts.wire import Id, Wire


class ChallengeOut(Wire):
    """One pose to hold."""

    id: str
    gesture: str
    prompt: str
    frames: int


class StreamOut(Wire):
    """Where a managed check films, and the rights that are lent for it, until `expires_at`."""

    url: str
    region: str
    access_key_id: str
    secret_access_key: str
    session_token: str
    expires_at: datetime


class LivenessStarted(Wire):
    """Frames answer the challenges in this order, numbered from 1. A managed check has none of
    them: the browser films straight to the service, as `stream` says."""

    session_id: Id
    nonce: str
    expires_at: datetime
    challenges: list[ChallengeOut]
    stream: StreamOut | None


class FrameIn(Wire):
    """One frame; `image` is Base64."""

    session_id: Id
    challenge_id: Id
    frame_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    seq: int = Field(ge=1, le=100)
    captured_at: datetime
    image: Annotated[str, StringConstraints(min_length=1, max_length=1_400_000)]


class FrameTaken(Wire):
    """How far the session is."""

    received: int
    remaining: int


class FaceTaken(Wire):
    """`assurance` is what the picture says of liveness: nothing."""

    verification_id: Id
    sha256: str
    assurance: Literal["none"]
