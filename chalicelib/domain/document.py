"""What a document says: printed fields, machine-readable zone, and how they agree.

A field keeps its value, its confidence (0-100) and its source (`printed`, `mrz` or `both`). Where
the zone's check digits hold, the zone wins over the print; the difference is shown, never hidden.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from chalicelib.domain import dates, labels, mrz_reading, places
from chalicelib.domain.dates import DateRead, Kind
from chalicelib.domain.labels import Printed, fold
from chalicelib.domain.mrz import Mrz, transliterate

NEEDED = ("name", "dateOfBirth", "documentNumber")
TRUSTED = 35.0
_NUMBER_TWINS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ", "ABEZHIKMNOPTYXABEKMHOPCTYX")
SAME_NAME = 0.88


@dataclass(frozen=True, slots=True)
class Claim:
    """What the applicant said of themselves; the birth date is ISO 8601."""

    full_name: str = field(repr=False)
    date_of_birth: str = field(repr=False)
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What all sides of a document say together.

    `missing` names needed fields that could not be read; `differences` holds `<field>:mrz` where
    print and zone differ and `<field>:profile` where document and profile differ. `mrz_valid` is
    None when no zone was found. `name_cut`: the zone had no room for the whole name.
    """

    fields: dict[str, dict[str, Any]] = field(repr=False)
    missing: tuple[str, ...]
    differences: tuple[str, ...]
    mrz_valid: bool | None
    expired: bool | None
    age: int | None
    name_cut: bool = False

    def value(self, name: str) -> str:
        """A field's value, or an empty string."""
        return str(self.fields.get(name, {}).get("value", ""))


def extract(answers: Mapping[str, Any], claim: Claim | None, today: date) -> Extracted:
    """Reads Textract answers by side (`front`, `back`)."""
    printed: dict[str, Printed] = {}
    zone: Mrz | None = None
    for answer in answers.values():
        labelled = labels.fields(answer)
        for name, value in (labelled | places.fill(answer, labelled, today)).items():
            if value.confidence >= TRUSTED:
                printed.setdefault(name, value)
        zone = zone or mrz_reading.find(labels.lines(answer), today)
    found = _Found(printed, zone, claim, today)
    for read in (found.name, found.birth, found.number, found.expiry, found.states):
        read()
    birth, expiry = _iso(found.fields, "dateOfBirth"), _iso(found.fields, "expiry")
    return Extracted(
        fields=found.fields,
        missing=tuple(name for name in NEEDED if name not in found.fields),
        differences=tuple(found.differences) + _from_profile(found.fields, claim, found.cut_short),
        mrz_valid=zone.valid if zone else None,
        expired=dates.expired(expiry, today) if expiry else _never_expires(printed),
        age=dates.age(birth, today) if birth else None,
        name_cut=found.cut_short,
    )


def _never_expires(printed: Mapping[str, Printed]) -> bool | None:
    """False for a document that says it is valid for ever; None where nothing can be read."""
    said = fold(printed["expiry"].value) if "expiry" in printed else ""
    return False if any(word in said for word in _FOR_EVER) else None


#: How documents say that they do not expire, folded.
_FOR_EVER = tuple(
    fold(word)
    for word in ("permanent", "unlimited", "indefinite", "unbefristet", "illimitata", "illimitée",
                 "permanente", "indefinido", "bezterminowo", "bezterminowy", "αόριστη", "süresiz")
)  # fmt: skip


