"""A whole outside in memory: for tests, and for servers that need no AWS.

Engines fail closed: a reader reads nothing, a camera sees nobody, a list cannot be asked. Whoever
needs answers hands in engines of their own.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.adapters.memory import (
    MemoryAudit,
    MemoryLimits,
    MemoryMessages,
    MemoryObjects,
    MemoryQueue,
    MemoryTokens,
    MemoryTransactions,
    MemoryWorkflow,
)
from chalicelib.adapters.memory_due import MemoryDue
from chalicelib.adapters.memory_people import (
    MemoryEvents,
    MemoryIdentity,
    MemorySeals,
    MemoryUsers,
)
from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.liveness.liveness import Compared, FaceSeen
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from chalicelib.outside import Outside
from chalicelib.outside.memory_records import MemoryRecords
from chalicelib.services import ports
from chalicelib.services.applicants.federated import ProvidersTokens
from chalicelib.services.liveness.ports import ManagedFaceLiveness
from chalicelib.services.screening.screening import Screener
from chalicelib.services.vendors.ports import KycProvider

if TYPE_CHECKING:
    from chalicelib.adapters.documents.barcodes import DocumentScanner
    from chalicelib.adapters.documents.images import PillowImages
    from chalicelib.adapters.documents.papers import CleanPapers
    from chalicelib.adapters.screening.compiled import S3Watchlists


class NothingRead:
    """An OCR that reads nothing."""

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """No blocks."""
        return {"Blocks": []}


class NobodySeen:
    """Face detection that sees nobody."""

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """Nobody."""
        return ()

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """No face to compare."""
        return None


class NoManagedLiveness:
    """The managed service is not there."""

    def create(self, token: str) -> str:
        """Unavailable."""
        raise Unavailable("no managed liveness in memory")

    def result(self, session_id: str) -> ManagedResult:
        """Unavailable."""
        raise Unavailable("no managed liveness in memory")

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        """Nobody films."""
        return None


@dataclass
class MemoryPoster:
    """What was posted to the company's own systems."""

    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keeps it."""
        self.taken.append((url, dict(headers), body))


class MemorySigner:
    """Signs with its name: whoever checks signatures uses a real one."""

    def sign(self, message: bytes) -> str:
        """A mark, no signature."""
        return "memory"


@dataclass
class MemoryApproved:
    """The approved verifications, oldest id first."""

    records: MemoryRecords

    def page(self, cursor: str, limit: int) -> tuple[Sequence[str], str]:
        """Some of them, and where the next page begins."""
        found = self.records.verifications.each("byStatus", "approved")
        later = sorted(v.verification_id for v in found if v.verification_id > cursor)
        return later[:limit], later[limit - 1] if len(later) > limit else ""


class MemoryOutside:
    """Everything in memory; `now` is the caller's clock, ids are counted."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        reader: ports.Reader | None = None,
        faces: ports.Faces | None = None,
        screeners: Sequence[Screener] = (),
        providers: "dict[str, KycProvider] | None" = None,
    ) -> None:
        self._now, self._numbers = now, itertools.count(1)
        self.records = MemoryRecords(now)
        self.transactions = MemoryTransactions()
        self.audit = MemoryAudit()
        self.signer, self.seals = MemorySigner(), MemorySeals()
        self.limits = MemoryLimits(now)
        self.due, self.approved = MemoryDue(self.records.marks), MemoryApproved(self.records)
        self.users, self.identity = MemoryUsers(), MemoryIdentity()
        self.workflow, self.tokens = MemoryWorkflow(), MemoryTokens()
        self.messages, self.poster = MemoryMessages(), MemoryPoster()
        self.account_events, self.verification_events = MemoryEvents(), MemoryEvents()
        self.comparisons, self.webhook_queue = MemoryQueue(), MemoryQueue()
        self.pictures_to_read = MemoryQueue()
        self._buckets()
        self.reader: ports.Reader = reader or NothingRead()
        self.faces: ports.Faces = faces or NobodySeen()
        self.managed_face_liveness: ManagedFaceLiveness = NoManagedLiveness()
        self.enrolled_faces: ports.EnrolledFaces | None = None
        self.screeners = screeners
        self.providers = providers or {}
        self.secrets: list[str] = []
        self.provider_tokens: ProvidersTokens | None = None

    def _buckets(self) -> None:
        pictures: Literal["documentPictures"] = "documentPictures"
        self.document_pictures = MemoryObjects(pictures, "pictures")
        frames: Literal["frames"] = "frames"
        self.live_frames = MemoryObjects(frames, "frames")
        readings: Literal["readings"] = "readings"
        self.readings = MemoryObjects(readings, "raw")
        files: Literal["attachments"] = "attachments"
        self.attached_files = MemoryObjects(files, "attachments")
        lists: Literal["watchlists"] = "watchlists"
        self.watchlist_files = MemoryObjects(lists, "watchlists")
        vault: Literal["auditLog"] = "auditLog"
        self.audit_vault = MemoryObjects(vault, "audit")

    def now(self) -> datetime:
        """The caller's clock."""
        return self._now()

    def new_id(self) -> str:
        """The next id."""
        return f"00000000-0000-4000-8000-{next(self._numbers):012}"

    def pepper(self) -> bytes:
        """Always the same."""
        return b"p" * 32

    @cached_property
    def images(self) -> "PillowImages":
        from chalicelib.adapters.documents.images import PillowImages

        return PillowImages(300, 50_000_000)

    @cached_property
    def frame_images(self) -> "PillowImages":
        from chalicelib.adapters.documents.images import PillowImages

        return PillowImages(120, 5_000_000)

    @cached_property
    def papers(self) -> "CleanPapers":
        from chalicelib.adapters.documents.images import PillowImages
        from chalicelib.adapters.documents.papers import CleanPapers

        return CleanPapers(PillowImages(16, 50_000_000))

    @cached_property
    def scanner(self) -> "DocumentScanner":
        from chalicelib.adapters.documents.barcodes import DocumentScanner

        return DocumentScanner(seconds=0.5)

    def frames_apart(self, one: bytes, other: bytes, enough: float) -> float:
        """Pictures are alike when they are the same."""
        from chalicelib.adapters.liveness.sameness import distance

        return distance(one, other, enough)

    @cached_property
    def watchlist_store(self) -> "S3Watchlists":
        from chalicelib.adapters.screening.compiled import S3Watchlists

        return S3Watchlists(self.watchlist_files, 0.8)

    def provider(self, name: str) -> KycProvider:
        """A provider that was handed in; NotFound."""
        if name not in self.providers:
            raise NotFound("no such provider", "provider_unknown")
        return self.providers[name]

    def signing_secrets(self) -> Sequence[str]:
        """What our own webhooks are signed with."""
        return tuple(self.secrets)


if TYPE_CHECKING:
    _whole: Outside = MemoryOutside()  # every part is there and fits
