"""A copy of a person's own data (GDPR art. 15). The erasure is in erasure.py."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.user import User
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.privacy.privacy import EXPORTED, SHOWN, WITHHELD
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.notices import shown
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.liveness.liveness import Liveness
from chalicelib.services.ports import Audit, Clock, DocumentPictures, Identity, Limits, LiveFrames
from chalicelib.services.privacy.erasure import ALL, Records

LINK_SECONDS = 900
COPIES_PER_DAY = 5


class Registered(Protocol):
    """The registry in PostgreSQL."""

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCopy:
    """Everything about one person: plain records, with the wire's field names."""

    user_id: str
    exported_at: datetime
    account: dict[str, Any] = field(repr=False)
    registry: dict[str, Any] | None = field(repr=False)
    profile: dict[str, Any] | None = field(repr=False)
    onboardings: list[dict[str, Any]]
    verifications: list[dict[str, Any]] = field(repr=False)
    history: list[dict[str, str]]
    withheld: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Makes the copy. `pictures`, `frames`: buckets, for links."""

    records: Records
    users: Registered
    identity: Identity
    pictures: DocumentPictures
    frames: LiveFrames
    audit: Audit
    limits: Limits
    now: Clock

    def export(self, user_id: str) -> PersonalCopy:
        """Everything held about this person that they may see; links to pictures are valid for 15
        minutes.
        """
        self.limits.hit(f"export:{user_id}", COPIES_PER_DAY, 86_400)
        found = self._verifications(user_id)
        copy = PersonalCopy(
            user_id=user_id,
            exported_at=self.now(),
            account=self._account(user_id),
            registry=self._row(user_id),
            profile=self._profile(user_id),
            onboardings=[
                {"onboardingId": o.onboarding_id, "stage": o.stage, "createdAt": o.created_at}
                for o in self.records.onboardings.query("byUser", user_id, ALL)
            ],
            verifications=[self._verification(each) for each in found],
            history=self._history((user_id, *(v.verification_id for v in found))),
            withheld=WITHHELD,
        )
        self.audit.write(user_id, EXPORTED, {"verifications": len(found)})
        return copy

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
        seen = shown(verification.state, verification.reasons)
        return {
            "verificationId": verification.verification_id,
            "status": verification.state,
            "createdAt": verification.created_at,
            "updatedAt": verification.updated_at,
            "provider": verification.provider,
            "reasons": list(seen.reasons),
            "message": seen.message,
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
    """The fields read from the document, without confidences, which are internal."""
    if document is None:
        return None
    fields = {name: field.get("value") for name, field in document.fields.items()}
    return {"readAt": document.read_at, "expiresAt": document.expires_at, "fields": fields}


def _named(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with camelCase names, as everywhere on the wire."""
    made = {}
    for name, value in record.items():
        first, *rest = name.split("_")
        made[first + "".join(part.title() for part in rest)] = value
    return made
