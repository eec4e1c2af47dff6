"""The result of a managed liveness check, and what it means for a session."""

from dataclasses import dataclass, field
from datetime import datetime

ASSURANCE = "high"
RUNNING = frozenset({"CREATED", "IN_PROGRESS"})
REASONS = {"EXPIRED": "session_expired", "FAILED": "liveness_not_shown"}


@dataclass(frozen=True, slots=True)
class ManagedResult:
    """`status` is CREATED, IN_PROGRESS, SUCCEEDED, FAILED or EXPIRED; `confidence` 0-100.

    `reference` is the best picture of the person, a JPEG; empty unless the check succeeded.
    """

    status: str
    confidence: float = 0.0
    reference: bytes = field(default=b"", repr=False)

    @property
    def running(self) -> bool:
        """Whether the check is still running."""
        return self.status in RUNNING

    def reasons(self, confidence: float) -> tuple[str, ...]:
        """Reason codes why it does not show a living person; an unknown status never does."""
        if self.status != "SUCCEEDED":
            return (REASONS.get(self.status, "liveness_not_shown"),)
        if self.confidence < confidence or not self.reference:
            return ("liveness_not_shown",)
        return ()


@dataclass(frozen=True, slots=True)
class StreamAccess:
    """What lets one browser film for a session: rights for nothing else, over at `expires_at`.

    `url` is where the service takes the film (wss); the credentials are AWS's own, of a moment.
    """

    url: str
    region: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expires_at: datetime
