"""Counts how often a side of the document was sent in an attempt; the level limits it."""

from chalicelib.domain.verifications.verification import Verification

_KEY = "sent:"


def times_sent(verification: Verification, side: str) -> int:
    """Pictures of this side since the attempt began, or since a reviewer asked for new ones."""
    return _read(verification, side)[0]


def with_sent(verification: Verification, side: str, digest: str) -> dict[str, str]:
    """The evidence after this picture. The last picture sent again, as by a browser that received
    no answer, is not counted."""
    count, last = _read(verification, side)
    if last == digest:
        return verification.evidence
    told = f"{verification.since.isoformat()}/{count + 1}/{digest}"
    return {**verification.evidence, _KEY + side: told}


def _read(verification: Verification, side: str) -> tuple[int, str]:
    told = verification.evidence.get(_KEY + side, "")
    since, _, rest = told.partition("/")
    if since != verification.since.isoformat():
        return 0, ""
    count, _, digest = rest.partition("/")
    return int(count), digest
