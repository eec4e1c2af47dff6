"""The personal data on a document's chip, and their comparison with the photographed document."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from chalicelib.domain.documents.mrz import SHAPES, Format, Mrz, interpret
from chalicelib.domain.documents.names import same_name
from chalicelib.domain.documents.states import two_letters
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.records import plain_number

UNREADABLE = BadRequest("this is no first data group of a travel document", "chip_unreadable")
_MOST = 200


class Verdict(StrEnum):
    """The result of verifying the issuing state's signature over a chip's data."""

    GENUINE = "genuine"
    FORGED = "forged"
    UNKNOWN = "unknown"


def zone_of(group: bytes, today: date) -> Mrz:
    """The machine-readable zone in data group 1 (tag 0x5F1F within 0x61); BadRequest if none."""
    if len(group) > _MOST:
        raise UNREADABLE
    inner = _value(_value(group, b"\x61"), b"\x5f\x1f")
    try:
        text = inner.decode("ascii")
    except UnicodeDecodeError:
        raise UNREADABLE from None
    for fmt, (lines, width) in SHAPES.items():
        if len(text) == lines * width:
            rows = tuple(text[start : start + width] for start in range(0, len(text), width))
            return _faultless(interpret(rows, Format(fmt), today))
    raise UNREADABLE


def _faultless(zone: Mrz) -> Mrz:
    if not zone.valid or not zone.number or not zone.name or not zone.birth_date:
        raise UNREADABLE  # no state signs a zone with wrong check digits
    return zone


def _value(data: bytes, tag: bytes) -> bytes:
    """The content of the single DER element in `data` (up to 255 bytes)."""
    if not data.startswith(tag):
        raise UNREADABLE
    rest = data[len(tag) :]
    if rest[:1] == b"\x81":
        rest = rest[1:]
    if not rest or rest[0] != len(rest) - 1:
        raise UNREADABLE
    return rest[1:]


def differences(fields: Mapping[str, Mapping[str, Any]], zone: Mrz) -> tuple[str, ...]:
    """`<field>:chip` for each field in which the document, as read, differs from the chip."""

    def read(name: str) -> str:
        return str(fields.get(name, {}).get("value", ""))

    different = []
    if not same_name(read("name"), zone.name, zone.names_truncated):
        different.append("name:chip")
    if zone.birth_date is None or read("dateOfBirth") != zone.birth_date.isoformat():
        different.append("dateOfBirth:chip")
    if plain_number(read("documentNumber")) != plain_number(zone.number):
        different.append("documentNumber:chip")
    expiry = zone.expiry_date.isoformat() if zone.expiry_date else ""
    if expiry and read("expiry") and read("expiry") != expiry:
        different.append("expiry:chip")
    issuer = two_letters(read("issuer"))
    if issuer and not issuer & two_letters(zone.issuing_state):
        different.append("issuer:chip")
    return tuple(different)
