"""What applicants see of their verification: where it stands, nothing that would tip them off."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.verifications.notices import INTERNAL_ONLY, REASONS
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem


def view(system: InMemorySystem, user_id: str, verification_id: str) -> dict[str, Any]:
    return asdict(system.verdicts.view(user_id, verification_id))


def outcomes(found: Mapping[str, Any]) -> dict[str, str]:
    return {check["check"]: check["outcome"] for check in found["checks"]}


def test_the_parts_show_how_far_it_is(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    seen = [outcomes(view(system, user_id, verification_id))]
    system.read(verification_id)
    seen.append(outcomes(view(system, user_id, verification_id)))
    session = system.show(user_id, verification_id)
    seen.append(outcomes(view(system, user_id, verification_id)))
    system.compare(session)
    seen.append(outcomes(view(system, user_id, verification_id)))
    assert [(s["document"], s["liveness"]) for s in seen] == [
        ("pending", "pending"), ("passed", "pending"), ("passed", "pending"), ("passed", "passed")
    ]  # fmt: skip


def test_an_approval_is_told_plainly(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    system.decisions.consider(verification_id)
    found = view(system, user_id, verification_id)
    assert (found["status"], found["kyc_status"], found["assurance"]) == (
        "approved", "verified", "basic"
    )  # fmt: skip
    assert (found["message"], found["reasons"]) == ("Your identity is verified.", ())


def test_nobody_sees_the_verification_of_another(system: InMemorySystem) -> None:
    _, _, verification_id = system.ready()
    with pytest.raises(NotFound) as caught:
        view(system, "somebody-else", verification_id)
    assert caught.value.code == "verification_not_found"


@pytest.mark.parametrize("state", [State.REJECTED, State.NEEDS_REVIEW, State.EXPIRED])
@pytest.mark.parametrize("reason", sorted(REASONS))
def test_no_internal_reason_reaches_the_applicant_in_any_state(
    system: InMemorySystem, state: State, reason: str
) -> None:
    _, user_id, verification_id = system.ready()
    system.moved(verification_id, state, (reason, "under_age"))
    told = json.dumps(view(system, user_id, verification_id), default=str)
    if state is State.NEEDS_REVIEW:
        assert reason not in told and "under_age" not in told and "not_confirmed" not in told
    elif reason in INTERNAL_ONLY:
        assert reason not in told and "under_age" not in told
        assert "not_confirmed" in told
    else:
        assert "under_age" in told and "not_confirmed" not in told


def test_scores_thresholds_and_matches_are_never_shown(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    system.decisions.consider(verification_id)
    told = json.dumps(view(system, user_id, verification_id), default=str)
    for secret in ("99.0", "similarity", "score", "screening", "nonce", "Demosthenous"):
        assert secret not in told
