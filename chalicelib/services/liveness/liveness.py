"""Gesture liveness: start a session, take its frames, compare them once."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unavailable, VestibuleError
from chalicelib.domain.levels.level import Step
from chalicelib.domain.liveness import liveness, presentation
from chalicelib.domain.liveness.liveness import (
    NOT_COMPARED,
    SHOWN,
    UNPROVEN,
    Frame,
    Likeness,
    LivenessSession,
    SessionState,
)
from chalicelib.domain.liveness.tries import LivenessTries
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.liveness.drawing import challenges
from chalicelib.services.liveness.known_faces import FacesOfPeople
from chalicelib.services.liveness.side_by_side import both, each
from chalicelib.services.ports import (
    Clock,
    DocumentPictures,
    Faces,
    Ids,
    Images,
    LiveFrames,
    Queue,
    Store,
)
from chalicelib.services.verifications.verifications import Verifications

KEEP = timedelta(days=30)
CLAIM = timedelta(minutes=3)
"""Longer than a comparison may run."""
Judge = Callable[[LivenessSession], LivenessSession]
SESSIONS = 200
"""Sessions of a person that are looked at: more than they can draw meanwhile."""
FRAME_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """The gesture engine; assurance `basic`. `apart`: distance of pictures (presentation.py)."""

    sessions: Store[LivenessSession]
    verifications: Verifications
    frames: LiveFrames
    documents: DocumentPictures
    images: Images
    queue: Queue
    tries: Store[LivenessTries]
    apart: Callable[[bytes, bytes, float], float]
    now: Clock
    new_id: Ids
    enrolled: FacesOfPeople | None = None
    same_person: float = 95.0
    at_once: int = 1  # calls of the engine that do not wait for each other
    steps: Callable[[Verification], Sequence[Step]] = lambda v: tuple(Step)  # of its level
    remember: Callable[[Verification], None] = lambda v: None  # when its pictures are over

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A new session; Conflict without a needed document, TooMany while locked."""
        before = self.earlier(user_id, verification_id)
        now = self.now()
        session = LivenessSession(
            session_id=self.new_id(),
            verification_id=verification_id,
            user_id=user_id,
            nonce=self.draw(user_id),
            challenges=challenges(self.new_id, before, now),
            created_at=now,
            valid_until=now + liveness.LIFETIME,
            expires_at=now + KEEP,
        )
        self.sessions.add(session)
        self.replace_open(before)
        return session

    def replace_open(self, before: Sequence[LivenessSession]) -> None:
        """Ends open sessions: a new one replaces them, and their frames no longer count."""
        for older in before:
            if older.state is SessionState.OPEN:
                with suppress(Conflict):  # its last frame has just come: it is being compared
                    self.sessions.save(older.ended(SessionState.REPLACED))

    def earlier(self, user_id: str, verification_id: str) -> tuple[LivenessSession, ...]:
        """The earlier sessions, if a new one may start; Conflict or TooMany if not."""
        verification = self.verifications.of_user(verification_id, user_id)
        if verification.state not in OPEN:
            raise Conflict("this verification is closed", "verification_closed")
        steps = self.steps(verification)
        if Step.LIVENESS not in steps:
            raise Conflict("this level asks for no liveness check", "liveness_not_asked")
        if Step.DOCUMENT in steps and "front" not in verification.sides:
            raise Conflict("send a picture of the document first", "document_missing")
        before = self.sessions.query("byUser", user_id, limit=SESSIONS)
        current = [
            s
            for s in before
            if s.verification_id == verification_id and s.created_at >= verification.since
        ]
        if any(s.state in SHOWN for s in current):
            raise Conflict("liveness was already shown", "liveness_already_done")
        self.remember(verification)
        return before

    def draw(self, user_id: str) -> str:
        """The nonce of a new challenge, recorded as a try of this person beforehand.

        TooMany if they may draw no more.
        """
        nonce = secrets.token_urlsafe(24)
        while True:
            now = self.now()
            before = self.tries.find(user_id)
            try:
                if before is None:
                    self.tries.add(LivenessTries(user_id, now + KEEP, version=0).drawn(nonce, now))
                else:
                    self.tries.save(before.drawn(nonce, now))
            except Conflict:  # another one was drawn at the same moment
                continue
            return nonce

    def access(self, session: LivenessSession) -> None:
        """Nothing is lent: the frames come to us."""

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """Takes one frame; a repetition changes nothing. BadRequest, Conflict."""
        session = self._of_user(session_id, user_id)
        if len(data) > FRAME_BYTES:
            raise BadRequest(f"a frame has at most {FRAME_BYTES} bytes", "frame_too_large")
        digest = hashlib.sha256(data).hexdigest()
        for seen in session.frames:
            if seen.frame_id == frame.frame_id:
                if seen.sha256 == digest:  # an earlier call may have died before it stored
                    self.keep(session, seen, self.images.clean(data))
                    self.enqueue_comparison(session)
                    return session
                raise BadRequest("this frame id has other bytes", "frame_id_reused")
        cleaned = self.images.clean(data)
        frame = replace(frame, sha256=digest, pixels=hashlib.sha256(cleaned).hexdigest())
        grown = session.with_frame(frame, nonce, self.now())
        self.refuse_replay(session, frame)
        if grown.remaining == 0:
            grown = replace(grown, state=SessionState.CHECKING)
        # The record first: of two frames at once one is taken, and its own picture is stored.
        self.sessions.save(grown)
        self.keep(grown, frame, cleaned)
        self.enqueue_comparison(grown)
        return grown

    def keep(self, session: LivenessSession, frame: Frame, cleaned: bytes) -> None:
        """Stores a frame's picture."""
        self.frames.put(self.frame_key(session, frame), cleaned, "image/jpeg")

    def enqueue_comparison(self, session: LivenessSession) -> None:
        """Enqueues the comparison of a complete session; again, if an earlier call died before."""
        if session.state is SessionState.CHECKING:
            self._begin(session.verification_id)
            self.queue.send({"sessionId": session.session_id})

    def _begin(self, verification_id: str) -> None:
        """Moves the attempt to `processing`, in which the document cannot be replaced. At a level
        without a document this begins the attempt.
        """

        def begins(v: Verification) -> State | None:
            faces_only = v.state in OPEN and Step.DOCUMENT not in self.steps(v)
            ready = faces_only or v.state is State.IN_PROGRESS
            return State.PROCESSING if ready and v.state is not State.PROCESSING else None

        self.verifications.advance(verification_id, begins)

    def refuse_replay(self, session: LivenessSession, frame: Frame) -> None:
        """BadRequest (`frame_replayed`) for a picture of an earlier session of this person."""
        for older in self._older(session):
            if any(
                frame.sha256 == seen.sha256 or (seen.pixels and frame.pixels == seen.pixels)
                for seen in older.frames
            ):
                raise BadRequest("this picture belongs to an earlier session", "frame_replayed")

    def _older(self, session: LivenessSession) -> list[LivenessSession]:
        found = self.sessions.query("byUser", session.user_id, limit=SESSIONS)
        return [older for older in found if older.session_id != session.session_id]

    def check_again(self, user_id: str, verification_id: str) -> None:
        """Asks again for the comparison of a complete session; it still runs only once."""
        self.verifications.of_user(verification_id, user_id)
        for session in self.sessions.query("byVerification", verification_id, limit=10):
            if session.state is SessionState.CHECKING:
                self.queue.send({"sessionId": session.session_id})
                return
        raise Conflict("no complete liveness session", "frames_missing")

    def view(self, verification_id: str) -> LivenessSession | None:
        """The session of a verification that counts; None without one."""
        return liveness.standing(self.sessions.query("byVerification", verification_id, limit=50))

    def _of_user(self, session_id: str, user_id: str) -> LivenessSession:
        session = self.sessions.find(session_id)
        if session is None or session.user_id != user_id:
            raise NotFound("no such liveness session", "session_not_found")
        return session

    @staticmethod
    def frame_key(session: LivenessSession, frame: Frame) -> str:
        """The object key; with the digest, so that two pictures of one frame are two objects."""
        name = f"{session.session_id}-{frame.frame_id}-{frame.sha256[:16]}"
        return f"{session.verification_id}/{name}.jpg"

    def compare(self, faces: Faces, session_id: str, similarity: float) -> LivenessSession:
        """Judges the gestures and compares every frame with the document; runs once."""
        return self.once(session_id, lambda claimed: self._judge(faces, claimed, similarity))

    def once(self, session_id: str, judge: Judge) -> LivenessSession:
        """Runs `judge` on a waiting session, claimed by this call; after a fault it waits again."""
        session = self.sessions.get(session_id)
        if session.state is not SessionState.CHECKING:
            self.reopen_after_failure(session)
            return session
        claimed = self.claim(session)
        try:
            return judge(claimed)
        except Exception:  # a fault of ours, too: nobody waits for the claim of a call that is over
            self.release(claimed)
            raise

    def claim(self, session: LivenessSession) -> LivenessSession:
        """Claims the session for this call; Unavailable while another call compares it.

        A conditional write before any paid call: of concurrent calls one does the comparison. The
        claim of a call that died expires after some minutes.
        """
        now = self.now()
        taken = Unavailable("another call compares this session", "being_compared")
        if session.claimed_at is not None and now - session.claimed_at < CLAIM:
            raise taken
        claimed = replace(session, claimed_at=now, version=session.version + 1)
        try:
            self.sessions.save(claimed)
        except Conflict:
            raise taken from None
        except Exception:  # it may be written all the same
            self.release(claimed)
            raise
        return claimed

    def release(self, session: LivenessSession) -> None:
        """Gives the claim up after a failure: the next call may take it at once."""
        with suppress(VestibuleError):
            self.sessions.save(replace(session, claimed_at=None, version=session.version + 1))

    def _judge(self, faces: Faces, session: LivenessSession, similarity: float) -> LivenessSession:
        reasons = self._presented(session)
        if reasons:
            return self.finish(session, reasons)
        keys = [(self.frames.bucket, self.frame_key(session, f)) for f in session.frames]
        # Side by side, which saves the person a second; failed gestures have been compared, too.
        seen, found = both(
            lambda: each(faces.observe, keys, self.at_once),
            lambda: self.compare_with_portrait(faces, session, keys),
            self.at_once,
        )
        reasons = liveness.judge(session.challenges, seen)
        if reasons:
            return self.finish(session, reasons)
        reasons = self._one_person(faces, keys, found.scores, similarity)
        return self.finish(session, reasons, found)

    def _presented(self, session: LivenessSession) -> tuple[str, ...]:
        """Reason codes of presented pictures; checked before anything that is paid for."""
        keys = [(self.frame_key(session, f),) for f in session.frames]
        pictures = each(self.frames.get, keys, self.at_once)
        found = presentation.stills(
            session.challenges, lambda i, j, enough: self.apart(pictures[i], pictures[j], enough)
        )
        if found:
            return found
        older = [s for s in self._older(session) if s.frames][: presentation.SESSIONS]

        def apart(i: int, which: int, j: int, enough: float) -> float:
            before = older[which]
            try:
                picture = self.frames.get(self.frame_key(before, before.frames[j]))
            except NotFound:  # its time was over
                return presentation.UNKNOWN
            return self.apart(pictures[i], picture, enough)

        return presentation.recorded(session, older, apart)

    def compare_with_portrait(
        self, faces: Faces, session: LivenessSession, keys: Sequence[tuple[str, str]]
    ) -> Likeness:
        """Similarity of each picture and the portrait; empty at a level without a document."""
        if Step.DOCUMENT not in self.steps(self.verifications.get(session.verification_id)):
            return NOT_COMPARED
        key = object_key(session.verification_id, "front")
        shown = hashlib.sha256(self.documents.get(key)).hexdigest()
        portrait = (self.documents.bucket, key)
        measured = each(faces.compare, [(portrait, place) for place in keys], self.at_once)
        return Likeness(
            tuple(round(one.similarity, 2) if one else 0.0 for one in measured),
            shown,
            next((one.place for one in measured if one), ()),
        )

    def finish(
        self,
        session: LivenessSession,
        reasons: tuple[str, ...],
        found: Likeness = NOT_COMPARED,
    ) -> LivenessSession:
        """Ends a session: `passed` (or `compared`: no proof of life), or `failed` with reasons."""
        known, face_id = ((), "") if reasons else self._enrol(session)
        good = SessionState.COMPARED if session.assurance == UNPROVEN else SessionState.PASSED
        ended = session.ended(
            SessionState.FAILED if reasons else good,
            reasons=reasons,
            similarity=found.scores,
            portrait_sha256=found.shown,
            portrait=found.portrait,
            known_as=known,
            face_id=face_id,
        )
        self._record(ended)
        self._judged(ended)
        self.reopen_after_failure(ended)
        return ended

    def _judged(self, session: LivenessSession) -> None:
        """Records the judgement in the person's tries."""
        passed = session.state is not SessionState.FAILED
        while (tries := self.tries.find(session.user_id)) is not None:
            with suppress(Conflict):  # another one was drawn at the same moment: look again
                self.tries.save(tries.judged(session.nonce, passed, self.now()))
                return

    def _one_person(
        self,
        faces: Faces,
        keys: Sequence[tuple[str, str]],
        scores: Sequence[float],
        similarity: float,
    ) -> tuple[str, ...]:
        """Reason codes unless all frames show the person of the first one.

        A frame that is as similar to the portrait as the first one must be shows the same person.
        Only the others are compared with the first frame.
        """
        first, *rest = zip(keys, scores or (0.0,) * len(keys), strict=True)
        open_ones = [k for k, score in rest if min(score, first[1]) < max(similarity, 80.0)]
        found = each(faces.compare, [(first[0], key) for key in open_ones], self.at_once)
        worst = min((one.similarity if one else 0.0 for one in found), default=100.0)
        return () if worst >= min(similarity, 80.0) else ("several_people",)

    def _enrol(self, session: LivenessSession) -> tuple[tuple[str, ...], str]:
        """(ids of other users with this face, its enrolment): duplicates are reviewed."""
        if self.enrolled is None:
            return (), ""
        place = self.frames.bucket, self.frame_key(session, session.frames[0])
        found = self.enrolled.search(*place, self.same_person)
        others = tuple(dict.fromkeys(user for user in found if user != session.user_id))
        if session.assurance == UNPROVEN:  # it may be anybody's picture
            return others, ""
        return others, self.enrolled.enrol(*place, session.user_id)

    def _record(self, session: LivenessSession) -> None:
        """Saves the session's end together with its audit entry."""
        saving = self.sessions.saving(session)
        facts = session.judgement()
        self.verifications.audit.write(session.verification_id, "liveness", facts, saving)

    def reopen_after_failure(self, session: LivenessSession) -> None:
        """Allows new pictures after a failure, unless another session is in comparison."""
        others = self.sessions.query("byVerification", session.verification_id, limit=50)
        busy = any(
            other.session_id != session.session_id and other.state in SHOWN for other in others
        )
        if session.state is SessionState.FAILED and not busy:
            self.give_back(session.verification_id)

    def give_back(self, verification_id: str) -> None:
        """Allows new pictures of the document: no comparison is running."""
        self.verifications.step(verification_id, State.PROCESSING, State.IN_PROGRESS)
