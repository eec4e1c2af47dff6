"""Extracts the data of a document: printed fields, machine-readable zone, and their agreement.

A field has a `value`, a `confidence` (0-100) and a `source` (`printed`, `mrz`, `both` or
`barcode`). If the zone's check digits hold, the zone's value is taken. Where the two differ, the
field also has `printed` and `zone` (or `barcode`).
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
"""The key for the texts of the picture's barcodes, stored with a Textract answer."""
NEEDED = ("name", "dateOfBirth", "documentNumber")
TRUSTED = 35.0
SHAPED = frozenset({"documentNumber", "personalNumber", "dateOfBirth"})
"""Fields that are searched elsewhere on the page if the text after their label does not fit."""
NAME_IS_SURNAME = frozenset({"D", "AUT", "CHE"})
"""States whose label "Name" is the surname's, so that alone it may be half of a name."""
WEIGHED = 5
"""Candidates of a field whose confidence is computed word by word."""
_ONE_STATE = {
    "D": "DEU", "GBD": "GBR", "GBN": "GBR", "GBO": "GBR", "GBP": "GBR", "GBS": "GBR",
    "RKS": "XKX", "XXK": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS",
}  # fmt: skip
"""Codes of zones for a state or its nationals (ICAO 9303-3, section 5) -> ISO alpha-3."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The data that the applicant declared; the birth date is ISO 8601."""

    full_name: str = field(repr=False)
    date_of_birth: str = field(repr=False)
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The data of all sides of a document.

    `missing`: required fields that could not be read, and the expiry if one is printed but cannot
    be read. `differences`:

    * `<field>:mrz`: print and zone differ; `<field>:barcode`: print and barcode differ
    * `<field>:profile`: document and profile differ
    * `<field>:sides`: the zones of two sides differ
    * `<field>:order`: day and month may be swapped
    * `dateOfBirth:partial`: the document leaves the day unknown
    * `documentNumber:birth`, `documentNumber:name`: the number contradicts them
    * `documentNumber:check`: the check digit of a national number is wrong
    * `issuer:barcode`: a barcode names two states
    * `documentType:visa`: the page is a visa

    `mrz_valid`: None without a zone. `expired`: None if no expiry is known, False if the document
    never expires. `name_cut`: the zone truncates the name. `barcode_agrees`: None without a barcode
    or with too little to compare. `outlines`: where the fields are on the pictures. `mistaken`:
    sides whose picture shows the other side.
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
    """The data in the Textract answers of the sides (`front`, `back`)."""
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
    """Whether a side shows a machine-readable zone."""
    rows = layout.zone_lines(layout.boxes(answer))
    return mrz_reading.find(rows, today) is not None


def read_side(answer: Mapping[str, Any], today: date) -> Side:
    """The content of one side, field by field."""
    boxes = layout.boxes(answer)
    lines = [box.text for box in boxes]
    rows = layout.zone_lines(boxes)
    american = issuers.american(lines)
    issuer = american or issuers.issuer_of(lines)
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
    if "personalNumber" in best and kind != "residence_permit":  # its own stands without a label
        best.setdefault("documentNumber", best["personalNumber"])
    numbered = bool(numbers) or issuers.names_american_state(lines)
    licence = dividing.is_licence(lines) or (not kind and numbered)
    guessed = places.fill(answer, best, today, numbers, licence)
    for name, value in guessed.items():
        kept.setdefault(name, []).append(value)
    if issuer in NAME_IS_SURNAME and not {"surname", "givenNames"} & kept.keys():
        kept["name"] = [places.guessed(value) for value in kept.get("name", ())]
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
        issuer=issuer,
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
