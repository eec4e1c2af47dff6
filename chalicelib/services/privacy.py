"""A person's own data: a copy of all of it, and its erasure with a receipt."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.liveness import LivenessSession
from chalicelib.domain.notices import shown
from chalicelib.domain.onboarding import Onboarding, Profile
from chalicelib.domain.phone_code import PhoneCode
from chalicelib.domain.privacy import ERASED, EXPORTED, SHOWN, WITHHELD, Receipt, on_hold
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.review import ReviewCase
from chalicelib.domain.user import User
from chalicelib.domain.verification import Verification
from chalicelib.services.liveness import Liveness
from chalicelib.services.ports import (
    Audit,
    Clock,
    EnrolledFaces,
    Events,
    Identity,
    Ids,
    Limits,
    Objects,
    Store,
    Workflow,
)
from chalicelib.services.uploads import object_key

#: More than anybody has; a query wants a number.
ALL = 1000
LINK_SECONDS = 900
COPIES_PER_DAY = 5


class Shredder(Protocol):
    """A bucket, seen from the one who empties it."""

    def shred(self, prefix: str) -> int:
        """Removes every version of every object whose key begins so; how many versions."""
        ...


class Registered(Protocol):
    """The registry in PostgreSQL."""

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        ...

    def erase(self, user_id: str) -> bool:
        """Removes the row; False if there was none."""
        ...


class VendorMedia(Protocol):
    """What vendors keep of a person."""

    def forget(self, verification: Verification) -> bool:
        """Deletes it there; False where an operator has to do it by hand (and was told so)."""
        ...


@dataclass(frozen=True, slots=True)
class Records:
    """Where a person's records are."""

    profiles: Store[Profile]
    onboardings: Store[Onboarding]
    verifications: Store[Verification]
    documents: Store[DocumentRecord]
    numbers: Store[NumberUse]
    sessions: Store[LivenessSession]
    reviews: Store[ReviewCase]
    codes: Store[PhoneCode]


