"""Rekognition Face Liveness of the embedded cloud: its sessions, without its camera.

There is no stream between browser and AWS here. `POST /local/liveness` (`Sessions.shown`) sets the
outcome of a stream. Until then a session is CREATED, and expires after three minutes, as on AWS.
"""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from werkzeug.wrappers import Request

from emulator import control
from local.vision.protocol import Fetch, Operation, Refused

LIFETIME = 180.0
"""Seconds that a session waits for its stream."""
KINDS = frozenset({"FaceMovementAndLightChallenge", "FaceMovementChallenge"})


@dataclass
class _Session:
    """One check: its challenge and its outcome. `made`: seconds."""

    made: float
    kind: str
    status: str = "CREATED"
    confidence: float = 0.0
    picture: bytes = b""


@dataclass
class Sessions:
    """All sessions of one account. `now`: seconds; `kept`: id -> session; `tokens`: client request
    token -> id."""

    now: Callable[[], float] = time.time
    kept: dict[str, _Session] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def create(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """CreateFaceLivenessSession: the same session for the same ClientRequestToken. Refused:
        InvalidParameterException."""
        settings = request.get("Settings") or {}
        limit = settings.get("AuditImagesLimit", 0)
        wanted = settings.get("ChallengePreferences") or [{"Type": "FaceMovementAndLightChallenge"}]
        if not 0 <= int(limit) <= 4 or any(one.get("Type") not in KINDS for one in wanted):
            raise Refused("InvalidParameterException", "Request has invalid parameters")
        token = str(request.get("ClientRequestToken") or uuid.uuid4())
        with self.lock:
            if token not in self.tokens:
                self.tokens[token] = str(uuid.uuid4())
                self.kept[self.tokens[token]] = _Session(self.now(), wanted[0]["Type"])
            return {"SessionId": self.tokens[token]}

    def results(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """GetFaceLivenessSessionResults. Refused: SessionNotFoundException."""
        name = str(request.get("SessionId", ""))
        with self.lock:
            session = self.kept.get(name)
            if session is None:
                raise Refused("SessionNotFoundException", "Session does not exist")
            if session.status == "CREATED" and self.now() > session.made + LIFETIME:
                session.status = "EXPIRED"
        answer: dict[str, Any] = {
            "SessionId": name,
            "Status": session.status,
            "Challenge": {"Type": session.kind, "Version": "2.0.0"},
        }
        if session.status in ("SUCCEEDED", "FAILED"):
            answer["Confidence"] = session.confidence
        if session.picture:
            answer["ReferenceImage"] = {
                "Bytes": base64.b64encode(session.picture).decode(),
                "BoundingBox": {"Left": 0.25, "Top": 0.2, "Width": 0.5, "Height": 0.6},
            }
        return answer

    def shown(self, session_id: str, confidence: float, picture: bytes = b"") -> None:
        """Ends a session's stream with a confidence of 0-100 that the person is live.

        `picture`: the reference image; without one the check has failed. KeyError for an unknown
        session.
        """
        with self.lock:
            session = self.kept[session_id]
            session.status = "SUCCEEDED" if picture else "FAILED"
            session.confidence, session.picture = confidence, picture

    def operations(self) -> dict[str, Operation]:
        """Operation's name in the API -> its implementation."""
        return {
            "CreateFaceLivenessSession": self.create,
            "GetFaceLivenessSessionResults": self.results,
        }


def ended(request: Request) -> dict[str, Any]:
    """POST /local/liveness `{"sessionId", "confidence", "image"}`: 0-100, the image in Base64;
    answers `{"status"}`. Errors of `Sessions.shown`; ValueError for invalid Base64."""
    said = control.body(request)
    picture = base64.b64decode(said.get("image", ""))
    SESSIONS.shown(said["sessionId"], float(said["confidence"]), picture)
    return {"status": SESSIONS.kept[said["sessionId"]].status}


SESSIONS = Sessions()
"""One process is one account."""
