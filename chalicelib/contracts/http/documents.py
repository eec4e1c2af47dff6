"""Documents on the wire: uploads of pictures, and the preview of their reading."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.contracts.wire import Id, Wire, Words
from chalicelib.domain.documents import sides
from chalicelib.domain.documents.preview import Advice, Reading, Why

Side = Annotated[sides.Side, Words()]


class UploadQuery(Wire):
    """`mode=presigned` returns a form instead of accepting the picture."""

    mode: Literal["direct", "presigned"] = "direct"
    side: Side = sides.Side.FRONT


class UploadForm(Wire):
    """The picture that will be posted to the bucket."""

    content_type: Literal["image/jpeg", "image/png"]
    size: int = Field(gt=0, le=10_000_000)
    side: Side = sides.Side.FRONT


class PresignedForm(Wire):
    """POST these fields, then the file, as multipart/form-data."""

    url: str
    fields: dict[str, str]


class Uploaded(Wire):
    """The verification that the picture belongs to."""

    verification_id: Id
    side: Side
    expires_at: datetime
    sha256: str | None = None
    upload: PresignedForm | None = None


class SideQuery(Wire):
    """The side of the document that the picture shows."""

    side: Side = sides.Side.FRONT


class MissingField(Wire):
    """A field that could not be read with certainty."""

    field: str
    why: Annotated[Why, Words()]


class DocumentPreview(Wire):
    """The fields read so far: name, dateOfBirth, documentNumber, expiry, …"""

    verification_id: str
    status: Annotated[Reading, Words()]
    sides: list[Side]
    read_at: datetime | None = Field(None, description="When; another picture has another moment.")
    fields: dict[str, str]
    missing: list[MissingField]
    advice: list[Annotated[Advice, Words()]]
