"""One write of an atomic transaction."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import VestibuleError


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a transaction, made by the store that it is for.

    `work` is the store's own description of the write and its condition. `conflict` is the error
    that is raised when that condition fails: a Conflict, or Erased.
    """

    work: Any
    conflict: VestibuleError
