"""What a managed liveness check says, and what it means for a session.

Amazon Rekognition Face Liveness is tested against presentation attacks (iBeta, ISO/IEC 30107-3), so
a session that passes it carries `assurance: high`.
"""

from dataclasses import dataclass, field

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
        """Is the person still before the camera?"""
        return self.status in RUNNING

    def reasons(self, confidence: float) -> tuple[str, ...]:
        """Why it does not show a living person; a status nobody knows shows none."""
        if self.status != "SUCCEEDED":
            return (REASONS.get(self.status, "liveness_not_shown"),)
        if self.confidence < confidence or not self.reference:
            return ("liveness_not_shown",)
        return ()
