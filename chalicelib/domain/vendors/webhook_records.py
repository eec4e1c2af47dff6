"""The records of table WebhookEvents: processed events, and the verifications of sessions.

They have no bodies and no personal data; a fingerprint identifies the body.
"""

from dataclasses import dataclass, field
from datetime import datetime

SESSION = "session#"


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """A processed event; its key is the vendor's. Kept until after the vendor's last retry."""

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
        """The subject of the tombstone that tells whether the session's person was erased."""
        return session_subject(self.provider, self.session_id) if self.session_id else ""


@dataclass(frozen=True, slots=True)
class SessionLink:
    """The verification of a session, and its link, which some vendors return only once."""

    provider: str
    event_key: str
    verification_id: str
    link_ends: datetime
    expires_at: datetime
    url: str = field(default="", repr=False)
    sdk_token: str = field(default="", repr=False)
    version: int = 1


def session_subject(provider: str, name: str) -> str:
    """The subject of the tombstone for a vendor's session or another of its ids."""
    return f"{provider}#{name}"


def session_key(session_id: str) -> str:
    """The sort key of a session's row."""
    return SESSION + session_id
