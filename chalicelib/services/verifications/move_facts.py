"""What the log says of every move, so that all that followed can be rebuilt."""

from datetime import datetime
from typing import Any

from chalicelib.domain.verifications.verification import Verification


def numbers(verification: Verification) -> dict[str, Any]:
    """What places a move among the others, and lets everything that followed be rebuilt."""
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
