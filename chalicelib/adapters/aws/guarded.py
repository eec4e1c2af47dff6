"""Textract and Rekognition behind circuit breakers shared by all processes (table Breakers).

After five consecutive failed calls there are no calls for 30 s: the queue keeps the work, and no
Lambda waits. Then one call is tried.
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
    """The breaker of one engine. `storage`: its shared state. `opened`: called when it opens."""

    name: str
    storage: pybreaker.CircuitBreakerStorage
    opened: Callable[[], None] = lambda: None

    def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """The result of `work`; Unavailable (`engine_down`) while the breaker is open, without a
        call, and for the call that opens it.
        """
        try:
            return self._breaker().call(work, *arguments)
        except pybreaker.CircuitBreakerError:
            raise Unavailable(f"{self.name} is down", "engine_down") from None

    def _breaker(self) -> pybreaker.CircuitBreaker:
        """A new breaker for each call, on the same storage: pybreaker holds its lock during a call,
        so that every thread would wait for the slowest.
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
    """Whether the error is a time-out or an error of the engine; throttling is neither."""
    return isinstance(error, Unavailable) and error.code != "throttled"


@dataclass(frozen=True, slots=True)
class GuardedReader:
    """Textract behind a circuit breaker."""

    reader: TextractReader
    guard: Guard

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """See TextractReader."""
        return self.guard.call(self.reader.analyze, bucket, key)


@dataclass(frozen=True, slots=True)
class GuardedFaces:
    """Rekognition behind a circuit breaker."""

    faces: RekognitionFaces
    guard: Guard

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """See RekognitionFaces."""
        return self.guard.call(self.faces.observe, bucket, key)

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """See RekognitionFaces."""
        return self.guard.call(self.faces.compare, source, target)
