"""A session of one applicant: a link for one browser, and tokens that live for minutes."""

import hmac
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.derived import derived_text

TOKEN_LIFE = timedelta(minutes=30)
LONGEST = timedelta(hours=24)
SHORTEST = timedelta(minutes=5)
HAND_OFF = timedelta(minutes=30)
"""How long a person has to open on the phone what they began elsewhere."""
_LINK = re.compile(r"vl_([0-9a-f]{32})_([\w-]{43})", re.ASCII)
_TOKEN = re.compile(r"vs_([0-9a-f]{32})_([0-9]{10})_([\w-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ApplicantSession:
    """`browser` is a hash of the secret of the browser that clicked first; empty until then.
    `steps` is what it leads through; empty for all that the level asks."""

    session_id: str
    applicant_id: str
    mode: Mode
    created_at: datetime
    expires_at: datetime
    redirect_url: str = ""
    created_by: str = ""
    browser: str = ""
    opened_at: datetime | None = None
    steps: tuple[str, ...] = ()
    version: int = 1

    def opened_by(self, browser: str, now: datetime) -> "ApplicantSession":
        """Bound to the browser that clicked first; itself where it is already."""
        if self.browser == browser:
            return self
        return replace(self, browser=browser, opened_at=now, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class Token:
    """A session's token as it is handed out; it does not print."""

    _text: str
    expires_at: datetime

    def reveal(self) -> str:
        """What is sent as Authorization: Bearer."""
        return self._text

    def __repr__(self) -> str:
        return f"Token(until {self.expires_at:%H:%M})"


def link_text(pepper: bytes, session_id: str) -> str:
    """The secret part of a hosted link."""
    return f"vl_{session_id}_{derived_text(pepper, 'applicant-link', session_id)}"


def link_session(pepper: bytes, text: str) -> str:
    """Whose link this is; empty unless it is one of ours."""
    found = _LINK.fullmatch(text)
    right = found and hmac.compare_digest(text, link_text(pepper, found[1]))
    return found[1] if found and right else ""


def token_for(pepper: bytes, session: ApplicantSession, now: datetime) -> Token:
    """A fresh token, which ends with its session at the latest."""
    ends = min(now + TOKEN_LIFE, session.expires_at).replace(microsecond=0)
    return Token(_token_text(pepper, session.session_id, f"{int(ends.timestamp()):010}"), ends)


def token_session(pepper: bytes, text: str, now: datetime) -> str:
    """Whose token this is; empty unless it is one of ours and has not ended."""
    found = _TOKEN.fullmatch(text)
    if not found or not hmac.compare_digest(text, _token_text(pepper, found[1], found[2])):
        return ""
    return found[1] if now < datetime.fromtimestamp(int(found[2]), UTC) else ""


def _token_text(pepper: bytes, session_id: str, ends: str) -> str:
    return f"vs_{session_id}_{ends}_{derived_text(pepper, 'applicant-token', session_id, ends)}"
