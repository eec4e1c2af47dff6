"""The decision: collect the evidence, ask the rules, act on the answer."""

from dataclasses import asdict, dataclass
from statistics import fmean

from chalicelib.domain.checks import POLICY_VERSION, Decision, Evidence, Policy, decide
from chalicelib.domain.errors import Conflict
from chalicelib.domain.liveness import LivenessSession, SessionState
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.review import ASKED_AGAIN, ReviewCase
from chalicelib.domain.verification import DECIDED, OPEN, State, Verification
from chalicelib.services.grounds import Grounds, zone_agrees
from chalicelib.services.onboarding import OnboardingSteps
from chalicelib.services.ports import Clock, Messages, Store
from chalicelib.services.uploads import parse_key
from chalicelib.services.verifications import Verifications

STATES = {
    "approved": State.APPROVED,
    "rejected": State.REJECTED,
    "needs_review": State.NEEDS_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decides a verification as soon as everything asked for is known."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    grounds: Grounds
    sessions: Store[LivenessSession]
    numbers: Store[NumberUse]
    reviews: Store[ReviewCase]
    onboarding: OnboardingSteps
    messages: Messages
    policy: Policy
    now: Clock

    def consider(self, verification_id: str) -> Decision | None:
        """Decides if the document, the screening and the liveness check are in; else None.

        Called after each of them; two calls at once are settled by the version of the record.
        """
        while True:
            verification = self.verifications.get(verification_id)
            if verification.state not in OPEN:
                self._make_up(verification)
                self._carry_on(verification)
                return None
            evidence = self._evidence(verification)
            if evidence is None:
                return None
            decision = decide(evidence, self.policy)
            reasons = tuple(dict.fromkeys((*decision.reasons, *evidence.questions)))
            try:
                moved = self.verifications.move(verification, STATES[decision.outcome], reasons)
            except Conflict:  # decided by somebody else, or only changed: look again
                continue
            self._record(moved, evidence, decision)
            self._carry_on(moved)
            return decision

    def _make_up(self, verification: Verification) -> None:
        """Writes what a decision was made of, should the call that made it have died before that.

        No longer open means that nothing the rules looked at has changed since.
        """
        since = verification.since.isoformat()
        if any(
            entry["kind"] == "decided" and entry["facts"].get("since") == since
            for entry in self.verifications.audit.read(verification.verification_id)
        ):
            return
        evidence = self._evidence(verification)
        decision = decide(evidence, self.policy) if evidence else None
        if evidence and decision and STATES[decision.outcome] is verification.state:
            self._record(verification, evidence, decision)

    def _carry_on(self, verification: Verification) -> None:
        """What follows a decision; repeated harmlessly when an earlier call died on the way."""
        if verification.state is State.NEEDS_REVIEW:
            self._open_case(verification)
        elif verification.state in DECIDED:
            self.onboarding.decided(verification)

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
        verification = self.verifications.of_user(verification_id, user_id)
        if verification.state not in OPEN:
            self._carry_on(verification)
            return
        reasons = ("assistance_requested",)
        self._carry_on(self.verifications.move(verification, State.NEEDS_REVIEW, reasons))

    def _session(self, verification: Verification) -> LivenessSession | None:
        """The session that counts: one that passed, or the failure that used up the attempts."""
        found = self.sessions.query("byVerification", verification.verification_id, limit=50)
        sessions = [s for s in found if s.created_at >= verification.since]
        for session in sessions:
            if session.state is SessionState.PASSED:
                return session
        failed = [s for s in sessions if s.state is SessionState.FAILED]
        return failed[0] if len(failed) >= MAX_ATTEMPTS else None

    def _record(self, moved: Verification, evidence: Evidence, decision: Decision) -> None:
        self.verifications.audit.write(
            moved.verification_id,
            "decided",
            {
                "outcome": decision.outcome,
                "since": moved.since.isoformat(),
                "policy": POLICY_VERSION,
                "thresholds": asdict(self.policy),
                "evidence": asdict(evidence),
                "findings": [asdict(f) for f in decision.findings],
            },
        )

    def _open_case(self, moved: Verification) -> None:
        now = self.now()
        case = ReviewCase(
            moved.verification_id, moved.user_id, now, "open", moved.reasons, updated_at=now
        )
        try:
            self.reviews.add(case)
        except Conflict:
            before = self.reviews.get(case.case_id)
            if before.status != ASKED_AGAIN:
                return
            self.reviews.save(before.reopened(moved.reasons, now))
        self.messages.alert("A case waits for review", {"caseId": case.case_id})


MAX_ATTEMPTS = 5
