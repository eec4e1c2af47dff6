"""The decision: one small rule per question, and what follows from their answers.

A reviewer reads the docstring of a rule beside its outcome, so it says what is asked.
Order of severity: one open question (REVIEW) sends the whole case to a human, because a person
who looks at it anyway sees the certain faults too; only then does a certain fault (REJECT) count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

POLICY_VERSION = "2026-11-4"
WRONG_NUMBER = "documentNumber:check"
"""The difference of a national number whose check digit does not hold."""


class Outcome(StrEnum):
    """What one rule says."""

    PASS = "pass"  # noqa: S105 - no password
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a verification when it is decided. Scores are 0-100, ages in years.

    `None` means not known, and never passes; `zone_agrees` is the exception: evidence from before
    it was kept is judged by `field_differences` alone. `questions` are those of an earlier refusal.
    """

    fields_missing: tuple[str, ...] = ()
    field_differences: tuple[str, ...] = ()
    mrz_valid: bool | None = None
    document_expired: bool | None = None
    age: int | None = None
    liveness_passed: bool = False
    liveness_reasons: tuple[str, ...] = ()
    face_mean: float | None = None
    face_minimum: float | None = None
    screening: str = "unavailable"
    duplicate: bool | None = None
    face_known_as_others: int = 0
    same_document: bool | None = None
    zone_agrees: bool | None = None
    barcode_agrees: bool | None = None
    vendor_vouches: bool = False
    claim_missing: bool = False
    questions: tuple[str, ...] = ()
    picture_signs: tuple[str, ...] = ()
    chip_agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds a company may set."""

    minimum_age: int = 18
    face_similarity: float = 85.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer; `reason` is a stable code, `detail` carries no personal data."""

    rule: str
    outcome: Outcome
    reason: str = ""
    detail: str = ""


def document_readable(e: Evidence, policy: Policy) -> Finding:
    """Name, date of birth and document number could all be read."""
    if e.fields_missing:
        return Finding(
            "document_readable", Outcome.REVIEW, "document_unreadable", ", ".join(e.fields_missing)
        )
    return Finding("document_readable", Outcome.PASS)


def document_consistent(e: Evidence, policy: Policy) -> Finding:
    """The printed fields, the machine-readable zone and the profile say the same."""
    if e.mrz_valid is False:
        return Finding("document_consistent", Outcome.REVIEW, "mrz_invalid")
    if e.field_differences:
        told = ", ".join(e.field_differences)
        if set(e.field_differences) == {WRONG_NUMBER}:
            return Finding("document_consistent", Outcome.REVIEW, "number_invalid", told)
        return Finding("document_consistent", Outcome.REVIEW, "data_mismatch", told)
    return Finding("document_consistent", Outcome.PASS)


def document_certain(e: Evidence, policy: Policy) -> Finding:
    """A zone with all check digits agrees with the print, or a barcode, chip or vendor vouches."""
    zone_differs = any(d.endswith(":mrz") for d in e.field_differences) or e.zone_agrees is False
    vouched = e.barcode_agrees or e.chip_agrees or e.vendor_vouches
    if vouched or (e.mrz_valid and not zone_differs):
        return Finding("document_certain", Outcome.PASS)
    reason = "mrz_invalid" if e.mrz_valid is False else "document_uncertain"
    return Finding("document_certain", Outcome.REVIEW, reason)


def picture_genuine(e: Evidence, policy: Policy) -> Finding:
    """No picture shows a sign of editing, of a screen, or of another applicant's document."""
    if e.picture_signs:
        detail = ", ".join(e.picture_signs)
        return Finding("picture_genuine", Outcome.REVIEW, "picture_suspect", detail)
    return Finding("picture_genuine", Outcome.PASS)


def claim_known(e: Evidence, policy: Policy) -> Finding:
    """The applicant has said who they are, so that the document could be compared with it."""
    if e.claim_missing:
        return Finding("claim_known", Outcome.REVIEW, "claim_missing")
    return Finding("claim_known", Outcome.PASS)


def document_in_date(e: Evidence, policy: Policy) -> Finding:
    """The document says until when it is valid (or that it always is), and has not expired."""
    if e.document_expired is None:
        return Finding("document_in_date", Outcome.REVIEW, "expiry_unknown")
    return document_not_expired(e, policy)


def document_not_expired(e: Evidence, policy: Policy) -> Finding:
    """The document has not expired (policy 2026-11-2: one that prints no expiry passes)."""
    if e.document_expired:
        return Finding("document_in_date", Outcome.REJECT, "document_expired")
    return Finding("document_in_date", Outcome.PASS)


