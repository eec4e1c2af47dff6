"""The facts that the audit log keeps of each move, enough to rebuild all consequences."""

from datetime import datetime
from typing import Any

from chalicelib.domain.verifications.verification import Verification


def numbers(verification: Verification) -> dict[str, Any]:
    """Identity, order and resulting standing of a move; see domain/verifications/rebuilding."""
    return {
        "userId": verification.user_id,
        "mode": verification.mode,
        "level": verification.level,
        "levelVersion": verification.level_version,
        "provider": verification.provider,
        "onboardingId": verification.onboarding_id,
        "attempt": verification.attempt,
        "renewal": verification.renewal,
        "move": verification.moves,
        "sequence": verification.sequence,
        "kycStatus": verification.standing,
        "kycVerificationId": verification.standing_by,
        "movedAt": _moment(verification.moved_at),
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
