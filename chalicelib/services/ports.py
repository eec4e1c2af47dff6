"""Ports: what services need from outside. Adapters match structurally, as mypy checks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from chalicelib.domain.accounts.user import User
from chalicelib.domain.documents.forgery import PictureFacts
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.liveness.liveness import Compared, FaceSeen, Frame, LivenessSession
from chalicelib.domain.liveness.managed_liveness import StreamAccess
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
        """Applies all writes or none; raises the `conflict` of the first that is not possible."""
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
        """The existing ones of these records by key, in as few calls as possible."""
        ...

    def add(self, item: T) -> None:
        """Stores a new record; Conflict if the key is taken."""
        ...

    def save(self, item: T) -> None:
        """Stores a changed record; Conflict unless the stored one is exactly one version older."""
        ...

    def put(self, item: T) -> None:
        """Stores the record, replacing any other."""
        ...

    def delete(self, *key: str) -> None:
        """Removes the record; no error if there is none."""
        ...

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """At most `limit` records of an index partition, newest first; "" is the table itself."""
        ...

    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """(records, cursor of the next page or ""), oldest first; BadRequest for a bad cursor."""
        ...

    def behind(self, value: str, after: str, limit: int) -> tuple[T, ...]:
        """At most `limit` records of a table's partition with sort keys above `after`, in order."""
        ...

    def each(self, index: str, value: str) -> Iterator[T]:
        """All records of an index partition, oldest first."""
        ...

    def update(self, *key: str, change: Callable[[T], T]) -> T:
        """The record after `change` (which returns its argument to do nothing); Conflict."""
        ...

    def adding(self, item: T, code: str = "exists") -> Write:
        """`add` as a write of a transaction that checks the owner's tombstone itself."""
        ...

    def adding_for_living(self, item: T) -> tuple[Write, ...]:
        """`add` as writes of a transaction, with the condition that the owner is not erased."""
        ...

    def saving(self, item: T, code: str = "changed_meanwhile") -> Write:
        """`save` as a write of a transaction."""
        ...

    def unchanged(self, item: T, code: str = "changed_meanwhile") -> Write:
        """A condition of a transaction: the stored record still has this version."""
        ...

    def deleting(self, *key: str) -> Write:
        """`delete` as a write of a transaction."""
        ...


class ErasureGuard(Protocol):
    """Knows who was erased."""

    def refuse(self, *subjects: str) -> None:
        """Raises Erased if one of these subjects was erased."""
        ...


class Objects(Protocol):
    """A bucket."""

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores an object, encrypted."""
        ...

    def get(self, key: str) -> bytes:
        """The object's bytes; NotFound."""
        ...

    def delete(self, key: str) -> None:
        """Removes it if it is there."""
        ...

    def shred(self, prefix: str) -> int:
        """Removes all versions of all objects whose key begins with `prefix`; how many versions."""
        ...

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """A presigned POST `{url, fields}` for exactly this key, type and size, for `seconds`."""
        ...

    def link(self, key: str, seconds: int) -> str:
        """A presigned GET URL, valid for `seconds`."""
        ...

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        ...


Holds = TypeVar("Holds", bound=str, covariant=True)


class Bucket(Objects, Protocol[Holds]):
    """A bucket whose content is part of its type, so that mypy notices a swapped one."""

    @property
    def holds(self) -> Holds:
        """The kind of content, as erasure receipts name it."""
        ...


DocumentPictures = Bucket[Literal["documentPictures"]]
LiveFrames = Bucket[Literal["frames"]]
Readings = Bucket[Literal["readings"]]
WatchlistFiles = Bucket[Literal["watchlists"]]
AuditVault = Bucket[Literal["auditLog"]]
AttachedFiles = Bucket[Literal["attachments"]]


class Images(Protocol):
    """Validates and normalises pictures."""

    def clean(self, data: bytes) -> bytes:
        """A JPEG without metadata, upright; BadRequest says why a picture is refused."""
        ...

    def measured(self, data: bytes) -> PictureFacts:
        """Facts about the original file that hint at editing."""
        ...


class Scanner(Protocol):
    """Rotation, barcodes and perceptual hashes of a document's picture."""

    def turned(self, data: bytes, turns: int) -> bytes:
        """The picture after `turns` quarter turns anticlockwise; JPEG."""
        ...

    def codes(self, data: bytes, thorough: bool = False) -> tuple[str, ...]:
        """The texts of its barcodes; `thorough` tries harder if none is found at first."""
        ...

    def prints(self, data: bytes) -> tuple[tuple[str, ...], str]:
        """(bands of a coarse hash to look the picture up by, a fine hash to compare it by)."""
        ...


class Reader(Protocol):
    """OCR."""

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """A Textract AnalyzeDocument answer (FORMS, TABLES)."""
        ...


class Faces(Protocol):
    """Detection and comparison of faces in stored pictures."""

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """All faces in the picture, in no order."""
        ...

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """Similarity (0-100) of the largest face and its best match; None if one has no face."""
        ...


