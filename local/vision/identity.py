"""AnalyzeID's fields from the labels and the machine-readable zone of a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from chalicelib.domain.documents import dates, dividing, mrz_reading
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.labels import field_of
from chalicelib.domain.documents.mrz import Mrz
from local.vision.forms import Pair
from local.vision.ocr import Line

TYPES = [
    "FIRST_NAME",
    "LAST_NAME",
    "MIDDLE_NAME",
    "SUFFIX",
    "CITY_IN_ADDRESS",
    "ZIP_CODE_IN_ADDRESS",
    "STATE_IN_ADDRESS",
    "STATE_NAME",
    "DOCUMENT_NUMBER",
    "EXPIRATION_DATE",
    "DATE_OF_BIRTH",
    "DATE_OF_ISSUE",
    "ID_TYPE",
    "ENDORSEMENTS",
    "VETERAN",
    "RESTRICTIONS",
    "CLASS",
    "ADDRESS",
    "COUNTY",
    "PLACE_OF_BIRTH",
    "MRZ_CODE",
]
NAMED = {
    "surname": "LAST_NAME",
    "givenNames": "FIRST_NAME",
    "dateOfBirth": "DATE_OF_BIRTH",
    "documentNumber": "DOCUMENT_NUMBER",
    "expiry": "EXPIRATION_DATE",
}


def fields_of(pairs: Sequence[Pair]) -> frozenset[str]:
    """The fields that have a label, or a licence's number, and a value; names as in
    chalicelib.domain.documents.labels, "" for other labels."""
    labels = [pair.key.text for pair in pairs if pair.value]
    numbers = dividing.scheme(labels, american=False)
    return frozenset(
        field_of(label)[0] or numbers.get(dividing.number_of(label), "") for label in labels
    )


def complete(pairs: Sequence[Pair]) -> bool:
    """Whether name, birth date and document number were found, so that no finer look is needed."""
    found = fields_of(pairs)
    named = "givenNames" in found and found & {"surname", "name"}
    whole = "name" in found and not any(field_of(pair.key.text)[0] == "surname" for pair in pairs)
    return bool(named or whole) and found >= {"dateOfBirth", "documentNumber"}


def zone(lines: Sequence[Line]) -> Mrz | None:
    """The machine-readable zone among the lines, or None."""
    texts = [line.text for line in _downwards(lines)]
    return mrz_reading.find(texts, datetime.now(UTC).date())


def has_zone(lines: Sequence[Line]) -> bool:
    """Whether a machine-readable zone is among the lines."""
    return zone(lines) is not None


def _downwards(lines: Sequence[Line]) -> list[Line]:
    """The lines from top to bottom of the page, which may be turned."""
    down = sum((line.down for line in lines), start=np.zeros(2))
    return sorted(lines, key=lambda line: float(line.corners.mean(axis=0) @ down))


def identity_fields(lines: Sequence[Line], pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """AnalyzeID's IdentityDocumentFields: one for each of TYPES, with an empty text if the document
    has none. Confidence is 0-100."""
    found: dict[str, tuple[str, float]] = {}
    for pair in pairs:
        name = NAMED.get(field_of(pair.key.text)[0], "")
        if name and pair.value:
            found.setdefault(name, (pair.value.text, pair.value.trust))
    rows = [line for line in _downwards(lines) if line.text.count("<") >= 2]
    if rows:
        text = "\n".join(mrz_reading.plain(line.text) for line in rows)
        found["MRZ_CODE"] = (text, min(line.trust for line in rows))
    return [_field(kind, *found.get(kind, ("", 100.0))) for kind in TYPES]


def _field(kind: str, text: str, trust: float) -> dict[str, Any]:
    value: dict[str, Any] = {"Text": text, "Confidence": trust}
    if text and kind in ("DATE_OF_BIRTH", "EXPIRATION_DATE"):
        today = datetime.now(UTC).date()
        meaning = Kind.BIRTH if kind == "DATE_OF_BIRTH" else Kind.EXPIRY
        read = dates.read(text, today, meaning)
        if read:
            normal = f"{read.value.isoformat()}T00:00:00"
            value["NormalizedValue"] = {"Value": normal, "ValueType": "Date"}
    return {"Type": {"Text": kind}, "ValueDetection": value}
