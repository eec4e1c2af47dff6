"""Pictures of identity documents."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import documents as wire
from chalicelib.domain.documents.sides import Side
from chalicelib.domain.errors import BadRequest
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Called
from chalicelib.entrypoints.idempotency import kept, once
from chalicelib.entrypoints.runtime import Shape, count, endpoint

if TYPE_CHECKING:
    from chalicelib.services.documents.uploads import Upload

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
    Shape(status=201, binary=PICTURES),
)
def upload_id(call: Called[wire.UploadForm | bytes, wire.UploadQuery]) -> wire.Uploaded:
    """Accepts a picture of a document (raw body), or returns a presigned form (JSON body)."""
    call.caller.must_be_led_through("document")
    if isinstance(call.body, bytes) != (call.query.mode == "direct"):
        raise BadRequest(
            "send the picture as the body, or a JSON body with mode=presigned", "upload_mode"
        )
    try:
        if isinstance(call.body, bytes):
            return _direct(call, call.body)
        form = call.body
        return shown(
            application().uploads.form(call.user_id, form.content_type, form.size, form.side.value)
        )
    except BadRequest:
        count("UploadErrors")
        raise


def _direct(call: Called[Any, wire.UploadQuery], picture: bytes) -> wire.Uploaded:
    """Accepts a picture. The same Idempotency-Key with the same bytes gets the same answer, with
    other bytes a 422."""
    side = call.query.side.value

    def accept() -> dict[str, Any]:
        return kept(shown(application().uploads.accept(call.user_id, picture, side)))

    key = call.request.headers.get("idempotency-key", "")
    if not key:
        return wire.Uploaded.model_validate(accept())
    content = hashlib.sha256(side.encode() + b":" + picture).hexdigest()
    done = once(f"upload:{call.user_id}", key, content, uploads.lambda_context, accept)
    return wire.Uploaded.model_validate(done)


def shown(upload: Upload) -> wire.Uploaded:
    """An upload, on the wire."""
    taken: dict[str, Any] = {"sha256": upload.sha256} if upload.sha256 else {}
    if upload.form:
        taken["upload"] = wire.PresignedForm(url=upload.form["url"], fields=upload.form["fields"])
    return wire.Uploaded(
        verification_id=upload.verification_id,
        side=Side(upload.side),
        expires_at=upload.expires_at,
        **taken,
    )
