"""The one place that makes AWS clients: one per service, with the time-outs the caller has."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, overload

from chalicelib.adapters.aws.pacing import Pace, pace
from chalicelib.domain import deadline

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_rds_data import RDSDataServiceClient
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_sts import STSClient
    from mypy_boto3_textract import TextractClient

#: boto3's session makes one client at a time: its parts are not for many threads.
#: boto3.amazonaws.com, "Session reference", on threads.
_making = Lock()


class Paced:
    """A boto3 client. Every call is made at the pace of whoever waits for it."""

    def __init__(self, service: str) -> None:
        self._service, self._made = service, dict[Pace, Any]()

    def __getattr__(self, name: str) -> Any:
        how = pace(self._service, deadline.left())
        if how not in self._made:
            with _making:  # of many calls at once the first makes the client that all take
                if how not in self._made:
                    self._made[how] = _made(self._service, how)
        return getattr(self._made[how], name)


#: The bucket's host with its region in forms and links. botocore's own choice is the global host,
#: which the site's content security policy does not name and which redirects for a day.
REGIONAL: Any = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}


@overload
def client(service: Literal["cognito-idp"]) -> "CognitoIdentityProviderClient": ...
@overload
def client(service: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(service: Literal["events"]) -> "EventBridgeClient": ...
@overload
def client(service: Literal["kms"]) -> "KMSClient": ...
@overload
def client(service: Literal["rds-data"]) -> "RDSDataServiceClient": ...
@overload
def client(service: Literal["rekognition"]) -> "RekognitionClient": ...
@overload
def client(service: Literal["s3"]) -> "S3Client": ...
@overload
def client(service: Literal["secretsmanager"]) -> "SecretsManagerClient": ...
@overload
def client(service: Literal["ses"]) -> "SESClient": ...
@overload
def client(service: Literal["sns"]) -> "SNSClient": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["ssm"]) -> "SSMClient": ...
@overload
def client(service: Literal["stepfunctions"]) -> "SFNClient": ...
@overload
def client(service: Literal["sts"]) -> "STSClient": ...
@overload
def client(service: Literal["textract"]) -> "TextractClient": ...
@cache
def client(service: str) -> Any:
    """A client of this service that gives up before its caller does."""
    return Paced(service)


def _made(service: str, how: Pace) -> Any:
    """A boto3 client; standard retry mode with jittered backoff.

    Source: docs.aws.amazon.com/sdkref, "Retry behavior".
    """
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=how.connect,
        read_timeout=how.read,
        retries={"mode": "standard", "total_max_attempts": how.tries},
        max_pool_connections=50,
        user_agent_extra="vestibule",
        # Version 2 signs forms and links by default, and cannot read what a KMS key encrypts.
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if _is_on_loopback(service) else REGIONAL,
    )
    make: Any = boto3.client
    return make(service, config=config)


def _is_on_loopback(service: str) -> bool:
    """Bucket host names do not resolve on a loopback address.

    Source: docs.aws.amazon.com/sdkref, "Service-specific endpoints": the service's own goes first.
    """
    import os

    everywhere = os.environ.get("AWS_ENDPOINT_URL", "")
    return "127.0.0.1" in os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}", everywhere)
