"""What managed liveness needs from outside."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess


class ManagedFaceLiveness(Protocol):
    """A liveness check that runs between the applicant's browser and a service of the cloud."""

    def create(self, token: str) -> str:
        """The service's session id; the same for the same token."""
        ...

    def result(self, session_id: str) -> ManagedResult:
        """The session's status and confidence; NotFound."""
        ...

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        """Rights to film for this session until then; None where a deployment lends none."""
        ...
