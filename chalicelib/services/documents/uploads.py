"""Accepts pictures of documents: directly, or by a presigned form for large files."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.documents.sent import times_sent, with_sent
from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.levels.level import Level, Step
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.ports import Clock, DocumentPictures, Images, Store
from chalicelib.services.verifications.verifications import CHANGED, TRIES, Also, Verifications

SIDES = ("front", "back")
FORM_SECONDS = 300
# Lambda accepts 6 MB; the gateway sends bytes as Base64, a third longer, together with headers.
DIRECT_BYTES = 4_400_000
INCOMING = "incoming/"
IN_HOUSE = "in_house"


def object_key(verification_id: str, side: str) -> str:
    """The object key of a side's picture: `<id>.jpg`, `<id>-back.jpg`."""
    return f"{verification_id}.jpg" if side == "front" else f"{verification_id}-{side}.jpg"


def facts_key(key: str) -> str:
    """The object key of a picture's measurements: `<id>.facts`, `<id>-back.facts`.

    No link to it is ever issued, and OCR does not read it.
    """
    return key.removesuffix(".jpg") + ".facts"


def parse_key(key: str) -> tuple[str, str]:
    """(verification id, side) of an object key, incoming or stored."""
    name = key.removeprefix(INCOMING).removesuffix(".jpg")
    for side in SIDES[1:]:
        if name.endswith(f"-{side}"):
            return name.removesuffix(f"-{side}"), side
    return name, "front"


