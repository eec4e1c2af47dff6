"""What the applicant may be told. Internal reason -> safe text.

A watchlist match must never reach the person it concerns (tipping off: EU directive 2015/849
art. 39), so its text is the neutral one, the same as for other internal reasons.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.verifications.verification import State


class Progress(StrEnum):
    """The progress of one check."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"


NEUTRAL = "We could not confirm your identity from what you sent."

REASONS: dict[str, str] = {
    "document_unreadable": "We could not read your document. Please send a sharper picture.",
    "mrz_invalid": NEUTRAL,
    "number_invalid": NEUTRAL,
    "data_mismatch": "The details you gave differ from those on your document.",
    "document_expired": "Your document has expired.",
    "under_age": "You have not reached the minimum age for this service.",
    "age_unknown": "We could not read your date of birth.",
    "liveness_failed": "We could not confirm that it was you in front of the camera.",
    "face_mismatch": "We could not match your face to the picture on your document.",
    "watchlist_match": NEUTRAL,
    "pep_match": NEUTRAL,
    "own_list_match": NEUTRAL,
    "screening_unavailable": NEUTRAL,
    "duplicate_identity": NEUTRAL,
    "duplicate_person": NEUTRAL,
    "fraud_suspected": NEUTRAL,
    "document_not_accepted": "We do not accept this kind of document.",
    "side_missing": NEUTRAL,
    "assurance_low": NEUTRAL,
    "reviewer_decision": NEUTRAL,
    "vendor_declined": NEUTRAL,
    "document_changed": NEUTRAL,
    "picture_suspect": NEUTRAL,
    "document_uncertain": NEUTRAL,
    "expiry_unknown": "We could not read until when your document is valid.",
    "nobody_named": NEUTRAL,
    "claim_missing": "Please complete your profile first.",
    "asked_before": NEUTRAL,
    "condition_unknown": NEUTRAL,
    "two_people": NEUTRAL,
    "assistance_requested": "You asked for a person to look at your case.",
    "level_raised": "We ask for more than we did when you were verified. Please verify yourself"
    " again.",
    "review_due": "It is time to verify yourself again.",
    "timed_out": "We did not receive everything in time. You can start again at any moment.",
}

INTERNAL_ONLY = frozenset(
    {
        "watchlist_match",
        "pep_match",
        "own_list_match",
        "screening_unavailable",
        "duplicate_identity",
        "duplicate_person",
        "fraud_suspected",
        "picture_suspect",
        "asked_before",
        "condition_unknown",
        "two_people",
    }
)


def public_text(reasons: tuple[str, ...]) -> str:
    """One text that the applicant may read; the neutral one if any reason is internal or
    unknown.
    """
    if any(r in INTERNAL_ONLY or r not in REASONS for r in reasons):
        return NEUTRAL
    return " ".join(dict.fromkeys(REASONS[r] for r in reasons if REASONS[r] != NEUTRAL)) or NEUTRAL


def public_codes(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reason codes that the API may show. A reason with the neutral text gets the neutral code,
    too, so that a confidential reason cannot be told from an ordinary one.
    """
    if not reasons:
        return ()
    if public_text(reasons) == NEUTRAL:
        return ("not_confirmed",)
    return tuple(dict.fromkeys(r for r in reasons if REASONS[r] != NEUTRAL))


ADVICE: dict[str, str] = {
    "no_face": "We could not see your face in every picture. Stay in the middle of the picture.",
    "several_faces": "There was more than one face. Be alone before the camera.",
    "several_people": "The pictures did not show one person. Be alone before the camera.",
    "face_too_small": "Your face was too small. Come closer to the camera.",
    "too_dark": "It was too dark. Find a place with light on your face.",
    "face_occluded": "Something covered your face. Take off masks, scarves and dark glasses.",
    "still_picture": "The pictures did not change as a face does. Hold your camera in your hand and"
    " show yourself, not a picture.",
    "gesture_not_seen": "We did not see every movement. Hold each one until you are asked for the"
    " next.",
    "session_expired": "It took too long. Please start again.",
    "liveness_not_shown": "We could not confirm that you are before the camera. Please try again.",
}
"""What an applicant can do about a liveness check that failed, by the reason's first word."""


def advice(reasons: tuple[str, ...]) -> str:
    """Advice for the next try: one sentence per distinct problem."""
    said = [ADVICE[code] for r in reasons if (code := r.partition(":")[0]) in ADVICE]
    return " ".join(dict.fromkeys(said)) or ADVICE["liveness_not_shown"]


SHOWN_REASONS = frozenset(
    {State.REJECTED, State.RESUBMIT_REQUESTED, State.EXPIRED, State.ABANDONED, State.STALE}
)
"""States whose reasons are told, in safe words. While somebody looks, nothing is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the applicant sees of a verification."""

    reasons: tuple[str, ...]
    message: str


def shown(state: State, reasons: tuple[str, ...], failed: tuple[str, ...] = ()) -> Shown:
    """What the applicant may see of a verification in `state`; every entry point uses this.

    `failed` are the reasons why the last liveness check failed. While a case is under review no
    reasons are shown, so that nobody can tell from the answer what the reviewers look for.
    """
    if state is State.APPROVED:
        return Shown((), "Your identity is verified.")
    if state is State.CONFIRMED:
        return Shown((), "Thank you. Everything is confirmed.")
    if state is State.NEEDS_REVIEW:
        return Shown(
            (), "A person is looking at your case. We will tell you as soon as it is decided."
        )
    if state in SHOWN_REASONS and reasons:
        return Shown(public_codes(reasons), public_text(reasons))
    if failed:
        return Shown(failed, advice(failed))
    return Shown((), "We are waiting for your pictures, or looking at them.")


def shown_state(state: State) -> State:
    """The state as the applicant sees it: a stale approval is shown as expired."""
    return State.EXPIRED if state is State.STALE else state
