"""When the company's relationship with a person ended; retention periods may start there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import BadRequest
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.ports import Audit, Clock, Store

#: Longer than any level keeps pictures.
KEEP = timedelta(days=12 * 366)
ENDED, RESUMED = "relationship_ended", "relationship_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationships:
    """One mark per person; each change is in the audit log."""

    marks: Store[Mark]
    audit: Audit
    now: Clock

    def ended_at(self, user_id: str) -> datetime | None:
        """When the relationship ended; None while it lasts."""
        mark = self.marks.find(user_id, MarkKind.ENDED)
        return mark.at if mark else None

    def end(self, user_id: str, at: datetime, by: str) -> datetime:
        """Records the end; a later call replaces it. BadRequest for a time in the future."""
        now = self.now()
        if at > now:
            raise BadRequest("a relationship ends now, or has ended", "relationship_future")
        before = self.marks.find(user_id, MarkKind.ENDED)
        if before is not None and before.at == at:
            return at
        mark = Mark(user_id, MarkKind.ENDED, at, now + KEEP, by)
        if before is None:
            writing = self.marks.adding(mark)
        else:
            writing = self.marks.saving(replace(mark, version=before.version + 1))
        self.audit.write(user_id, ENDED, {"at": at.isoformat(), "by": by}, writing)
        return at

    def resume(self, user_id: str, by: str) -> None:
        """Withdraws the end; no error if there was none."""
        if self.ended_at(user_id) is not None:
            deleting = self.marks.deleting(user_id, MarkKind.ENDED)
            self.audit.write(user_id, RESUMED, {"by": by}, deleting)
