"""The product's liveness service on ports in memory, with the local face engine behind it."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from chalicelib.adapters.aws.vision import RekognitionFaces
from chalicelib.adapters.documents.images import PillowImages
from chalicelib.adapters.liveness.sameness import distance
from chalicelib.adapters.memory import (
    MemoryAudit,
    MemoryObjects,
    MemoryQueue,
    MemoryStore,
    MemoryTransactions,
)
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.liveness.liveness import Challenge, Frame, LivenessSession
from chalicelib.domain.liveness.tries import LivenessTries
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.liveness.liveness import Liveness
from chalicelib.services.ports import Objects
from chalicelib.services.verifications.verifications import Verifications
from chalicelib.settings import Settings
from local.vision import rekognition
from local.vision.protocol import Refused

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

USER = "user"
Shots = Callable[[Challenge, int], bytes]
"""What the camera shows for a challenge, by the number of the frame."""


class LocalRekognition:
    """boto3's client without a network; an answer is measured once per picture."""

    def __init__(self, buckets: Mapping[str, Objects]) -> None:
        self._buckets = buckets
        self._details: dict[str, dict[str, Any]] = {}

    def _fetch(self, bucket: str, key: str, version: str | None = None) -> bytes:
        return self._buckets[bucket].get(key)

    def detect_faces(self, **request: Any) -> dict[str, Any]:
        """DetectFaces."""
        place = request["Image"]["S3Object"]
        digest = hashlib.sha256(self._fetch(place["Bucket"], place["Name"])).hexdigest()
        if digest not in self._details:
            self._details[digest] = rekognition.detect_faces(request, self._fetch)
        return self._details[digest]

    def compare_faces(self, **request: Any) -> dict[str, Any]:
        """CompareFaces."""
        try:
            return rekognition.compare_faces(request, self._fetch)
        except Refused as error:
            raise _client_error(error) from error


def _client_error(error: Refused) -> Exception:
    from botocore.exceptions import ClientError

    return ClientError({"Error": {"Code": error.name, "Message": str(error)}}, "CompareFaces")


@dataclass
class LivenessBench:
    """One applicant with one document; time moves as frames come in."""

    moment: datetime = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    settings: Settings = field(default_factory=lambda: Settings(env="local"))

    def __post_init__(self) -> None:
        sessions, applicants = itertools.count(1), itertools.count(1)
        self.next_user: Callable[[], str] = lambda: f"{USER}-{next(applicants)}"
        self.frames = MemoryObjects[Literal["frames"]]("frames", bucket="frames")
        self.documents = MemoryObjects[Literal["documentPictures"]](
            "documentPictures", bucket="documents"
        )
        self.client = LocalRekognition({"frames": self.frames, "documents": self.documents})
        self.faces = RekognitionFaces(cast("RekognitionClient", self.client))
        self.verifications = Verifications(
            store=MemoryStore(
                Verification, ("verification_id",), {"byUser": ("user_id", "created_at")}
            ),
            persons=MemoryStore(Person, ("person_id",), {}),
            cases=MemoryStore(ReviewCase, ("case_id",), {}),
            audit=MemoryAudit(),
            transactions=MemoryTransactions(),
            open_days=7,
            now=self.now,
        )
        self.sessions = MemoryStore(
            LivenessSession,
            ("session_id",),
            {
                "byVerification": ("verification_id", "created_at"),
                "byUser": ("user_id", "created_at"),
            },
        )
        self.liveness = Liveness(
            sessions=self.sessions,
            verifications=self.verifications,
            frames=self.frames,
            documents=self.documents,
            images=PillowImages(120, 5_000_000),
            queue=MemoryQueue(),
            tries=MemoryStore(LivenessTries, ("user_id",), {}),
            apart=distance,
            now=self.now,
            new_id=lambda: f"id-{next(sessions)}",
        )

    def now(self) -> datetime:
        """The bench's clock."""
        return self.moment

    def with_document(self, picture: bytes) -> str:
        """A new applicant's open verification whose front is this picture; its id."""
        verification = self.verifications.open(self.next_user())
        self.documents.put(f"{verification.verification_id}.jpg", picture, "image/jpeg")
        changed = verification.changed(self.now(), sides=("front",))
        self.verifications.store.save(changed)
        return verification.verification_id

    def start(self, verification_id: str) -> LivenessSession:
        """A new session of the verification's user."""
        self.moment += timedelta(minutes=5)  # failures apart, so that the lock stays open
        user_id = self.verifications.get(verification_id).user_id
        return self.liveness.start(user_id, verification_id)

    def show(self, session: LivenessSession, shots: Shots) -> LivenessSession:
        """Sends every frame and judges; raises what the product raises for a refused frame."""
        for challenge in session.challenges:
            for number in range(challenge.frames):
                self.moment += timedelta(milliseconds=400)
                seq = len(session.frames) + 1
                frame = Frame(f"f{seq}", challenge.id, seq, self.moment.isoformat(), "")
                session = self.liveness.submit(
                    session.user_id,
                    session.session_id,
                    frame,
                    session.nonce,
                    shots(challenge, number),
                )
        return self.liveness.compare(self.faces, session.session_id, self.settings.face_similarity)

    def sent(self, session: LivenessSession) -> Sequence[str]:
        """The keys of a session's stored frames."""
        return [self.liveness.frame_key(session, frame) for frame in session.frames]
