"""Applicants with a token of the company's own identity provider.

A token creates nobody: its subject must be the external id of a live applicant that the backend has
created.
"""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import Applicant
from chalicelib.domain.applicants.federated import LONGEST, Shown
from chalicelib.domain.errors import BadRequest, NotFound, Unauthenticated
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.applicants.applicants import Applicants
from chalicelib.services.ports import Clock, Store


class ProvidersTokens(Protocol):
    """Verifies tokens of one identity provider."""

    def verified(self, text: str) -> Shown:
        """The token's subject; Unauthenticated, Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Federated:
    """`tokens` is None if no provider is configured: then all tokens are refused."""

    tokens: ProvidersTokens | None
    applicants: Applicants
    marks: Store[Mark]
    now: Clock

    def recognize(self, text: str) -> Applicant:
        """The live applicant of a token; Unauthenticated, whatever is wrong with it."""
        if self.tokens is None:
            raise _over()
        shown = self.tokens.verified(text)
        try:
            applicant = self.applicants.by_external_id(Mode.LIVE, shown.subject)
        except (BadRequest, NotFound):
            raise _over() from None
        if not self._lives(applicant.applicant_id, shown):
            raise _over()
        return applicant

    def _lives(self, applicant_id: str, shown: Shown) -> bool:
        """Checked at every request: the applicant is neither erased nor revoked since the token was
        issued, and the token is not too old.
        """
        if self.now() - shown.issued_at > LONGEST or self.marks.find(applicant_id, MarkKind.ERASED):
            return False
        revoked = self.marks.find(applicant_id, MarkKind.REVOKED)
        return revoked is None or shown.issued_at > revoked.at


def _over() -> Unauthenticated:
    return Unauthenticated("this session is over", "session_over")
