"""The one place that makes AWS clients: timeouts, retries, one per service and process."""

from functools import cache
from typing import Any

# Slow calls need room (OCR of a large picture), everything else should fail fast and be retried.
READ_SECONDS = {"textract": 30, "rekognition": 20, "rds-data": 45}


@cache
def client(service: str) -> Any:
    """A boto3 client; standard retry mode with jittered backoff, three tries.

    Source: docs.aws.amazon.com/sdkref, "Retry behavior".
    """
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=READ_SECONDS.get(service, 10),
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=50,
        user_agent_extra="vestibule",
        # Version 2 signs forms and links by default, and cannot read what a KMS key encrypts.
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if _endpoint_is_loopback() else {},
    )
    make: Any = boto3.client
    return make(service, config=config)


def _endpoint_is_loopback() -> bool:
    """Bucket host names do not resolve on a loopback address."""
    import os

    return "127.0.0.1" in os.environ.get("AWS_ENDPOINT_URL", "")
