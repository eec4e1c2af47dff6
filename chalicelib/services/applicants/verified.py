"""A verification as its backend sees it: state and checks; by scope also reasons and identity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.api_keys import Mode, Rights, Scope
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.levels.level import Level
from chalicelib.domain.liveness.liveness import Frame, LivenessSession
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.verifications.caller_facts import with_caller_facts
from chalicelib.domain.verifications.notices import shown
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.ports import Audit, LivenessEngine, Objects, Store
from chalicelib.services.verifications.grounds import Grounds
from chalicelib.services.verifications.verdicts import Check, Verdicts
from chalicelib.services.verifications.verifications import Verifications

LINK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value read from the document and confirmed by an approval; `confidence` 0-100."""

    value: str = field(repr=False)
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class Internal:
    """Internal reasons: codes, findings of each rule, list matches."""

    reasons: tuple[str, ...]
    findings: tuple[Mapping[str, Any], ...]
    screening: ScreeningRecord | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Links to pictures, valid for five minutes."""

    documents: dict[str, str] = field(repr=False)
    frames: list[str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A verification as one API key may see it; None where its scopes are missing."""

    verification: Verification
    external_user_id: str | None
    kyc_status: KycStatus
    outcome: str | None
    assurance: str
    checks: tuple[Check, ...]
    reasons: tuple[str, ...]
    attributes: dict[str, Attribute] | None
    internal: Internal | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What API keys may read and do; only verifications of their own mode."""

    verifications: Verifications
    verdicts: Verdicts
    documents: Store[DocumentRecord]
    grounds: Grounds
    audit: Audit
    pictures: Objects
    liveness: LivenessEngine
    external_id: Callable[[str], str | None]
    level: Callable[[str], Level]

    def get(self, mode: Mode, verification_id: str) -> Verification:
        """The verification with this id; NotFound, also for one of the other mode."""
        found = self.verifications.store.find(verification_id)
        if found is None or found.mode != mode:
            raise NotFound("no such verification", "verification_not_found")
        return found

    def page(
        self,
        mode: Mode,
        index: str,
        value: str,
        limit: int,
        cursor: str,
        wanted: Callable[[Verification], bool] = lambda v: True,
    ) -> tuple[tuple[Verification, ...], str]:
        """Verifications of one person (`byUser`) or in one state (`byStatus`), and the next cursor.
        A page may be shorter than `limit`: those of the other mode or not `wanted` are left out.
        """
        found, more = self.verifications.store.page(index, value, limit, cursor)
        return tuple(v for v in found if v.mode == mode and wanted(v)), more

    def view(
        self, verification: Verification, rights: Rights, external_id: str | None = None
    ) -> View:
        """The verification as these rights allow. `external_id` saves a call if it is known."""
        document = self.documents.find(verification.verification_id)
        seen = self.verdicts.view_of(verification, document)
        read, scopes = None, rights.scopes
        if Scope.ATTRIBUTES_READ in scopes:
            test = verification.mode == Mode.TEST
            read = self._claimed(verification) if test else attributes(verification, document)
        why = self._internal(verification, document) if Scope.REASONS_READ in scopes else None
        return View(
            verification=verification,
            external_user_id=external_id or self.external_id(verification.user_id),
            kyc_status=seen.kyc_status,
            outcome=self._outcome(verification),
            assurance=seen.assurance,
            checks=seen.checks,
            reasons=shown(verification.state, verification.reasons).reasons,
            attributes=read,
            internal=why,
            evidence=self._evidence(verification) if Scope.EVIDENCE_READ in scopes else None,
        )

    def _outcome(self, verification: Verification) -> str | None:
        """The level's outcome word; None before the end."""
        if verification.state not in (State.APPROVED, State.CONFIRMED):
            return None
        return str(self.level(verification.level_key).end)

    def cancel(self, mode: Mode, verification_id: str) -> Verification:
        """Ends an open attempt; Conflict under review or after an end: giving up must not evade a
        review.
        """
        found = self.get(mode, verification_id)
        after = self.verifications.advance(
            found.verification_id, lambda v: State.ABANDONED if v.state in OPEN else None
        )
        if after.state is not State.ABANDONED:
            raise Conflict("this verification can no longer be cancelled", "verification_closed")
        return after

    def retry(self, mode: Mode, verification_id: str) -> Verification:
        """The person's open attempt, or a new one after an end. Conflict, as for the person
        themselves.
        """
        return self.verifications.open(self.get(mode, verification_id).user_id)

    def tell(self, mode: Mode, verification_id: str, facts: Mapping[str, Any]) -> Verification:
        """Stores the backend's facts with the attempt; Conflict once it is decided or has ended."""

        def with_facts(found: Verification) -> Verification:
            if found.state not in OPEN:
                raise Conflict("this verification was decided or has ended", "verification_closed")
            evidence = with_caller_facts(found, facts)
            if evidence == found.evidence:
                return found
            return found.changed(self.verifications.now(), evidence=evidence)

        self.get(mode, verification_id)
        return self.verifications.change(verification_id, with_facts)

    def newest(self, mode: Mode, verification_id: str) -> Verification:
        """The verification if it currently takes pictures; Conflict otherwise."""
        found = self.get(mode, verification_id)
        newest = self.verifications.person(found.user_id).newest
        if newest is None or newest.verification_id != verification_id or found.state not in OPEN:
            raise Conflict("this verification takes no more pictures", "verification_closed")
        return found

    def _claimed(self, verification: Verification) -> dict[str, Attribute] | None:
        """The claims as attributes: in test mode nothing is read."""
        profile = self.grounds.profiles.find(verification.user_id)
        if verification.state is not State.APPROVED or profile is None:
            return None
        values = {
            "name": profile.full_name,
            "dateOfBirth": profile.date_of_birth,
            "nationality": profile.nationality,
        }
        return {name: Attribute(value, 100.0, "sandbox") for name, value in values.items()}

    def _internal(self, verification: Verification, document: DocumentRecord | None) -> Internal:
        """The internal reasons. Never for the person: EU directive 2015/849, art. 39."""
        kept = self.grounds.screening(document) if document else None
        return Internal(verification.reasons, self._findings(verification.verification_id), kept)

    def _findings(self, verification_id: str) -> tuple[Mapping[str, Any], ...]:
        """The findings of the last decision."""
        decided = [e["facts"] for e in self.audit.read(verification_id) if e["kind"] == "decided"]
        found: Mapping[str, Any] = decided[-1] if decided else {}
        return tuple(found.get("findings", ()))

    def _evidence(self, verification: Verification) -> Evidence:
        session = self.liveness.view(verification.verification_id)
        case = verification.verification_id
        return Evidence(
            documents={
                side: self.pictures.link(object_key(case, side), LINK_SECONDS)
                for side in verification.sides
            },
            frames=[self._frame(session, frame) for frame in session.frames] if session else [],
        )

    def _frame(self, session: LivenessSession, frame: Frame) -> str:
        return self.liveness.frames.link(self.liveness.frame_key(session, frame), LINK_SECONDS)


def attributes(
    verification: Verification, document: DocumentRecord | None
) -> dict[str, Attribute] | None:
    """The attributes confirmed by an approval; None without one."""
    if verification.state is not State.APPROVED or document is None:
        return None
    return {
        name: Attribute(
            str(read.get("value", "")),
            float(read.get("confidence", 0)),
            str(read.get("source", "")),
        )
        for name, read in sorted(document.fields.items())
    }
