"""Textract and Rekognition behind circuit breakers that all processes share (table Breakers).

After five calls in a row without an answer nobody calls for 30 s: the queue keeps the work, the
engine gets air, and a Lambda does not pay for waiting. Then one call tries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pybreaker

from chalicelib.adapters.aws.vision import RekognitionFaces, TextractReader
from chalicelib.adapters.vendors.breaking import FAILURES, OPEN_SECONDS, Opened
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.liveness.liveness import Compared, FaceSeen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Guard:
    """The breaker of one engine; `storage` is what all processes know, `opened` says it opened."""

    name: str
    storage: pybreaker.CircuitBreakerStorage
    opened: Callable[[], None] = lambda: None

    def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """What `work` answers; Unavailable `engine_down` without a call while the breaker is open.

        The call that trips the breaker says `engine_down` too.
        """
        try:
            return self._breaker().call(work, *arguments)
        except pybreaker.CircuitBreakerError:
            raise Unavailable(f"{self.name} is down", "engine_down") from None

    def _breaker(self) -> pybreaker.CircuitBreaker:
        """A new one for each call upon the same storage: pybreaker holds its lock while it calls,
        and would let every thread wait for the slowest.
        """
        return pybreaker.CircuitBreaker(
            fail_max=FAILURES,
            reset_timeout=OPEN_SECONDS,
            exclude=[lambda error: not _is_outage(error)],
            listeners=[Opened(self.opened)],
            state_storage=self.storage,
            name=self.name,
        )


def _is_outage(error: Exception) -> bool:
    """Silence or a fault of theirs; being asked to slow down is neither: the queue slows down."""
    return isinstance(error, Unavailable) and error.code != "throttled"


@dataclass(frozen=True, slots=True)
class GuardedReader:
    """Textract, guarded."""

    reader: TextractReader
    guard: Guard

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """See TextractReader."""
        return self.guard.call(self.reader.analyze, bucket, key)


@dataclass(frozen=True, slots=True)
class GuardedFaces:
    """Rekognition, guarded."""

    faces: RekognitionFaces
    guard: Guard

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """See RekognitionFaces."""
        return self.guard.call(self.faces.observe, bucket, key)

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """See RekognitionFaces."""
        return self.guard.call(self.faces.compare, source, target)
