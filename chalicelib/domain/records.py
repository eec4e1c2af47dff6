"""Records of a document's reading, of a screening, and of the use of a document number."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.screening.screening import kinds_of


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What was read from a document (table KycOcrData; personal data).

    `fields` maps a field name to `{value, confidence (0-100), source}`. `signs` of forgery are
    `<sign>:<side>`, `picture_print` is the front's (domain/documents/forgery.py). `outlines`
    say where on the pictures the fields stand (domain/documents/outlines.py), `mistaken` whose
    picture shows the other side (domain/documents/mistaken.py).
    """

    verification_id: str
    user_id: str
    read_at: datetime
    expires_at: datetime
    fields: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    mrz_valid: bool | None = None
    expired: bool | None = None
    age: int | None = None
    number_hash: str = ""
    screening_fingerprint: str = ""
    sha256: str = ""
    version: int = 1
    name_cut: bool = False
    barcode_agrees: bool | None = None
    signs: tuple[str, ...] = ()
    picture_print: str = field(default="", repr=False)
    outlines: tuple[dict[str, Any], ...] = ()
    chip_agrees: bool | None = None
    mistaken: tuple[str, ...] = ()

    @property
    def screening_entry(self) -> str:
        """The sort key of this verification's screening in KycAuditLog; known before it is
        written.
        """
        return f"screening#{self.screening_fingerprint}"

    def value(self, name: str) -> str:
        """The value of a field as text; "" if it was not read."""
        return str(self.fields.get(name, {}).get("value", ""))


@dataclass(frozen=True, slots=True)
class ScreeningRecord:
    """The result of a screening (an entry of KycAuditLog).

    `matches` name the list entries and explain the scores. `kinds` of lists are kept where the
    matches themselves are not: for people whom a vendor checked.
    """

    subject_id: str
    entry_id: str
    sanctions_status: str
    screened_at: datetime
    expires_at: datetime
    matches: tuple[dict[str, Any], ...] = ()
    algorithm: str = ""
    threshold: float = 0.0
    list_versions: dict[str, str] = field(default_factory=dict)
    version: int = 1
    near: float = 0.0
    kinds: tuple[str, ...] = ()

    @property
    def hit_kinds(self) -> tuple[str, ...]:
        """The kinds of lists with a match."""
        return self.kinds or kinds_of(self.matches)


@dataclass(frozen=True, slots=True)
class NumberUse:
    """Who first used a document, or a picture: its number, or a band of its print.

    Numbers and bands themselves are kept only as keyed hashes.

    `expires_at` is set where the owner was refused for cause, and erased.
    """

    number_hash: str
    user_id: str
    verification_id: str
    expires_at: datetime | None = None
    version: int = 1


_ALIKE = str.maketrans("OI", "01")


def plain_number(number: str) -> str:
    """The canonical spelling of a document number, however it was read.

    The issuing state is left out: only a machine-readable zone says it, and one document sent with
    and without its zone would be two. A collision of two states' numbers costs a review, never a
    refusal.
    """
    return "".join(c for c in number.upper() if c.isalnum()).translate(_ALIKE)
