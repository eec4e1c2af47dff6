"""Lists of the operator's own: politically exposed persons, and people who are not to be accepted.

CSV with a header, UTF-8 (docs/screening.md): `id`, `name`, and if known `aliases`, `weak_aliases`
(each split by semicolons), `birth_date` (several, split by semicolons; a day, a month, a year, or
words like "circa 1960"), `nationality`, `programme` (an office, a reason), `kind` (person,
organisation).
"""

from chalicelib.adapters.screening.lists.aliases import name_part, normalised
from chalicelib.adapters.screening.lists.dates import intervals
from chalicelib.adapters.screening.lists.reading import unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.tables import Row, csv_rows
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Listed, ListedName

PEPS, DENIED = "pep", "own"


def read_peps(data: bytes) -> list[Listed]:
    """The entries of the operator's list of politically exposed persons. BadRequest
    (`list_broken`) for a row without id or name, a repeated id or an unreadable birth date."""
    return _read(data, PEPS)


def read_denied(data: bytes) -> list[Listed]:
    """The entries of the operator's list of people and firms not to accept; BadRequest as in
    `read_peps`."""
    return _read(data, DENIED)


def _read(data: bytes, source: str) -> list[Listed]:
    entries = [_entry(row, source) for row in csv_rows(data, "id", "name")]
    if len({entry.entry_id for entry in entries}) != len(entries):
        raise BadRequest("an id of the list is used twice", "list_broken")
    return entries


def _entry(row: Row, source: str) -> Listed:
    if not row["id"] or not name_part(row["name"]):
        raise BadRequest("a row of the list has no id or no name", "list_broken")
    births = row.get("birth_date", "")
    found = intervals(births)
    if births.strip() and not found:
        raise BadRequest("a birth date of the list cannot be read", "list_broken")
    names = [ListedName(name_part(row["name"]))]
    names += [ListedName(name) for name in _split(row.get("aliases", ""))]
    names += [ListedName(name, weak=True) for name in _split(row.get("weak_aliases", ""))]
    return Listed(
        source=source,
        entry_id=row["id"],
        names=unique(names),
        births=unique(found),
        nationalities=unique(_split(row.get("nationality", ""))),
        programmes=unique(_split(row.get("programme", ""))),
        kind=normalised(row.get("kind", "")).lower() or "person",
        topic=source,
    )


def _split(cell: str) -> list[str]:
    return [part for part in map(name_part, cell.split(";")) if part]


PEP_LIST = Source(PEPS, (File("pep.csv", needed=False),), read_peps)
DENY_LIST = Source(DENIED, (File("own.csv", needed=False),), read_denied)
