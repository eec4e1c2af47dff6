"""The decision: collect the evidence, ask the rules, act on the answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from statistics import fmean

from chalicelib.domain.errors import Conflict
from chalicelib.domain.levels.deciding import Judgement, judge, match_reason
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import ANY, End, Level, Step
from chalicelib.domain.liveness.liveness import LivenessSession, SessionState
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.reviews.review import FOUR_EYES
from chalicelib.domain.verifications.caller_facts import caller_facts
from chalicelib.domain.verifications.checks import POLICY_VERSION, Evidence
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.documents.uploads import parse_key
from chalicelib.services.levels.levels import Levels
from chalicelib.services.levels.own_lists import OwnLists
from chalicelib.services.ports import Clock, Store
from chalicelib.services.verifications.grounds import Grounds, zone_agrees
from chalicelib.services.verifications.verifications import (
    CHANGED,
    TRIES,
    Also,
    Entry,
    Verifications,
)

STATES = {
    "approved": State.APPROVED,
    "rejected": State.REJECTED,
    "needs_review": State.NEEDS_REVIEW,
}
#: Between looking and deciding, what was looked at has changed.
LOOK_AGAIN = frozenset({CHANGED, "not_screened", "claim_missing", "claim_differs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Decides a verification as soon as all evidence that its level asks for is there."""

    verifications: Verifications
    documents: Store[DocumentRecord]
    grounds: Grounds
    sessions: Store[LivenessSession]
    numbers: Store[NumberUse]
    levels: Levels
    own_lists: OwnLists
    now: Clock

    def consider(self, verification_id: str) -> Judgement | None:
        """Decides if document, screening and liveness check are complete; None if one is missing.

        Called after each of them. Of two concurrent calls one loses on the record's version.
        """
        for _ in range(TRIES):
            verification = self.verifications.get(verification_id)
            if verification.state is State.APPROVED:
                self._found_since(verification)
            if verification.state not in OPEN:
                return None
            level = self.levels.pinned(verification.level_key)
            shadow = self.levels.in_shadow(level.name)
            known = self._known(verification, (level, shadow) if shadow else (level,))
            if known is None:
                return None
            evidence, facts = known
            decision = judge(level, evidence, facts)
            reasons = tuple(dict.fromkeys((*decision.reasons, *evidence.questions)))
            if decision.asks_for_two and not FOUR_EYES & {*reasons}:
                reasons = (*reasons, "two_people")  # this level asks for two where others do not
            entries = _entries(verification, level, shadow, evidence, facts, decision)
            also = Also(entries=_dated(entries, self.now().date()))
            to = STATES[decision.outcome]
            try:
                approval = None
                if to is State.APPROVED and level.end is End.VERIFIED:
                    approval = self.grounds.approval(verification, ("rules",))
                self.verifications.move(verification, to, reasons, also, approval)
            except Conflict as lost:  # decided by somebody else, or only changed: look again
                if lost.code not in LOOK_AGAIN:
                    raise
                continue
            return decision
        raise Conflict("too many changes at once", CHANGED)

    def _known(
        self, verification: Verification, levels: Sequence[Level]
    ) -> tuple[Evidence, Facts] | None:
        """Evidence and facts; None while something that the level asks for is missing."""
        level = levels[0]
        document = self.documents.find(verification.verification_id)
        if Step.DOCUMENT not in level.steps:
            return self._living(verification, levels)
        if document is None:
            return None
        screening = self.grounds.screening(document)
        screened = Step.SCREENING in level.steps
        if screened and screening is None and not document.missing:
            return None
        if screening and screening.sanctions_status == "clear" and not self._of_today(screening):
            self.grounds.screen_anew(document)  # its answer asks for the decision again
            return None
        session = self._session(verification, level.limits.liveness_attempts)
        if session is None:
            return None
        use = self.numbers.find(document.number_hash) if document.number_hash else None
        duplicate = (use.user_id != verification.user_id) if use else None
        scores = session.similarity
        claim = self.grounds.claim(verification.user_id)
        evidence = Evidence(
            fields_missing=document.missing,
            field_differences=self.grounds.differences(document, claim),
            mrz_valid=document.mrz_valid,
            document_expired=document.expired,
            age=document.age,
            liveness_passed=session.state is SessionState.PASSED,
            liveness_reasons=session.reasons or _unproven(session),
            face_mean=fmean(scores) if scores else None,
            face_minimum=min(scores) if scores else None,
            screening=screening.sanctions_status if screening else "unavailable",
            duplicate=duplicate,
            face_known_as_others=len(session.known_as),
            same_document=bool(document.sha256) and session.portrait_sha256 == document.sha256,
            zone_agrees=zone_agrees(document),
            barcode_agrees=document.barcode_agrees,
            chip_agrees=document.chip_agrees,
            claim_missing=claim is None,
            questions=self.verifications.questions(verification),
            picture_signs=document.signs,
        )
        about = self._about(verification, levels, document, screening, session)
        return evidence, about

    def _living(
        self, verification: Verification, levels: Sequence[Level]
    ) -> tuple[Evidence, Facts] | None:
        """`_known` for a level that asks for liveness and for no document."""
        session = self._session(verification, levels[0].limits.liveness_attempts)
        if session is None:
            return None
        evidence = Evidence(
            liveness_passed=session.state is SessionState.PASSED,
            liveness_reasons=session.reasons or _unproven(session),
            face_known_as_others=len(session.known_as),
            claim_missing=self.grounds.claim(verification.user_id) is None,
            questions=self.verifications.questions(verification),
        )
        denied, allowed = self._listed(levels, session)
        about = self.facts_now(verification)
        return evidence, replace(
            about, assurance=session.assurance, deny_listed=denied, allow_listed=allowed
        )

    def facts_now(self, verification: Verification) -> Facts:
        """The facts of an attempt that is not decided yet."""
        document = self.documents.find(verification.verification_id)
        if document is None:
            said = caller_facts(verification, self.now())
            return Facts(attempts=verification.attempt, sides=verification.sides, **said)
        return self._about(verification, (), document, None)

    def _about(
        self,
        verification: Verification,
        levels: Sequence[Level],
        document: DocumentRecord,
        screening: ScreeningRecord | None,
        session: LivenessSession | None = None,
    ) -> Facts:
        """The facts that a level's conditions may use."""
        name, born = document.value("name"), document.value("dateOfBirth")
        denied, allowed = self._listed(levels, session, document.number_hash, name, born)
        return Facts(
            document_type=document.value("documentType"),
            document_country=document.value("issuer"),
            nationality=document.value("nationality"),
            age=document.age,
            document_days_left=days_until(document.value("expiry"), self.now().date()),
            attempts=verification.attempt,
            sides=verification.sides,
            assurance=session.assurance if session else "",
            hit_kinds=screening.hit_kinds if screening else (),
            near_miss=screening.near if screening else 0.0,
            deny_listed=denied,
            allow_listed=allowed,
            **caller_facts(verification, self.now()),
        )

    def _listed(
        self, levels: Sequence[Level], session: LivenessSession | None, *document: str
    ) -> tuple[bool, bool]:
        """(denied, allowed) by the company's own lists: of the document, the person or the face.
        They are read only if this level, or the one in its shadow, has a condition on them.
        """
        if not any(level.speaks_of("deny_listed", "allow_listed") for level in levels):
            return False, False
        faces = (session.user_id, *session.known_as) if session else ()
        number_hash, name, born = document or ("", "", "")
        return self.own_lists.standing(number_hash, name, born, faces)

    def _of_today(self, screening: ScreeningRecord) -> bool:
        return self.grounds.in_force(screening)

    def unreadable(self, key: str) -> None:
        """Keeps a record without any field for a picture that the OCR refuses."""
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

    def _found_since(self, verification: Verification) -> None:
        """Reopens an approval if a screening that ran at the same time has found a match."""
        document = self.documents.find(verification.verification_id)
        kept = self.grounds.screening(document) if document else None
        since = verification.moved_at
        found = kept is not None and kept.sanctions_status == "potential_match"
        if found and kept and since and kept.screened_at > since:
            reason = match_reason(self.levels.pinned(verification.level_key), kept.hit_kinds)
            case = verification.verification_id
            if reason:
                self.verifications.step(case, State.APPROVED, State.NEEDS_REVIEW, (reason,))

    def ask_for_help(self, user_id: str, verification_id: str) -> None:
        """Moves an open verification to review because the applicant asked for help; NotFound."""
        self.verifications.of_user(verification_id, user_id)
        self.verifications.advance(
            verification_id,
            lambda v: State.NEEDS_REVIEW if v.state in OPEN else None,
            ("assistance_requested",),
        )

    def _session(self, verification: Verification, attempts: int) -> LivenessSession | None:
        """The liveness session that counts: a passed one, else a compared picture, else the failed
        one that used up the `attempts`; None if there may be another try.
        """
        found = self.sessions.query("byVerification", verification.verification_id, limit=50)
        sessions = [s for s in found if s.created_at >= verification.since]
        for good in (SessionState.PASSED, SessionState.COMPARED):
            for session in sessions:
                if session.state is good:
                    return session
        failed = [s for s in sessions if s.state is SessionState.FAILED]
        return failed[0] if len(failed) >= attempts else None


