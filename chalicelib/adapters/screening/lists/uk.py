"""The UK Sanctions List of the Foreign Office, the only list of the United Kingdom since January
2026: CSV (a row for each combination of name, address, …) or XML.

Format: gov.uk/government/publications/the-uk-sanctions-list.
"""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import name_part, normalised
from chalicelib.adapters.screening.lists.dates import interval, intervals
from chalicelib.adapters.screening.lists.reading import every, local, parse, text, texts, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.tables import csv_rows
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "uk-sl"
KINDS = {"individual": "person", "entity": "organisation", "ship": "vessel"}
PARTS = (1, 2, 3, 4, 5, 6)  # the sixth is the family name, or a firm's whole name
SHORT_CAPITALS = 5  # letters: an alias like "ABT" is weak


@dataclass
class _Entry:
    """One designation, collected from all rows of its Unique ID."""

    kind: str = ""
    names: list[ListedName] = field(default_factory=list)
    births: list[Interval | None] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)

    def listed(self, entry_id: str) -> Listed:
        """The entry."""
        return Listed(
            source=SOURCE,
            entry_id=entry_id,
            names=unique(name for name in self.names if name.text),
            births=unique(self.births) if self.kind == "person" else (),
            nationalities=unique(self.nationalities),
            programmes=unique(self.programmes),
            identifiers=unique(self.identifiers),
            kind=self.kind,
        )


def read(data: bytes) -> list[Listed]:
    """Every designation, from either format; BadRequest as in `read_csv` and `read_xml`."""
    return read_xml(data) if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") else read_csv(data)


def read_csv(data: bytes) -> list[Listed]:
    """Every designation of the CSV file, whose first line is the date of the report. BadRequest
    (`list_broken`) without the columns, or for a row without Unique ID."""
    found: dict[str, _Entry] = {}
    for row in csv_rows(data, "unique_id", "name_6", "name_type"):
        if not row["unique_id"]:
            raise BadRequest("a row of the list has no id", "list_broken")
        entry = found.setdefault(row["unique_id"], _Entry())
        kind = row.get("designation_type") or row.get("individual_entity_ship", "")
        entry.kind = entry.kind or _kind(kind)
        whole = _whole(row.get(f"name_{part}", "") for part in PARTS)
        weak = _weak(whole, row["name_type"], row.get("alias_strength", ""), entry.kind)
        entry.names.append(ListedName(whole, weak))
        entry.names.append(_foreign(row.get("name_non_latin_script", "")))
        entry.births += intervals(row.get("d_o_b", ""))
        entry.nationalities += _split(row.get("nationality_ies", "") or row.get("nationality", ""))
        entry.programmes.append(normalised(row.get("regime_name", "")))
        for column, word in (("passport_number", "passport"), ("imo_number", "IMO"),
                             ("national_identifier_number", "national id")):  # fmt: skip
            entry.identifiers += [f"{word} {number}" for number in _split(row.get(column, ""))]
    return [entry.listed(number) for number, entry in found.items()]


def read_xml(data: bytes) -> list[Listed]:
    """Every designation of the XML file. BadRequest (`list_broken`) for another document."""
    root = parse(data)
    if local(root) != "Designations":
        raise BadRequest("this is not the UK Sanctions List", "list_broken")
    return [_designation(element) for element in every(root, "Designation")]


def _designation(element: Element) -> Listed:
    entry = _Entry(_kind(text(element, "IndividualEntityShip")))
    for name in every(element, "Names", "Name"):
        whole = _whole(text(name, f"Name{part}") for part in PARTS)
        weak = _weak(whole, text(name, "NameType"), text(name, "AliasStrength"), entry.kind)
        entry.names.append(ListedName(whole, weak))
    for name in _below(element, "NameNonLatinScript"):
        entry.names.append(_foreign(name.text or ""))
    entry.births = [interval(dob.text or "") for dob in _below(element, "DOB")]
    entry.nationalities = [normalised(e.text or "") for e in _below(element, "Nationality")]
    entry.programmes = texts(element, "RegimeName")
    for tag, word in (("PassportNumber", "passport"), ("NationalIdentifierNumber", "national id"),
                      ("IMONumber", "IMO")):  # fmt: skip
        entry.identifiers += [
            f"{word} {normalised(e.text)}" for e in _below(element, tag) if e.text
        ]
    return entry.listed(text(element, "UniqueID"))


def _below(element: Element, tag: str) -> Iterator[Element]:
    """The elements with this tag and no children, at any depth: some tags are nested in others of
    nearly the same name."""
    return (child for child in element.iter() if local(child) == tag and not len(child))


def _kind(word: str) -> str:
    return KINDS.get(word.strip().lower(), word.strip().lower())


def _whole(parts: Iterable[str]) -> str:
    return " ".join(part for part in (name_part(html.unescape(part)) for part in parts) if part)


def _foreign(name: str) -> ListedName:
    return ListedName(name_part(html.unescape(name)), language="und")


def _weak(whole: str, name_type: str, strength: str, kind: str) -> bool:
    """Whether an alias is weak. Only UN designations state the strength; else a person's alias of
    one word is weak, and so is anybody's of SHORT_CAPITALS or fewer capital letters."""
    if "primary" in name_type.lower() or not name_type.strip():
        return False
    if strength.strip():
        return "low" in strength.lower()
    short = len(whole) <= SHORT_CAPITALS and whole.isupper()
    return short or (kind == "person" and " " not in whole)


def _split(cell: str) -> list[str]:
    parts = (name_part(part) for part in cell.replace("\n", ";").split(";"))
    return [part for part in parts if part]


_ADDRESS = "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List"
LIST = Source(SOURCE, (File("uk_sanctions_list.csv", f"{_ADDRESS}.csv"),), read, persons=3_060)
