"""Test mode: the same doors, moves, events and webhooks; nothing is read, compared or screened."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.applicants.scenarios import (
    CODE,
    Played,
    Scenario,
    chosen_by,
    scenario,
    shown_by,
)
from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound
from chalicelib.domain.liveness.liveness import UNPROVEN, LivenessSession, SessionState
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.ports import DocumentPictures, Scanner, Store
from chalicelib.services.verifications.verifications import (
    CHANGED,
    NOTHING,
    TRIES,
    Approval,
    Verifications,
)

PASSED = "sandboxDaysPassed"
MOST_DAYS = 36_500


def days_passed(verification: Verification) -> int:
    """By how many days the time of a test attempt was moved."""
    return int(verification.evidence.get(PASSED, "0"))


def in_test(mode: Mode) -> None:
    """Forbidden (`sandbox_only`) for a live key."""
    if mode is not Mode.TEST:
        raise Forbidden("the sandbox is for vk_test_ keys", "sandbox_only")


class MagicDocuments(Scanner, Protocol):
    """Draws documents of test mode, and reads their codes."""

    def drawn(self, code: str, title: str) -> bytes:
        """A JPEG with this code and this title."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Plays scenarios and moves time; touches no attempt of live mode. `on_day` knows what a day
    makes of an approval. `scanner` finds codes without a paid call."""

    verifications: Verifications
    profiles: Store[Profile]
    sessions: Store[LivenessSession]
    pictures: DocumentPictures
    scanner: MagicDocuments
    on_day: Callable[[Verification, date], Verification] = lambda verification, day: verification

    def document(self, name: str) -> bytes:
        """A picture that asks for a scenario, whatever the claims say. BadRequest."""
        found = scenario(name)
        return self.scanner.drawn(f"{CODE}{found.name}", found.name.replace("_", " "))

    def shown(self, session_id: str) -> bool:
        """All frames of a test applicant's session are in: they count as passed, and the scenario
        that the document or the claims ask for begins. False for a live one, which is left alone.
        """
        session = self.sessions.get(session_id)
        verification = self._tested(session.verification_id)
        if verification is None:
            return False
        if session.state is SessionState.CHECKING:
            unproven = session.assurance == UNPROVEN
            good = SessionState.COMPARED if unproven else SessionState.PASSED
            self.sessions.save(session.ended(good))
        if verification.state in (State.IN_PROGRESS, State.PROCESSING):
            played = self._chosen(verification)
            self._made(verification, played, played.steps[0])
        return True

    def advance(self, verification_id: str, name: str) -> Verification:
        """The next step of a scenario: the named one, or that of the document or the claims.
        Conflict after its end, NotFound for what is not of test mode."""
        verification, left = self._known(verification_id), TRIES
        while True:
            played = scenario(name) if name else self._chosen(verification)
            step = played.next(verification)
            if step is None:
                raise Conflict("this scenario goes no further from here", "scenario_over")
            left -= 1
            try:
                return self._made(verification, played, step)
            except Conflict as lost:
                before, verification = verification.state, self._known(verification_id)
                if step.leads_to(verification.state) and before in OPEN:
                    return verification  # the frames came at that moment, and began the scenario
                read_meanwhile = verification.state in OPEN or verification.state is before
                if lost.code != CHANGED or not read_meanwhile or not left:
                    raise

    def pass_days(self, verification_id: str, days: int) -> Verification:
        """The time of this applicant's attempt goes on: an open one that ran out ends, an approval
        is told about, and goes stale, as its level says. Days add up. NotFound for what is not of
        test mode, BadRequest past a hundred years."""
        self._known(verification_id)
        now = self.verifications.now()

        def older(found: Verification) -> Verification:
            passed = days_passed(found) + days
            if passed > MOST_DAYS:
                raise BadRequest("nobody grows that old", "sandbox_days")
            return found.changed(
                now,
                closes_at=found.closes_at - timedelta(days=days),
                evidence=found.evidence | {PASSED: str(passed)},
            )

        after = self.verifications.change(verification_id, older)
        if after.state in OPEN and after.closes_at <= now:
            return self.verifications.close(verification_id, State.EXPIRED, ("timed_out",))
        if after.state is State.APPROVED:
            return self.on_day(after, (now + timedelta(days=days_passed(after))).date())
        return after

    def _known(self, verification_id: str) -> Verification:
        found = self._tested(verification_id)
        if found is None:
            raise NotFound("no such verification", "verification_not_found")
        return found

    def _tested(self, verification_id: str) -> Verification | None:
        found = self.verifications.store.find(verification_id)
        return found if found and found.mode == Mode.TEST else None

    def _chosen(self, verification: Verification) -> Scenario:
        """By a code on the document; else by the claimed name."""
        for side in verification.sides:
            with suppress(NotFound):  # its time is over
                picture = self.pictures.get(object_key(verification.verification_id, side))
                if found := shown_by(self.scanner.codes(picture)):
                    return found
        profile = self.profiles.find(verification.user_id)
        return chosen_by(profile.full_name if profile else "")

    def _made(self, verification: Verification, played: Scenario, step: Played) -> Verification:
        approval = None
        if step.state is State.APPROVED:
            approval = Approval(("sandbox",), {"scenario": played.name})
        return self.verifications.move(verification, step.state, step.reasons, NOTHING, approval)
