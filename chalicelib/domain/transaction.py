"""What is written all at once or not at all."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import VestibuleError


@dataclass(frozen=True, slots=True)
class Write:
    """A part of a transaction, made by the store it is for: what is written under which condition.
    `conflict` is what it means when that condition fails: a Conflict, or Erased.
    """

    work: Any
    conflict: VestibuleError