def _with(verification: Verification, side: str, digest: str) -> dict[str, Any]:
    """The fields of the verification that change with this picture."""
    sides = tuple(sorted({*verification.sides, side}))
    return {"sides": sides, "evidence": with_sent(verification, side, digest)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload: an accepted picture has a `sha256`, one to be posted a `form` (URL and fields)."""

    verification_id: str
    side: str
    expires_at: datetime
    sha256: str = ""
    form: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """Accepts the pictures of an identity document, as many as the attempt's level (`pinned`)
    allows. `remember` stores their retention date before the first one. `providers`: those of the
    settings; without `in_house` no picture is accepted.
    """

    verifications: Verifications
    objects: DocumentPictures
    images: Images
    max_bytes: int
    marks: Store[Mark]
    remember: Callable[[Verification], None]
    now: Clock
    pinned: Callable[[str], Level]
    providers: Sequence[str] = (IN_HOUSE,)

    def accept(self, user_id: str, data: bytes, side: str = "front") -> Upload:
        """Checks, cleans and stores one picture. BadRequest for a bad picture; Conflict if the
        verification accepts none."""
        self._check_side(side)
        if len(data) > min(self.max_bytes, DIRECT_BYTES):
            raise BadRequest(
                f"a picture sent directly has at most {min(self.max_bytes, DIRECT_BYTES)} bytes: "
                "ask for a presigned form",
                "image_too_large",
            )
        cleaned = self.images.clean(data)
        verification, digest = self._open(user_id), hashlib.sha256(data).hexdigest()
        self._check_times(verification, side, digest)
        self._store(object_key(verification.verification_id, side), data, cleaned)
        verification = self._received(verification, side, digest)
        return replace(self._upload(verification, side), sha256=digest)

    def form(self, user_id: str, content_type: str, size: int, side: str) -> Upload:
        """A form to post a picture to the bucket; the trigger `admit` checks it on arrival."""
        self._check_side(side)
        if content_type not in ("image/jpeg", "image/png"):
            raise BadRequest("a picture is image/jpeg or image/png", "image_type_unsupported")
        if not 0 < size <= self.max_bytes:
            raise BadRequest(f"a picture has 1 to {self.max_bytes} bytes", "image_too_large")
        verification = self._open(user_id)
        self._check_times(verification, side)
        key = INCOMING + object_key(verification.verification_id, side)
        self.marks.delete(key, MarkKind.FORM)
        form = self.objects.form(key, content_type, size, FORM_SECONDS)
        return replace(self._upload(verification, side), form=form)

    def admit(self, key: str, version: str = "") -> None:
        """Checks and cleans a posted picture and moves it to its place; deletes it if it is bad.

        Only the first picture of a form is accepted; later ones are deleted unread. NotFound if an
        earlier delivery of the same event has moved it.
        """
        verification_id, side = parse_key(key)
        verification = self.verifications.get(verification_id)
        if not self._first(key, version):
            gone = self.objects.shred(key)
            facts = {"code": "form_used", "versions": gone}
            self.verifications.audit.write(verification_id, "refused", facts)
            return
        data = self.objects.get(key)
        digest = hashlib.sha256(data).hexdigest()
        try:
            self._check_open(verification)
            self._check_times(verification, side, digest)
            cleaned = self.images.clean(data)
        except (BadRequest, Conflict) as refused:
            self.objects.shred(key)
            self.verifications.audit.write(verification_id, "refused", {"code": refused.code})
            return
        self._store(object_key(verification_id, side), data, cleaned)
        self._received(verification, side, digest)
        self.objects.shred(key)  # last: if anything before fails, the event is repeated

    def _store(self, key: str, data: bytes, cleaned: bytes) -> None:
        """Stores the measurements, then the clean picture, whose event reads both."""
        self.objects.put(facts_key(key), self.images.measured(data).kept(), "application/json")
        self.objects.put(key, cleaned, "image/jpeg")

    def _first(self, key: str, version: str) -> bool:
        """Whether this version of the object is the first one since its form was issued."""
        now = self.now()
        mark = Mark(key, MarkKind.FORM, now, now + timedelta(days=2), version)
        try:
            self.marks.add(mark)
        except Conflict:
            known = self.marks.find(key, MarkKind.FORM)
            return known is None or known.note == version
        return True

    def _open(self, user_id: str) -> Verification:
        self._refuse_hosted(self.providers, mode_of(user_id))
        verification = self.verifications.open(user_id)
        level = self.pinned(verification.level_key)
        self._refuse_hosted(level.providers_of(self.providers), verification.mode)
        if Step.DOCUMENT not in level.steps:
            raise Conflict("this level asks for no document", "document_not_asked")
        self._check_open(verification)
        self.remember(verification)
        return verification

    @staticmethod
    def _refuse_hosted(providers: Sequence[str], mode: str) -> None:
        if IN_HOUSE not in providers and mode == Mode.LIVE:
            raise Conflict("the provider takes the pictures", "verified_elsewhere")

    @staticmethod
    def _check_open(verification: Verification) -> None:
        """Conflict unless pictures are accepted: before the frames are compared with them, and only
        if we verify. With a vendor no picture is stored here.
        """
        if verification.provider != "in_house":
            raise Conflict("the provider takes the pictures", "verified_elsewhere")
        if verification.state not in OPEN or verification.state is State.PROCESSING:
            raise Conflict("this verification takes no more pictures", "verification_closed")

    def _check_times(self, verification: Verification, side: str, digest: str = "") -> None:
        """Conflict (`document_attempts_used`) if the side was sent as often as the level allows.
        The last picture sent again is not counted."""
        same = digest and with_sent(verification, side, digest) == verification.evidence
        if same or not verification.level_key:
            return
        most = self.pinned(verification.level_key).limits.document_attempts
        if times_sent(verification, side) >= most:
            raise Conflict(f"this side was sent {most} times", "document_attempts_used")

    def _received(self, verification: Verification, side: str, digest: str) -> Verification:
        """Stores that a side was received; the other side may arrive at the same time."""
        for _ in range(TRIES):
            try:
                if verification.state is State.IN_PROGRESS:
                    return self._noted(verification, side, digest)
                also = Also(changes=_with(verification, side, digest))
                return self.verifications.move(verification, State.IN_PROGRESS, (), also)
            except Conflict as lost:
                if lost.code != CHANGED:
                    raise
                verification = self.verifications.get(verification.verification_id)
                self._check_open(verification)
        raise Conflict("too many changes at once", CHANGED)

    def _noted(self, verification: Verification, side: str, digest: str) -> Verification:
        """The verification with this side; Conflict if it no longer accepts pictures."""

        def with_side(found: Verification) -> Verification:
            self._check_open(found)
            changes = _with(found, side, digest)
            same = (found.sides, found.evidence) == (changes["sides"], changes["evidence"])
            return found if same else found.changed(self.now(), **changes)

        return self.verifications.change(verification.verification_id, with_side)

    def _upload(self, verification: Verification, side: str) -> Upload:
        soon = min(verification.closes_at, self.now() + timedelta(days=30))
        return Upload(
            verification_id=verification.verification_id,
            side=side,
            expires_at=soon,
        )

    @staticmethod
    def _check_side(side: str) -> None:
        if side not in SIDES:
            raise BadRequest("side is front or back", "side_invalid")