def _unproven(session: LivenessSession) -> tuple[str, ...]:
    """The reason why a matching picture alone proves no liveness."""
    return ("only_a_picture",) if session.state is SessionState.COMPARED else ()


def days_until(day: str, today: date) -> int | None:
    """Days from `today` to an ISO date, negative in the past; None if `day` is no date."""
    try:
        return (date.fromisoformat(day) - today).days
    except ValueError:
        return None


def _dated(entries: tuple[Entry, ...], today: date) -> tuple[Entry, ...]:
    """The entries, `decided` with the day on which ages and days until expiry were counted."""
    return tuple(
        (kind, {**facts, "on": today.isoformat()} if kind == "decided" else facts)
        for kind, facts in entries
    )


def _entries(
    verification: Verification,
    level: Level,
    shadow: Level | None,
    evidence: Evidence,
    facts: Facts,
    decision: Judgement,
) -> tuple[Entry, ...]:
    """Audit entries from which the decision can be made again without the media and without
    personal data. The decision of a version in shadow is recorded, too, and changes nothing.
    """
    recorded = {
        "outcome": decision.outcome,
        "since": verification.since.isoformat(),
        "policy": POLICY_VERSION,
        "level": level.key,
        "thresholds": {
            "minimum_age": level.minimum_age,
            "face_similarity": level.face_similarity,
        },
        "risk": decision.risk,
        "findings": [asdict(f) for f in decision.findings],
    }
    if ANY in level.retention.keep:  # else the answers of the rules are all that is kept
        recorded |= {"evidence": asdict(evidence), "facts": asdict(facts)}
    if shadow is None:
        return (("decided", recorded),)
    beside = judge(shadow, evidence, facts)
    shadowed = {
        "level": shadow.key,
        "outcome": beside.outcome,
        "reasons": list(beside.reasons),
        "same": beside.outcome == decision.outcome,
    }
    return (("decided", recorded), ("shadowed", shadowed))
