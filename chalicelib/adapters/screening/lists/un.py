"""The United Nations Security Council's consolidated list (consolidated.xml).

Format: main.un.org/securitycouncil/content/un-sc-consolidated-list.
"""

from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import (
    listed_names,
    name_part,
    names_in_note,
    normalised,
)
from chalicelib.adapters.screening.lists.dates import births_in, interval, intervals, widened, year
from chalicelib.adapters.screening.lists.reading import every, local, parse, text, texts, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "un-sc"
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read_xml(data: bytes) -> list[Listed]:
    """Every individual and entity. BadRequest (`list_broken`) for another document."""
    root = parse(data)
    if local(root) != "CONSOLIDATED_LIST":
        raise BadRequest("this is not the UN consolidated list", "list_broken")
    people = [_person(element) for element in every(root, "INDIVIDUALS", "INDIVIDUAL")]
    return people + [_entity(element) for element in every(root, "ENTITIES", "ENTITY")]


def _person(element: Element) -> Listed:
    full = " ".join(
        part for part in (name_part(text(element, name)) for name in NAME_PARTS) if part
    )
    names = [ListedName(full)]
    names += listed_names(text(element, "NAME_ORIGINAL_SCRIPT"), language="und")
    names += _aliases(element, "INDIVIDUAL_ALIAS")
    births = []
    for item in every(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        births += _births(item)
    for alias in every(element, "INDIVIDUAL_ALIAS"):
        births += births_in(f"{text(alias, 'ALIAS_NAME')}; {text(alias, 'NOTE')}")
    ids = [
        normalised(f"{text(item, 'TYPE_OF_DOCUMENT')} {text(item, 'NUMBER')}")
        for item in every(element, "INDIVIDUAL_DOCUMENT")
    ]
    return _listed(element, names, unique(births), unique(ids), "person")


def _entity(element: Element) -> Listed:
    names = [
        ListedName(normalised(text(element, "FIRST_NAME"))),
        *_aliases(element, "ENTITY_ALIAS"),
    ]
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
    """The aliases, and the names in the note beside each."""
    found = []
    for alias in every(element, tag):
        weak = text(alias, "QUALITY").lower() == "low"
        written = text(alias, "ALIAS_NAME")
        found += listed_names(written, weak)
        if written:
            found += [ListedName(n, weak) for n in names_in_note(text(alias, "NOTE"), written)]
    return found


def _births(element: Element) -> list[Interval]:
    """The birth dates of DATE, of YEAR, or of FROM_YEAR and TO_YEAR; without these, of NOTE ("Nov.
    1973"). A NOTE beside a YEAR may give the month ("Sep."). TYPE_OF_DATE is EXACT, APPROXIMATELY
    or BETWEEN."""
    note = text(element, "NOTE")
    around = text(element, "TYPE_OF_DATE").upper() == "APPROXIMATELY" or "approx" in note.lower()
    first, last = text(element, "FROM_YEAR"), text(element, "TO_YEAR")
    if first.isdigit() or last.isdigit():
        found = [year(int(first or last), int(last or first))]
    elif text(element, "DATE"):
        found = intervals(text(element, "DATE")[:10])
    elif told_year := text(element, "YEAR"):
        found = [f for f in [interval(f"{note} {told_year}") or interval(told_year)] if f]
    else:
        found = intervals(note)
    return [widened(birth) if around and not birth.circa else birth for birth in found]


LIST = Source(
    SOURCE,
    (
        File(
            "un_consolidated.xml",
            "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
        ),
    ),
    read_xml,
    persons=580,
)
