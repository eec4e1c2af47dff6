"""What the sandbox can play: every reason a rule has, and every way an attempt goes on after it.

The scenarios of rules are made by the rules: one fault in flawless evidence, decided as any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.verifications.checks import WRONG_NUMBER, Evidence, Policy, decide
from chalicelib.domain.verifications.verification import MOVES, OPEN, State, Verification

FLAWLESS = Evidence(
    mrz_valid=True,
    document_expired=False,
    age=35,
    liveness_passed=True,
    face_mean=99.0,
    face_minimum=98.0,
    screening="clear",
    duplicate=False,
    same_document=True,
    zone_agrees=True,
)
#: Reason -> the fault that a rule gives it for.
FAULTS: Mapping[str, Mapping[str, Any]] = {
    "document_unreadable": {"fields_missing": ("documentNumber",)},
    "mrz_invalid": {"mrz_valid": False},
    "data_mismatch": {"field_differences": ("name:profile",)},
    "number_invalid": {"field_differences": (WRONG_NUMBER,)},
    "document_uncertain": {"mrz_valid": None},
    "picture_suspect": {"picture_signs": ("edited",)},
    "claim_missing": {"claim_missing": True},
    "expiry_unknown": {"document_expired": None},
    "document_expired": {"document_expired": True},
    "age_unknown": {"age": None},
    "under_age": {"age": 17},
    "liveness_failed": {"liveness_passed": False},
    "face_mismatch": {"face_mean": 40.0},
    "document_changed": {"same_document": False},
    "watchlist_match": {"screening": "potential_match"},
    "screening_unavailable": {"screening": "unavailable"},
    "duplicate_identity": {"duplicate": True},
    "duplicate_person": {"face_known_as_others": 1},
    "asked_before": {"questions": ("fraud_suspected",)},
}
STATES = {
    "approved": State.APPROVED,
    "rejected": State.REJECTED,
    "needs_review": State.NEEDS_REVIEW,
}
PREFIX = "sandbox "
CODE = "vestibule-sandbox:"
"""What the code of a magic document begins with; the scenario's name follows."""


@dataclass(frozen=True, slots=True)
class Played:
    """One step: where the attempt goes, and why."""

    state: State
    reasons: tuple[str, ...] = ()

    def leads_to(self, state: State) -> bool:
        """Is this its state? Under a level for less, an approval comes to a confirmation."""
        return state is self.state or (self.state, state) == (State.APPROVED, State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Scenario:
    """The first step follows the pictures, each other one a word of the backend."""

    name: str
    steps: tuple[Played, ...]

    def next(self, verification: Verification) -> Played | None:
        """What comes after the state it is in; None where the scenario is over."""
        states = [step.state for step in self.steps]
        place, here = 0, verification.state
        if here is State.CONFIRMED:  # what an approval comes to under a level for less
            here = State.APPROVED
        if here in states and here is not State.PROCESSING:
            place = states.index(here) + 1
        elif verification.state not in OPEN:
            return None
        found = self.steps[place] if place < len(self.steps) else None
        return found if found and found.state in MOVES[verification.state] else None


def _of_rules() -> dict[str, Scenario]:
    made = {}
    for name, fault in FAULTS.items():
        decision = decide(replace(FLAWLESS, **fault), Policy())
        made[name] = Scenario(name, (Played(STATES[decision.outcome], decision.reasons),))
    return made


_REVIEW = Played(State.NEEDS_REVIEW, ("face_mismatch",))
_HIT = Played(State.NEEDS_REVIEW, ("watchlist_match",))
_YES, _APPROVED = Played(State.APPROVED), Played(State.APPROVED)
_COURSES = (
    Scenario("approved", (_APPROVED,)),
    Scenario("review_approves", (_REVIEW, _YES)),
    Scenario("review_rejects", (_REVIEW, Played(State.REJECTED, ("fraud_suspected",)))),
    Scenario("four_eyes", (Played(State.NEEDS_REVIEW, ("watchlist_match", "two_people")), _YES)),
    Scenario(
        "resubmission",
        (_REVIEW, Played(State.RESUBMIT_REQUESTED, ("document_unreadable",)), _APPROVED),
    ),
    Scenario("late_reversal", (_APPROVED, Played(State.REJECTED, ("fraud_suspected",)))),
    Scenario("later_list_hit", (_APPROVED, _HIT, Played(State.REJECTED, ("fraud_suspected",)))),
    Scenario("vendor_declined", (Played(State.REJECTED, ("vendor_declined",)),)),
    Scenario("vendor_error", (Played(State.ERROR), _APPROVED)),
    Scenario("expired", (Played(State.EXPIRED, ("timed_out",)),)),
    Scenario("abandoned", (Played(State.ABANDONED),)),
    Scenario("stale", (_APPROVED, Played(State.STALE, ("level_raised",)))),
)
SCENARIOS: Mapping[str, Scenario] = _of_rules() | {one.name: one for one in _COURSES}


def scenario(name: str) -> Scenario:
    """By name; BadRequest (`scenario_unknown`)."""
    if name not in SCENARIOS:
        raise BadRequest("GET /v1/sandbox/scenarios names them", "scenario_unknown")
    return SCENARIOS[name]


def shown_by(codes: Iterable[str]) -> Scenario | None:
    """The scenario that a code in a picture names; None where none does."""
    named = (text.removeprefix(CODE) for text in codes if text.startswith(CODE))
    return next((SCENARIOS[name] for name in named if name in SCENARIOS), None)


def chosen_by(full_name: str) -> Scenario:
    """The scenario that a claimed name asks for ("Sandbox Late Reversal"); else an approval."""
    text = full_name.strip().lower()
    word = text.removeprefix(PREFIX).replace(" ", "_") if text.startswith(PREFIX) else ""
    return SCENARIOS.get(word, SCENARIOS["approved"])
