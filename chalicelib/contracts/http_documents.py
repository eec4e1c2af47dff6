"""What the API says of a document that was read."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.contracts.wire import Wire


class MissingField(Wire):
    """A field that could not be read, or not for certain."""

    field: str
    why: Literal["not_readable", "day_or_month_unclear", "only_partly_known"]


class DocumentPreview(Wire):
    """What was read so far. `fields` holds name, dateOfBirth, documentNumber, expiry, …"""

    verification_id: str
    status: Literal["waiting", "reading", "read"]
    sides: list[Literal["front", "back"]]
    read_at: datetime | None = Field(None, description="When; another picture has another moment.")
    fields: dict[str, str]
    missing: list[MissingField]
    advice: list[Literal["take_again", "add_back", "use_another_document", "document_expired"]]
