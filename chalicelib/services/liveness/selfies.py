"""A selfie taken by the backend's own app: compared with the document, once.

It proves no liveness: the session ends as `compared`, never as passed, with assurance `none`. Every
rule that needs liveness sends the attempt to review.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.liveness import liveness
from chalicelib.domain.liveness.liveness import (
    UNPROVEN,
    Frame,
    LivenessSession,
    SessionState,
)
from chalicelib.services.liveness.liveness import KEEP, Liveness
from chalicelib.services.ports import Faces, Images

PICTURE = "selfie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selfies:
    """`shared`: the parts that all engines have in common; `most_bytes`: limit of a picture."""

    shared: Liveness
    images: Images
    most_bytes: int

    def accept(self, user_id: str, verification_id: str, data: bytes) -> LivenessSession:
        """Takes the picture of an open attempt that has its document. Idempotent for the same
        picture. BadRequest, Conflict, TooMany.
        """
        if len(data) > self.most_bytes:
            raise BadRequest(f"a picture has at most {self.most_bytes} bytes", "image_too_large")
        known = self._known(verification_id, hashlib.sha256(data).hexdigest())
        cleaned = self.images.clean(data)
        if known is None:
            before = self.shared.earlier(user_id, verification_id)
            known = self._begun(user_id, verification_id, data, cleaned)
            self.shared.refuse_replay(known, known.frames[0])
            self.shared.sessions.add(known)
            self.shared.replace_open(before)
        self.shared.keep(known, known.frames[0], cleaned)
        self.shared.enqueue_comparison(known)
        return known

    def _known(self, verification_id: str, digest: str) -> LivenessSession | None:
        """The session of this picture, unless it failed as a picture: then it may be sent again."""
        sessions: Sequence[LivenessSession] = self.shared.sessions.query(
            "byVerification", verification_id, limit=50
        )
        for session in sessions:
            same = session.assurance == UNPROVEN and session.frames[0].sha256 == digest
            if same and session.state is not SessionState.FAILED:
                return session
        return None

    def _begun(
        self, user_id: str, verification_id: str, data: bytes, cleaned: bytes
    ) -> LivenessSession:
        now = self.shared.now()
        frame = Frame(
            PICTURE,
            PICTURE,
            1,
            now.isoformat(),
            hashlib.sha256(data).hexdigest(),
            hashlib.sha256(cleaned).hexdigest(),
        )
        return LivenessSession(
            session_id=self.shared.new_id(),
            verification_id=verification_id,
            user_id=user_id,
            nonce=self.shared.draw(user_id),
            challenges=(),
            created_at=now,
            valid_until=now + liveness.LIFETIME,
            expires_at=now + KEEP,
            frames=(frame,),
            state=SessionState.CHECKING,
            assurance=UNPROVEN,
        )

    def compare(self, faces: Faces, session_id: str) -> LivenessSession:
        """Requires one good face and compares it with the document's; runs once."""
        return self.shared.once(session_id, lambda claimed: self._compared(faces, claimed))

    def _compared(self, faces: Faces, session: LivenessSession) -> LivenessSession:
        place = (self.shared.frames.bucket, self.shared.frame_key(session, session.frames[0]))
        reasons = liveness.picture_faults(faces.observe(*place))
        if reasons:
            return self.shared.finish(session, reasons)
        return self.shared.finish(
            session, (), self.shared.compare_with_portrait(faces, session, [place])
        )
