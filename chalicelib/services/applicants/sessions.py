"""Sessions of applicants: created by their backend, opened by one browser, ended at once when
revoked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.applicants.api_keys import Rights, address
from chalicelib.domain.applicants.applicant import Applicant, is_applicant, mode_of
from chalicelib.domain.applicants.derived import derived_text
from chalicelib.domain.applicants.sessions import (
    HAND_OFF,
    LONGEST,
    SHORTEST,
    ApplicantSession,
    Token,
    link_session,
    link_text,
    token_for,
    token_session,
)
from chalicelib.domain.errors import BadRequest, Conflict, Gone, Unauthenticated
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.ports import Audit, Clock, Ids, Store

REVOKED_FOR = timedelta(days=2)
"""A revocation outlives every session that was made before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantSessions:
    """`site`: address of the hosted page; its link has the session's secret behind a `#`, which no
    server and no log receives. `admits`: whether a user of the pool may still use what was
    issued at a given time; applicants of backends have no account.
    """

    sessions: Store[ApplicantSession]
    marks: Store[Mark]
    audit: Audit
    pepper: bytes = field(repr=False)
    site: str
    now: Clock
    new_id: Ids
    admits: Callable[[str, datetime], bool]

    def create(
        self,
        applicant: Applicant,
        rights: Rights,
        redirect_url: str,
        seconds: int,
        steps: tuple[str, ...] = (),
    ) -> ApplicantSession:
        """A new session. BadRequest for a lifetime or a redirect address that is not allowed."""
        life = timedelta(seconds=seconds)
        if not SHORTEST <= life <= LONGEST:
            raise BadRequest("a session lives 5 minutes to 24 hours", "session_ttl")
        if redirect_url and address(redirect_url) not in {address(a) for a in rights.redirects}:
            raise BadRequest("this address is not registered", "redirect_unknown")
        now = self.now()
        session = ApplicantSession(
            session_id=self.new_id().replace("-", ""),
            applicant_id=applicant.applicant_id,
            mode=applicant.mode,
            created_at=now,
            expires_at=now + life,
            redirect_url=redirect_url,
            created_by=rights.holder,
            steps=steps,
        )
        self.sessions.add(session)
        return session

    def hand_off(self, person_id: str, inside: str = "") -> ApplicantSession:
        """A session to continue on another device, without a password. Created within another
        session it ends with that one and has its steps, so that none outlives or exceeds its
        parent.
        """
        parent = self.sessions.get(inside) if inside else None
        ends = self.now() + HAND_OFF
        return self._of_person(
            person_id,
            min(ends, parent.expires_at) if parent else ends,
            f"session:{inside}" if inside else "hand-off",
            parent.steps if parent else (),
        )

    def ask_again(self, person_id: str) -> ApplicantSession:
        """The session of a mail that asks for new pictures; valid for a day."""
        return self._of_person(person_id, self.now() + LONGEST, "ask-again")

    def _of_person(
        self, person_id: str, ends: datetime, by: str, steps: tuple[str, ...] = ()
    ) -> ApplicantSession:
        session = ApplicantSession(
            session_id=self.new_id().replace("-", ""),
            applicant_id=person_id,
            mode=mode_of(person_id),
            created_at=self.now(),
            expires_at=ends,
            created_by=by,
            steps=steps,
        )
        self.sessions.add(session)
        return session

    def find(self, session_id: str) -> ApplicantSession:
        """The session with this id; NotFound."""
        return self.sessions.get(session_id)

    def link(self, session: ApplicantSession) -> str:
        """The hosted page's address for this session."""
        return f"{self.site}/verify.html#{link_text(self.pepper, session.session_id)}"

    def token(self, session: ApplicantSession) -> Token:
        """A new token of this session."""
        return token_for(self.pepper, session, self.now())

    def open(self, link: str, browser: str) -> ApplicantSession:
        """The session of a link, for the browser that opened it first.

        Gone, whatever is wrong: nobody learns whether a link ever existed.
        """
        session_id = link_session(self.pepper, link)
        if not session_id:
            raise _gone()
        asks = derived_text(self.pepper, "applicant-browser", session_id, browser)
        session = self.sessions.find(session_id)
        if session is None or not self._lives(session):
            raise _gone()
        if not session.browser:
            try:
                bound = session.opened_by(asks, self.now())
                self.sessions.save(bound)
                self.audit.write(session.applicant_id, "link_opened", {"session": session_id})
            except Conflict:  # another click of the same moment was first
                session = self.sessions.get(session_id)
            else:
                return bound
        if session.browser != asks:
            raise _gone()
        return session

    def recognize(self, text: str) -> ApplicantSession:
        """The session of a token; Unauthenticated, whatever is wrong with it."""
        session_id = token_session(self.pepper, text, self.now())
        session = self.sessions.find(session_id) if session_id else None
        if session is None or not self._lives(session):
            raise Unauthenticated("this session is over", "session_over")
        return session

    def revoke(self, applicant_id: str) -> None:
        """Ends every session of this applicant, with links and tokens."""
        now = self.now()
        self.marks.put(Mark(applicant_id, MarkKind.REVOKED, now, now + REVOKED_FOR))

    def _lives(self, session: ApplicantSession) -> bool:
        """Checked at every request: the session is neither over nor revoked, its person is not
        erased, and their account is neither disabled nor signed out since.
        """
        if self.now() >= session.expires_at:
            return False
        if self.marks.find(session.applicant_id, MarkKind.ERASED):
            return False
        revoked = self.marks.find(session.applicant_id, MarkKind.REVOKED)
        if revoked is not None and session.created_at <= revoked.at:
            return False
        return is_applicant(session.applicant_id) or self.admits(
            session.applicant_id, session.created_at
        )


def _gone() -> Gone:
    return Gone("this link is over, or another browser has opened it", "link_gone")
