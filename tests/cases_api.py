"""Names that runners of outside cases import: one stable place, wherever the code itself moves.

A runner does `from tests.cases_api import …` and calls what it gets with the signatures of today.
Whoever moves or renames one of these keeps the name here.
"""

from typing import Any

from benchmarks.listed_people import build
from benchmarks.people import person
from chalicelib.adapters import memory
from chalicelib.adapters.documents.images import PillowImages
from chalicelib.adapters.memory import MemoryAudit, MemoryStore
from chalicelib.adapters.screening.compiled import S3Watchlists as S3Shelf
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.adapters.screening.lists import eu, ofac, un
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.adapters.screening.public_lists import PublicLists
from chalicelib.domain.documents import dates, labels, mrz_reading
from chalicelib.domain.documents.document import Claim, extract, same_name
from chalicelib.domain.documents.labels import fold
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.liveness import liveness
from chalicelib.domain.records import ScreeningRecord
from chalicelib.domain.screening.screening import (
    Dismissed,
    Interval,
    Listed,
    ListedName,
    Person,
    match_digest,
    match_key,
)
from chalicelib.domain.verifications import checks
from chalicelib.services.screening import screening
from local.pictures import face
from local.pictures.documents import document, font
from local.vision import ocr, textract
from local.vision.protocol import decoded

__all__ = [
    "BadRequest",
    "Claim",
    "Dismissed",
    "Interval",
    "Listed",
    "ListedName",
    "MemoryAudit",
    "MemoryObjects",
    "MemoryStore",
    "NameIndex",
    "Person",
    "PillowImages",
    "PublicLists",
    "S3Shelf",
    "Screening",
    "ScreeningRecord",
    "build",
    "checks",
    "dates",
    "decoded",
    "document",
    "eu",
    "extract",
    "face",
    "fold",
    "font",
    "interval",
    "labels",
    "liveness",
    "match_digest",
    "match_key",
    "mrz_reading",
    "ocr",
    "ofac",
    "person",
    "same_name",
    "textract",
    "un",
]


def MemoryObjects() -> memory.MemoryObjects[str]:
    """A bucket in memory."""
    return memory.MemoryObjects("watchlists")


def Screening(
    records: Any, sources: Any, audit: Any, keep_years: int, now: Any, dismissed: Any = None
) -> screening.Screening:
    """The service by position; in the code it takes keywords."""
    return screening.Screening(
        records=records,
        sources=sources,
        audit=audit,
        keep_years=keep_years,
        now=now,
        dismissed=dismissed,
    )
