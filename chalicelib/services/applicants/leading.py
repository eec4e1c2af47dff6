"""The steps that a session leads its applicant through: all of the level, or only liveness once the
document was read. The decision still needs everything that the level asks for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import Applicant
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.levels.level import Level, Step
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.ports import Store

SHOWN = (Step.DOCUMENT, Step.LIVENESS)
"""What people do themselves; screening shows them nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """`pinned`: the level of an attempt; `in_force`: the level of new attempts."""

    person: Callable[[str], Person]
    attempt: Callable[[str], Verification]
    documents: Store[DocumentRecord]
    pinned: Callable[[str], Level]
    in_force: Callable[[str], Level]

    def asked(self, person_id: str, level: str) -> tuple[Step, ...]:
        """The level's steps for this person, in order."""
        newest = self._going_on(person_id)
        found = self.pinned(newest.level_key) if newest else self.in_force(level)
        return tuple(step for step in SHOWN if step in found.steps)

    def checked(self, applicant: Applicant, wanted: Sequence[str]) -> tuple[Step, ...]:
        """The steps of a session; BadRequest (`steps_unreachable`) for steps that lead to no
        decision.

        A document alone decides nothing, and liveness is compared with a document.
        """
        asked = self.asked(applicant.applicant_id, applicant.level)
        if list(wanted) == list(asked):
            return asked
        if list(wanted) == [Step.LIVENESS] and self._read(applicant):
            return (Step.LIVENESS,)
        raise BadRequest(
            f"this person can be led through {', '.join(asked)}, or through liveness alone "
            "once their document is read",
            "steps_unreachable",
        )

    def _read(self, applicant: Applicant) -> bool:
        """Whether the open attempt has a complete document; in test mode nothing is read."""
        newest = self._going_on(applicant.applicant_id)
        if newest is None or newest.state is not State.IN_PROGRESS or "front" not in newest.sides:
            return False
        if newest.mode == Mode.TEST:
            return True
        document = self.documents.find(newest.verification_id)
        return document is not None and not document.missing

    def _going_on(self, person_id: str) -> Verification | None:
        newest = self.person(person_id).newest
        if newest is None or newest.state not in (State.CREATED, State.IN_PROGRESS):
            return None
        return self.attempt(newest.verification_id)
