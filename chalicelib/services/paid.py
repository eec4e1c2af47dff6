"""Ports to paid services, with their budgets checked before each call."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.limits import Paid
from chalicelib.domain.liveness.liveness import Compared, FaceSeen
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from chalicelib.domain.marks import verification_of
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.liveness.ports import ManagedFaceLiveness
from chalicelib.services.ports import Faces, Reader


@dataclass(frozen=True, slots=True)
class PaidReader:
    """OCR, limited per verification and per day for the whole deployment; TooMany."""

    reader: Reader
    budgets: Budgets

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """See Reader."""
        with self.budgets.paying(Paid.TEXTRACT, "read", Who(person=verification_of(key))):
            return self.reader.analyze(bucket, key)


@dataclass(frozen=True, slots=True)
class PaidFaces:
    """Face analysis, limited per verification and per day for the whole deployment; TooMany."""

    faces: Faces
    budgets: Budgets

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """See Faces."""
        with self._paying(key):
            return self.faces.observe(bucket, key)

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """See Faces."""
        with self._paying(target[1]):
            return self.faces.compare(source, target)

    def _paying(self, key: str) -> AbstractContextManager[None]:
        return self.budgets.paying(Paid.REKOGNITION, "looked-at", Who(person=verification_of(key)))


@dataclass(frozen=True, slots=True)
class PaidLiveness:
    """Managed liveness checks, limited per day for the whole deployment; TooMany."""

    service: ManagedFaceLiveness
    budgets: Budgets

    def create(self, token: str) -> str:
        """See ManagedFaceLiveness."""
        with self.budgets.paying(Paid.LIVENESS):
            return self.service.create(token)

    def result(self, session_id: str) -> ManagedResult:
        """See ManagedFaceLiveness."""
        return self.service.result(session_id)

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        """See ManagedFaceLiveness; the session is paid for already."""
        return self.service.lend(session_id, until)
