"""Switzerland's list of sanctioned persons, entities and objects, by SECO (XML).

Format: sesam.search.admin.ch, "Gesamtliste". A whole name is put together from its parts.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, product
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.aliases import name_part
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.adapters.screening.lists.reading import every, local, parse, text, texts, unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "ch-seco"
KINDS = {"individual": "person", "entity": "organisation", "object": "vessel"}
UNSAID = frozenset({"title", "suffix"})  # parts that are no name
MOST_SPELLINGS = 24  # of one name: spellings of its parts multiply
LATIN = ("", "Latn")


def read_xml(data: bytes) -> list[Listed]:
    """Every target that is not delisted; delisted ones stay in the file. BadRequest (`list_broken`)
    for another document."""
    root = parse(data)
    if local(root) != "swiss-sanctions-list":
        raise BadRequest("this is not SECO's list", "list_broken")
    programmes = {
        measures.get("ssid", ""): text(programme, "program-key") or text(programme, "program-name")
        for programme in every(root, "sanctions-program")
        for measures in every(programme, "sanctions-set")
    }
    targets = [target for target in every(root, "target") if not _delisted(target)]
    return [entry for target in targets if (entry := _entry(target, programmes))]


def _delisted(target: Element) -> bool:
    changes = [
        (change.get("effective-date") or change.get("publication-date", ""), place, change)
        for place, change in enumerate(every(target, "modification"))
    ]
    return bool(changes) and max(changes)[2].get("modification-type") == "de-listed"


def _entry(target: Element, programmes: dict[str, str]) -> Listed | None:
    subject = next((child for child in target if local(child) in KINDS), None)
    if subject is None:
        return None
    kind = KINDS[local(subject)]
    identities = list(every(subject, "identity"))
    names = [
        name for e in [*identities, subject] for tag in every(e, "name") for name in _names(tag)
    ]
    births = [_birth(day) for e in identities for day in every(e, "day-month-year")]
    papers = [paper for e in identities for paper in every(e, "identification-document")]
    sets = target.get("sanctions-set-id", "").split() or texts(target, "sanctions-set-id")
    return Listed(
        source=SOURCE,
        entry_id=target.get("ssid", ""),
        names=unique(name for name in names if name.text),
        births=unique(births) if kind == "person" else (),
        nationalities=unique(
            name for e in identities for name in texts(e, "nationality", "country")
        ),
        programmes=unique(programmes.get(number, "") for number in sets),
        identifiers=unique(
            f"{paper.get('document-type', '')} {text(paper, 'number')}".strip() for paper in papers
        ),
        kind=kind,
    )


def _birth(element: Element) -> Interval | None:
    parts = [element.get(part, "") for part in ("year", "month", "day")]
    return interval("-".join([parts[0].zfill(4), *(part.zfill(2) for part in parts[1:])]))


def _names(name: Element) -> Iterator[ListedName]:
    """The name in each language and script: all spellings of its parts, in order, at most
    MOST_SPELLINGS. A part without a spelling in a script has its Latin value. A tribal name alone
    is weak."""
    parts = sorted(
        (part for part in every(name, "name-part") if part.get("name-part-type") not in UNSAID),
        key=_place,
    )
    weak = name.get("quality") == "low" or (
        len(parts) == 1 and parts[0].get("name-part-type") == "tribal-name"
    )
    spelled = [_spellings(part) for part in parts]
    for key in dict.fromkeys(key for options in spelled for key in options):
        orders: dict[str, list[str]] = defaultdict(list)
        for number, (part, options) in enumerate(zip(parts, spelled, strict=True)):
            # a part without `order` has a place of its own
            place = part.get("order") or f"{number}th"
            orders[place] += options.get(key) or options[("", "")]
        ways = islice(product(*(dict.fromkeys(way) for way in orders.values())), MOST_SPELLINGS)
        for way in ways:
            yield ListedName(" ".join(word for word in way if word), weak, key[0])


def _place(part: Element) -> int:
    order = part.get("order", "")
    return int(order) if order.isdecimal() else 0


def _spellings(part: Element) -> dict[tuple[str, str], list[str]]:
    """(language, script) -> spellings; the Latin value is under ("", "")."""
    found = {("", ""): [name_part(value) for value in texts(part, "value")]}
    for variant in every(part, "spelling-variant"):
        script = variant.get("script", "")
        language = variant.get("lang", "")
        spelling = name_part(variant.text or "")
        if script in LATIN and not language:
            found["", ""].append(spelling)
        elif spelling:
            found.setdefault((language, script), []).append(spelling)
    return found


LIST = Source(
    SOURCE,
    (
        File(
            "ch_seco.xml",
            "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
            "?lang=en&action=downloadXmlGesamtlisteAction",
        ),
    ),
    read_xml,
    persons=3_000,
)
