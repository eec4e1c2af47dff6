"""Screening a person against every chosen source; the stricter answer wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from chalicelib.domain.errors import Conflict, Refused, Unavailable
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.screening import Person, ScreeningResult, merged
from chalicelib.services.ports import Audit, Clock, Store


class Screener(Protocol):
    """One source of watchlists."""

    def screen(self, person: Person) -> ScreeningResult:
        """What the source knows of this person; Unavailable if it does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class Screening:
    """Screens what was read from a document; one result per person and verification."""

    records: Store[ScreeningRecord]
    sources: Sequence[Screener]
    audit: Audit
    keep_years: int
    now: Clock

    def screen(self, document: DocumentRecord, last_try: bool = False) -> ScreeningRecord | None:
        """The kept result, or a new one; None when nothing can be screened (no name was read).

        A source that does not answer raises Unavailable, so that the event comes again; on the
        `last_try` the result is `unavailable`, which sends the case to a human.
        """
        if not document.screening_fingerprint:
            return None
        kept = self.records.find(document.verification_id, document.screening_entry)
        if kept and kept.sanctions_status != "unavailable":
            return kept
        try:
            result = merged([source.screen(person_of(document)) for source in self.sources])
        except (Unavailable, Refused):
            if not last_try:
                raise
            result = ScreeningResult("unavailable")
        record = self._record(document, result, kept)
        try:
            if kept:
                self.records.save(record)
            else:
                self.records.add(record)
        except Conflict:
            return self.records.get(document.verification_id, document.screening_entry)
        self.audit.write(
            document.verification_id,
            "screened",
            {
                "status": record.sanctions_status,
                "matches": len(record.matches),
                "algorithm": record.algorithm,
                "threshold": record.threshold,
                "lists": record.list_versions,
            },
        )
        return record

    def _record(
        self, document: DocumentRecord, result: ScreeningResult, kept: ScreeningRecord | None
    ) -> ScreeningRecord:
        now = self.now()
        return ScreeningRecord(
            subject_id=document.verification_id,
            entry_id=document.screening_entry,
            sanctions_status=result.status,
            screened_at=now,
            expires_at=now + timedelta(days=366 * self.keep_years),
            matches=result.matches,
            algorithm=result.algorithm,
            threshold=result.threshold,
            list_versions=dict(result.list_versions),
            version=kept.version + 1 if kept else 1,
        )


def person_of(document: DocumentRecord) -> Person:
    """Who the document says this is."""
    return Person(
        name=document.value("name"),
        date_of_birth=document.value("dateOfBirth"),
        nationality=document.value("nationality"),
    )
