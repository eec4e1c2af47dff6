"""What the services need from the outside. Adapters fit structurally; mypy proves it in outside."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from chalicelib.domain.accounts.user import User
from chalicelib.domain.documents.forgery import PictureFacts
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.liveness.liveness import Compared, FaceSeen, Frame, LivenessSession
from chalicelib.domain.liveness.managed_liveness import ManagedResult
from chalicelib.domain.transaction import Write
from chalicelib.services.accounts.ports import Account as Account
from chalicelib.services.accounts.ports import Identity as Identity
from chalicelib.services.accounts.ports import Owner as Owner

Clock = Callable[[], datetime]
Ids = Callable[[], str]
T = TypeVar("T")


class Transactions(Protocol):
    """Writes to several stores at once."""

    def commit(self, *writes: Write) -> None:
        """All or none; the Conflict of the first write whose condition fails."""
        ...


class Store(Protocol[T]):
    """Records of one kind, with optimistic locking by their `version`."""

    def get(self, *key: str) -> T:
        """The record; NotFound if there is none."""
        ...

    def find(self, *key: str) -> T | None:
        """The record or None."""
        ...

    def find_all(self, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], T]:
        """The records that are there, by their keys, in as few calls as can be."""
        ...

    def add(self, item: T) -> None:
        """A new record; Conflict if the key is taken."""
        ...

    def save(self, item: T) -> None:
        """A changed record; Conflict unless the stored one is exactly one version older."""
        ...

    def put(self, item: T) -> None:
        """The record, whatever was there before."""
        ...

    def delete(self, *key: str) -> None:
        """Removes the record if it is there."""
        ...

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """Records of an index partition, newest first; index "" is the table itself."""
        ...

    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """Some records, oldest first, and where the next page begins (or ""); BadRequest."""
        ...

    def behind(self, value: str, after: str, limit: int) -> tuple[T, ...]:
        """Records of a partition of the table itself whose sort key is greater, in their order."""
        ...

    def each(self, index: str, value: str) -> Iterator[T]:
        """All records of an index partition, oldest first."""
        ...

    def update(self, *key: str, change: Callable[[T], T]) -> T:
        """The record after `change` (which answers its argument to do nothing); Conflict."""
        ...

    def adding(self, item: T, code: str = "exists") -> Write:
        """`add`, as part of a transaction that asks for the owner's tombstone by itself."""
        ...

    def adding_for_living(self, item: T) -> tuple[Write, ...]:
        """`add`, as parts of a transaction: the record, and that its owner was not erased."""
        ...

    def saving(self, item: T, code: str = "changed_meanwhile") -> Write:
        """`save`, as part of a transaction."""
        ...

    def unchanged(self, item: T, code: str = "changed_meanwhile") -> Write:
        """Nothing, on condition that the record is still this version."""
        ...

    def deleting(self, *key: str) -> Write:
        """`delete`, as part of a transaction."""
        ...


class ErasureGuard(Protocol):
    """Knows who was erased."""

    def refuse(self, *subjects: str) -> None:
        """Erased if one of them was."""
        ...


class Objects(Protocol):
    """A bucket."""

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores encrypted."""
        ...

    def get(self, key: str) -> bytes:
        """The bytes; NotFound if there are none."""
        ...

    def delete(self, key: str) -> None:
        """Removes it if it is there."""
        ...

    def shred(self, prefix: str) -> int:
        """Removes every version of every object whose key begins so; how many versions."""
        ...

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """A presigned POST `{url, fields}` for exactly this key, type and size."""
        ...

    def link(self, key: str, seconds: int) -> str:
        """A presigned GET."""
        ...

    @property
    def bucket(self) -> str:
        """Its name."""
        ...


Holds = TypeVar("Holds", bound=str, covariant=True)


class Bucket(Objects, Protocol[Holds]):
    """A bucket whose content is part of its type: no two can be swapped."""

    @property
    def holds(self) -> Holds:
        """What is in it, by its name in receipts."""
        ...


DocumentPictures = Bucket[Literal["documentPictures"]]
LiveFrames = Bucket[Literal["frames"]]
Readings = Bucket[Literal["readings"]]
WatchlistFiles = Bucket[Literal["watchlists"]]
AuditVault = Bucket[Literal["auditLog"]]
AttachedFiles = Bucket[Literal["attachments"]]


class Images(Protocol):
    """What a picture really is."""

    def clean(self, data: bytes) -> bytes:
        """A JPEG without metadata, upright; BadRequest says why a picture is refused."""
        ...

    def measured(self, data: bytes) -> PictureFacts:
        """What the file as it was sent tells of its making."""
        ...


class Scanner(Protocol):
    """What a stored picture of a document holds beside its print."""

    def turned(self, data: bytes, turns: int) -> bytes:
        """The picture after so many quarter turns, anticlockwise."""
        ...

    def codes(self, data: bytes, thorough: bool = False) -> tuple[str, ...]:
        """The texts of its barcodes; `thorough` looks again where there is none."""
        ...

    def prints(self, data: bytes) -> tuple[tuple[str, ...], str]:
        """(bands of a coarse print to find the picture by, a fine print to compare it by)."""
        ...


class Reader(Protocol):
    """OCR."""

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """A Textract AnalyzeDocument answer (FORMS, TABLES)."""
        ...


class Faces(Protocol):
    """Detection and comparison of faces in stored pictures."""

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """Every face in the picture."""
        ...

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """How alike the largest faces are; None if one picture has no face."""
        ...


class LivenessEngine(Protocol):
    """Shows that a living person is before the camera: gestures, or a managed service."""

    @property
    def frames(self) -> LiveFrames:
        """Where the pictures of sessions lie."""
        ...

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A new session; Conflict or TooMany when there may be none."""
        ...

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """Takes one frame; BadRequest where the engine takes none."""
        ...

    def check_again(self, user_id: str, verification_id: str) -> None:
        """Asks for the comparison of what has been shown; it still runs once."""
        ...

    def view(self, verification_id: str) -> LivenessSession | None:
        """The newest session of a verification."""
        ...

    def frame_key(self, session: LivenessSession, frame: Frame) -> str:
        """Where a picture of a session lies."""
        ...

    def compare(self, faces: "Faces", session_id: str, similarity: float) -> LivenessSession:
        """Judges a session; once judged it stays so."""
        ...