class _Found:
    """Collects the fields of one document."""

    def __init__(
        self, printed: dict[str, Printed], zone: Mrz | None, claim: Claim | None, today: date
    ) -> None:
        self.printed, self.zone, self.claim, self.today = printed, zone, claim, today
        self.fields: dict[str, dict[str, Any]] = {}
        self.differences: list[str] = []
        self.cut_short = False
        """The name comes from a zone that had no room for all of it."""

    def _keep(self, name: str, value: str, confidence: float, source: str) -> None:
        self.fields[name] = {
            "value": value,
            "confidence": round(confidence, 1),
            "source": source,
        }

    def _checked(self, name: str) -> bool:
        return self.zone is not None and self.zone.checks.get(name, False)

    def _either(self, name: str, print_: Printed | None, zone: str, trusted: bool) -> None:
        """Keeps print or zone; where both are there and differ, says so."""
        if print_ and zone:
            if _folded_equal(print_.value, zone):
                self._keep(name, print_.value, max(print_.confidence, 95.0), "both")
                return
            self.differences.append(f"{name}:mrz")
        if zone and (trusted or not print_):
            self._keep(name, zone, 99.0 if trusted else 60.0, "mrz")
        elif print_:
            self._keep(name, print_.value, print_.confidence, "printed")

    def name(self) -> None:
        """The full name in reading order."""
        surname = self.printed.get("surname")
        if surname is None and "givenNames" in self.printed:
            surname = self.printed.get("name")  # "Name" beside "Vornamen" is the surname
        known = [part for part in (self.printed.get("givenNames"), surname) if part]
        print_: Printed | None = None
        if len(known) == 2 or (known and "name" not in self.printed):
            print_ = Printed(
                " ".join(_name_text(part.value) for part in known),
                min(part.confidence for part in known),
            )
        elif "name" in self.printed:
            whole = self.printed["name"]
            print_ = Printed(_name_text(whole.value), whole.confidence)
        if print_ and not re.search(r"[^\W\d_]{2}", print_.value):
            print_ = None
        zone = self.zone.name if self.zone else ""
        cut_short = bool(self.zone and self.zone.names_truncated)
        self.cut_short = cut_short and print_ is None
        if print_ and zone and same_name(print_.value, zone, cut_short):
            self._keep("name", print_.value.title(), max(print_.confidence, 95.0), "both")
        else:
            self._either("name", print_, zone, bool(self.zone and self.zone.valid))
            if "name" in self.fields:
                self.fields["name"]["value"] = self.fields["name"]["value"].title()

    def birth(self) -> None:
        """The date of birth, ISO 8601."""
        known = dates_claim(self.claim)
        self._date("dateOfBirth", "birth", Kind.BIRTH, known)

    def expiry(self) -> None:
        """The last day of validity, ISO 8601."""
        self._date("expiry", "expiry", Kind.EXPIRY, None)

    def _date(self, name: str, zone_field: str, kind: Kind, known: date | None) -> None:
        of_zone = None
        if self.zone:
            of_zone = self.zone.birth_date if kind is Kind.BIRTH else self.zone.expiry_date
        print_ = self.printed.get(name)
        read: DateRead | None = None
        if print_:
            issuer = self.zone.issuing_state if self.zone else ""
            read = dates.read(print_.value, self.today, kind, issuer)
            if read:
                read = read.settle(of_zone).settle(known)
        text = Printed(read.value.isoformat(), print_.confidence) if read and print_ else None
        zone_text = of_zone.isoformat() if of_zone else ""
        self._either(name, text, zone_text, self._checked(zone_field))

    def number(self) -> None:
        """The document number without spaces."""
        print_ = self.printed.get("documentNumber")
        if print_:
            value = re.sub(r"[^A-Z0-9-]", "", print_.value.upper().translate(_NUMBER_TWINS))
            usable = len(value) >= 4 and any(c.isdigit() for c in value)
            print_ = Printed(value, print_.confidence) if usable else None
        zone = self.zone.number if self.zone else ""
        self._either("documentNumber", print_, zone, self._checked("number"))

    def states(self) -> None:
        """Nationality and issuing state."""
        zone = self.zone
        print_ = self.printed.get("nationality")
        if zone and zone.nationality:
            self._keep("nationality", zone.nationality, 95.0 if zone.valid else 60.0, "mrz")
        elif print_:
            self._keep("nationality", print_.value.upper(), print_.confidence, "printed")
        if zone and zone.issuing_state:
            self._keep("issuer", zone.issuing_state, 95.0 if zone.valid else 60.0, "mrz")
        if zone:
            self._keep("format", str(zone.format), 99.0, "mrz")


def dates_claim(claim: Claim | None) -> date | None:
    """The claimed birth date."""
    try:
        return date.fromisoformat(claim.date_of_birth) if claim else None
    except ValueError:
        return None


def _iso(fields: Mapping[str, Mapping[str, Any]], name: str) -> date | None:
    return date.fromisoformat(fields[name]["value"]) if name in fields else None


def _name_text(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s'’.-]|[\d_]", " ", text.replace(",", " ")).split())


def _folded_equal(one: str, other: str) -> bool:
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")


def _tokens(name: str) -> list[str]:
    return [t for t in transliterate(name).replace("<", " ").split() if t]


def same_name(one: str, other: str, cut_short: bool = False) -> bool:
    """Do two spellings name one person? Order, accents and missing middle names do not matter.

    Every token of the shorter name must have its like in the longer one. Where one of them is
    `cut_short`, as a machine-readable zone cuts long names, a token may be another one's beginning.
    """
    short, long = sorted((_tokens(one), _tokens(other)), key=len)
    if not short or (len(short) == 1 and len(long) > 1):
        return False
    left = list(long)
    cuts = 1 if cut_short else 0
    for token in short:
        best = max(left, key=lambda other: SequenceMatcher(None, token, other).ratio(), default="")
        if not best:
            return False
        if not _alike(token, best):
            begun = next((t for t in left if t.startswith(token) or token.startswith(t)), "")
            if not cuts or not begun:
                return False
            cuts, best = cuts - 1, begun
        left.remove(best)
    return True


def _alike(one: str, other: str) -> bool:
    if len(one) <= 3 or len(other) <= 3:
        return one == other
    return SequenceMatcher(None, one, other).ratio() >= SAME_NAME


def _from_profile(
    fields: Mapping[str, Mapping[str, Any]], claim: Claim | None, cut_short: bool
) -> tuple[str, ...]:
    if claim is None:
        return ()
    different = []
    if "name" in fields and not same_name(fields["name"]["value"], claim.full_name, cut_short):
        different.append("name:profile")
    birth = fields.get("dateOfBirth", {}).get("value")
    if birth and birth != claim.date_of_birth:
        different.append("dateOfBirth:profile")
    state = str(fields.get("nationality", {}).get("value", ""))
    state = "DEU" if state == "D" else state
    if len(state) == 3 and len(claim.nationality) == 3 and state != claim.nationality:
        different.append("nationality:profile")
    return tuple(different)


def claim_differences(
    fields: Mapping[str, Mapping[str, Any]], claim: Claim | None, cut_short: bool = False
) -> tuple[str, ...]:
    """`<field>:profile` for each field in which a document and a claim differ."""
    return _from_profile(fields, claim, cut_short)
