"""The European Union's financial sanctions file, xmlFullSanctionsList 1.1 (data in attributes).

Format: webgate.ec.europa.eu/fsd/fsf.
"""

from xml.etree.ElementTree import Element

from chalicelib.adapters.lists.reading import every, interval, local, parse, unique
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening import Interval, Listed, ListedName

SOURCE = "eu-fsf"
KINDS = {"person": "person", "enterprise": "organisation"}


def read_xml(data: bytes) -> list[Listed]:
    """Every sanctioned person and enterprise."""
    root = parse(data)
    if local(root) != "export":
        raise BadRequest("this is not the EU financial sanctions file", "list_broken")
    return [_entry(element) for element in every(root, "sanctionEntity")]


def _entry(element: Element) -> Listed:
    kind = next((e.get("code", "") for e in every(element, "subjectType")), "")
    countries = [_country(e) for e in every(element, "citizenship")]
    ids = [
        f"{e.get('identificationTypeCode', '')} {e.get('number', '')}".strip()
        for e in every(element, "identification")
    ]
    programmes = [e.get("programme", "") for e in every(element, "regulation")]
    return Listed(
        source=SOURCE,
        entry_id=element.get("euReferenceNumber", "") or element.get("logicalId", ""),
        names=unique(name for name in map(_name, every(element, "nameAlias")) if name.text),
        births=unique(map(_birth, every(element, "birthdate"))),
        nationalities=unique(countries),
        programmes=unique(programmes),
        identifiers=unique(ids),
        kind=KINDS.get(kind, kind),
    )


def _name(element: Element) -> ListedName:
    whole = " ".join(element.get("wholeName", "").split())
    if not whole:
        parts = (element.get(part, "") for part in ("firstName", "middleName", "lastName"))
        whole = " ".join(part.strip() for part in parts if part.strip())
    weak = element.get("strong", "true").lower() == "false"
    return ListedName(whole, weak, element.get("nameLanguage", "").lower())


def _birth(element: Element) -> Interval | None:
    """A day, a month, a year or a range of years; `circa` widens."""
    told: dict[str, str] = element.attrib
    words = told.get("birthdate", "")[:10]
    first, last = told.get("yearRangeFrom", ""), told.get("yearRangeTo", "")
    if not words and told.get("year"):
        month = told.get("monthOfYear") or told.get("month") or "00"
        of_day = told.get("dayOfMonth") or told.get("day") or "00"
        words = f"{told['year']}-{month:0>2}-{of_day:0>2}"
    if not words and (first or last):
        words = f"{first or last} to {last or first}"
    return interval(f"circa {words}" if told.get("circa") == "true" else words)


def _country(element: Element) -> str:
    name = element.get("countryDescription", "")
    return "" if name.upper() == "UNKNOWN" else name
