"""Liveness: start a session, take its frames, compare them once."""

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean, pstdev
from typing import Any

from chalicelib.domain import liveness
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.liveness import Challenge, Frame, Gesture, LivenessSession, SessionState
from chalicelib.domain.verification import OPEN, State
from chalicelib.services.ports import (
    Clock,
    EnrolledFaces,
    Faces,
    Ids,
    Images,
    Objects,
    Queue,
    Store,
)
from chalicelib.services.uploads import object_key
from chalicelib.services.verifications import Verifications

KEEP = timedelta(days=30)
FRAME_BYTES = 1_000_000


def challenges(new_id: Ids, before: Sequence[LivenessSession] = ()) -> tuple[Challenge, ...]:
    """Neutral first, then three different gestures in an order nobody can predict.

    While there are gestures that were not asked `before`, at least one of them is among the three:
    who has recorded an earlier try lacks it.
    """
    chooser = secrets.SystemRandom()
    known = {challenge.gesture for session in before for challenge in session.challenges}
    fresh = [gesture for gesture in liveness.ASKED if gesture not in known]
    first = chooser.sample(fresh, 1) if fresh else []
    others = [gesture for gesture in liveness.ASKED if gesture not in first]
    asked = first + chooser.sample(others, liveness.GESTURES_ASKED - len(first))
    chooser.shuffle(asked)
    return tuple(Challenge(new_id(), g) for g in (Gesture.NEUTRAL, *asked))


