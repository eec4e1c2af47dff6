"""Amazon Rekognition Face Liveness.

Shapes and errors after docs.aws.amazon.com/rekognition/latest/APIReference:
CreateFaceLivenessSession, GetFaceLivenessSessionResults. The service keeps a session for three
minutes; the reference image comes with the result, for no bucket of ours is named.
"""

from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.managed_liveness import ManagedResult

SAYS = {"SessionNotFoundException": NotFound("no such liveness session", "session_not_found")}


@dataclass(frozen=True, slots=True)
class RekognitionLiveness:
    """`client` is boto3's. No audit images: what is not kept cannot be lost."""

    client: Any

    def create(self, token: str) -> str:
        """A session that films movement and light; the same one for the same token."""
        with translated(SAYS):
            answer = self.client.create_face_liveness_session(
                ClientRequestToken=token,
                Settings={
                    "AuditImagesLimit": 0,
                    "ChallengePreferences": [{"Type": "FaceMovementAndLightChallenge"}],
                },
            )
        return str(answer["SessionId"])

    def result(self, session_id: str) -> ManagedResult:
        """Status, confidence and reference picture."""
        with translated(SAYS):
            answer = self.client.get_face_liveness_session_results(SessionId=session_id)
        return ManagedResult(
            status=str(answer["Status"]),
            confidence=float(answer.get("Confidence") or 0.0),
            reference=bytes(answer.get("ReferenceImage", {}).get("Bytes") or b""),
        )
