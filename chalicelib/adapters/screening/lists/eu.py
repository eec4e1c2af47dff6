"""The European Union's financial sanctions file, xmlFullSanctionsList 1.1 (data in attributes).

Format: webgate.ec.europa.eu/fsd/fsf.
"""

import re
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import name_part, normalised, numbered
from chalicelib.adapters.screening.lists.dates import OLDEST, YOUNGEST, interval, widened, year
from chalicelib.adapters.screening.lists.reading import every, local, parse, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "eu-fsf"
KINDS = {"person": "person", "enterprise": "organisation"}
# As offices wrote it; "god quality" means good.
_LOW_QUALITY = re.compile(r"(?i)\bl(?:ow?|o)[ -]quality|\bquality\W+low?\b|\bweak\b")
_CLASSES = {"P": "person", "E": "enterprise"}
TRUE = frozenset({"true", "1"})  # of xs:boolean
GREGORIAN = ("", "GREGORIAN")


def read_xml(data: bytes) -> list[Listed]:
    """Every sanctioned person and enterprise. BadRequest (`list_broken`) for another document."""
    root = parse(data)
    if local(root) != "export":
        raise BadRequest("this is not the EU financial sanctions file", "list_broken")
    return [_entry(element) for element in every(root, "sanctionEntity")]


def _entry(element: Element) -> Listed:
    kind = next(map(_subject, every(element, "subjectType")), "")
    countries = [_country(e) for e in every(element, "citizenship")]
    ids = [
        f"{e.get('identificationTypeCode', '')} {_number(e)}".strip()
        for e in every(element, "identification")
    ]
    programmes = [e.get("programme", "") for e in every(element, "regulation")]
    return Listed(
        source=SOURCE,
        entry_id=element.get("euReferenceNumber", "") or element.get("logicalId", ""),
        names=unique(name for e in every(element, "nameAlias") for name in _names(e)),
        births=unique(map(_birth, every(element, "birthdate"))) if kind != "enterprise" else (),
        nationalities=unique(countries),
        programmes=unique(programmes),
        identifiers=unique(ids),
        kind=KINDS.get(kind, kind),
    )


def _number(element: Element) -> str:
    return normalised(element.get("number", "")) or normalised(element.get("latinNumber", ""))


def _subject(element: Element) -> str:
    return element.get("code", "") or _CLASSES.get(element.get("classificationCode", ""), "")


def _names(element: Element) -> list[ListedName]:
    """The name of an alias; a few records number several names in one attribute."""
    whole = name_part(element.get("wholeName", ""))
    if not whole:
        parts = (
            name_part(element.get(part, "")) for part in ("firstName", "middleName", "lastName")
        )
        whole = " ".join(part for part in parts if part)
    remarks = " ".join(remark.text or "" for remark in every(element, "remark"))
    strong = element.get("strong", "true").lower() in TRUE
    weak = not strong or bool(_LOW_QUALITY.search(remarks))
    language = element.get("nameLanguage", "").lower()
    several = numbered(whole) if ";" in whole or whole.startswith("(a)") else [whole]
    return [ListedName(name, weak, language) for name in several if name]


def _birth(element: Element) -> Interval | None:
    """A day, a month, a year or a range of years, of which one end may be missing; `circa` widens
    it. None for a date of another calendar."""
    tells: dict[str, str] = element.attrib
    if tells.get("calendarType", "").upper() not in GREGORIAN:
        return None
    found = _range(tells) or interval(tells.get("birthdate", "")[:10]) or interval(_parts(tells))
    return widened(found) if found and tells.get("circa", "").lower() in TRUE else found


def _range(tells: dict[str, str]) -> Interval | None:
    first, last = tells.get("yearRangeFrom", ""), tells.get("yearRangeTo", "")
    if not (first.isdigit() or last.isdigit()):
        return None
    return year(int(first or OLDEST), int(last or YOUNGEST))


def _parts(tells: dict[str, str]) -> str:
    month = tells.get("monthOfYear") or tells.get("month") or "00"
    of_day = tells.get("dayOfMonth") or tells.get("day") or "00"
    return f"{tells['year']}-{month:0>2}-{of_day:0>2}" if tells.get("year") else ""


def _country(element: Element) -> str:
    name = element.get("countryDescription", "")
    return "" if name.upper() == "UNKNOWN" else name


# The token is the one the EU publishes for everybody.
LIST = Source(
    SOURCE,
    (
        File(
            "eu_fsf.xml",
            "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content"
            "?token=dG9rZW4tMjAxNw",
        ),
    ),
    read_xml,
    persons=3_400,
)
