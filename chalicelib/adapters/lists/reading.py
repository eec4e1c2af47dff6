"""What the three XML readers share: safe parsing, names without namespaces, dates as intervals."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening import Interval

CIRCA_YEARS = 1


def parse(data: bytes) -> Element:
    """The document's root. Entity declarations are refused (billion laughs, XXE)."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadRequest(
            f"the list is no valid XML ({type(error).__name__})", "list_broken"
        ) from None
    return root


def local(element: Element) -> str:
    """The tag without its namespace; lists change theirs."""
    return str(element.tag).rpartition("}")[2]


def every(element: Element, *names: str) -> Iterator[Element]:
    """Children, grandchildren … along a path of local names."""
    if not names:
        yield element
        return
    for child in element:
        if local(child) == names[0]:
            yield from every(child, *names[1:])


def text(element: Element, *names: str) -> str:
    """The first text along a path, trimmed; empty if there is none."""
    for found in every(element, *names):
        if found.text and found.text.strip():
            return " ".join(found.text.split())
    return ""


def texts(element: Element, *names: str) -> list[str]:
    """Every text along a path."""
    return [" ".join(e.text.split()) for e in every(element, *names) if e.text and e.text.strip()]


def year(first: int, last: int | None = None) -> Interval:
    """Whole years."""
    return Interval(f"{first:04d}-01-01", f"{last or first:04d}-12-31")


def day(value: date) -> Interval:
    """One day."""
    return Interval(value.isoformat(), value.isoformat())


def interval(words: str) -> Interval | None:
    """`07 Oct 1952`, `Oct 1952`, `1980`, `circa 1960`, `1958 to 1961`, ISO; None if unreadable."""
    cleaned = " ".join(words.replace(",", " ").split())
    circa = bool(re.match(r"(?i)(circa|c\.|ca\.|approximately|about)\s*", cleaned))
    cleaned = re.sub(r"(?i)^(circa|c\.|ca\.|approximately|about)\s*", "", cleaned)
    span = re.split(r"(?i)\s+to\s+|\s+-\s+|/(?=\d{4}$)", cleaned)
    if len(span) == 2:
        first, last = interval(span[0]), interval(span[1])
        return Interval(first.first, last.last) if first and last else None
    for pattern in ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return day(datetime.strptime(cleaned, pattern).date())
        except ValueError:
            continue
    for pattern in ("%b %Y", "%B %Y"):
        try:
            month = datetime.strptime(cleaned, pattern).date()
        except ValueError:
            continue
        last_day = calendar.monthrange(month.year, month.month)[1]
        return Interval(month.isoformat(), month.replace(day=last_day).isoformat())
    if re.fullmatch(r"\d{4}", cleaned):
        around = CIRCA_YEARS if circa else 0
        return year(int(cleaned) - around, int(cleaned) + around)
    return None


def unique(items: Any) -> tuple[Any, ...]:
    """Each once, in order, without empty ones."""
    return tuple(dict.fromkeys(item for item in items if item))
