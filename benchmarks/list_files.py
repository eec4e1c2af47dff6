"""Made-up entries written in the formats of the issuers, so that readers and sizes can be measured
without the real files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from chalicelib.domain.screening.screening import Interval, Listed

UK_COLUMNS = (
    "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1",
    "Name 2", "Name 3", "Name 4", "Name 5", "Name type", "Alias strength", "Title",
    "Name non-latin script", "Non-latin script type", "Non-latin script language", "Regime Name",
    "Designation Type", "Designation source", "Sanctions Imposed", "D.O.B", "Nationality(/ies)",
    "National Identifier number", "Passport number", "IMO number",
)  # fmt: skip
DFAT_COLUMNS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength",
    "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information",
    "Listing Information", "IMO Number", "Committees", "Control Date",
)  # fmt: skip


def xlsx(rows: Iterable[Sequence[str | int]]) -> bytes:
    """A workbook of one sheet: texts shared, numbers as they are. The same rows, the same bytes."""
    texts: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, value in enumerate(row):
            if value == "":
                continue
            name = f"{_letters(place)}{number}"
            if isinstance(value, int):
                cells.append(f'<c r="{name}"><v>{value}</v></c>')
            else:
                at = texts.setdefault(value, len(texts))
                cells.append(f'<c r="{name}" t="s"><v>{at}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in (
            ("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{''.join(lines)}"
                                         "</sheetData></worksheet>"),
            ("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>"),
        ):  # fmt: skip
            book.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body)
    return out.getvalue()


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _latin(text: str) -> bool:
    return text.isascii() or max(map(ord, text)) < 0x250


def eu(entries: Iterable[Listed]) -> bytes:
    """xmlFullSanctionsList 1.1; every name in five languages, as the file has them."""
    body = []
    for entry in entries:
        names = "".join(
            f'<nameAlias wholeName={quoteattr(name.text)} strong="{str(not name.weak).lower()}" '
            f'nameLanguage="{language}"/>'
            for name in entry.names
            for language in ("EN", "FR", "DE", "ES", "IT")
        )
        births = "".join(f"<birthdate {_eu_birth(birth)}/>" for birth in entry.births)
        body.append(
            f'<sanctionEntity euReferenceNumber="{entry.entry_id}"><subjectType code="person"/>'
            f'<regulation programme="SYN"/>{names}{births}</sanctionEntity>'
        )
    space = 'xmlns="http://eu.europa.ec/fpi/fsd/export"'
    return f"<export {space}>{''.join(body)}</export>".encode()


def _eu_birth(birth: Interval) -> str:
    if birth.exact:
        return f'birthdate="{birth.first}" circa="false"'
    first, last = birth.first[:4], birth.last[:4]
    if first == last:
        return f'year="{first}" circa="false"'
    return f'yearRangeFrom="{first}" yearRangeTo="{last}" circa="false"'


def uk(entries: Iterable[Listed]) -> bytes:
    """The CSV of the Foreign Office: a row for each name."""
    out = io.StringIO()
    out.write("Report Date: 20-Nov-2026\r\n")
    table = csv.DictWriter(out, UK_COLUMNS)
    table.writeheader()
    for entry in entries:
        births = [_uk_birth(birth) for birth in entry.births] or [""]
        for place, name in enumerate(entry.names):
            row = {
                "Unique ID": entry.entry_id,
                "Name type": "Alias" if place else "Primary Name",
                "Regime Name": "Synthetic",
                "Designation Type": "Individual",
                "D.O.B": births[place % len(births)],
            }
            if _latin(name.text):
                *given, family = name.text.split()
                row |= {"Name 6": family, "Name 1": " ".join(given)}
            else:
                row |= {"Name non-latin script": name.text}
            table.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def _uk_birth(birth: Interval) -> str:
    year, month, day = birth.first.split("-")
    return f"{day}/{month}/{year}" if birth.exact else f"dd/mm/{year}"


def seco(entries: Iterable[Listed]) -> bytes:
    """SECO's XML: names in parts, other scripts as variants of a whole name."""
    body = []
    for entry in entries:
        names = "".join(
            f'<name name-type="{"alias" if place else "primary-name"}" quality="good">'
            f'<name-part order="1" name-part-type="whole-name"><value>{escape(name.text)}</value>'
            "</name-part></name>"
            for place, name in enumerate(entry.names)
        )
        births = "".join(
            f'<day-month-year year="{birth.first[:4]}"'
            + (f' month="{birth.first[5:7]}" day="{birth.first[8:]}"' if birth.exact else "")
            + "/>"
            for birth in entry.births
        )
        body.append(
            f'<target ssid="{entry.entry_id}" sanctions-set-id="11"><individual>'
            f"<identity>{names}{births}</identity></individual></target>"
        )
    return f"<swiss-sanctions-list>{''.join(body)}</swiss-sanctions-list>".encode()


def sema(entries: Iterable[Listed]) -> bytes:
    """Canada's XML with its bilingual tags."""
    birth_tag = "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire"
    body = []
    for entry in entries:
        *given, family = entry.names[0].text.replace(",", "").split()
        others = "; ".join(name.text.replace(",", "") for name in entry.names[1:])
        birth = entry.births[0].first if entry.births else ""
        if entry.births and not entry.births[0].exact:
            birth = birth[:4]
        body.append(
            "<record><Country-Pays>Utopia / Utopie</Country-Pays>"
            f"<LastName-NomDeFamille>{escape(family)}</LastName-NomDeFamille>"
            f"<GivenName-Prenom>{escape(' '.join(given))}</GivenName-Prenom>"
            f"<Aliases-Alias>{escape(others)}</Aliases-Alias>"
            f"<{birth_tag}>{birth}</{birth_tag}>"
            f"<Schedule-Annexe>{entry.entry_id}</Schedule-Annexe></record>"
        )
    return f"<data-set>{''.join(body)}</data-set>".encode()


def dfat(entries: Iterable[Listed]) -> bytes:
    """Australia's workbook: a row for each name."""
    rows: list[Sequence[str | int]] = [DFAT_COLUMNS]
    for number, entry in enumerate(entries, 1):
        for place, name in enumerate(entry.names):
            birth = entry.births[0].first if entry.births and not place else ""
            if birth and not entry.births[0].exact:
                birth = birth[:4]
            reference = f"{number}{_letters(place - 1).lower()}" if place else str(number)
            kind = "Aka" if place else "Primary Name"
            rows.append((reference, name.text, "Individual", kind, "", birth))
    return xlsx(rows)


WRITERS = {"eu-fsf": eu, "uk-sl": uk, "ch-seco": seco, "ca-sema": sema, "au-dfat": dfat}
