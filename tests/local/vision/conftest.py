"""Textract and Rekognition over HTTP, reading pictures from a shelf instead of S3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from emulator.account import REGION
from emulator.http.http_server import HttpServer
from local.vision import rekognition as rekognition_service
from local.vision import textract as textract_service

SHELF: dict[str, bytes] = {}


def fetch(bucket: str, key: str, version: str | None = None) -> bytes:
    """A picture of the shelf; KeyError (a LookupError) when it is not there."""
    return SHELF[f"{bucket}/{key}"]


@pytest.fixture(scope="session")
def shelf() -> dict[str, bytes]:
    """`bucket/key` -> bytes."""
    return SHELF


def _client(service: str, app: Any) -> Iterator[Any]:
    server = HttpServer(app(fetch), 0, service)
    server.start()
    make: Any = boto3.client  # by name
    yield make(
        service,
        endpoint_url=f"http://127.0.0.1:{server.port}",
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"max_attempts": 0}),
    )
    server.stop()


@pytest.fixture(scope="session")
def textract() -> Iterator[Any]:
    """A boto3 client."""
    yield from _client("textract", textract_service.app)


@pytest.fixture(scope="session")
def rekognition() -> Iterator[Any]:
    """A boto3 client."""
    yield from _client("rekognition", rekognition_service.app)
