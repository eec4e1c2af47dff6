"""Document numbers that stand without a label, or behind one that was not read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domain.documents import dates, dividing, labels, number_shapes
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.issuers import american
from chalicelib.domain.documents.layout import Box

READ_WELL = 85.0
_NUMBER = re.compile(
    r"[A-Z0-9-]{6,24}|(?=.{6,18}$)[A-Z0-9]+(?:/\d+)+|\d{1,2}(?:\.\d{3}){2}(?:-[\dK])?"
)
"""A document number alone in its line; parts after slashes are digits, or it is a misread date."""
_BEHIND_WORDS = re.compile(
    r"((?:N[º°o]?\.?\s)?[^\W\d_]{4,9}[.:]?\s+(?:[^\W\d_]{2,4}[.:]?\s+)?)([A-Z]{0,2}\d[\d.-]{5,}\d)"
    r"|([^\W\d_]{2,9}[.:]?\s+)(\d{1,3}(?:\.\d{3}){2}(?:-[\dK])?)"
)
"""A number after words that may be its misread label."""
_BEHIND_MARK = re.compile(r"(\S.{0,14}\s(?:NO|No|NR|Nr|N[º°])[.:]?\s)(\S*\d\S*)")
"""A number after a misread label that ends in NO: "44 LC NO SL-VC-PB-L760KH"."""
_DATE_SHAPED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|[A-Z0-9]{0,4}\d{2}[./-]\d{2}[./-](?:19|20)\d{2}"
    r"|\d{2}[ ./-]?\d{2}[ ./-](?:19|20)\d{2}|\d{2}[ ./-]\d{2}[ ./-]?(?:19|20)\d{2}"
    r"|[34][a-d68]?[.,]?\s?(?:19|20)\d{2}[./-]\d{2}[./-]\d{2}"
    r"|(?:[A-Z]{2,3} )?\d{1,2} ?[^\W_]{3,4} ?(?:19|20)\d{2}"
)
"""A date, also an impossible one in which a digit was misread."""
_STREET = re.compile(r"\d+ (?:[^\W\d_]{2,} ?){2,}")


def _is_date(text: str, today: date) -> bool:
    return any(dates.read(text, today, kind) for kind in Kind)


def _is_number(line: Box, today: date) -> bool:
    text = _bare(line)
    if not _NUMBER.fullmatch(text) or sum(c.isdigit() for c in text) < 4:
        return False
    no_number = _DATE_SHAPED.fullmatch(line.text) or _STREET.fullmatch(line.text)
    return not no_number and not _is_date(line.text, today)


def _behind_unread(line: Box) -> Box:
    """The line without a misread label before its number: "NUP 21.726.810", "UCENCE NO. 717610752".

    Its text is empty if the label is that of another field.
    """
    parts = _BEHIND_MARK.fullmatch(line.text) or _BEHIND_WORDS.fullmatch(line.text)
    if not parts:
        return line
    label, value = [part for part in parts.groups() if part]
    ours = labels.meaning(label.strip())[0] in ("", "documentNumber", labels.PERSONAL)
    return replace(line, text=value if ours else "")


def numbers(free: Sequence[Box], texts: Sequence[str], birth: Box | None, today: date) -> list[Box]:
    """The lines that can be the document number; of several, those that were read with certainty
    and those with the state's shape."""
    found = [line for line in map(_behind_unread, free) if _is_number(line, today)]
    found = [line for line in found if line.trust >= READ_WELL] or found
    if len(found) > 1 and birth:
        found = [line for line in found if not _holds_birth(line, birth, today)]
    if len(found) > 1 and number_shapes.shape_of(texts):
        found = [line for line in found if number_shapes.mended(_bare(line), texts)[1]]
    if len(found) > 1 and dividing.is_licence(texts) and not american(texts):
        found = [max(found, key=lambda line: line.middle)]  # 4d, a person's number, is above 5
    return found


def _holds_birth(line: Box, birth: Box, today: date) -> bool:
    """Whether a number is its holder's own: it begins with the birth date."""
    read = dates.read(birth.text, today, Kind.BIRTH)
    if read is None:
        return False
    forms = ("%d%m%y", "%y%m%d", "%Y%m%d", "%d%m%Y")
    return _bare(line).startswith(tuple(map(read.value.strftime, forms)))


def _bare(line: Box) -> str:
    return line.text.replace(" ", "").lstrip(":：.,")
