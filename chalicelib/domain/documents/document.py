"""What a document says: printed fields, machine-readable zone, and how they agree.

A field keeps its value, its confidence (0-100) and its source (`printed`, `mrz` or `both`). Where
the zone's check digits hold, the zone wins over the print; the difference is shown, never hidden:
such a field has `printed` and `zone` (or `barcode`), too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.domain.documents import (
    codes,
    dates,
    dividing,
    issuers,
    labels,
    layout,
    mistaken,
    mrz_reading,
    outlines,
    places,
    printed,
)
from chalicelib.domain.documents.assembly import Assembly, Side
from chalicelib.domain.documents.names import same_name

__all__ = ["NEEDED", "Claim", "Extracted", "claim_differences", "extract", "same_name"]

CODES = "Codes"
"""Beside a Textract answer's blocks: the texts of the barcodes in the picture."""
NEEDED = ("name", "dateOfBirth", "documentNumber")
TRUSTED = 35.0
SHAPED = frozenset({"documentNumber", "personalNumber", "dateOfBirth"})
"""Fields that are looked for elsewhere where what stands behind their label is none."""
WEIGHED = 5
"""Candidates of a field that are looked at word by word."""
_ONE_STATE = {
    "D": "DEU", "GBD": "GBR", "GBN": "GBR", "GBO": "GBR", "GBP": "GBR", "GBS": "GBR",
    "RKS": "XKX", "XXK": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS",
}  # fmt: skip
"""Codes that zones hold for one state or its nationals (ICAO 9303-3, section 5) -> ISO alpha-3."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the applicant said of themselves; the birth date is ISO 8601."""

    full_name: str = field(repr=False)
    date_of_birth: str = field(repr=False)
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What all sides of a document say together.

    `missing` names needed fields that could not be read, and the expiry where one is printed that
    could not. `differences` holds `<field>:mrz` where print and zone differ, `<field>:profile`
    where document and profile differ, `<field>:order` where day and month may be exchanged,
    `dateOfBirth:partial` where the document leaves the day unknown, `documentNumber:birth` and
    `documentNumber:name` where a number that is built from these says another,
    `documentNumber:check` where a national number's check digit is wrong, `issuer:barcode`
    where a code contradicts itself, `<field>:sides` where two zones
    differ, and `documentType:visa`. `mrz_valid` is None when no zone was found. `expired` is None
    where no expiry is known, False where the document says that it has none. `name_cut`: the zone
    had no room for the whole name. `barcode_agrees`: does the code say what is printed? None
    without a code, or with nothing to compare it with; differences are `<field>:barcode`.
    `outlines`: where on the pictures the fields stand. `mistaken`: sides whose picture shows the
    other one.
    """

    fields: dict[str, dict[str, Any]] = field(repr=False)
    missing: tuple[str, ...]
    differences: tuple[str, ...]
    mrz_valid: bool | None
    expired: bool | None
    age: int | None
    name_cut: bool = False
    barcode_agrees: bool | None = None
    outlines: tuple[dict[str, Any], ...] = ()
    mistaken: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """A field's value, or an empty string."""
        return str(self.fields.get(name, {}).get("value", ""))


def extract(answers: Mapping[str, Any], claim: Claim | None, today: date) -> Extracted:
    """Reads Textract answers by side (`front`, `back`)."""
    sides = {name: read_side(answer, today) for name, answer in answers.items()}
    claimed = _day(claim.date_of_birth) if claim else None
    found = Assembly(list(sides.values()), claimed, today)
    found.read()
    birth = _day(found.value("dateOfBirth"))
    return Extracted(
        fields=found.fields,
        missing=tuple(name for name in NEEDED if name not in found.fields) + found.unread,
        differences=(
            *found.differences,
            *claim_differences(found.fields, claim, found.cut_short),
        ),
        mrz_valid=found.zone.valid if found.zone else None,
        expired=found.expired,
        age=dates.age(birth, today) if birth else None,
        name_cut=found.cut_short,
        barcode_agrees=found.barcode_agrees,
        outlines=outlines.outlines(answers, found.fields, today),
        mistaken=mistaken.mistaken(sides),
    )


def has_zone(answer: Mapping[str, Any], today: date) -> bool:
    """Does a side show a machine-readable zone?"""
    rows = layout.zone_lines(layout.boxes(answer))
    return mrz_reading.find(rows, today) is not None


def read_side(answer: Mapping[str, Any], today: date) -> Side:
    """What one side prints, field by field."""
    boxes = layout.boxes(answer)
    lines = [box.text for box in boxes]
    rows = layout.zone_lines(boxes)
    american = issuers.american(lines)
    kind = issuers.kind_of(lines)
    numbers = printed.numbers_on(answer, lines, bool(american))
    found = printed.candidates(answer, lines, numbers, today)
    kept = {
        name: [value for value in values if value.confidence >= TRUSTED]
        for name, values in found.items()
    }
    best = {
        name: values[0]
        for name, values in kept.items()
        if values and (name not in SHAPED or printed.fits(name, values[0].value, today))
    }
    if "personalNumber" in best:
        best.setdefault("documentNumber", best["personalNumber"])
    numbered = bool(numbers) or issuers.names_american_state(lines)
    licence = dividing.is_licence(lines) or (not kind and numbered)
    guessed = places.fill(answer, best, today, numbers, licence)
    for name, value in guessed.items():
        kept.setdefault(name, []).append(value)
    words = printed.Words(answer)
    return Side(
        printed={
            name: (*map(words.weighed, values[:WEIGHED]), *values[WEIGHED:])
            for name, values in kept.items()
            if values
        },
        zone=mrz_reading.find(rows, today),
        visa=mrz_reading.has_visa(rows, today),
        lines=tuple(lines),
        issuer=american or issuers.issuer_of(lines),
        kind=kind,
        languages=frozenset().union(
            *(labels.languages_of(label) for label, _, _ in labels.pairs(answer))
        ),
        code=codes.interpret(map(str, answer.get(CODES, ())), today),
    )


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def claim_differences(
    fields: Mapping[str, Mapping[str, Any]], claim: Claim | None, cut_short: bool = False
) -> tuple[str, ...]:
    """`<field>:profile` for each field in which a document and a claim differ."""
    if claim is None:
        return ()
    different = []
    name, birth, state = (
        str(fields.get(field, {}).get("value", ""))
        for field in ("name", "dateOfBirth", "nationality")
    )
    if name and not same_name(name, claim.full_name, cut_short):
        different.append("name:profile")
    if birth and not claim.date_of_birth.startswith(birth):
        different.append("dateOfBirth:profile")
    state, claimed = _state(state), _state(claim.nationality)
    if len(state) == 3 and len(claimed) == 3 and state != claimed:
        different.append("nationality:profile")
    return tuple(different)


def _state(code: str) -> str:
    return _ONE_STATE.get(code, code)
