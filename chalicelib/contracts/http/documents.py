"""Documents on the wire: pictures on their way in, and what was read of them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.contracts.wire import Id, Wire, Words
from chalicelib.domain.documents import sides
from chalicelib.domain.documents.preview import Advice, Reading, Why

Side = Annotated[sides.Side, Words()]


class UploadQuery(Wire):
    """`mode=presigned` answers with a form instead of taking the picture."""

    mode: Literal["direct", "presigned"] = "direct"
    side: Side = sides.Side.FRONT


class UploadForm(Wire):
    """What will be posted to the bucket."""

    content_type: Literal["image/jpeg", "image/png"]
    size: int = Field(gt=0, le=10_000_000)
    side: Side = sides.Side.FRONT


class PresignedForm(Wire):
    """POST these fields, then the file, as multipart/form-data."""

    url: str
    fields: dict[str, str]


class Uploaded(Wire):
    """Where the picture belongs."""

    verification_id: Id
    side: Side
    expires_at: datetime
    sha256: str | None = None
    upload: PresignedForm | None = None


class SideQuery(Wire):
    """Which side of the document the picture shows."""

    side: Side = sides.Side.FRONT


class MissingField(Wire):
    """A field that could not be read, or not for certain."""

    field: str
    why: Annotated[Why, Words()]


class DocumentPreview(Wire):
    """What was read so far. `fields` holds name, dateOfBirth, documentNumber, expiry, …"""

    verification_id: str
    status: Annotated[Reading, Words()]
    sides: list[Side]
    read_at: datetime | None = Field(None, description="When; another picture has another moment.")
    fields: dict[str, str]
    missing: list[MissingField]
    advice: list[Annotated[Advice, Words()]]
