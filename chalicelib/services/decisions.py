"""The decision: collect the evidence, ask the rules, act on the answer."""

from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from chalicelib.domain.checks import POLICY_VERSION, Decision, Evidence, Policy, decide
from chalicelib.domain.errors import Conflict
from chalicelib.domain.liveness import LivenessSession, SessionState
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.verification import OPEN, State, Verification
from chalicelib.services.grounds import Grounds, zone_agrees
from chalicelib.services.ports import Clock, Store
from chalicelib.services.uploads import parse_key
from chalicelib.services.verifications import CHANGED, TRIES, Also, Verifications

STATES = {
    "approved": State.APPROVED,
    "rejected": State.REJECTED,
    "needs_review": State.NEEDS_REVIEW,
}
#: Between looking and deciding, what was looked at has changed.
LOOK_AGAIN = frozenset({CHANGED, "not_screened", "claim_missing", "claim_differs"})


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decides a verification as soon as everything asked for is known."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    grounds: Grounds
    sessions: Store[LivenessSession]
    numbers: Store[NumberUse]
    policy: Policy
    now: Clock

    def consider(self, verification_id: str) -> Decision | None:
        """Decides if the document, the screening and the liveness check are in; else None.

        Called after each of them; two calls at once are settled by the version of the record.
        """
        for _ in range(TRIES):
            verification = self.verifications.get(verification_id)
            evidence = self._evidence(verification) if verification.state in OPEN else None
            if evidence is None:
                return None
            decision = decide(evidence, self.policy)
            reasons = tuple(dict.fromkeys((*decision.reasons, *evidence.questions)))
            also = Also(entries=(("decided", self._facts(verification, evidence, decision)),))
            to = STATES[decision.outcome]
            try:
                approval = None
                if to is State.APPROVED:
                    approval = self.grounds.approval(verification, ("rules",))
                self.verifications.move(verification, to, reasons, also, approval)
            except Conflict as lost:  # decided by somebody else, or only changed: look again
                if lost.code not in LOOK_AGAIN:
                    raise
                continue
            return decision
        raise Conflict("too many changes at once", CHANGED)

    def _evidence(self, verification: Verification) -> Evidence | None:
        document = self.documents.find(verification.verification_id)
        if document is None:
            return None
        screening = self.grounds.screening(document)
        if screening is None and not document.missing:
            return None
        if screening and screening.sanctions_status == "clear" and not self._of_today(screening):
            self.grounds.screen_anew(document)  # its answer asks for the decision again
            return None
        session = self._session(verification)
        if session is None:
            return None
        use = self.numbers.find(document.number_hash) if document.number_hash else None
        duplicate = (use.user_id != verification.user_id) if use else None
        scores = session.similarity
        claim = self.grounds.claim(verification.user_id)
        return Evidence(
            fields_missing=document.missing,
            field_differences=self.grounds.differences(document, claim),
            mrz_valid=document.mrz_valid,
            document_expired=document.expired,
            age=document.age,
            liveness_passed=session.state is SessionState.PASSED,
            liveness_reasons=session.reasons,
            face_mean=fmean(scores) if scores else None,
            face_minimum=min(scores) if scores else None,
            screening=screening.sanctions_status if screening else "unavailable",
            duplicate=duplicate,
            face_known_as_others=len(session.known_as),
            same_document=bool(document.sha256) and session.portrait_sha256 == document.sha256,
            zone_agrees=zone_agrees(document),
            barcode_agrees=document.barcode_agrees,
            claim_missing=claim is None,
            questions=verification.questions,
        )

    def _of_today(self, screening: ScreeningRecord) -> bool:
        return self.grounds.in_force(screening)

    def unreadable(self, key: str) -> None:
        """The OCR refuses the picture: kept as a record in which everything is missing."""
        verification_id, side = parse_key(key)
        verification = self.verifications.get(verification_id)
        if side != "front" or self.documents.find(verification_id) is not None:
            return
        now = self.now()
        self.documents.add(
            DocumentRecord(
                verification_id,
                verification.user_id,
                now,
                verification.closes_at,
                missing=("name", "dateOfBirth", "documentNumber"),
            )
        )
        self.consider(verification_id)

    def ask_for_help(self, user_id: str, verification_id: str) -> None:
        """Sends an open verification to a reviewer because the applicant asks for it."""
        self.verifications.of_user(verification_id, user_id)
        self.verifications.advance(
            verification_id,
            lambda v: State.NEEDS_REVIEW if v.state in OPEN else None,
            ("assistance_requested",),
        )

    def _session(self, verification: Verification) -> LivenessSession | None:
        """The session that counts: one that passed, or the failure that used up the attempts."""
        found = self.sessions.query("byVerification", verification.verification_id, limit=50)
        sessions = [s for s in found if s.created_at >= verification.since]
        for session in sessions:
            if session.state is SessionState.PASSED:
                return session
        failed = [s for s in sessions if s.state is SessionState.FAILED]
        return failed[0] if len(failed) >= MAX_ATTEMPTS else None

    def _facts(
        self, verification: Verification, evidence: Evidence, decision: Decision
    ) -> dict[str, Any]:
        """Enough to decide again when the media are gone; nothing of the person."""
        return {
            "outcome": decision.outcome,
            "since": verification.since.isoformat(),
            "policy": POLICY_VERSION,
            "thresholds": asdict(self.policy),
            "evidence": asdict(evidence),
            "findings": [asdict(f) for f in decision.findings],
        }


MAX_ATTEMPTS = 5
