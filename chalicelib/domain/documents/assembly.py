"""Combines the sides of one document: compares print and zone, field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.domain.documents import consistency, dates, mrz_french, number_shapes, places
from chalicelib.domain.documents.aamva import Code
from chalicelib.domain.documents.date_order import Hints, month_first
from chalicelib.domain.documents.dates import ENDLESS, DateRead, Kind
from chalicelib.domain.documents.labels import Printed, fold
from chalicelib.domain.documents.likeness import bare, confusable, holds
from chalicelib.domain.documents.mrz import Mrz
from chalicelib.domain.documents.names import same_name
from chalicelib.domain.documents.printed import fits, name_text, spoken

UNSURE = 50.0
"""Confidence (0-100) of a value that can be read in two ways."""
SURE_LABEL = 0.9
_KINDS = {"P": "passport", "I": "id_card", "A": "id_card", "C": "id_card"}


@dataclass(frozen=True, slots=True)
class Side:
    """The content of one side of a document; `printed` holds every candidate, the best first."""

    printed: dict[str, tuple[Printed, ...]] = field(repr=False)
    zone: Mrz | None = field(repr=False)
    visa: bool
    lines: tuple[str, ...] = field(repr=False)
    issuer: str
    kind: str
    languages: frozenset[str]
    code: Code | None = field(default=None, repr=False)


class Assembly:
    """Collects the fields of one document."""

    def __init__(self, sides: Sequence[Side], claimed: date | None, today: date) -> None:
        self.sides, self.claimed, self.today = sides, claimed, today
        zones = [side.zone for side in sides if side.zone]
        self.zone = max(zones, key=lambda z: (z.valid, sum(z.checks.values())), default=None)
        self.code = next((side.code for side in sides if side.code), None)
        self.barcode_agrees: bool | None = None
        self.fields: dict[str, dict[str, Any]] = {}
        self.differences: list[str] = []
        self.unread: tuple[str, ...] = ()
        self.expired: bool | None = None
        self.cut_short = False
        """The name comes from a zone that truncates it."""
        self._zones_agree([zone for zone in zones if zone.valid])

    def read(self) -> None:
        """Fills the fields."""
        self._states()
        self._order = self._date_order()
        self._name()
        self._birth()
        self._number()
        self._expiry()
        if self.code:
            self.barcode_agrees = self._with_code(self.code)
            self.differences += consistency.issuer(self.code)
        self._number_says()

    def value(self, name: str) -> str:
        """A field's value, or an empty string."""
        return str(self.fields.get(name, {}).get("value", ""))

    def _zones_agree(self, zones: Sequence[Mrz]) -> None:
        """Adds `<field>:sides` where two valid zones differ: they belong to two documents."""
        if len(zones) > 1:
            for name, of in _COMPARED.items():
                if len({of(zone) for zone in zones}) > 1:
                    self.differences.append(f"{name}:sides")

    def _all(self, name: str) -> list[Printed]:
        """The candidates of a field: those that fit the field first, front before back."""
        found = [value for side in self.sides for value in side.printed.get(name, ())]
        return sorted(found, key=lambda value: not fits(name, value.value, self.today))

    def _first(self, name: str) -> Printed | None:
        return next(iter(self._all(name)), None)

    def _keep(self, name: str, value: str, confidence: float, source: str) -> None:
        sure = round(confidence, 1)
        self.fields[name] = {"value": value, "confidence": sure, "source": source}

    def _both(self, name: str, printed: str, **other: str) -> None:  # the reviewer sees both
        self.fields[name] |= {"printed": printed, **other}

    def _checked(self, name: str) -> bool:
        return self.zone is not None and self.zone.checks.get(name, False)

    def _either(self, name: str, print_: Printed | None, zone: str, trusted: bool) -> None:
        """Keeps print or zone, and records a difference where both exist."""
        if print_ and zone:
            if fold(print_.value).replace(" ", "") == fold(zone).replace(" ", ""):
                self._keep(name, print_.value, max(print_.confidence, 95.0), "both")
                return
            self.differences.append(f"{name}:mrz")
        if zone and (trusted or not print_):
            self._keep(name, zone, 99.0 if trusted else 60.0, "mrz")
        elif print_:
            self._keep(name, print_.value, print_.confidence, "printed")
        if print_ and zone:
            self._both(name, print_.value, zone=zone)

    def _printed_name(self) -> Printed | None:
        """The printed full name, in reading order.

        The label "Name" means the given name beside "Surname", and the surname beside "Vornamen".
        """
        surname, given = self._first("surname"), self._first("givenNames")
        whole = self._first("name")
        if whole and (surname is None) != (given is None):
            known = surname or given
            if known and fold(known.value) not in fold(whole.value):
                surname, given = surname or whole, given or whole
        parts = [part for part in (given, surname) if part]
        if whole and len(parts) < 2:
            parts = [whole]
        text = " ".join(name_text(part.value) for part in parts).strip()
        sure = min((part.confidence for part in parts), default=0.0)
        if len(text.split()) < 2 or not all(spoken(part.value) for part in parts):  # or one half
            sure = min(sure, places.GUESSED)
        return Printed(text, sure) if text else None

    def _name(self) -> None:
        """The full name in reading order."""
        print_ = self._printed_name()
        zone = self.zone.name if self.zone else ""
        cut_short = bool(self.zone and self.zone.names_truncated)
        self.cut_short = cut_short and print_ is None
        if print_ and zone and same_name(print_.value, zone, cut_short):
            joined = len(zone.split()) > len(print_.value.split()) and not cut_short
            value = zone if joined and self.zone and self.zone.valid else print_.value
            self._keep("name", value.title(), max(print_.confidence, 95.0), "both")
        else:
            self._either("name", print_, zone, bool(self.zone and self.zone.valid))
            if "name" in self.fields:
                self.fields["name"]["value"] = self.fields["name"]["value"].title()

    def _date_order(self) -> bool | None:
        texts = [
            (kind, value.value)
            for name, kind in (("dateOfBirth", Kind.BIRTH), ("expiry", Kind.EXPIRY))
            for value in self._all(name)
        ]
        zone = self.zone
        known = [zone.birth_date, zone.expiry_date] if zone else []
        known += [self.code.birth, self.code.expiry] if self.code else []
        hints = Hints(
            issuer=self._issuer(),
            languages=frozenset().union(*(side.languages for side in self.sides)),
            known=tuple(day for day in known if day),
            claimed=self.claimed,
        )
        lines = [line for side in self.sides for line in side.lines if "<" not in line]
        return month_first(texts, lines, hints, self.today)

    def _issuer(self) -> str:
        if self.zone and self.zone.issuing_state:
            return self.zone.issuing_state
        if self.code and self.code.country:
            return self.code.country
        said = {side.issuer for side in self.sides if side.issuer}
        return said.pop() if len(said) == 1 else ""

    def _print_date(
        self, name: str, kind: Kind, known: date | None
    ) -> tuple[DateRead, float] | None:
        """(date, its confidence) of the first candidate that holds a date; None."""
        for candidate in self._all(name):
            read = dates.read(
                candidate.value, self.today, kind, self._calendar(), month_first=self._order
            )
            if read:
                return read.settle(known), candidate.confidence
        return None

    def _calendar(self) -> str:
        """The issuing state where it determines the calendar; `date_order` determines the order."""
        issuer = self._issuer()
        return issuer if self._order is not None else ""

    def _birth(self) -> None:
        """The date of birth, ISO 8601."""
        zone = self.zone.birth_date if self.zone else None
        found = self._print_date("dateOfBirth", Kind.BIRTH, zone)
        if found and zone and _centuries_apart(found[0].value, zone):
            zone = found[0].value  # the zone holds two digits of the year, the print all four
        self._date("dateOfBirth", found, zone, self._checked("birth"))
        if "dateOfBirth" not in self.fields:
            self._partial_birth()

    def _partial_birth(self) -> None:
        """The date of birth of which the issuer knows only the year, or year and month."""
        of_zone = self.zone.birth_partial if self.zone else ""
        said = [dates.partial(value.value, self.today) for value in self._all("dateOfBirth")]
        value = of_zone or next((part for part in said if part), "")
        if value:
            self._keep("dateOfBirth", value, UNSURE, "mrz" if of_zone else "printed")
            self.differences.append("dateOfBirth:partial")

    def _date(
        self, name: str, found: tuple[DateRead, float] | None, zone: date | None, checked: bool
    ) -> None:
        if not found:
            self._either(name, None, zone.isoformat() if zone else "", checked)
            return
        read, confidence = found
        if read.ambiguous and zone is None:
            self._keep(name, read.value.isoformat(), min(confidence, UNSURE), "printed")
            self.differences.append(f"{name}:order")
            return
        text = Printed(read.value.isoformat(), confidence)
        self._either(name, text, zone.isoformat() if zone else "", checked)

    def _expiry(self) -> None:
        """The last day of validity, ISO 8601; 9999-12-31 if the document has no expiry."""
        zone = self.zone.expiry_date if self.zone else None
        candidates = self._all("expiry")
        if any(dates.endless(value.value) for value in candidates):
            self._keep("expiry", ENDLESS.isoformat(), candidates[0].confidence, "printed")
            if zone and zone != ENDLESS:
                self.differences.append("expiry:mrz")
            self.expired = False
            return
        found = self._print_date("expiry", Kind.EXPIRY, zone)
        if not found and zone is None and self.zone:
            zone = mrz_french.latest_expiry(self.zone)
        self._date("expiry", found, zone, self._checked("expiry"))
        if "expiry" not in self.fields:
            printed_ = any(v.likeness >= SURE_LABEL and v.confidence for v in candidates)
            self.unread = ("expiry",) if printed_ or self._zone_expiry_unread() else ()
            return
        self._judge_expiry(found)

    def _judge_expiry(self, found: tuple[DateRead, float] | None) -> None:
        """Sets `expired`; where day and month may be swapped, only if both readings agree."""
        days = [date.fromisoformat(self.value("expiry"))]
        if found and "expiry:order" in self.differences:
            days = [found[0].value, *found[0].alternatives]
        judged = {dates.expired(day, self.today) for day in days}
        if len(judged) == 1:
            self.expired = judged.pop()
            if "expiry:order" in self.differences:
                self.differences.remove("expiry:order")

    def _zone_expiry_unread(self) -> bool:
        """Whether the zone has digits for an expiry that are no valid day."""
        if self.zone is None or self.zone.lines[0].startswith("IDFRA"):
            return False
        return "expiry" in self.zone.checks and not self.zone.expiry_open

    def _number(self) -> None:
        """The document number without spaces."""
        lines = [line for side in self.sides for line in side.lines]
        usable = []
        for name in ("documentNumber", "personalNumber"):
            for value in self._all(name):
                text, shaped = number_shapes.read(value.value, lines)
                if text:
                    sure = value.confidence if shaped else min(value.confidence, UNSURE)
                    usable.append(Printed(text, sure))
        zone = self.zone.number if self.zone else ""
        same = next((value for value in usable if _same_number(value.value, zone)), None)
        own = [value for value in usable if fits("documentNumber", value.value, self.today)]
        print_ = same or next(iter(own), None)
        if self.zone and zone and print_ and not same:
            print_ = self._weighed(print_, self.zone, own)
        self._either("documentNumber", print_, zone, self._number_trusted(print_))

    def _weighed(self, print_: Printed, zone: Mrz, others: Sequence[Printed]) -> Printed | None:
        """The printed number, compared with a zone's that differs in characters OCR confuses.

        If the check digit holds for one of them only, the other one is a misreading and ignored. If
        it holds for both, the printed number is taken and the difference recorded.
        """
        like = next((value for value in others if confusable(value.value, zone.number)), None)
        if like is None:
            return print_
        digit = zone_digit(zone)
        if self._checked("number") and not holds(like.value, digit):
            return None
        return like

    def _number_trusted(self, print_: Printed | None) -> bool:
        """Whether the zone's number is taken: its check digit holds and can tell the two apart."""
        if not self._checked("number") or self.zone is None:
            return False
        if print_ and print_.value != self.zone.number and len(self.zone.number) <= 9:
            like = confusable(print_.value, self.zone.number) or (
                len(print_.value) == len(self.zone.number)
            )
            return not (like and holds(print_.value, zone_digit(self.zone)))
        return True

    def _number_says(self) -> None:
        """Checks a number's check digit, and name and birth date where it is built from them."""
        birth, name = self.value("dateOfBirth"), self.value("name")
        number = self.value("documentNumber")
        self.differences += consistency.check_digit(number, self.value("issuer"))
        if len(birth) == len("2000-01-01") and name:
            self.differences += consistency.british(number, name, date.fromisoformat(birth))

    def _with_code(self, code: Code) -> bool | None:
        """Compares print and barcode, and keeps the barcode's values, which are never misread.

        False if a printed field differs, True if the name and at least one more field agree, None
        if there is too little to compare.
        """
        said = {
            "name": code.name.title(),
            "dateOfBirth": code.birth.isoformat() if code.birth else "",
            "documentNumber": code.number,
            "expiry": code.expiry.isoformat() if code.expiry else "",
        }
        same, other = set(), set()
        for name, value in said.items():
            printed_ = self.value(name)
            if not value or (printed_ and self._code_says(name, printed_, value)):
                same |= {name} if value else set()
            elif printed_:
                other.add(name)
                self.differences.append(f"{name}:barcode")
            if value:
                shown = printed_ if name == "name" and name in same else value
                self._keep(name, shown, 99.0, "both" if name in same else "barcode")
            if name in other:
                self._both(name, printed_, barcode=value)
        self._settled_by_code(same)
        if other:
            return False
        return True if "name" in same and len(same) > 1 else None

    def _code_says(self, name: str, printed_: str, code: str) -> bool:
        if name == "name":
            return same_name(printed_, code, bool(self.code and self.code.cut))
        if name == "documentNumber":
            return confusable(bare(printed_), bare(code))
        return printed_ == code

    def _settled_by_code(self, same: set[str]) -> None:
        """Takes from the barcode what print left open: an unread expiry, the order of a date."""
        if self.code and self.code.expiry:
            self.expired = dates.expired(self.code.expiry, self.today)
            self.unread = ()
        known = {f"{name}:order" for name in same}
        self.differences = [told for told in self.differences if told not in known]

    def _states(self) -> None:
        """Sets nationality, issuing state and document type."""
        zone = self.zone
        print_ = self._first("nationality")
        if zone and zone.nationality:
            self._keep("nationality", zone.nationality, 95.0 if zone.valid else 60.0, "mrz")
        elif print_:
            self._keep("nationality", print_.value.upper(), print_.confidence, "printed")
        if zone and zone.issuing_state:
            self._keep("issuer", zone.issuing_state, 95.0 if zone.valid else 60.0, "mrz")
        elif issuer := self._issuer():
            self._keep("issuer", issuer, 80.0, "printed")
        if zone:
            self._keep("format", str(zone.format), 99.0, "mrz")
        kind = next((side.kind for side in self.sides if side.kind), "")
        of_zone = _KINDS.get(zone.document_code[:1], "") if zone else ""
        if kind or of_zone:
            self._keep("documentType", kind or of_zone, 80.0, "printed" if kind else "mrz")
        if any(side.visa for side in self.sides):
            self.differences.append("documentType:visa")


_COMPARED: dict[str, Callable[[Mrz], object]] = {
    "documentNumber": lambda zone: zone.number,
    "dateOfBirth": lambda zone: zone.birth_date,
    "name": lambda zone: (zone.surname, zone.given_names),
}


def zone_digit(zone: Mrz) -> str:
    """The check digit that a zone shows for its number."""
    from chalicelib.domain.documents.mrz import long_number

    return long_number(zone.lines, zone.format)[1]


def _same_number(print_: str, zone: str) -> bool:
    return bool(zone) and fold(print_).replace(" ", "") == fold(zone).replace(" ", "")


def _centuries_apart(one: date, other: date) -> bool:
    return (
        one.year != other.year
        and (one.year - other.year) % 100 == 0
        and (one.month, one.day) == (other.month, other.day)
    )
