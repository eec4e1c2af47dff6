"""OFAC's Specially Designated Nationals and its consolidated list of everybody else: XML, or CSV in
three files (entries, other names, continued remarks).

Formats: ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas.
"""

import csv
import io
import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import normalised, reading_order
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.adapters.screening.lists.reading import every, local, parse, text, texts, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.tables import decoded
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Listed, ListedName

SOURCE, CONSOLIDATED = "ofac-sdn", "ofac-cons"
KINDS = {
    "individual": "person",
    "entity": "organisation",
    "": "organisation",
    "-0-": "organisation",
}
NULL = "-0-"


def read_xml(data: bytes, source: str = SOURCE) -> list[Listed]:
    """Every entry of SDN.XML or CONSOLIDATED.XML. BadRequest for another document
    (`list_broken`), or if the number of entries is not the one it states (`list_incomplete`)."""
    root = parse(data)
    if local(root) != "sdnList":
        raise BadRequest("this is not an OFAC SDN list", "list_broken")
    entries = [_entry(element, source) for element in every(root, "sdnEntry")]
    told = next(iter(texts(root, "publshInformation", "Record_Count")), "")
    if told.isdigit() and int(told) != len(entries):
        raise BadRequest("the list does not hold as many entries as it says", "list_incomplete")
    return entries


def _entry(element: Element, source: str) -> Listed:
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
        source=source,
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


def read_consolidated_xml(data: bytes) -> list[Listed]:
    """Every entry of CONSOLIDATED.XML; see `read_xml`."""
    return read_xml(data, CONSOLIDATED)


# Documents that a remark names. Anything else in a remark is no identifier.
_IDENTIFIER = re.compile(
    r"(?i)^(?:alt\. )?(passport|ssn|national id no\.|c\.u\.r\.p\.|r\.f\.c\.|cedula no\.|d\.n\.i\."
    r"|tax id no\.|nit #|identification number|registration number|vessel registration"
    r" identification)\s+(.+)$"
)
_BIRTH = re.compile(r"(?i)^(?:alt\. )?DOB\s+(.+)$")
_COUNTRY = re.compile(r"(?i)^(?:alt\. )?(?:nationality|citizen)\s+(.+)$")
_WEAK_ALIAS = re.compile(r"(?i)^(?:alt\. )?[afn]\.k\.a\.\s+(.+)$")


def read_csv(
    sdn: bytes, alt: bytes = b"", comments: bytes = b"", source: str = SOURCE
) -> list[Listed]:
    """Every entry of SDN.CSV (or CONS_PRIM.CSV), with its other names from ALT.CSV and the rest of
    its remarks from SDN_COMMENTS.CSV. The files have no header.

    Weak aliases are not in ALT.CSV but, in quotes, among the remarks. BadRequest (`list_broken`)
    for a line with too few columns.
    """
    others: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in _rows(alt, 5):
        others[row[0]].append((row[3], "weak" in row[4].lower()))
    ends: dict[str, str] = defaultdict(str)
    for row in _rows(comments, 2):
        ends[row[0]] += " " + row[1]
    found = []
    for row in _rows(sdn, 12):
        remarks = _remarks(row[11] + ends[row[0]])
        births = [interval(words) for words in _of(_BIRTH, remarks)]
        kind = KINDS.get(row[2].lower(), row[2].lower())
        weak = [(_unquoted(name), True) for name in _of(_WEAK_ALIAS, remarks)]
        told = [(row[1], False), *others[row[0]], *weak]
        # a firm's comma is part of its name
        names = [
            ListedName(reading_order(n) if kind == "person" else normalised(n), w) for n, w in told
        ]
        found.append(
            Listed(
                source=source,
                entry_id=row[0],
                names=unique(name for name in names if name.text),
                births=unique(births),
                nationalities=unique(_of(_COUNTRY, remarks)),
                programmes=unique(part.strip(" []") for part in row[3].split("] [")),
                identifiers=unique(
                    f"{told[1]} {told[2]}" for told in map(_IDENTIFIER.match, remarks) if told
                ),
                kind=kind,
            )
        )
    return found


def read_consolidated_csv(main: bytes, alt: bytes = b"", comments: bytes = b"") -> list[Listed]:
    """Every entry of CONS_PRIM.CSV; see `read_csv`."""
    return read_csv(main, alt, comments, CONSOLIDATED)


def _remarks(text: str) -> list[str]:
    """The parts of a remark, without the full stop at its end."""
    parts = (normalised(part) for part in text.split(";"))
    return [part.removesuffix(".") for part in parts if part]


def _of(pattern: "re.Pattern[str]", remarks: list[str]) -> list[str]:
    return [told[1] for told in map(pattern.match, remarks) if told]


def _unquoted(quoted: str) -> str:
    """`'ABU-'UMAR'` without the quotes around it; those inside are letters of the name."""
    return quoted.strip().removeprefix("'").removesuffix("'").strip()


def _rows(data: bytes, width: int) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(decoded(data).replace("\x1a", ""), newline="")):
        cells = ["" if cell.strip() == NULL else cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < width - 1:
            raise BadRequest("a line of the list has too few columns", "list_broken")
        rows.append(cells + [""] * (width - len(cells)))
    return rows


_ADDRESS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"
SDN_LIST = Source(SOURCE, (File("ofac_sdn.xml", f"{_ADDRESS}/SDN.XML"),), read_xml, persons=4_000)
CONSOLIDATED_LIST = Source(
    CONSOLIDATED,
    (File("ofac_consolidated.xml", f"{_ADDRESS}/CONSOLIDATED.XML"),),
    read_consolidated_xml,
)
# The same lists as CSV, for operators who may not have the XML.
SDN_CSV_LIST = Source(
    SOURCE,
    (
        File("ofac_sdn.csv", f"{_ADDRESS}/SDN.CSV"),
        File("ofac_alt.csv", f"{_ADDRESS}/ALT.CSV"),
        File("ofac_sdn_comments.csv", f"{_ADDRESS}/SDN_COMMENTS.CSV", needed=False),
    ),
    read_csv,
    persons=4_000,
)
CONSOLIDATED_CSV_LIST = Source(
    CONSOLIDATED,
    (
        File("ofac_cons_prim.csv", f"{_ADDRESS}/CONS_PRIM.CSV"),
        File("ofac_cons_alt.csv", f"{_ADDRESS}/CONS_ALT.CSV"),
        File("ofac_cons_comments.csv", f"{_ADDRESS}/CONS_COMMENTS.CSV", needed=False),
    ),
    read_consolidated_csv,
)
