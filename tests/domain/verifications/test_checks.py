"""What follows from the evidence."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.verifications.checks import CHECKS, Check, Evidence, Outcome, Policy, decide
from chalicelib.domain.verifications.notices import REASONS

GOOD = Evidence(
    mrz_valid=True,
    document_expired=False,
    age=34,
    liveness_passed=True,
    face_mean=97.0,
    face_minimum=95.0,
    screening="clear",
    duplicate=False,
    same_document=True,
)
POLICY = Policy()


def test_everything_in_order_is_approved() -> None:
    decision = decide(GOOD, POLICY)
    assert (decision.outcome, decision.reasons) == ("approved", ())


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"fields_missing": ("name",)}, "needs_review", "document_unreadable"),
        ({"mrz_valid": False}, "needs_review", "mrz_invalid"),
        ({"field_differences": ("name",)}, "needs_review", "data_mismatch"),
        ({"field_differences": ("documentNumber:check",)}, "needs_review", "number_invalid"),
        (
            {"field_differences": ("documentNumber:check", "name:profile")},
            "needs_review",
            "data_mismatch",
        ),
        ({"document_expired": True}, "rejected", "document_expired"),
        ({"age": 17}, "rejected", "under_age"),
        ({"age": None}, "needs_review", "age_unknown"),
        ({"liveness_passed": False}, "needs_review", "liveness_failed"),
        ({"face_mean": 84.9}, "needs_review", "face_mismatch"),
        ({"same_document": False}, "needs_review", "document_changed"),
        ({"face_mean": None}, "needs_review", "face_mismatch"),
        ({"screening": "potential_match"}, "needs_review", "watchlist_match"),
        ({"screening": "unavailable"}, "needs_review", "screening_unavailable"),
        ({"screening": "anything else"}, "needs_review", "screening_unavailable"),
        ({"duplicate": True}, "needs_review", "duplicate_identity"),
        ({"duplicate": None}, "needs_review", "duplicate_identity"),
        ({"face_known_as_others": 1}, "needs_review", "duplicate_person"),
    ],
)
def test_one_fault_decides(change: dict[str, Any], outcome: str, reason: str) -> None:
    decision = decide(replace(GOOD, **change), POLICY)
    assert (decision.outcome, decision.reasons) == (outcome, (reason,))


def test_an_open_question_beats_a_certain_fault() -> None:
    decision = decide(replace(GOOD, document_expired=True, screening="potential_match"), POLICY)
    assert decision.outcome == "needs_review"
    assert decision.reasons == ("document_expired", "watchlist_match")


def test_knowing_nothing_never_passes() -> None:
    assert decide(Evidence(), POLICY).outcome == "needs_review"


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_every_rule_explains_itself_and_its_reason_has_a_public_text(check: Check) -> None:
    assert check.__doc__
    reasons = {check(e, POLICY).reason for e in (Evidence(), replace(GOOD, age=1))} - {""}
    assert reasons <= set(REASONS)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mrz_valid": None}, "document_uncertain"),
        ({"zone_agrees": False}, "document_uncertain"),
        ({"document_expired": None}, "expiry_unknown"),
        ({"claim_missing": True}, "claim_missing"),
        ({"questions": ("fraud_suspected",)}, "asked_before"),
    ],
)
def test_what_is_not_certain_goes_to_a_human(change: dict[str, Any], reason: str) -> None:
    decision = decide(replace(GOOD, **change), POLICY)
    assert (decision.outcome, decision.reasons) == ("needs_review", (reason,))


@pytest.mark.parametrize("word", ["barcode_agrees", "vendor_vouches"])
def test_a_barcode_or_a_vendor_makes_a_document_without_a_zone_certain(word: str) -> None:
    certain: dict[str, Any] = {"mrz_valid": None, word: True}
    assert decide(replace(GOOD, **certain), POLICY).outcome == "approved"


def test_a_zone_that_differs_from_the_print_is_not_certain() -> None:
    decision = decide(replace(GOOD, field_differences=("name:mrz",)), POLICY)
    assert decision.reasons == ("data_mismatch", "document_uncertain")


def test_the_first_thirteen_facts_may_be_given_by_their_place() -> None:
    facts = (False, 30, True, (), 97.0, 95.0, "clear", False, 0, True)
    assert decide(Evidence((), (), True, *facts), POLICY).outcome == "approved"
    assert decide(Evidence((), (), None, *facts), POLICY).outcome == "needs_review"


def test_a_decision_of_an_earlier_policy_is_derived_by_its_own_rules() -> None:
    old = replace(GOOD, mrz_valid=None, document_expired=None)
    assert decide(old, POLICY, "2026-11-2").outcome == "approved"
    assert len(decide(old, POLICY, "2026-11-2").findings) == 10


def test_a_picture_with_signs_of_editing_goes_to_a_human_who_reads_which() -> None:
    found = decide(replace(GOOD, picture_signs=("edited", "screen")), Policy())
    (finding,) = [one for one in found.findings if one.rule == "picture_genuine"]
    assert (finding.outcome, finding.reason) == (Outcome.REVIEW, "picture_suspect")
    assert finding.detail == "edited, screen"
