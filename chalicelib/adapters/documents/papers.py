"""Files that reviewers attach: pictures, and PDFs without active content.

A picture is decoded and encoded again (images.py). A PDF is written again from its pages alone,
which removes earlier revisions, embedded files, links, metadata and appended files. A PDF with
active content is refused, so that nobody takes it for harmless.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.documents.images import MAGIC, PillowImages
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.reviews.attachment import Kind

PDF = b"%PDF-"
MOST_PAGES = 200
MOST_PARTS = 200_000
"""Dictionaries, arrays and streams that are read in one file at most."""
RUNS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
"""Keys of active content: ISO 32000-2, 12.6.4 and 13.7; XFA has its own scripts and pages."""
ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/RichMediaExecute",
        "/Rendition",
        "/GoTo3DView",
    }
)
"""Forbidden actions; allowed are links to a page of the same file or to a URL."""
PAGE = frozenset(
    {
        "/Type",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Contents",
        "/Group",
        "/Annots",
    }
)
MARK = frozenset({"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F"})
"""The keys kept of an annotation (a filled field, a stamp): its appearance."""


@dataclass(frozen=True, slots=True)
class CleanPapers:
    """Checks and cleans files, recognised by their bytes, never by a name or a header."""

    images: PillowImages

    def clean(self, data: bytes) -> tuple[Kind, bytes]:
        """(kind, clean copy); BadRequest with a stable code."""
        if data.startswith(PDF):
            return Kind.PDF, rewritten(data)
        if data.startswith(tuple(MAGIC)):
            return Kind.JPEG, self.images.clean(data)
        raise BadRequest("only JPEG, PNG and PDF are taken", "attachment_type_unsupported")


def rewritten(data: bytes) -> bytes:
    """A new PDF with the same pages; BadRequest for active content or an unreadable file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        return _pages(_pages(data))  # the copy is checked, too
    except BadRequest:
        raise
    except Exception as error:  # any error of pypdf
        raise BadRequest("the PDF cannot be read", "attachment_unreadable") from error


def _pages(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise BadRequest("the PDF is locked with a password", "attachment_locked")
    if any(map(_runs, _parts(reader.trailer))):
        raise BadRequest("the PDF would run something: print it into a new one", "attachment_runs")
    count = len(reader.pages)
    if not 0 < count <= MOST_PAGES:
        raise BadRequest(f"a PDF has 1 to {MOST_PAGES} pages", "attachment_too_long")
    writer = PdfWriter()
    for page in reader.pages:
        _prune(page)
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _parts(root: Any) -> Iterator[Any]:
    """Every reachable dictionary, each once."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen: set[tuple[int, int]] = set()
    left, looked = [root], 0
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        looked += 1
        if looked > MOST_PARTS:
            raise BadRequest("the PDF has too many parts", "attachment_too_long")
        if isinstance(one, DictionaryObject):
            yield one
            left += [dict.__getitem__(one, key) for key in one]
        elif isinstance(one, ArrayObject):
            left += list(list.__iter__(one))


def _runs(part: Any) -> bool:
    return bool(RUNS & set(part)) or part.get("/S") in ACTIONS


def _prune(page: Any) -> None:
    """Reduces a page to its visible content, without links and actions."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    marks = []
    for one in page.get("/Annots") or ():
        mark = one.get_object()
        if "/AP" in mark and mark.get("/Subtype") != "/Popup":
            kept = {key: dict.__getitem__(mark, key) for key in mark if key in MARK}
            marks.append(DictionaryObject(kept))
    for key in [key for key in page if key not in PAGE]:
        del page[key]
    if "/Annots" in page:
        page[NameObject("/Annots")] = ArrayObject(marks)
