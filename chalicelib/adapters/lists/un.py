"""The United Nations Security Council's consolidated list (consolidated.xml).

Format: main.un.org/securitycouncil/content/un-sc-consolidated-list.
"""

from xml.etree.ElementTree import Element

from chalicelib.adapters.lists.reading import (
    every,
    interval,
    local,
    parse,
    text,
    texts,
    unique,
    year,
)
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening import Interval, Listed, ListedName

SOURCE = "un-sc"
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read_xml(data: bytes) -> list[Listed]:
    """Every individual and entity."""
    root = parse(data)
    if local(root) != "CONSOLIDATED_LIST":
        raise BadRequest("this is not the UN consolidated list", "list_broken")
    people = [_person(element) for element in every(root, "INDIVIDUALS", "INDIVIDUAL")]
    return people + [_entity(element) for element in every(root, "ENTITIES", "ENTITY")]


def _person(element: Element) -> Listed:
    full = " ".join(part for part in (text(element, name) for name in NAME_PARTS) if part)
    names = [ListedName(full), ListedName(text(element, "NAME_ORIGINAL_SCRIPT"), language="und")]
    names += _aliases(element, "INDIVIDUAL_ALIAS")
    births = [_birth(item) for item in every(element, "INDIVIDUAL_DATE_OF_BIRTH")]
    ids = [
        f"{text(item, 'TYPE_OF_DOCUMENT')} {text(item, 'NUMBER')}".strip()
        for item in every(element, "INDIVIDUAL_DOCUMENT")
    ]
    return _listed(element, names, unique(births), unique(ids), "person")


def _entity(element: Element) -> Listed:
    names = [ListedName(text(element, "FIRST_NAME")), *_aliases(element, "ENTITY_ALIAS")]
    return _listed(element, names, (), (), "organisation")


def _listed(
    element: Element,
    names: list[ListedName],
    births: tuple[Interval, ...],
    ids: tuple[str, ...],
    kind: str,
) -> Listed:
    return Listed(
        source=SOURCE,
        entry_id=text(element, "REFERENCE_NUMBER") or text(element, "DATAID"),
        names=unique(name for name in names if name.text),
        births=births,
        nationalities=unique(texts(element, "NATIONALITY", "VALUE")),
        programmes=unique([text(element, "UN_LIST_TYPE")]),
        identifiers=ids,
        kind=kind,
    )


def _aliases(element: Element, tag: str) -> list[ListedName]:
    """One alias element may hold several names, split by semicolons."""
    found = []
    for alias in every(element, tag):
        weak = text(alias, "QUALITY").lower() == "low"
        for name in text(alias, "ALIAS_NAME").split(";"):
            found.append(ListedName(name.strip(), weak))
    return found


def _birth(element: Element) -> Interval | None:
    """EXACT | APPROXIMATELY | BETWEEN, by DATE, YEAR or FROM_YEAR and TO_YEAR."""
    kind = text(element, "TYPE_OF_DATE").upper()
    if text(element, "DATE"):
        words = text(element, "DATE")[:10]
        return interval(f"circa {words}" if kind == "APPROXIMATELY" else words)
    first, last = text(element, "FROM_YEAR"), text(element, "TO_YEAR")
    if first.isdigit():
        return year(int(first), int(last) if last.isdigit() else int(first))
    words = text(element, "YEAR")
    if not words:
        return None
    return interval(f"circa {words}" if kind == "APPROXIMATELY" else words)
