"""A verification as its backend sees it: state, checks, and, by scope, why and who."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.applicants.api_keys import ApiKey, Mode, Scope
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.levels.level import Level
from chalicelib.domain.liveness.liveness import Frame, LivenessSession
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.notices import shown
from chalicelib.domain.verifications.told import with_told
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import object_key
from chalicelib.services.ports import Audit, LivenessEngine, Objects, Store
from chalicelib.services.verifications.grounds import Grounds
from chalicelib.services.verifications.verdicts import Verdicts
from chalicelib.services.verifications.verifications import Verifications

LINK_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What keys may read and do about verifications of their own mode."""

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
        """By id; NotFound for one of the other mode, too."""
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
        """Some of one person (`byUser`) or in one state (`byStatus`). A page may be shorter than
        asked for: those of the other mode, and those not wanted, are left out."""
        found, more = self.verifications.store.page(index, value, limit, cursor)
        return tuple(v for v in found if v.mode == mode and wanted(v)), more

    def summary(self, verification: Verification) -> dict[str, Any]:
        """What a list shows."""
        return {
            "id": verification.verification_id,
            "applicantId": verification.user_id,
            "mode": verification.mode,
            "state": verification.state,
            "attempt": verification.attempt,
            "level": verification.level,
            "provider": verification.provider,
            "createdAt": verification.created_at.isoformat(),
            "updatedAt": verification.updated_at.isoformat(),
        }

    def view(
        self, verification: Verification, key: ApiKey, external_id: str | None = None
    ) -> dict[str, Any]:
        """Everything this key may read. `external_id`: whoever has it already saves a call."""
        document = self.documents.find(verification.verification_id)
        seen = self.verdicts.view_of(verification, document)
        view: dict[str, Any] = self.summary(verification) | {
            "externalUserId": external_id or self.external_id(verification.user_id),
            "kycStatus": seen["kycStatus"],
            "outcome": self._outcome(verification),
            "assurance": seen["assurance"],
            "checks": seen["checks"],
            "reasons": list(shown(verification.state, verification.reasons).reasons),
            "sides": list(verification.sides),
            "attributes": None,
            "internal": None,
            "evidence": None,
        }
        if Scope.ATTRIBUTES_READ in key.scopes:
            view["attributes"] = (
                self._claimed(verification)
                if verification.mode == Mode.TEST
                else attributes(verification, document)
            )
        if Scope.REASONS_READ in key.scopes:
            view["internal"] = self._internal(verification, document)
        if Scope.EVIDENCE_READ in key.scopes:
            view["evidence"] = self._evidence(verification)
        return view

    def _outcome(self, verification: Verification) -> str | None:
        """The word that the level ends in, once it has."""
        if verification.state not in (State.APPROVED, State.CONFIRMED):
            return None
        return str(self.level(verification.level_key).end)

    def cancel(self, mode: Mode, verification_id: str) -> Verification:
        """Ends an open attempt; Conflict for one that people look at, or that has ended: nobody
        leaves a review behind by giving up."""
        found = self.get(mode, verification_id)
        after = self.verifications.advance(
            found.verification_id, lambda v: State.ABANDONED if v.state in OPEN else None
        )
        if after.state is not State.ABANDONED:
            raise Conflict("this verification can no longer be cancelled", "verification_closed")
        return after

    def retry(self, mode: Mode, verification_id: str) -> Verification:
        """The person's open attempt, or a new one after an end. Conflict where there may be none,
        as for the person themselves."""
        return self.verifications.open(self.get(mode, verification_id).user_id)

    def tell(self, mode: Mode, verification_id: str, facts: Mapping[str, Any]) -> Verification:
        """The attempt with what its backend knows; Conflict once it has been decided or ended."""

        def with_facts(found: Verification) -> Verification:
            if found.state not in OPEN:
                raise Conflict("this verification was decided or has ended", "verification_closed")
            evidence = with_told(found, facts)
            if evidence == found.evidence:
                return found
            return found.changed(self.verifications.now(), evidence=evidence)

        self.get(mode, verification_id)
        return self.verifications.change(verification_id, with_facts)

    def newest(self, mode: Mode, verification_id: str) -> Verification:
        """By id, if it is the attempt that takes pictures now; Conflict otherwise."""
        found = self.get(mode, verification_id)
        newest = self.verifications.person(found.user_id).newest
        if newest is None or newest.verification_id != verification_id or found.state not in OPEN:
            raise Conflict("this verification takes no more pictures", "verification_closed")
        return found

    def _claimed(self, verification: Verification) -> dict[str, dict[str, Any]] | None:
        """In test mode nothing is read: what was claimed comes back as if it had been."""
        profile = self.grounds.profiles.find(verification.user_id)
        if verification.state is not State.APPROVED or profile is None:
            return None
        values = {
            "name": profile.full_name,
            "dateOfBirth": profile.date_of_birth,
            "nationality": profile.nationality,
        }
        return {
            name: {"value": value, "confidence": 100.0, "source": "sandbox"}
            for name, value in values.items()
        }

    def _internal(
        self, verification: Verification, document: DocumentRecord | None
    ) -> dict[str, Any]:
        """Why, in our own words. Never for the person: EU directive 2015/849, art. 39."""
        kept = self.grounds.screening(document) if document else None
        screening = None
        if kept is not None:
            screening = {
                "status": kept.sanctions_status,
                "screenedAt": kept.screened_at.isoformat(),
                "matches": len(kept.matches),
                "lists": dict(kept.list_versions),
            }
        return {
            "reasons": list(verification.reasons),
            "findings": self._findings(verification.verification_id),
            "screening": screening,
        }

    def _findings(self, verification_id: str) -> list[dict[str, Any]]:
        """What each rule said when it was decided last."""
        decided = [e["facts"] for e in self.audit.read(verification_id) if e["kind"] == "decided"]
        found: Mapping[str, Any] = decided[-1] if decided else {}
        return [
            {"rule": f["rule"], "outcome": f["outcome"], "reason": f["reason"]}
            for f in found.get("findings", ())
        ]

    def _evidence(self, verification: Verification) -> dict[str, Any]:
        session = self.liveness.view(verification.verification_id)
        case = verification.verification_id
        return {
            "documents": {
                side: self.pictures.link(object_key(case, side), LINK_SECONDS)
                for side in verification.sides
            },
            "frames": [self._frame(session, frame) for frame in session.frames] if session else [],
        }

    def _frame(self, session: LivenessSession, frame: Frame) -> str:
        return self.liveness.frames.link(self.liveness.frame_key(session, frame), LINK_SECONDS)


def attributes(
    verification: Verification, document: DocumentRecord | None
) -> dict[str, dict[str, Any]] | None:
    """What was read and is vouched for by an approval; None before it, and for anything else."""
    if verification.state is not State.APPROVED or document is None:
        return None
    return {
        name: {
            "value": str(field.get("value", "")),
            "confidence": float(field.get("confidence", 0)),
            "source": str(field.get("source", "")),
        }
        for name, field in sorted(document.fields.items())
    }