class LivenessEngine(Protocol):
    """Shows that a living person is before the camera: gestures, or a managed service."""

    @property
    def frames(self) -> LiveFrames:
        """The bucket of the sessions' frames."""
        ...

    def start(self, user_id: str, verification_id: str) -> LivenessSession:
        """A new session; Conflict or TooMany when there may be none."""
        ...

    def access(self, session: LivenessSession) -> StreamAccess | None:
        """What lets the browser film for this session; None where it sends us frames."""
        ...

    def submit(
        self, user_id: str, session_id: str, frame: Frame, nonce: str, data: bytes
    ) -> LivenessSession:
        """Takes one frame; BadRequest where the engine takes none."""
        ...

    def check_again(self, user_id: str, verification_id: str) -> None:
        """Asks again for the comparison of a finished session; it still runs only once."""
        ...

    def view(self, verification_id: str) -> LivenessSession | None:
        """The newest session of a verification."""
        ...

    def frame_key(self, session: LivenessSession, frame: Frame) -> str:
        """The object key of a session's frame."""
        ...

    def compare(self, faces: "Faces", session_id: str, similarity: float) -> LivenessSession:
        """Ends a session by comparison with the portrait (0-100); an ended one stays as it is."""
        ...


class EnrolledFaces(Protocol):
    """A searchable collection of the faces of people who passed a liveness check."""

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        """Ids of users whose face is at least this similar (0-100), most similar first."""
        ...

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        """Adds the picture's face under this user; the face id, or "" if there is no face."""
        ...

    def forget(self, face_id: str) -> None:
        """Removes a face; no error if there is none."""
        ...


class Workflow(Protocol):
    """The engine that runs `user-onboarding`."""

    def start(self, onboarding_id: str) -> str:
        """Starts an execution; its id. Starting the same id again returns the same execution."""
        ...

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """Completes a waiting step; False if it no longer waits."""
        ...

    def fail(self, token: str, error: str, cause: str) -> bool:
        """Fails a waiting step; False if it no longer waits."""
        ...

    def stop(self, onboarding_id: str) -> bool:
        """Aborts the execution; False if it is not running."""
        ...


class Tokens(Protocol):
    """Task tokens, sealed at rest."""

    def put(self, case_id: str, step: str, token: str, expires_at: datetime) -> None:
        """Stores the token of a waiting step."""
        ...

    def find(self, case_id: str, step: str) -> str | None:
        """The token; None if no step waits."""
        ...

    def drop(self, case_id: str, step: str) -> None:
        """Removes the token."""
        ...


class Messages(Protocol):
    """Mails, text messages, alerts and notices to other systems."""

    def sms(self, phone: str, text: str) -> None:
        """Sends one text message."""
        ...

    def email(self, address: str, letter: Letter) -> None:
        """Sends one mail from a template."""
        ...

    def alert(self, subject: str, facts: Mapping[str, str]) -> None:
        """Alerts the operators; `facts` hold ids and codes only."""
        ...

    def announce(self, kind: str, facts: Mapping[str, str]) -> None:
        """Tells other systems that a user was notified; ids and codes only."""
        ...


class Events(Protocol):
    """The company's event bus."""

    def publish(self, kind: str, detail: Mapping[str, Any]) -> None:
        """Publishes one event; Unavailable if the bus did not take it."""
        ...


class Queue(Protocol):
    """A work queue."""

    def send(self, body: Mapping[str, Any]) -> None:
        """Sends one message; it must be JSON."""
        ...


class Inbox(Protocol):
    """The consumer's side of a queue."""

    def show_again(self, receipt: str, seconds: int) -> None:
        """Makes a message that was not processed visible again in `seconds`."""
        ...


class WorkQueue(Queue, Inbox, Protocol):
    """Both sides of a queue."""


class Users(Protocol):
    """The registry in PostgreSQL."""

    def upsert_registered(self, user: User) -> bool:
        """Inserts or updates the row; True if it is new."""
        ...

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        ...


class Limits(Protocol):
    """Counters that slow a caller down."""

    def hit(self, key: str, allowed: int, seconds: int, by: int = 1) -> int:
        """Adds `by`; the count in this window of `seconds`. TooMany above `allowed`, and with
        `by=0` (which counts nothing) if one more would be."""
        ...


class Audit(Protocol):
    """The record of what was decided and why."""

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        """Writes one entry: codes, hashes, versions and scores, never personal data.

        `beside`: a write in the same transaction; raises its Conflict if its condition fails.
        """
        ...

    def appending(
        self, subject_id: str, *entries: tuple[str, Mapping[str, Any]]
    ) -> Sequence[Write]:
        """Writes of a transaction that append (kind, facts) to the subject's log; Conflict
        `audit_taken` if another entry was appended first."""
        ...

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject, oldest first: `{at, kind, facts}`."""
        ...
