"""The one account and region of the embedded cloud, and the environment a client of it needs."""

from __future__ import annotations

import os

REGION = "eu-west-1"
#: Can be set to rehearse an environment of AWS; moto reads the same variable.
ACCOUNT = os.environ.get("MOTO_ACCOUNT_ID", "123456789012")
HOST = "127.0.0.1"


def environment(port: int) -> dict[str, str]:
    """The environment variables that direct boto3, Terraform and handlers to the cloud on `port` of
    127.0.0.1."""
    return {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",  # otherwise an unknown operation is tried five times with backoff
        "MOTO_PORT": str(port),  # the Step Functions interpreter calls back to this port
    }


def settle_moto() -> None:
    """Sets the switches that moto reads at import; call this before importing its services."""
    os.environ.setdefault("MOTO_ALLOW_NONEXISTENT_REGION", "false")
    os.environ.setdefault("MOTO_DISABLE_GLOBAL_CORS", "true")  # the bucket's own CORS is honoured
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "0")
    os.environ.setdefault("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
