"""Australia's consolidated list of the Department of Foreign Affairs and Trade (XLSX).

Format: dfat.gov.au. A row for each name: `101` is the entry, `101a`, `101b` … its aliases.
"""

import re
from collections.abc import Sequence

from chalicelib.adapters.screening.lists.aliases import listed_names, normalised
from chalicelib.adapters.screening.lists.dates import intervals
from chalicelib.adapters.screening.lists.reading import unique
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.tables import Row, excel_day, xlsx_rows
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

SOURCE = "au-dfat"
KINDS = {"individual": "person", "entity": "organisation", "vessel": "vessel"}
_REFERENCE = re.compile(r"^(\d+)\s*([a-z]*)$", re.IGNORECASE)
_DAY_OF_SHEET = re.compile(r"^\d{4,5}(?:\.\d+)?$")


def read_xlsx(data: bytes) -> list[Listed]:
    """Every entry. A number with two different primary names is two entries. BadRequest
    (`list_broken`) for another file, or a row without reference."""
    blocks: dict[tuple[str, int], list[Row]] = {}
    latest: dict[str, int] = {}
    for row in xlsx_rows(data, "reference", "name_of_individual_or_entity", "name_type"):
        reference = _REFERENCE.match(row["reference"].removesuffix(".0"))
        if not reference:
            raise BadRequest("a row of the list has no reference", "list_broken")
        number = reference[1]
        if not reference[2] and number in latest and _other(row, blocks[number, latest[number]]):
            latest[number] += 1
        block = latest.setdefault(number, 0)
        blocks.setdefault((number, block), []).append(row)
    return [_entry(number, block, rows) for (number, block), rows in blocks.items()]


def _other(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the row is the primary name of another entry under the same number."""
    name = normalised(row["name_of_individual_or_entity"])
    primary = [r for r in rows if _REFERENCE.match(r["reference"]) and r["reference"].isdigit()]
    return bool(primary) and all(
        normalised(r["name_of_individual_or_entity"]) != name for r in primary
    ) and row["name_type"].lower().startswith("primary")  # fmt: skip


def _entry(number: str, block: int, rows: Sequence[Row]) -> Listed:
    names: list[ListedName] = []
    births = []
    for row in rows:
        weak = row.get("alias_strength", "").strip().lower() == "weak"
        script = "und" if "script" in row["name_type"].lower() else ""
        names += listed_names(row["name_of_individual_or_entity"], weak, script)
        births += _births(row.get("date_of_birth", ""))
    kind = next((KINDS.get(row.get("type", "").lower(), "") for row in rows), "")
    return Listed(
        source=SOURCE,
        entry_id=f"{number}-{block + 1}" if block else number,
        names=unique(names),
        births=unique(births) if kind == "person" else (),
        nationalities=unique(
            normalised(part) for row in rows for part in row.get("citizenship", "").split(";")
        ),
        programmes=unique(normalised(row.get("committees", "")) for row in rows),
        identifiers=unique(
            f"IMO {row['imo_number']}" if row.get("imo_number") else "" for row in rows
        ),
        kind=kind,
    )


def _births(cell: str) -> list[Interval]:
    """The birth dates of a cell: a spreadsheet's day number, a year, or words
    (`a) 03/03/1961 b) Approximately 1960`)."""
    return intervals(excel_day(cell) if _DAY_OF_SHEET.match(cell) else cell)


LIST = Source(
    SOURCE,
    (
        File(
            "au_dfat.xlsx",
            "https://www.dfat.gov.au/sites/default/files"
            "/Australian_Sanctions_Consolidated_List.xlsx",
        ),
    ),
    read_xlsx,
    persons=2_000,
)
