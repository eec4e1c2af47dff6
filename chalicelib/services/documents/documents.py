"""Reads a document: OCR, extraction, comparison with the profile, and whom to screen next."""

import hashlib
import hmac
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.documents import layout
from chalicelib.domain.documents.document import CODES, Extracted, extract, has_zone
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.records import DocumentRecord, NumberUse, plain_number
from chalicelib.domain.verifications.verification import OPEN, Verification
from chalicelib.services.documents.signs import Signs
from chalicelib.services.documents.uploads import SIDES, object_key, parse_key
from chalicelib.services.ports import Clock, DocumentPictures, Reader, Readings, Scanner, Store
from chalicelib.services.verifications.grounds import claim_of
from chalicelib.services.verifications.verifications import CHANGED, TRIES, Verifications

UPRIGHT = "Upright"
"""Key in the stored Textract answer: the hash of the picture after it was turned upright."""
READ = "Read"
"""Key in the stored Textract answer: the hash of the picture that was read."""


def raw_key(verification_id: str, side: str) -> str:
    """The object key of a side's OCR answer: `<id>.json`, `<id>-back.json`."""
    return object_key(verification_id, side).removesuffix(".jpg") + ".json"


def keyed_hash(pepper: bytes, *parts: str) -> str:
    """A keyed hash: without the pepper, names or numbers cannot be tried against it."""
    text = "\x1f".join("".join(part.split()).upper() for part in parts)
    return hmac.new(pepper, text.encode(), hashlib.sha256).hexdigest()


def person_hash(pepper: bytes, name: str, date_of_birth: str, nationality: str) -> str:
    """The fingerprint of the person to screen; "" without a name."""
    return keyed_hash(pepper, "person", name, date_of_birth, nationality) if name else ""


def _sha256(picture: bytes | None) -> str:
    return hashlib.sha256(picture).hexdigest() if picture is not None else ""