@dataclass(frozen=True, slots=True)
class Privacy:
    """`buckets`: name -> what empties it. `pictures`, `frames`: for links in a copy."""

    records: Records
    users: Registered
    identity: Identity
    workflow: Workflow
    buckets: Mapping[str, Shredder]
    pictures: Objects
    frames: Objects
    audit: Audit
    events: Events
    limits: Limits
    keep_years: int
    now: Clock
    new_id: Ids
    bury: Callable[[str], object]
    enrolled: EnrolledFaces | None = None
    vendors: VendorMedia | None = None

    def export(self, user_id: str) -> dict[str, Any]:
        """Everything we hold about this person that they may see; pictures by links (15 min)."""
        self.limits.hit(f"export:{user_id}", COPIES_PER_DAY, 86_400)
        found = self._verifications(user_id)
        copy = {
            "userId": user_id,
            "exportedAt": self.now().isoformat(),
            "account": self._account(user_id),
            "registry": self._row(user_id),
            "profile": self._profile(user_id),
            "onboardings": [
                {"onboardingId": o.onboarding_id, "stage": o.stage, "createdAt": o.created_at}
                for o in self.records.onboardings.query("byUser", user_id, ALL)
            ],
            "verifications": [self._verification(each) for each in found],
            "history": self._history((user_id, *(v.verification_id for v in found))),
            "withheld": list(WITHHELD),
        }
        self.audit.write(user_id, EXPORTED, {"verifications": len(found)})
        return copy

    def erase(self, user_id: str) -> dict[str, Any]:
        """Removes everything but what law asks to keep; the receipt. Conflict under legal hold.

        The account goes last: whatever fails before, the person can sign in and ask again.
        """
        if on_hold(self.audit.read(user_id)):
            raise Conflict("your data is kept for a legal proceeding", "legal_hold")
        self.bury(user_id)  # first: from now on nobody can write about this person again
        count: Counter[str] = Counter()
        for verification in self._verifications(user_id):
            if verification.provider_session and self.vendors:
                done = self.vendors.forget(verification)
                count["vendorSessions" if done else "vendorSessionsByHand"] += 1
            self._erase_verification(verification.verification_id, count)
        for onboarding in self.records.onboardings.query("byUser", user_id, ALL):
            count["workflows"] += self.workflow.stop(onboarding.onboarding_id)
            self.records.codes.delete(onboarding.onboarding_id)
            self.records.onboardings.delete(onboarding.onboarding_id)
            count["onboardings"] += 1
        count["profiles"] += self.records.profiles.find(user_id) is not None
        self.records.profiles.delete(user_id)
        count["registryRows"] += self.users.erase(user_id)
        count["accounts"] += self.identity.find(user_id) is not None
        receipt = Receipt(self.new_id(), user_id, self.now(), dict(count), self.keep_years)
        facts = {"receipt": receipt.receipt_id, **receipt.erased}
        self.audit.write(user_id, ERASED, facts)
        self.events.publish("user.erased", {"userId": user_id, "receiptId": receipt.receipt_id})
        self.identity.delete(user_id)
        return receipt.shown()

    def _erase_verification(self, verification_id: str, count: "Counter[str]") -> None:
        for name, bucket in self.buckets.items():
            # The two places a key begins with: stored, and posted but not yet looked at.
            for prefix in (verification_id, f"incoming/{verification_id}"):
                count[name] += bucket.shred(prefix)
        for session in self.records.sessions.query("byVerification", verification_id, ALL):
            if session.face_id and self.enrolled:
                self.enrolled.forget(session.face_id)
                count["enrolledFaces"] += 1
            self.records.sessions.delete(session.session_id)
            count["livenessSessions"] += 1
        document = self.records.documents.find(verification_id)
        if document is not None:
            self._forget_number(document)
            self.records.documents.delete(verification_id)
            count["documents"] += 1
        count["reviews"] += self.records.reviews.find(verification_id) is not None
        self.records.reviews.delete(verification_id)
        self.records.verifications.delete(verification_id)
        count["verifications"] += 1

    def _forget_number(self, document: DocumentRecord) -> None:
        """Whoever comes back after an erasure is nobody's duplicate."""
        use = self.records.numbers.find(document.number_hash) if document.number_hash else None
        if use is not None and use.user_id == document.user_id:
            self.records.numbers.delete(document.number_hash)

    def _verifications(self, user_id: str) -> tuple[Verification, ...]:
        return self.records.verifications.query("byUser", user_id, ALL)

    def _account(self, user_id: str) -> dict[str, Any]:
        account = self.identity.find(user_id)
        if account is None:
            return {}
        made = account.created_at
        return {"email": account.email, "phone": account.phone, "createdAt": made}

    def _row(self, user_id: str) -> dict[str, Any] | None:
        try:
            row = asdict(self.users.get(user_id))
        except NotFound:
            return None
        del row["kyc_rejection_reason"]  # in our words; the verification below says it in theirs
        return _named(row)

    def _profile(self, user_id: str) -> dict[str, Any] | None:
        profile = self.records.profiles.find(user_id)
        return _named(asdict(profile)) if profile else None

    def _verification(self, verification: Verification) -> dict[str, Any]:
        document = self.records.documents.find(verification.verification_id)
        found = self.records.sessions.query("byVerification", verification.verification_id, ALL)
        return {
            "verificationId": verification.verification_id,
            "status": verification.state,
            "createdAt": verification.created_at,
            "updatedAt": verification.updated_at,
            "provider": verification.provider,
            "reasons": list(shown(verification.state, verification.reasons).reasons),
            "message": shown(verification.state, verification.reasons).message,
            "document": _document(document),
            "pictures": [
                self.pictures.link(object_key(verification.verification_id, side), LINK_SECONDS)
                for side in verification.sides
            ],
            "livenessSessions": [self._session(session) for session in found],
        }

    def _session(self, session: LivenessSession) -> dict[str, Any]:
        return {
            "sessionId": session.session_id,
            "createdAt": session.created_at,
            "state": session.state,
            "gestures": [challenge.gesture for challenge in session.challenges],
            "frames": [
                self.frames.link(Liveness.frame_key(session, frame), LINK_SECONDS)
                for frame in session.frames
            ],
        }

    def _history(self, subjects: tuple[str, ...]) -> list[dict[str, str]]:
        return [
            {"subject": subject, "at": str(entry["at"]), "kind": str(entry["kind"])}
            for subject in subjects
            for entry in self.audit.read(subject)
            if entry["kind"] in SHOWN
        ]


def _document(document: DocumentRecord | None) -> dict[str, Any] | None:
    """What was read from the document; how sure the reading was is ours."""
    if document is None:
        return None
    fields = {name: field.get("value") for name, field in document.fields.items()}
    return {"readAt": document.read_at, "expiresAt": document.expires_at, "fields": fields}


def _named(record: Mapping[str, Any]) -> dict[str, Any]:
    """Names as everywhere on the wire: camelCase."""
    made = {}
    for name, value in record.items():
        first, *rest = name.split("_")
        made[first + "".join(part.title() for part in rest)] = value
    return made
