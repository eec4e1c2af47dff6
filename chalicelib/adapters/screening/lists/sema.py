"""Canada's consolidated autonomous sanctions list (sema-lmes.xml).

Format: international.gc.ca. Tags are bilingual (`LastName-NomDeFamille`), in an older edition
English. Records have no stable id, so ours is a hash of schedule, country and name.
"""

import hashlib
import re
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import listed_names, name_part, normalised
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.adapters.screening.lists.reading import every, local, parse, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.tables import excel_day
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "ca-sema"
_SPLIT = re.compile(
    r"(?i)[;,\n]|\s/\s|\b[a-z]{4,12}\s*:"  # "Russian:"
    r"|\b(?:a\.?k\.?a\.?|f\.?k\.?a\.?|n\.?k\.?a\.?)\s|\balso known as\b|\bor\b(?=\s[A-Z])"
)
_ANOTHER = re.compile(r"\band\b(?=\s+[^\W\d_a-z]\w*\s+[^\W\d_a-z])")
_SHORT_YEAR = re.compile(r"^(?:(\d{1,2})-)?([^\W\d_]{3,9})\.?-(\d{2})$")
_IMO = re.compile(r"\b\d{7}\b")
THIS_CENTURY = 10  # two-digit years up to this are after 2000: no younger person is listed


def read_xml(data: bytes) -> list[Listed]:
    """Every record. BadRequest (`list_broken`) for a document without records."""
    root = parse(data)
    records = list(every(root, "record"))
    if not records:
        raise BadRequest("this is not the Canadian list", "list_broken")
    return [_entry(_fields(record)) for record in records]


def _fields(record: Element) -> dict[str, str]:
    """English half of the tag -> text."""
    return {local(child).partition("-")[0]: (child.text or "").strip() for child in record}


def _entry(told_of: dict[str, str]) -> Listed:
    given, family = name_part(told_of.get("GivenName", "")), name_part(told_of.get("LastName", ""))
    entity = name_part(told_of.get("EntityOrShip", ""))
    number = told_of.get("ShipIMONumber", "")
    imo = _IMO.search(number)
    kind = "person" if given or family else "vessel" if number else "organisation"
    whole = entity or " ".join(part for part in (given, family) if part)
    country = told_of.get("Country", "").partition("/")[0].strip()
    names = [ListedName(whole), *_aliases(told_of.get("Aliases", ""), kind)]
    if number and not imo:  # a few records hold a name there
        names += listed_names(number)
    return Listed(
        source=SOURCE,
        entry_id=_made_id(told_of.get("Schedule", ""), country, whole),
        names=unique(name for name in names if name.text),
        births=unique([_birth(told_of.get("DateOfBirthOrShipBuildDate", ""))])
        if kind == "person"
        else (),
        programmes=unique([normalised(country)]),
        identifiers=unique([f"IMO {imo[0]}" if imo else ""]),
        kind=kind,
    )


def _made_id(*parts: str) -> str:
    return hashlib.sha256(
        "|".join(normalised(part).lower() for part in parts).encode()
    ).hexdigest()[:16]


def _aliases(text: str, kind: str) -> list[ListedName]:
    found = []
    if kind == "person":
        text = _ANOTHER.sub(";", text)
    for piece in _SPLIT.split(text):
        for name in listed_names(piece.strip(" ().:")):
            weak = name.weak or (kind == "person" and " " not in name.text)
            found.append(ListedName(name.text, weak))
    return found


def _birth(words: str) -> Interval | None:
    """`1961-03-03`, `03-03-1961`, `1961`, `Mar-61`, or a day of a spreadsheet (`22343`)."""
    short = _SHORT_YEAR.match(words)
    if short:
        century = 2000 if int(short[3]) <= THIS_CENTURY else 1900
        words = f"{short[1] or ''} {short[2]} {century + int(short[3])}".strip()
    return interval(excel_day(words))


LIST = Source(
    SOURCE,
    (
        File(
            "ca_sema.xml",
            "https://www.international.gc.ca/world-monde/assets/office_docs"
            "/international_relations-relations_internationales/sanctions/sema-lmes.xml",
        ),
    ),
    read_xml,
    persons=2_760,
)
