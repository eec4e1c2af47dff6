"""XML for all list readers: safe parsing, tags without namespaces."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from chalicelib.domain.errors import BadRequest


def parse(data: bytes) -> Element:
    """The document's root. BadRequest (`list_broken`) for invalid XML and for a document type
    declaration (billion laughs, XXE)."""
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
    """The tag without its namespace, since issuers change theirs."""
    return str(element.tag).rpartition("}")[2]


def every(element: Element, *names: str) -> Iterator[Element]:
    """Every element at the end of a path of local tags below `element`, in document order; without
    a path `element` itself."""
    if not names:
        yield element
        return
    for child in element:
        if local(child) == names[0]:
            yield from every(child, *names[1:])


def text(element: Element, *names: str) -> str:
    """The first text at the end of a path (see `every`), in single blanks; "" if there is none."""
    for found in every(element, *names):
        if found.text and found.text.strip():
            return " ".join(found.text.split())
    return ""


def texts(element: Element, *names: str) -> list[str]:
    """Every text at the end of a path (see `every`), in single blanks, but for empty ones."""
    return [" ".join(e.text.split()) for e in every(element, *names) if e.text and e.text.strip()]


def unique(items: Any) -> tuple[Any, ...]:
    """The items in order, each once, without falsy ones."""
    return tuple(dict.fromkeys(item for item in items if item))