class ManagedFaceLiveness(Protocol):
    """A liveness check that runs between the applicant's browser and a service of the cloud."""

    def create(self, token: str) -> str:
        """The service's session id; the same for the same token."""
        ...

    def result(self, session_id: str) -> ManagedResult:
        """How far it is; NotFound for a session it does not know."""
        ...


class EnrolledFaces(Protocol):
    """Faces of people who have shown themselves alive, to be found again."""

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        """Users whose face is at least so alike (0-100), the likest first."""
        ...

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        """Keeps the face of the picture under this user; the enrolment's id, or "" without one."""
        ...

    def forget(self, face_id: str) -> None:
        """Removes an enrolment if it is there."""
        ...


class Workflow(Protocol):
    """The engine that runs `user-onboarding`."""

    def start(self, onboarding_id: str) -> str:
        """Starts it once; the execution's id. A second start of the same id is the same one."""
        ...

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """Completes a waiting step; False if it no longer waits."""
        ...

    def fail(self, token: str, error: str, cause: str) -> bool:
        """Fails a waiting step; False if it no longer waits."""
        ...

    def stop(self, onboarding_id: str) -> bool:
        """Ends the execution without another step; False if it does not run."""
        ...


class Tokens(Protocol):
    """Task tokens, sealed at rest."""

    def put(self, case_id: str, step: str, token: str, expires_at: datetime) -> None:
        """Remembers the token of a waiting step."""
        ...

    def find(self, case_id: str, step: str) -> str | None:
        """The token, if the step waits."""
        ...

    def drop(self, case_id: str, step: str) -> None:
        """Forgets it."""
        ...


class Messages(Protocol):
    """What leaves the house."""

    def sms(self, phone: str, text: str) -> None:
        """One short message."""
        ...

    def email(self, address: str, letter: Letter) -> None:
        """One templated mail."""
        ...

    def alert(self, subject: str, facts: Mapping[str, str]) -> None:
        """Tells the operators; ids and codes only."""
        ...

    def announce(self, kind: str, facts: Mapping[str, str]) -> None:
        """Tells other systems that a user was notified; ids and codes only."""
        ...


class Events(Protocol):
    """The company's event bus."""

    def publish(self, kind: str, detail: Mapping[str, Any]) -> None:
        """One event; Unavailable if the bus did not take it."""
        ...


class Queue(Protocol):
    """A work queue."""

    def send(self, body: Mapping[str, Any]) -> None:
        """One message."""
        ...


class Inbox(Protocol):
    """The side of a queue that its reader sees."""

    def show_again(self, receipt: str, seconds: int) -> None:
        """A message that was not done comes again in `seconds`."""
        ...


class WorkQueue(Queue, Inbox, Protocol):
    """Both sides of a queue."""


class Users(Protocol):
    """The registry in PostgreSQL."""

    def upsert_registered(self, user: User) -> bool:
        """True if the row is new."""
        ...

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        ...


class Limits(Protocol):
    """Counters that slow a caller down."""

    def hit(self, key: str, allowed: int, seconds: int, by: int = 1) -> int:
        """Counts `by`; how many there are now within `seconds`. TooMany past `allowed`; with `by=0`
        it asks, and TooMany if one more would be too many."""
        ...


class Audit(Protocol):
    """The record of what was decided and why."""

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        """One entry; codes, hashes, versions and scores, never personal data.

        `beside` is what it tells of: written with it or not at all; its Conflict if it may not be.
        """
        ...

    def appending(
        self, subject_id: str, *entries: tuple[str, Mapping[str, Any]]
    ) -> Sequence[Write]:
        """Entries (kind, facts) behind the subject's last one, as parts of a transaction; Conflict
        `audit_taken` when somebody else's came first."""
        ...

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject, oldest first: `{at, kind, facts}`."""
        ...
