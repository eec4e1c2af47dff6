"""The PDF417 of North American licences and identification cards: AAMVA DL/ID versions 01 to 10.

Offsets and lengths in the header are wrong on the cards of whole states, so they are not used:
elements are found by their three letters. Dates are MMDDCCYY in the United States and CCYYMMDD in
Canada, but some cards of version 01 have them the other way round. The rule is tried first, then
the other order; an impossible day is not read. The text of the standard was not available:
elements, versions and faults of real cards are as public parsers report them.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from chalicelib.domain.documents.dates import Kind, plausible, real

LONGEST = 4000
"""Characters that are read; a PDF417 holds 1,850."""
EMPTY = frozenset({"", "NONE", "UNAVL", "UNAVAIL", "UNAVAILABLE", "00000000", "N/A", "NA"})
ISSUERS = (
    "636000 VA NY MA MD NC SC CT LA MT NM FL DE ON NS CA TX NL NB IA GU CO AR KS OH VT PA AZ - BC"
    " OR MO WI MI AL ND IL NJ IN MN NH UT ME SD DC SK WA KY HI MB NV ID MS RI TN NE GA - - OK AK"
    " WY WV VI"
)
OTHER_ISSUERS = "604426 PE 604427 AS 604428 QC 604429 YT 604430 MP 604431 PR 604432 AB 604433 NU"
PROVINCES = frozenset("ON NS NL NB BC SK MB PE QC YT AB NU NT NF".split())  # noqa: SIM905 (a word list is read more easily)
_HEADER = re.compile(r"(?:ANSI|AAMVA)\s{0,2}([0-9]{6})([0-9]{2})")
_DESIGNATOR = re.compile(r"(?:DL|ID|EN)(?=D[A-Z]{2})")
_STRIPE = re.compile(
    r"%([A-Z]{2})[^^?]{0,60}\^([^^?]{1,60})\^[^?]{0,120}\?;([0-9]{6})([0-9]{1,14})=([0-9]{4})([0-9]{8})"
)


@dataclass(frozen=True, slots=True)
class Code:
    """The content of a barcode. `cut`: the name is truncated.

    `issuer` is the state of the header's issuer number, `state` the one that the data name.
    """

    kind: str
    surname: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    expiry: date | None = None
    number: str = field(default="", repr=False)
    country: str = ""
    state: str = ""
    issuer: str = ""
    cut: bool = False

    @property
    def name(self) -> str:
        """Given names and surname, in reading order."""
        return f"{self.given_names} {self.surname}".strip()


def _issuers() -> dict[str, str]:
    first, *states = ISSUERS.split()
    found = {str(int(first) + step): state for step, state in enumerate(states) if state != "-"}
    rest = OTHER_ISSUERS.split()
    return found | dict(zip(rest[::2], rest[1::2], strict=True)) | {"604434": "NT", "990876": "AB"}


ISSUER_OF = _issuers()


def parse(text: str, today: date) -> Code | None:
    """The record in the text of a PDF417; None if it is no AAMVA record."""
    text = text[:LONGEST]
    if stripe := _STRIPE.search(text):
        return _from_stripe(stripe, today)
    header = _HEADER.search(text)
    if header is None:
        return None
    said = _elements(text[header.end() :])
    issuer = ISSUER_OF.get(header[1], "")
    state = said.get("DAJ", "") or said.get("DAO", "")
    country = _country(said.get("DCG", ""), state or issuer)
    surname, given = _names(said)
    return Code(
        kind="aamva",
        surname=surname,
        given_names=given,
        birth=_day(said.get("DBB", ""), Kind.BIRTH, country, today),
        expiry=_day(said.get("DBA", ""), Kind.EXPIRY, country, today),
        number=re.sub(r"[^A-Z0-9]", "", said.get("DAQ", "").upper()),
        country=country,
        state=state,
        issuer=issuer,
        cut="T" in {said.get(name, "") for name in ("DDE", "DDF", "DDG")},
    )


def _elements(text: str) -> dict[str, str]:
    """Element -> its first value that is not empty, from the subfiles DL and ID."""
    begin = _DESIGNATOR.search(text)
    start = begin.start() if begin else 0  # some cards omit it before the first element
    found: dict[str, str] = {}
    for line in re.split(r"[\n\r\x1e\x1c\x1d]+", text[start:]):
        line = _DESIGNATOR.sub("", line, count=1) if _DESIGNATOR.match(line) else line
        name, value = line[:3], line[3:].strip()
        known = re.fullmatch(r"[DZ][A-Z]{2}", name)
        if known and value.upper() not in EMPTY and name not in found:
            found[name] = value
    return found


def _country(said: str, state: str) -> str:
    if said.upper() in ("CAN", "CDN"):
        return "CAN"
    if said.upper() == "USA":
        return "USA"
    return "CAN" if state in PROVINCES else "USA"


def _names(said: dict[str, str]) -> tuple[str, str]:
    """(surname, given names), from separate elements, from DAA, or with given names from DCT."""
    surname = said.get("DCS", "") or said.get("DAB", "")
    given = said.get("DAC", "") or said.get("DCT", "")
    if not surname and (whole := said.get("DAA", "")):
        surname, given = _whole_name(whole)
    middle = said.get("DAD", "")
    if middle and middle.upper() not in given.upper().replace(",", " ").split():
        given = f"{given} {middle}"
    return _spaced(surname), _spaced(given)


def _whole_name(text: str) -> tuple[str, str]:
    """(surname, given names) of LAST,FIRST,MIDDLE,SUFFIX; without commas the first name leads."""
    parts = [part.strip() for part in re.split(r"[,@]", text)]
    if len(parts) > 1:
        return parts[0], " ".join(parts[1:3])
    words = text.split()
    return (words[-1], " ".join(words[:-1])) if words else ("", "")


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"[,$@]", " ", text).split())


def _day(text: str, kind: Kind, country: str, today: date) -> date | None:
    digits = re.sub(r"[^0-9]", "", text[:10])[:8]
    if len(digits) != 8:
        return None
    month_first = real(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    year_first = real(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    ordered = (year_first, month_first) if country == "CAN" else (month_first, year_first)
    return next((day for day in ordered if day and plausible(day, kind, today)), None)


def _from_stripe(found: re.Match[str], today: date) -> Code:
    """The record of British Columbia, whose barcode holds the tracks of a magnetic stripe."""
    state, name, iin, number, _, birth = found.groups()
    surname, *given = re.split(r",\$?|\$", name, maxsplit=1)
    return Code(
        kind="aamva",
        surname=_spaced(surname),
        given_names=_spaced(" ".join(given)),
        birth=_day(birth, Kind.BIRTH, "CAN", today),
        number=number,
        country="CAN" if state in PROVINCES else "USA",
        state=state,
        issuer=ISSUER_OF.get(iin, ""),
    )