@dataclass(frozen=True, slots=True)
class Liveness:
    """The gesture engine; assurance `basic`."""

    sessions: Store[LivenessSession]
    verifications: Verifications
    frames: Objects
    documents: Objects
    images: Images
    queue: Queue
    now: Clock
    new_id: Ids
    enrolled: EnrolledFaces | None = None
    same_person: float = 95.0

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A new session with its own challenges; refused while locked or without a document."""
        before = self.earlier(user_id, verification_id)
        now = self.now()
        session = LivenessSession(
            session_id=self.new_id(),
            verification_id=verification_id,
            user_id=user_id,
            nonce=secrets.token_urlsafe(24),
            challenges=challenges(self.new_id, before),
            created_at=now,
            valid_until=now + liveness.LIFETIME,
            expires_at=now + KEEP,
        )
        self.sessions.add(session)
        self.replace_open(before)
        return session

    def replace_open(self, before: Sequence[LivenessSession]) -> None:
        """Whoever begins anew has left what was open: its frames count no more."""
        for older in before:
            if older.state is SessionState.OPEN:
                with suppress(Conflict):  # its last frame has just come: it is being compared
                    self.sessions.save(older.ended(SessionState.REPLACED))

    def earlier(self, user_id: str, verification_id: str) -> tuple[LivenessSession, ...]:
        """The sessions before a new one, if a new one may start; Conflict or TooMany if not."""
        verification = self.verifications.of_user(verification_id, user_id)
        if verification.state not in OPEN:
            raise Conflict("this verification is closed", "verification_closed")
        if "front" not in verification.sides:
            raise Conflict("send a picture of the document first", "document_missing")
        before = self.sessions.query("byVerification", verification_id, limit=50)
        liveness.refuse_if_locked(self._failures(before), self.now())
        current = [s for s in before if s.created_at >= verification.since]
        if any(s.state in (SessionState.CHECKING, SessionState.PASSED) for s in current):
            raise Conflict("liveness was already shown", "liveness_already_done")
        return before

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """Takes one frame; the same frame id with the same bytes again is a harmless repetition."""
        session = self._of_user(session_id, user_id)
        if len(data) > FRAME_BYTES:
            raise BadRequest(f"a frame has at most {FRAME_BYTES} bytes", "frame_too_large")
        digest = hashlib.sha256(data).hexdigest()
        for seen in session.frames:
            if seen.frame_id == frame.frame_id:
                if seen.sha256 == digest:
                    self.hand_over(session)
                    return session
                raise BadRequest("this frame id has other bytes", "frame_id_reused")
        frame = Frame(frame.frame_id, frame.challenge_id, frame.seq, frame.captured_at, digest)
        grown = session.with_frame(frame, nonce, self.now())
        self._refuse_replay(session, digest)
        cleaned = self.images.clean(data)
        self.frames.put(self.frame_key(session, frame), cleaned, "image/jpeg")
        if grown.remaining == 0:
            grown = replace(grown, state=SessionState.CHECKING)
        self.sessions.save(grown)
        self.hand_over(grown)
        return grown

    def hand_over(self, session: LivenessSession) -> None:
        """A complete session goes to the comparison; again, if an earlier call died before that."""
        if session.state is SessionState.CHECKING:
            self._move(session.verification_id, State.IN_PROGRESS, State.PROCESSING)
            self.queue.send({"sessionId": session.session_id})

    def _refuse_replay(self, session: LivenessSession, digest: str) -> None:
        """A picture of an earlier session of this verification is no live picture."""
        for older in self.sessions.query("byVerification", session.verification_id, limit=50):
            if older.session_id != session.session_id and any(
                frame.sha256 == digest for frame in older.frames
            ):
                raise BadRequest("this picture belongs to an earlier session", "frame_replayed")

    def check_again(self, user_id: str, verification_id: str) -> None:
        """Asks for the comparison of a complete session; it still runs once."""
        self.verifications.of_user(verification_id, user_id)
        for session in self.sessions.query("byVerification", verification_id, limit=10):
            if session.state is SessionState.CHECKING:
                self.queue.send({"sessionId": session.session_id})
                return
        raise Conflict("no complete liveness session", "frames_missing")

    def view(self, verification_id: str) -> LivenessSession | None:
        """The session of a verification that counts."""
        return liveness.standing(self.sessions.query("byVerification", verification_id, limit=50))

    def _of_user(self, session_id: str, user_id: str) -> LivenessSession:
        session = self.sessions.find(session_id)
        if session is None or session.user_id != user_id:
            raise NotFound("no such liveness session", "session_not_found")
        return session

    @staticmethod
    def _failures(sessions: Sequence[LivenessSession]) -> list[datetime]:
        return [s.created_at for s in sessions if s.state is SessionState.FAILED]

    @staticmethod
    def frame_key(session: LivenessSession, frame: Frame) -> str:
        return f"{session.verification_id}/{session.session_id}-{frame.frame_id}.jpg"

    def compare(self, faces: Faces, session_id: str, similarity: float) -> LivenessSession:
        """Judges the gestures and compares every frame with the document; runs once.

        A failed comparison leaves the session in `checking`, so that the queue may try again.
        """
        session = self.sessions.get(session_id)
        if session.state is not SessionState.CHECKING:
            self.take_back(session)
            return session
        keys = [(self.frames.bucket, self.frame_key(session, f)) for f in session.frames]
        seen = [faces.observe(bucket, key) for bucket, key in keys]
        reasons = liveness.judge(session.challenges, seen)
        if reasons:
            return self.finish(session, reasons)
        scores, shown = self.alike(faces, session, keys)
        return self.finish(session, self._one_person(faces, keys, similarity), scores, shown)

    def alike(
        self, faces: Faces, session: LivenessSession, keys: Sequence[tuple[str, str]]
    ) -> tuple[tuple[float, ...], str]:
        """(similarity of each picture with the document's portrait, the document's hash)."""
        key = object_key(session.verification_id, "front")
        shown = hashlib.sha256(self.documents.get(key)).hexdigest()
        measured = [faces.compare((self.documents.bucket, key), place) for place in keys]
        return tuple(round(score or 0.0, 2) for score in measured), shown

    def finish(
        self,
        session: LivenessSession,
        reasons: tuple[str, ...],
        scores: tuple[float, ...] = (),
        shown: str = "",
    ) -> LivenessSession:
        """Ends a session: passed without reasons, failed with them."""
        known, face_id = ((), "") if reasons else self._enrol(session)
        ended = session.ended(
            SessionState.FAILED if reasons else SessionState.PASSED,
            reasons=reasons,
            similarity=scores,
            portrait_sha256=shown,
            known_as=known,
            face_id=face_id,
        )
        self.sessions.save(ended)
        self._record(ended)
        return ended

    @staticmethod
    def _one_person(
        faces: Faces, keys: list[tuple[str, str]], similarity: float
    ) -> tuple[str, ...]:
        """All frames show the person of the first one."""
        first, *rest = keys
        worst = min((faces.compare(first, key) or 0.0) for key in rest)
        return () if worst >= min(similarity, 80.0) else ("several_people",)

    def _enrol(self, session: LivenessSession) -> tuple[tuple[str, ...], str]:
        """(other users with this face, its enrolment): who comes twice is looked at by a human."""
        if self.enrolled is None:
            return (), ""
        place = self.frames.bucket, self.frame_key(session, session.frames[0])
        found = self.enrolled.search(*place, self.same_person)
        others = tuple(dict.fromkeys(user for user in found if user != session.user_id))
        return others, self.enrolled.enrol(*place, session.user_id)

    def _record(self, session: LivenessSession) -> None:
        scores = session.similarity
        facts: dict[str, Any] = {
            "session": session.session_id,
            "state": session.state,
            "reasons": list(session.reasons),
            "assurance": session.assurance,
            "knownAs": list(session.known_as),
        }
        if scores:
            facts |= {"mean": fmean(scores), "minimum": min(scores), "spread": pstdev(scores)}
        self.verifications.audit.write(session.verification_id, "liveness", facts)
        self.take_back(session)

    def take_back(self, session: LivenessSession) -> None:
        """After a failure pictures are taken again, unless another session is being compared."""
        others = self.sessions.query("byVerification", session.verification_id, limit=50)
        busy = any(
            other.session_id != session.session_id
            and other.state in (SessionState.CHECKING, SessionState.PASSED)
            for other in others
        )
        if session.state is SessionState.FAILED and not busy:
            self.give_back(session.verification_id)

    def give_back(self, verification_id: str) -> None:
        """The comparison is not running: pictures of the document may come again."""
        self._move(verification_id, State.PROCESSING, State.IN_PROGRESS)

    def _move(self, verification_id: str, before: State, to: State) -> None:
        """While frames are compared (`processing`) the document cannot be replaced."""
        self.verifications.step(verification_id, before, to)
