"""Barcodes on identity documents, and the holder's data in them.

North America prints a PDF417 (`aamva`), South Africa a format of its own, India a QR code. The
formats are public. No signature of a code is verified here, so a code can only agree with the print
or differ from it; by itself it proves nothing.
"""

import re
import zlib
from collections.abc import Iterable
from datetime import date

from chalicelib.domain.documents import aamva
from chalicelib.domain.documents.aamva import Code
from chalicelib.domain.documents.dates import Kind, read

MOST_BYTES = 20_000
"""Bytes to which a compressed code is unpacked at most; a real one has a few kilobytes."""


def interpret(texts: Iterable[str], today: date) -> Code | None:
    """The first code that names a person; None if none does."""
    for text in texts:
        for format_ in (aamva.parse, _south_african, _indian_xml, _indian_packed):
            if (code := format_(text[: 2 * MOST_BYTES], today)) and (code.name or code.number):
                return code
    return None


def _birth(text: str, today: date) -> date | None:
    found = read(text, today, Kind.BIRTH, "IND")
    return found.value if found else None


def _south_african(text: str, today: date) -> Code | None:
    """SURNAME|NAMES|SEX|NATIONALITY|IDENTITY NUMBER|BIRTH|COUNTRY|STATUS|ISSUE|…"""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 8 or not re.fullmatch(r"\d{13}", parts[4]) or parts[3] not in ("RSA", "ZAF"):
        return None
    return Code(
        kind="south_african",
        surname=parts[0],
        given_names=parts[1],
        birth=_birth(parts[5], today),
        number=parts[4],
        country="ZAF",
    )


def _indian_xml(text: str, today: date) -> Code | None:
    """The QR code of Aadhaar letters before 2018: attributes in plain text."""
    if "PrintLetterBarcodeData" not in text[:200]:
        return None
    said = dict(re.findall(r'(\w+)="([^"]{0,200})"', text))
    return Code(
        kind="aadhaar",
        given_names=said.get("name", ""),
        birth=_birth(said.get("dob", ""), today),
        number=said.get("uid", ""),
        country="IND",
    )


def _indian_packed(text: str, today: date) -> Code | None:
    """Aadhaar's secure QR code: a decimal number that is gzipped data, whose fields end with 255.

    It holds only the last four digits of the Aadhaar number. Its signature is not verified.
    """
    if not re.fullmatch(r"[0-9]{600,20000}", text):
        return None
    value = 0
    for start in range(0, len(text), 3000):  # Python's int() refuses longer texts
        piece = text[start : start + 3000]
        value = value * 10 ** len(piece) + int(piece)
    try:
        unpack = zlib.decompressobj(wbits=31)
        data = unpack.decompress(value.to_bytes((value.bit_length() + 7) // 8, "big"), MOST_BYTES)
    except zlib.error:
        return None
    parts = [part.decode("latin-1") for part in data.split(b"\xff")[:8]]
    first = 1 if parts and re.fullmatch(r"V\d", parts[0]) else 0
    if len(parts) < first + 5:
        return None
    return Code(
        kind="aadhaar",
        given_names=parts[first + 2],
        birth=_birth(parts[first + 3], today),
        country="IND",
    )
