"""What is kept in table WebhookEvents: events that were seen, and whose session is whose.

No body and no personal data: a fingerprint says which bytes came.
"""

from dataclasses import dataclass, field
from datetime import datetime

SESSION = "session#"


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """One event of a vendor; its key is the vendor's own. Kept past the vendor's last retry."""

    provider: str
    event_key: str
    received_at: datetime
    expires_at: datetime
    session_id: str = ""
    word: str = ""
    sha256: str = ""
    outcome: str = ""
    version: int = 1

    @property
    def subject_id(self) -> str:
        """Whom the record is about, for who asks whether that person was erased."""
        return session_subject(self.provider, self.session_id) if self.session_id else ""


@dataclass(frozen=True, slots=True)
class SessionLink:
    """Session -> verification, and the link that some vendors give only once."""

    provider: str
    event_key: str
    verification_id: str
    link_ends: datetime
    expires_at: datetime
    url: str = field(default="", repr=False)
    sdk_token: str = field(default="", repr=False)
    version: int = 1


def session_subject(provider: str, name: str) -> str:
    """What the tombstone of a vendor's session (or of its other name) is called."""
    return f"{provider}#{name}"


def session_key(session_id: str) -> str:
    """The sort key of a session's row."""
    return SESSION + session_id
