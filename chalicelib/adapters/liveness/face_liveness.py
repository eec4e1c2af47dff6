"""Amazon Rekognition Face Liveness.

Shapes and errors after docs.aws.amazon.com/rekognition/latest/APIReference:
CreateFaceLivenessSession, GetFaceLivenessSessionResults. The service keeps a session for three
minutes; the reference image comes with the result, for no bucket of ours is named.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_sts import STSClient

SAYS = {"SessionNotFoundException": NotFound("no such liveness session", "session_not_found")}
#: The least STS gives, in seconds; the policy of the loan ends it sooner.
SHORTEST = 900
PATH = "/start-face-liveness-session-websocket"


@dataclass(frozen=True, slots=True)
class Lender:
    """Lends a browser the right to film, of a role that has no other.

    `role` is its ARN, `sts` boto3's client. The reference knows no resource for
    StartFaceLivenessSession (Service Authorization Reference, "Amazon Rekognition"), so a loan is
    bound in time: nobody can begin with it when the session that it is for is over.
    """

    sts: "STSClient"
    role: str

    def lend(self, session_id: str, until: datetime) -> StreamAccess:
        """Credentials for this session, in whose name AWS's trail shows their use."""
        with translated():
            answer = self.sts.assume_role(
                RoleArn=self.role,
                RoleSessionName=session_id,
                DurationSeconds=SHORTEST,
                Policy=_only_filming(until),
            )
        given, region = answer["Credentials"], self.sts.meta.region_name
        return StreamAccess(
            url=f"wss://streaming-rekognition.{region}.amazonaws.com{PATH}",
            region=region,
            access_key_id=given["AccessKeyId"],
            secret_access_key=given["SecretAccessKey"],
            session_token=given["SessionToken"],
            expires_at=min(until, given["Expiration"]),
        )


def _only_filming(until: datetime) -> str:
    end = until.strftime("%Y-%m-%dT%H:%M:%SZ")
    filming = {
        "Effect": "Allow",
        "Action": "rekognition:StartFaceLivenessSession",
        "Resource": "*",
        "Condition": {"DateLessThan": {"aws:CurrentTime": end}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [filming]})


@dataclass(frozen=True, slots=True)
class RekognitionLiveness:
    """`client` is boto3's. No audit images: what is not kept cannot be lost."""

    client: "RekognitionClient"
    lender: Lender | None = None

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

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        """Rights to film for this session; None where no role lends any."""
        return self.lender.lend(session_id, until) if self.lender else None
