"""Liveness by a managed service: it films, we take its verdict and its best picture.

The browser streams to the service under the session's id; no frame passes through us. What follows
is the same as with gestures: one picture is compared with the document, the session is used once,
failures lock, and a face that is not alike goes to a human.
"""

import hashlib
from dataclasses import dataclass, replace

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.liveness import liveness, managed_liveness
from chalicelib.domain.liveness.liveness import Frame, LivenessSession, SessionState
from chalicelib.domain.liveness.managed_liveness import StreamAccess
from chalicelib.services.liveness.liveness import KEEP, Liveness
from chalicelib.services.liveness.ports import ManagedFaceLiveness
from chalicelib.services.ports import Faces, LiveFrames

REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedLiveness:
    """The second engine; assurance `high`. `shared` is what both engines do alike.

    `confidence` (0-100) is what the service must reach; AWS suggests weighing it by use case.
    """

    shared: Liveness
    service: ManagedFaceLiveness
    confidence: float

    @property
    def frames(self) -> LiveFrames:
        """The bucket of both engines."""
        return self.shared.frames

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A session at the service, bound to this user; the service has challenges of its own."""
        if mode_of(user_id) is Mode.TEST:  # nothing paid is called for who is not real
            return self.shared.start(user_id, verification_id)
        before = self.shared.earlier(user_id, verification_id)
        nonce, now = self.shared.draw(user_id), self.shared.now()
        session = LivenessSession(
            session_id=self.service.create(self.shared.new_id()),
            verification_id=verification_id,
            user_id=user_id,
            nonce=nonce,
            challenges=(),
            created_at=now,
            valid_until=now + liveness.LIFETIME,
            expires_at=now + KEEP,
            assurance=managed_liveness.ASSURANCE,
        )
        self.shared.sessions.add(session)
        self.shared.replace_open(before)
        return session

    def access(self, session: LivenessSession) -> StreamAccess | None:
        """What lets the browser film for this session, for as long as it is open; else None."""
        if session.assurance != managed_liveness.ASSURANCE:
            return None
        return self.service.lend(session.session_id, session.valid_until)

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """BadRequest: frames go to the service, but for a test applicant's."""
        if mode_of(user_id) is Mode.TEST:
            return self.shared.submit(user_id, session_id, frame, nonce, data)
        raise BadRequest("this liveness check takes no frames", "frames_not_expected")

    def check_again(self, user_id: str, verification_id: str) -> None:
        """The applicant says the service is done; a session that was handed over goes again."""
        self.shared.verifications.of_user(verification_id, user_id)
        session = self.view(verification_id)
        if session is None or session.state not in (SessionState.OPEN, SessionState.CHECKING):
            raise Conflict("no liveness session waits", "frames_missing")
        if session.state is SessionState.OPEN:
            session = session.ended(SessionState.CHECKING)
            self.shared.sessions.save(session)
        self.shared.enqueue_comparison(session)

    def view(self, verification_id: str) -> LivenessSession | None:
        """The newest session of a verification."""
        return self.shared.view(verification_id)

    def frame_key(self, session: LivenessSession, frame: Frame) -> str:
        """Where the service's picture lies."""
        return self.shared.frame_key(session, frame)

    def compare(self, faces: Faces, session_id: str, similarity: float) -> LivenessSession:
        """Takes the service's verdict and compares its picture with the document; runs once.

        While the service still films, the session stays open and can be asked for again.
        """
        return self.shared.once(session_id, lambda claimed: self._taken(faces, claimed))

    def _taken(self, faces: Faces, session: LivenessSession) -> LivenessSession:
        result = self.service.result(session.session_id)
        if result.running and self.shared.now() < session.valid_until:
            return self._reopened(session)
        reasons = result.reasons(self.confidence)
        if reasons:
            return self.shared.finish(session, reasons)
        session = self._with_reference(session, result.reference)
        place = (self.shared.frames.bucket, self.frame_key(session, session.frames[0]))
        return self.shared.finish(
            session, (), self.shared.compare_with_portrait(faces, session, [place])
        )

    def _reopened(self, session: LivenessSession) -> LivenessSession:
        again = session.ended(SessionState.OPEN, claimed_at=None)
        self.shared.sessions.save(again)
        self.shared.give_back(again.verification_id)
        return again

    def _with_reference(self, session: LivenessSession, picture: bytes) -> LivenessSession:
        """The session with the service's picture as its only frame, stored."""
        cleaned = self.shared.images.clean(picture)
        digest = hashlib.sha256(cleaned).hexdigest()
        taken = self.shared.now().isoformat()
        frame = Frame(REFERENCE, REFERENCE, 1, taken, digest)
        grown = replace(session, frames=(frame,))
        self.shared.frames.put(self.frame_key(grown, frame), cleaned, "image/jpeg")
        return grown