def of_age(e: Evidence, policy: Policy) -> Finding:
    """The person has reached the minimum age."""
    if e.age is None:
        return Finding("of_age", Outcome.REVIEW, "age_unknown")
    if e.age < policy.minimum_age:
        return Finding("of_age", Outcome.REJECT, "under_age")
    return Finding("of_age", Outcome.PASS)


def liveness_seen(e: Evidence, policy: Policy) -> Finding:
    """Every asked movement was made by one living face in one fresh session."""
    if not e.liveness_passed:
        return Finding(
            "liveness_seen", Outcome.REVIEW, "liveness_failed", ", ".join(e.liveness_reasons)
        )
    return Finding("liveness_seen", Outcome.PASS)


def face_matches(e: Evidence, policy: Policy) -> Finding:
    """The live face is the face on the document; below the threshold a human looks."""
    if e.face_mean is None or e.face_mean < policy.face_similarity:
        return Finding("face_matches", Outcome.REVIEW, "face_mismatch")
    return Finding("face_matches", Outcome.PASS)


def one_document(e: Evidence, policy: Policy) -> Finding:
    """The picture that was read is the picture the face was compared with."""
    if e.face_mean is not None and e.same_document is not True:
        return Finding("one_document", Outcome.REVIEW, "document_changed")
    return Finding("one_document", Outcome.PASS)


def not_listed(e: Evidence, policy: Policy) -> Finding:
    """No watchlist names this person; a name match goes to a human, never straight to a refusal."""
    if e.screening == "clear":
        return Finding("not_listed", Outcome.PASS)
    reason = "watchlist_match" if e.screening == "potential_match" else "screening_unavailable"
    return Finding("not_listed", Outcome.REVIEW, reason)


def not_a_duplicate(e: Evidence, policy: Policy) -> Finding:
    """Nobody else uses this document."""
    if e.duplicate is not False:
        return Finding("not_a_duplicate", Outcome.REVIEW, "duplicate_identity")
    return Finding("not_a_duplicate", Outcome.PASS)


def not_known_by_another_name(e: Evidence, policy: Policy) -> Finding:
    """No other user has shown this face; twins and look-alikes exist, so a human looks."""
    if e.face_known_as_others:
        number = str(e.face_known_as_others)
        return Finding("not_known_by_another_name", Outcome.REVIEW, "duplicate_person", number)
    return Finding("not_known_by_another_name", Outcome.PASS)


def no_open_question(e: Evidence, policy: Policy) -> Finding:
    """Nothing was asked about this person before that only people can answer."""
    if e.questions:
        detail = ", ".join(e.questions)
        return Finding("no_open_question", Outcome.REVIEW, "asked_before", detail)
    return Finding("no_open_question", Outcome.PASS)


Check = Callable[[Evidence, Policy], Finding]
CHECKS: tuple[Check, ...] = (
    document_readable,
    document_consistent,
    document_certain,
    picture_genuine,
    claim_known,
    document_in_date,
    of_age,
    liveness_seen,
    face_matches,
    one_document,
    not_listed,
    not_a_duplicate,
    not_known_by_another_name,
    no_open_question,
)
#: The rules of earlier policies, so that their decisions can be derived again.
_NEWER = (document_certain, picture_genuine, claim_known, no_open_question)
EARLIER: dict[str, tuple[Check, ...]] = {
    "2026-11-3": tuple(check for check in CHECKS if check is not picture_genuine),
    "2026-11-2": tuple(
        document_not_expired if check is document_in_date else check
        for check in CHECKS
        if check not in _NEWER
    ),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """approved | rejected | needs_review, with every rule's answer."""

    outcome: str
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The stable codes of all rules that did not pass."""
        open_ones = (f.reason for f in self.findings if f.outcome is not Outcome.PASS)
        return tuple(dict.fromkeys(open_ones))


def decide(evidence: Evidence, policy: Policy, version: str = POLICY_VERSION) -> Decision:
    """Asks every rule (those of an earlier policy by its `version`) and draws the conclusion."""
    findings = tuple(check(evidence, policy) for check in EARLIER.get(version, CHECKS))
    return Decision(conclude(findings), findings)


def conclude(findings: Iterable[Finding]) -> str:
    """approved, rejected or needs_review: an open question comes before a certain fault."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.REVIEW in outcomes:
        return "needs_review"
    return "rejected" if Outcome.REJECT in outcomes else "approved"
