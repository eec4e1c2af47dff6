"""Tables as the issuers publish them: CSV with a line before its header, and XLSX.

An XLSX file is a zip of XML; of its many parts the shared texts and the first sheet are read, which
is why there is no library for it here.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from chalicelib.adapters.screening.lists.reading import every, local, parse
from chalicelib.domain.errors import BadRequest

Row = Mapping[str, str]
EXCEL_EPOCH = date(1899, 12, 30)
MOST_BYTES = 400_000_000  # of a part of a zip, unpacked
_COLUMN = re.compile(r"^[A-Z]+")


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, else in Windows-1252. Bytes
    that neither knows become U+FFFD."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def slug(heading: str) -> str:
    """`Name of Individual or Entity` as name_of_individual_or_entity."""
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


def csv_rows(data: bytes, *headings: str, delimiter: str = ",") -> Iterator[Row]:
    """The rows below the header: slug of the heading -> cell, trimmed. Empty rows are left out.

    The header is the first line with all of `headings` (slugs); BadRequest (`list_broken`) if there
    is none.
    """
    table = csv.reader(io.StringIO(decoded(data), newline=""), delimiter=delimiter)
    return headed(table, headings)


def headed(table: Iterator[list[str]], headings: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table of cells, as in `csv_rows`."""
    for line in table:
        names = [slug(cell) for cell in line]
        if set(headings) <= set(names):
            return (_row(names, cells) for cells in table if any(cell.strip() for cell in cells))
    raise BadRequest("the columns of this list are missing", "list_broken")


def _row(names: list[str], cells: list[str]) -> Row:
    cells = cells + [""] * (len(names) - len(cells))
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False)}


def xlsx_rows(data: bytes, *headings: str) -> Iterator[Row]:
    """The rows of the first sheet of an XLSX file, as in `csv_rows`. BadRequest (`list_broken`) for
    another file, or if a part unpacks to over MOST_BYTES."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            texts = _shared_texts(book)
            sheet = parse(_part(book, _first_sheet(book)))
    except (zipfile.BadZipFile, KeyError, StopIteration):
        raise BadRequest("this is no XLSX file", "list_broken") from None
    return headed(_lines(sheet, lambda cell: _value(cell, texts)), headings)


def _first_sheet(book: zipfile.ZipFile) -> str:
    sheets = (name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    return min(sheets, key=lambda name: (len(name), name), default="xl/worksheets/sheet1.xml")


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    if book.getinfo(name).file_size > MOST_BYTES:
        raise BadRequest("a part of the list is larger than any list", "list_broken")
    return book.read(name)


def _shared_texts(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_text(item) for item in every(parse(_part(book, "xl/sharedStrings.xml")), "si")]


def _text(element: Element) -> str:
    """All text of an element but for readings of Japanese (rPh)."""
    if local(element) == "rPh":
        return ""
    return (element.text or "" if local(element) == "t" else "") + "".join(map(_text, element))


def _lines(sheet: Element, value: Callable[[Element], str]) -> Iterator[list[str]]:
    for row in every(sheet, "sheetData", "row"):
        line: list[str] = []
        for cell in every(row, "c"):
            place = _place(cell.get("r", "")) if cell.get("r") else len(line)
            line += [""] * (place - len(line))
            line.append(value(cell))
        yield line


def _place(reference: str) -> int:
    """`AB12` is column 27."""
    letters = _COLUMN.match(reference)
    place = 0
    for letter in letters[0] if letters else "A":
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: Element, texts: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    number = next((e.text or "" for e in every(cell, "v")), "")
    if cell.get("t") == "s" and number.isdigit() and int(number) < len(texts):
        return texts[int(number)]
    return number


def excel_day(cell: str) -> str:
    """A spreadsheet's day number as YYYY-MM-DD (`22343` -> `1961-03-03`); any other text, and a
    number from 1900 to 2100, which is a year, unchanged."""
    number = re.fullmatch(r"(\d{4,5})(?:\.\d+)?", cell.strip())
    if not number or 1900 <= int(number[1]) <= 2100:
        return cell
    return (EXCEL_EPOCH + timedelta(days=int(number[1]))).isoformat()
