"""Pictures of identity documents."""

import hashlib
from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.domain.errors import BadRequest
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.idempotency import once
from chalicelib.entrypoints.runtime import Call, Shape, count, endpoint

uploads = Blueprint(__name__)

PICTURES = ("image/jpeg", "image/png")


@uploads.route(
    "/upload-id",
    methods=["POST"],
    authorizer=authorizer,
    content_types=[*PICTURES, "application/octet-stream", "application/json"],
)
@endpoint(
    uploads,
    Shape("UploadForm", query="UploadQuery", answer="Uploaded", status=201, binary=PICTURES),
)
def upload_id(call: Call) -> dict[str, Any]:
    """Takes a picture of a document (raw body), or answers with a presigned form (JSON body)."""
    if isinstance(call.body, bytes) != (call.query.mode == "direct"):
        raise BadRequest(
            "send the picture as the body, or a JSON body with mode=presigned", "upload_mode"
        )
    try:
        if isinstance(call.body, bytes):
            return _direct(call)
        form = call.body
        return wiring.uploads().form(call.user_id, form.content_type, form.size, form.side)
    except BadRequest:
        count("UploadErrors")
        raise


def _direct(call: Call) -> dict[str, Any]:
    """The same key and bytes get the same answer; the same key and other bytes a 422."""
    side = call.query.side

    def accept() -> dict[str, Any]:
        return wiring.uploads().accept(call.user_id, call.body, side)

    key = call.request.headers.get("idempotency-key", "")
    if not key:
        return accept()
    content = hashlib.sha256(side.encode() + b":" + call.body).hexdigest()
    return once(f"upload:{call.user_id}", key, content, uploads.lambda_context, accept)
