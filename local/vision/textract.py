"""Amazon Textract's DetectDocumentText, AnalyzeDocument (FORMS) and AnalyzeID over RapidOCR.

Shapes and errors after docs.aws.amazon.com/textract/latest/dg; an operation raises `Refused` with
AWS's name of the error. There are no blocks for queries, signatures, layout and tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local.vision import forms, identity, ocr
from local.vision.blocks import Page
from local.vision.forms import Pair
from local.vision.landmarks import Picture
from local.vision.ocr import Line
from local.vision.protocol import (
    WSGI,
    Fetch,
    NotAPicture,
    Refused,
    content,
    decoded,
    json_application,
)

LIMIT = 10 * 1024 * 1024
MOST_PIXELS = 10_000
"""The longest side that Textract reads, in pixels."""
SURE = 97.0
"""Confidence (0-100) from which a line is not read again."""
FEATURES = frozenset({"TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"})


def app(fetch: Fetch) -> WSGI:
    """Textract for the embedded cloud; `fetch(bucket, key, version)` reads S3."""
    operations = {
        "DetectDocumentText": detect_document_text,
        "AnalyzeDocument": analyze_document,
        "AnalyzeID": analyze_id,
    }
    return json_application("textract", operations, fetch)


def picture_of(source: Any, fetch: Fetch) -> Picture:
    """The RGB pixels of a Document parameter. Refused: DocumentTooLargeException,
    BadDocumentException, UnsupportedDocumentException, and the errors of `content`."""
    data = content(source, fetch)
    if len(data) > LIMIT:
        raise Refused("DocumentTooLargeException", "The document is larger than 10 MB")
    try:
        picture = decoded(data)
    except NotAPicture as error:
        if data[:3] == b"\xff\xd8\xff" or data[:4] == b"\x89PNG":
            raise Refused("BadDocumentException", "The document cannot be read") from error
        raise Refused(
            "UnsupportedDocumentException", "Request has unsupported document format"
        ) from error
    if max(picture.shape[:2]) > MOST_PIXELS:
        raise Refused("BadDocumentException", "The document has too many pixels")
    return picture


def read(picture: Picture) -> tuple[tuple[Line, ...], list[Pair]]:
    """(lines, key-value pairs) of an RGB picture.

    If a field is missing and there is no machine-readable zone, the picture is read again at a
    finer resolution. Each reading misses lines that the other finds, so the two are joined.
    """
    lines = _sure(picture, ocr.lines(picture))
    found = forms.pairs(lines)
    if identity.complete(found) or identity.has_zone(lines):
        return lines, found
    joined = ocr.joined(lines, _sure(picture, ocr.lines(picture, ocr.FINE_SIDE)))
    return joined, forms.pairs(joined)


def _sure(picture: Picture, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with uncertain ones read again by themselves; so are the lines of a zone whose
    check digits are wrong."""
    valid = identity.zone(lines)
    again = valid is not None and not valid.valid
    return tuple(
        ocr.clearer(picture, line) if line.trust < SURE or (again and "<<" in line.text) else line
        for line in lines
    )


def _metadata() -> dict[str, int]:
    return {"Pages": 1}


def detect_document_text(request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    """DetectDocumentText: PAGE, LINE and WORD blocks."""
    picture = picture_of(request.get("Document"), fetch)
    page = Page(picture, ocr.lines(picture))
    return {
        "DocumentMetadata": _metadata(),
        "Blocks": page.blocks(),
        "DetectDocumentTextModelVersion": "1.0",
    }


def analyze_document(request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    """AnalyzeDocument: PAGE, LINE and WORD blocks, and KEY_VALUE_SET blocks if FORMS is among the
    features."""
    asked = request.get("FeatureTypes")
    if not isinstance(asked, list) or not asked or not set(asked) <= FEATURES:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    picture = picture_of(request.get("Document"), fetch)
    lines, found = read(picture) if "FORMS" in asked else (ocr.lines(picture), [])
    return {
        "DocumentMetadata": _metadata(),
        "Blocks": Page(picture, lines).blocks(found),
        "AnalyzeDocumentModelVersion": "1.0",
    }


def analyze_id(request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    """AnalyzeID: normalised fields, for each of one or two pages."""
    pages = request.get("DocumentPages")
    if not isinstance(pages, list) or not 1 <= len(pages) <= 2:
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    documents = []
    for number, source in enumerate(pages, start=1):
        picture = picture_of(source, fetch)
        lines, found = read(picture)
        documents.append(
            {
                "DocumentIndex": number,
                "IdentityDocumentFields": identity.identity_fields(lines, found),
                "Blocks": Page(picture, lines).blocks(),
            }
        )
    return {
        "IdentityDocuments": documents,
        "DocumentMetadata": {"Pages": len(pages)},
        "AnalyzeIDModelVersion": "1.0",
    }
