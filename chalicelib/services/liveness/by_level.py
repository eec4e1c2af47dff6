"""Which liveness engine judges: what the level of an attempt says, session by session."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.levels.level import Engine, Level
from chalicelib.domain.liveness import managed_liveness
from chalicelib.domain.liveness.liveness import UNPROVEN, Frame, LivenessSession
from chalicelib.domain.liveness.managed_liveness import StreamAccess
from chalicelib.services.liveness.engines import Engines
from chalicelib.services.liveness.liveness import Liveness
from chalicelib.services.liveness.selfies import Selfies
from chalicelib.services.ports import Faces, LiveFrames, LivenessEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessByLevel:
    """A session stays with the engine that it began with, which its assurance names."""

    gestures: Liveness
    managed: LivenessEngine
    selfies: Selfies
    engines: Engines
    pinned: Callable[[str], Level]

    @property
    def frames(self) -> LiveFrames:
        """The bucket of both engines."""
        return self.gestures.frames

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A new session of the engine that the level names, or raises to."""
        verification = self.gestures.verifications.of_user(verification_id, user_id)
        level = self.pinned(verification.level_key)
        chosen = self.engines.following(verification, level)
        return self._named(chosen).start(user_id, verification_id)

    def access(self, session: LivenessSession) -> StreamAccess | None:
        """What lets the browser film for this session; None where it sends us frames."""
        return self._of(session).access(session)

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """Takes one frame; BadRequest where the session's engine takes none."""
        engine_of = self._of(self.gestures.sessions.find(session_id))
        return engine_of.submit(user_id, session_id, frame, nonce, data)

    def check_again(self, user_id: str, verification_id: str) -> None:
        """Asks for the comparison of the newest session."""
        self.gestures.verifications.of_user(verification_id, user_id)
        self._of(self.view(verification_id)).check_again(user_id, verification_id)

    def view(self, verification_id: str) -> LivenessSession | None:
        """The newest session of a verification."""
        return self.gestures.view(verification_id)

    def frame_key(self, session: LivenessSession, frame: Frame) -> str:
        """Where a picture of a session lies."""
        return self.gestures.frame_key(session, frame)

    def compare(self, faces: Faces, session_id: str, similarity: float) -> LivenessSession:
        """Judges a session by its own engine."""
        session = self.gestures.sessions.get(session_id)
        if session.assurance == UNPROVEN:
            return self.selfies.compare(faces, session_id)
        engine_of = self._of(session)
        return engine_of.compare(faces, session_id, similarity)

    def _named(self, name: Engine) -> LivenessEngine:
        return self.managed if name is Engine.REKOGNITION else self.gestures

    def _of(self, session: LivenessSession | None) -> LivenessEngine:
        """The engine of a session; gestures say of one that is not there that it is not."""
        high = session is not None and session.assurance == managed_liveness.ASSURANCE
        return self.managed if high else self.gestures