def _says_the_same(before: DocumentRecord | None, record: DocumentRecord) -> bool:
    """Whether the records are equal except for the time of reading."""
    if before is None:
        return False
    now = replace(before, read_at=record.read_at, expires_at=record.expires_at)
    return replace(now, version=record.version) == record


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Reads stored pictures of documents."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    profiles: Store[Profile]
    numbers: Store[NumberUse]
    pictures: DocumentPictures
    raw: Readings
    reader: Reader
    scanner: Scanner
    pepper: bytes = field(repr=False)
    keep_days: int
    now: Clock

    def read(self, key: str) -> DocumentRecord | None:
        """Reads one stored side and stores the record of all sides.

        None if the verification no longer takes documents. Idempotent for the same picture.
        """
        verification_id, side = parse_key(key)
        verification = self.verifications.get(verification_id)
        if verification.state not in OPEN or verification.mode == Mode.TEST:
            return None  # no paid service is called in test mode
        answer, picture = self._answer(key)
        answers = self._answers(verification, {side: answer})
        claim = claim_of(self._frozen_profile(verification))
        found = extract(answers, claim, self.now().date())
        front = picture if side == "front" else self._front(verification_id)
        signs, fine = self._signs.of(verification, answers, front, self._person(found))
        seen = answers.get("front", {}).get(READ) or _sha256(front)
        return self._keep(verification, found, signs, (seen, fine))

    def _answer(self, key: str) -> tuple[dict[str, Any], bytes]:
        """(answer of OCR and barcodes, picture); the answer is stored in the raw bucket.

        A picture on its side is turned upright once, for face comparison and reviewers, and
        replaces the one that was sent; the event of the new object finds it already read. NotFound
        if another picture was sent meanwhile, whose own event reads it.
        """
        verification_id, side = parse_key(key)
        raw = raw_key(verification_id, side)
        picture = self.pictures.get(key)
        if (known := self._read_before(raw, picture)) is not None:
            return known, picture
        answer = self.reader.analyze(self.pictures.bucket, key)
        if self.pictures.get(key) != picture:
            raise NotFound("the picture was replaced while it was read")
        turns = layout.quarter_turns(answer)
        if turns:
            picture = self.scanner.turned(picture, turns)
            answer = layout.turned(answer, turns) | {UPRIGHT: hashlib.sha256(picture).hexdigest()}
        # A side with a zone has no barcode; other sides are searched thoroughly.
        patient = side == "back" and not has_zone(answer, self.now().date())
        if codes := self.scanner.codes(picture, patient):
            answer = dict(answer) | {CODES: list(codes)}
        answer = dict(answer) | {READ: _sha256(picture)}
        self.raw.put(raw, json.dumps(answer).encode(), "application/json")
        if turns:
            self.pictures.put(key, picture, "image/jpeg")
        return answer, picture

    def _read_before(self, raw: str, picture: bytes) -> dict[str, Any] | None:
        """The stored answer for this picture, or None. So a repeated event, a picture sent again
        and a turned picture cost nothing."""
        try:
            known: dict[str, Any] = json.loads(self.raw.get(raw))
        except NotFound:
            return None
        return known if _sha256(picture) in (known.get(READ), known.get(UPRIGHT)) else None

    def _answers(self, verification: Verification, answers: dict[str, Any]) -> dict[str, Any]:
        """Side -> OCR answer of every side read so far."""
        for side in verification.sides:
            if side not in answers:
                try:
                    answers[side] = json.loads(
                        self.raw.get(raw_key(verification.verification_id, side))
                    )
                except NotFound:  # its own event is still on the way, and will read both
                    continue
        return {side: answers[side] for side in SIDES if side in answers}

    @property
    def _signs(self) -> Signs:
        return Signs(
            pictures=self.pictures,
            documents=self.documents,
            numbers=self.numbers,
            scanner=self.scanner,
            hashed=self._hash,
        )

    def _frozen_profile(self, verification: Verification) -> Profile | None:
        """The profile, frozen: what was compared must not change afterwards.

        After a request for new pictures it is frozen again, since the applicant may have corrected
        it; corrections that arrive later are refused.
        """
        asked_again = "askedAgainAt" in verification.evidence
        while profile := self.profiles.find(verification.user_id):
            if profile.frozen_by == verification.verification_id and not asked_again:
                return profile
            frozen = replace(
                profile, frozen_by=verification.verification_id, version=profile.version + 1
            )
            with suppress(Conflict):  # it was changed this very moment: look again
                self.profiles.save(frozen)
                return frozen
        return None

    def _keep(
        self,
        verification: Verification,
        found: Extracted,
        signs: tuple[str, ...],
        front: tuple[str, str],
    ) -> DocumentRecord | None:
        """Stores the record; None if the verification was decided meanwhile.

        `front`: hash and print of the picture that the face is compared with. A decision rests on
        the document as read before, and so does screening; nothing is stored after it.
        """
        number = found.value("documentNumber")
        hashed = self._hash("number", plain_number(number)) if number else ""
        if hashed:
            use = NumberUse(hashed, verification.user_id, verification.verification_id)
            with suppress(Conflict):  # known already: the decision compares the users
                self.numbers.add(use)
        for _ in range(TRIES):
            before = self.documents.find(verification.verification_id)
            record = self._record(verification, found, signs, front, hashed, before)
            if _says_the_same(before, record):
                return before
            try:
                self._note(verification, record)
            except Conflict:
                verification = self.verifications.get(verification.verification_id)
                if verification.state not in OPEN:
                    return None
                continue
            return record
        raise Conflict("too many changes at once", CHANGED)

    def _record(
        self,
        verification: Verification,
        found: Extracted,
        signs: tuple[str, ...],
        front: tuple[str, str],
        number_hash: str,
        before: DocumentRecord | None,
    ) -> DocumentRecord:
        now = self.now()
        return DocumentRecord(
            verification_id=verification.verification_id,
            user_id=verification.user_id,
            read_at=now,
            expires_at=now + timedelta(days=self.keep_days),
            fields=found.fields,
            missing=found.missing,
            differences=found.differences,
            mrz_valid=found.mrz_valid,
            expired=found.expired,
            age=found.age,
            number_hash=number_hash,
            screening_fingerprint=self._person(found),
            sha256=front[0],
            version=before.version + 1 if before else 1,
            name_cut=found.name_cut,
            barcode_agrees=found.barcode_agrees,
            signs=signs,
            picture_print=front[1],
            outlines=found.outlines,
            mistaken=found.mistaken,
        )

    def _note(self, verification: Verification, record: DocumentRecord) -> None:
        """Stores the record and its audit entry, provided that the verification is unchanged."""
        facts: dict[str, Any] = {
            "missing": list(record.missing),
            "differences": list(record.differences),
            "signs": list(record.signs),
        }
        new = record.version == 1
        writes = (
            self.documents.adding_for_living(record) if new else (self.documents.saving(record),)
        )
        self.verifications.note(verification, writes, (("document_read", facts),))

    def _front(self, verification_id: str) -> bytes | None:
        """The stored picture of the front, with which the face is compared; None."""
        try:
            return self.pictures.get(object_key(verification_id, "front"))
        except NotFound:
            return None

    def _person(self, found: Extracted) -> str:
        """The fingerprint of the person; they must be screened again if and only if it changes."""
        parts = [found.value(name) for name in ("name", "dateOfBirth", "nationality")]
        return person_hash(self.pepper, *parts)

    def _hash(self, *parts: str) -> str:
        """A keyed hash of the parts; see `keyed_hash`."""
        return keyed_hash(self.pepper, *parts)
