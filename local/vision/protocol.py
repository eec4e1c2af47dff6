"""The AWS JSON 1.1 protocol of Textract and Rekognition, as a WSGI application.

A request names its operation in `X-Amz-Target`; errors are `{"__type", "Message"}` with the
status the service uses. Pictures come in the request or from S3.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from local.vision.landmarks import Picture

Fetch = Callable[..., bytes]
Operation = Callable[[dict[str, Any], Fetch], dict[str, Any]]
WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]
_LOG = logging.getLogger(__name__)
MAX_PIXELS = 100_000_000


class Refused(Exception):
    """An error of the service: its exception's name, a message, the HTTP status."""

    def __init__(self, name: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.name, self.status = name, status


class NotAPicture(Exception):
    """Bytes that are neither JPEG nor PNG, or damaged."""


def json_application(service: str, operations: Mapping[str, Operation], fetch: Fetch) -> WSGI:
    """The WSGI application of a service.

    `operations`: name in the API -> implementation. `fetch(bucket, key, version)` reads S3. An
    unexpected exception is logged and answered as InternalServerError.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            status, answer = 200, _called(service, operations, environ, fetch)
        except Refused as error:
            status, answer = error.status, {"__type": error.name, "Message": str(error)}
        except Exception:
            _LOG.exception("%s failed", service)
            status, answer = 500, {"__type": "InternalServerError", "Message": "internal error"}
        body = json.dumps(answer).encode()
        headers = [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("Content-Length", str(len(body))),
            ("x-amzn-RequestId", str(uuid.uuid4())),
        ]
        reason = "OK" if status == 200 else "Error"
        start_response(f"{status} {reason}", headers)
        return [body]

    return application


def _called(
    service: str, operations: Mapping[str, Operation], environ: dict[str, Any], fetch: Fetch
) -> dict[str, Any]:
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if "cbor" in environ.get("CONTENT_TYPE", "") or not target:
        raise Refused("UnknownOperationException", f"{service} speaks JSON 1.1 here")
    operation = operations.get(target.rpartition(".")[2])
    if operation is None:
        raise Refused("UnknownOperationException", f"{target} is not emulated")
    length = int(environ.get("CONTENT_LENGTH") or 0)
    try:
        request = json.loads(environ["wsgi.input"].read(length) or b"{}")
    except ValueError as error:
        raise Refused("SerializationException", "the body is not JSON") from error
    if not isinstance(request, dict):
        raise Refused("SerializationException", "the body is not an object")
    return operation(request, fetch)


def content(source: Any, fetch: Fetch) -> bytes:
    """The bytes of an Image or Document parameter: `Bytes`, or an `S3Object`. Refused:
    InvalidParameterException, SerializationException, InvalidS3ObjectException."""
    if not isinstance(source, dict) or not (source.get("Bytes") or source.get("S3Object")):
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    if source.get("Bytes"):
        try:
            return base64.b64decode(source["Bytes"], validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise Refused("SerializationException", "Bytes is not base64") from error
    place = source["S3Object"]
    try:
        return fetch(place.get("Bucket", ""), place.get("Name", ""), place.get("Version"))
    except LookupError as error:
        raise Refused(
            "InvalidS3ObjectException",
            "Unable to get object metadata from S3. Check object key, region and/or access"
            " permissions.",
        ) from error


def decoded(data: bytes) -> Picture:
    """The RGB pixels of a JPEG or PNG, upright by its EXIF orientation: height x width x 3.
    NotAPicture for anything else, damaged files, and over MAX_PIXELS."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAPicture("too many pixels")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            return np.asarray(upright, dtype=np.uint8)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotAPicture(str(error)) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture("too many pixels") from error
