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


_CIRCA = re.compile(r"(?i)^(?:circa|c\.|ca\.|approximately|approx\.?|about)\s*")
_SPAN = re.compile(r"(?i)\s+to\s+|\s+and\s+|\s+-\s+|(?<=\d{4})[-/](?=\d{4}$)")


def interval(words: str) -> Interval | None:
    """`07 Oct 1952`, `Oct 1952`, `1980`, `circa 1960`, `1958 to 1961`, `between 1958 and 1961`,
    `1960s`, ISO 8601, also with 00 for an unknown month or day; None if unreadable.

    "circa" widens by a year on both sides.
    """
    cleaned = " ".join(words.replace(",", " ").split())
    around = CIRCA_YEARS if _CIRCA.match(cleaned) else 0
    cleaned = re.sub(r"(?i)^between\s+", "", _CIRCA.sub("", cleaned))
    span = _SPAN.split(cleaned)
    if len(span) == 2:
        first, last = interval(span[0]), interval(span[1])
        found = Interval(first.first, last.last) if first and last else None
    else:
        found = _day(cleaned) or _month(cleaned) or _years(cleaned)
    return _widened(found, around) if found and around else found


def _day(words: str) -> Interval | None:
    for pattern in ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return day(datetime.strptime(words, pattern).date())
        except ValueError:
            continue
    return None


def _month(words: str) -> Interval | None:
    words = re.sub(r"-00$", "", words)
    for pattern in ("%b %Y", "%B %Y", "%Y-%m"):
        try:
            first = datetime.strptime(words, pattern).date()
        except ValueError:
            continue
        last = calendar.monthrange(first.year, first.month)[1]
        return Interval(first.isoformat(), first.replace(day=last).isoformat())
    return None


def _years(words: str) -> Interval | None:
    if re.fullmatch(r"\d{3}0s", words):
        return year(int(words[:4]), int(words[:4]) + 9)
    found = re.fullmatch(r"(\d{4})(?:-00){0,2}", words)
    return year(int(found[1])) if found else None


def _widened(found: Interval, years: int) -> Interval:
    first, last = int(found.first[:4]) - years, int(found.last[:4]) + years
    return Interval(f"{first:04d}-01-01", f"{last:04d}-12-31")


def unique(items: Any) -> tuple[Any, ...]:
    """Each once, in order, without empty ones."""
    return tuple(dict.fromkeys(item for item in items if item))
