"""OFAC's Specially Designated Nationals: SDN.XML, and SDN.CSV with ALT.CSV.

Formats: ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas.
"""

import csv
import io
import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from chalicelib.adapters.lists.reading import every, interval, local, parse, text, texts, unique
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening import Listed, ListedName

SOURCE = "ofac-sdn"
KINDS = {
    "individual": "person",
    "entity": "organisation",
    "": "organisation",
    "-0-": "organisation",
}
NULL = "-0-"


def read_xml(data: bytes) -> list[Listed]:
    """Every entry of SDN.XML."""
    root = parse(data)
    if local(root) != "sdnList":
        raise BadRequest("this is not an OFAC SDN list", "list_broken")
    entries = [_entry(element) for element in every(root, "sdnEntry")]
    told = next(iter(texts(root, "publshInformation", "Record_Count")), "")
    if told.isdigit() and int(told) != len(entries):
        raise BadRequest("the list does not hold as many entries as it says", "list_incomplete")
    return entries


def _entry(element: Element) -> Listed:
    names = [ListedName(_full(element))]
    for aka in every(element, "akaList", "aka"):
        names.append(ListedName(_full(aka), weak=text(aka, "category").lower() == "weak"))
    births = [
        interval(words)
        for words in texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
    ]
    ids = [
        f"{text(item, 'idType')} {text(item, 'idNumber')}".strip()
        for item in every(element, "idList", "id")
        if text(item, "idType") != "Gender"
    ]
    kind = text(element, "sdnType").lower()
    return Listed(
        source=SOURCE,
        entry_id=text(element, "uid"),
        names=unique(name for name in names if name.text),
        births=unique(births),
        nationalities=unique(
            texts(element, "nationalityList", "nationality", "country")
            + texts(element, "citizenshipList", "citizenship", "country")
        ),
        programmes=unique(texts(element, "programList", "program")),
        identifiers=unique(ids),
        kind=KINDS.get(kind, kind),
    )


def _full(element: Element) -> str:
    return f"{text(element, 'firstName')} {text(element, 'lastName')}".strip()


def read_csv(sdn: bytes, alt: bytes = b"") -> list[Listed]:
    """Every entry of SDN.CSV with its other names of ALT.CSV; neither file has a header."""
    others: dict[str, list[ListedName]] = defaultdict(list)
    for row in _rows(alt, 5):
        weak = "weak" in row[4].lower()
        others[row[0]].append(ListedName(_turned(row[3]), weak))
    found = []
    for row in _rows(sdn, 12):
        remarks = row[11]
        births = [interval(m) for m in re.findall(r"(?i)\bDOB ([^;.]+)", remarks)]
        countries = re.findall(r"(?i)\b(?:nationality|citizen) ([^;.]+)", remarks)
        names = [ListedName(_turned(row[1])), *others[row[0]]]
        found.append(
            Listed(
                source=SOURCE,
                entry_id=row[0],
                names=unique(name for name in names if name.text),
                births=unique(births),
                nationalities=unique(countries),
                programmes=unique(part.strip(" []") for part in row[3].split("] [")),
                kind=KINDS.get(row[2].lower(), row[2].lower()),
            )
        )
    return found


def _rows(data: bytes, width: int) -> list[list[str]]:
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("latin-1")
    rows = []
    for row in csv.reader(io.StringIO(content.replace("\x1a", ""))):
        cells = ["" if cell.strip() == NULL else cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < width - 1:
            raise BadRequest("a line of the list has too few columns", "list_broken")
        rows.append(cells + [""] * (width - len(cells)))
    return rows


def _turned(name: str) -> str:
    """'LAST, First' in reading order."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name.strip()
