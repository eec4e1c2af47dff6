"""What a test looks up must be there."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(found: T | None) -> T:
    """What was found; the test fails here if nothing was."""
    assert found is not None, "nothing was found"
    return found
