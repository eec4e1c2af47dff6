"""Erases test applicants fourteen days after they were created.

Neither the user pool nor the registry is needed: test applicants are never in them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.applicants.passing import TEST_LIFE
from chalicelib.domain.errors import Conflict, VestibuleError
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.ports import Clock, Store
from chalicelib.services.privacy.erasure import Erasure

LATER = timedelta(hours=1)
"""Whoever could not be erased is tried again then, and holds up nobody meanwhile."""
SLACK = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingApplicants:
    """`erase` removes what was verified; `forget` the applicant's record and external id."""

    marks: Store[Mark]
    erase: Callable[[str], object]
    forget: Callable[[Mode, str, str], object]
    now: Clock

    def remember(self, applicant_id: str, external_key: str) -> None:
        """Schedules the removal of a test applicant, before anything is stored."""
        if mode_of(applicant_id) is Mode.TEST:
            due = self.now() + TEST_LIFE
            self.marks.put(Mark(applicant_id, MarkKind.TEST, due, due + SLACK, external_key))

    def remove(self, mark: Mark) -> VestibuleError | None:
        """Erases one test applicant; the error that prevented it, or None."""
        if mode_of(mark.subject) is not Mode.TEST:  # a row that is none of ours removes nobody
            return Conflict("this is no test applicant", "mode_wrong")
        try:
            self.erase(mark.subject)
            self.forget(Mode.TEST, mark.subject, mark.note)
        except VestibuleError as stopped:
            self.marks.put(replace(mark, at=self.now() + LATER))
            return stopped
        self.marks.delete(mark.subject, mark.kind)
        return None


class WithoutAccount:
    """Stands in for the user pool, the registry and the bus, for people who are in none of them."""

    def find(self, username: str) -> None:
        """Nobody."""

    def delete(self, username: str) -> None:
        """Nothing."""

    def erase(self, user_id: str) -> bool:
        """No row."""
        return False

    def publish(self, kind: str, detail: Any) -> None:
        """Nobody to tell."""


def without_account(erasure: Erasure) -> Erasure:
    """An erasure for people without an account, a row or an enrolled face."""
    nowhere = WithoutAccount()
    return replace(
        erasure,
        users=nowhere,
        identity=nowhere,
        events=nowhere,
        unlist_face=lambda person_id: False,
    )
