"""Screening a person against every chosen source; the stricter answer wins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any, Protocol

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.errors import Conflict, Unavailable, VestibuleError
from chalicelib.domain.levels.level import ANY
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.screening.screening import (
    Dismissed,
    Person,
    ScreeningResult,
    match_digest,
    match_key,
    merged,
    shown,
)
from chalicelib.services.ports import Audit, Clock, Store

MOST_SHOWN = 100  # matches of one result; a record holds no more than 400 KB
#: A source that names no version of its lists is asked again after this long.
UNVERSIONED = timedelta(days=1)


class Screener(Protocol):
    """One source of watchlists."""

    def versions(self) -> Mapping[str, str]:
        """The lists in force, by name; empty where the source does not say. Unavailable."""
        ...

    def screen(self, person: Person) -> ScreeningResult:
        """What the source knows of this person; Unavailable if it does not answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Screens what was read from a document; one result per person and verification.

    `dismissed` remembers which listed people this person is not. `decided`: whoever was decided
    about is screened again by rescreening, which moves whom it finds in the same write. `asked`:
    whether the level of an attempt asks for a screening; nobody is screened without need. `names`
    are those of `sources`, in their order; `wanted` says which of them the level asks.
    """

    records: Store[ScreeningRecord]
    sources: Sequence[Screener]
    audit: Audit
    keep_years: int
    now: Clock
    dismissed: Store[Dismissed] | None = None
    profiles: Store[Profile] | None = None
    decided: Callable[[str], bool] = lambda verification_id: False
    asked: Callable[[str], bool] = lambda verification_id: True
    names: Sequence[str] = ()
    wanted: Callable[[str], Sequence[str]] = lambda verification_id: (ANY,)

    def screen(self, document: DocumentRecord, last_try: bool = False) -> ScreeningRecord | None:
        """The kept result, or a new one; None when nothing can be screened (no name was read).

        A source that does not answer raises Unavailable, so that the event comes again; on the
        `last_try` the result is `unavailable`, which sends the case to a human.
        """
        if not document.screening_fingerprint or not self.asked(document.verification_id):
            return None
        kept = self.records.find(document.verification_id, document.screening_entry)
        told = kept and kept.sanctions_status != "unavailable"
        if kept and told and self.decided(document.verification_id):
            return kept
        if kept and told and self.still_counts(kept, last_try):
            return kept
        person = self.person(document)
        case, fingerprint = document.verification_id, document.screening_fingerprint
        result = self.ask(person, fingerprint, last_try, case)
        record = self._record(document, result, kept)
        try:
            self.keep(record, kept, result)
        except Conflict:
            return self.records.get(document.verification_id, document.screening_entry)
        return record

    def keep(
        self, record: ScreeningRecord, kept: ScreeningRecord | None, result: ScreeningResult
    ) -> None:
        """The record in the place of the one that was kept, with its entry in the audit log;
        Conflict if somebody was faster."""
        records = self.records
        writes = (records.saving(record),) if kept else records.adding_for_living(record)
        self.audit.write(record.subject_id, "screened", facts_of(result), *writes)

    def in_force(self, record: ScreeningRecord) -> bool:
        """Whether a result is of the lists in force: of the same versions, or, where a source has
        none, of the last day. Unavailable if that cannot be found out."""
        sources = self._sources(record.subject_id)
        versions = [source.versions() for source in sources]
        if self.now() - record.screened_at > UNVERSIONED and not all(versions):
            return False
        return all(
            record.list_versions.get(name) == version
            for found in versions
            for name, version in found.items()
        )

    def still_counts(self, record: ScreeningRecord, last_try: bool) -> bool:
        """Whether a result is of the lists in force. Unavailable if that cannot be found out; on
        the last try it then does not count, so that a human looks."""
        try:
            return self.in_force(record)
        except VestibuleError:
            if not last_try:
                raise
            return False

    def look_at_the_lists(self) -> None:
        """From now on nobody is asked about by lists that a source still holds in memory though
        newer ones are in force. Unavailable if that cannot be found out."""
        for source in self.sources:
            source.versions()

    def _sources(self, verification_id: str) -> Sequence[Screener]:
        """Those that the level of this attempt asks. None at all is no result, and no `clear`."""
        wanted = self.wanted(verification_id) if verification_id else (ANY,)
        if ANY in wanted:
            return self.sources
        return tuple(s for name, s in zip(self.names, self.sources, strict=False) if name in wanted)

    def person(self, document: DocumentRecord) -> Person:
        """Who was read; the declared name, where it is spelt otherwise, is an alias."""
        person = person_of(document)
        profile = self.profiles.find(document.user_id) if self.profiles else None
        declared = profile.full_name if profile else ""
        if not declared or declared.casefold() == person.name.casefold():
            return person
        return replace(person, aliases=(declared,))

    def ask(
        self,
        person: Person,
        fingerprint: str,
        last_try: bool = False,
        verification_id: str = "",
        looked: bool = False,
    ) -> ScreeningResult:
        """What all sources of the attempt's level say together, without the matches a reviewer has
        dismissed before.

        Always by the lists in force: a source that still holds older ones loads them first. Whoever
        asks about many people may have `looked` once for all of them.

        Sources leave nothing out, and what is dismissed is taken off before what is shown is cut:
        otherwise namesakes who were dismissed would hide those listed after them.

        Unavailable if a source does not answer, unless another one has found somebody already (the
        stricter wins) or this is the last try.
        """
        results, silent = [], None
        names = (person.name, *person.aliases)
        asked = [replace(person, name=name, aliases=()) for name in names]
        sources = self._sources(verification_id)
        if not sources:
            results.append(ScreeningResult("unavailable"))
        for source, one in product(sources, asked):
            try:
                if not looked and one is asked[0]:
                    source.versions()
                results.append(self._known(source.screen(one), fingerprint))
            except VestibuleError as error:
                silent = Unavailable("a source does not answer", error.code)
                results.append(ScreeningResult("unavailable"))
        result = shown(merged(results), MOST_SHOWN)
        if silent and result.status == "unavailable" and not last_try:
            raise silent
        return result

    def _known(self, result: ScreeningResult, fingerprint: str) -> ScreeningResult:
        """The result without remembered false positives; a changed list entry rings again."""
        if self.dismissed is None or not result.matches:
            return result
        rest = []
        for match in result.matches:
            before = (
                self.dismissed.find(fingerprint, match_key(match)) if match_key(match) else None
            )
            if before is None or before.digest != match_digest(match):
                rest.append(match)
        forgiven = len(result.matches) - len(rest)
        if not forgiven:
            return result
        status = result.status if rest else "clear"
        return replace(result, status=status, matches=tuple(rest), forgiven=forgiven)

    def dismiss(self, document: DocumentRecord, reviewer: str) -> int:
        """A human has approved this person: whoever was found is somebody else. How many."""
        record = self.records.find(document.verification_id, document.screening_entry)
        if record is None:
            return 0
        case, fingerprint = document.verification_id, document.screening_fingerprint
        return self.forgive(case, fingerprint, record.matches, reviewer)

    def forgive(
        self,
        verification_id: str,
        fingerprint: str,
        matches: Sequence[Mapping[str, Any]],
        reviewer: str,
    ) -> int:
        """Remembers that the person of this fingerprint is none of those found. How many."""
        known = [match for match in matches if match_key(match)]
        if self.dismissed is None or not known:
            return 0
        for match in known:
            key, digest = match_key(match), match_digest(match)
            self.dismissed.put(
                Dismissed(fingerprint, key, digest, verification_id, reviewer, self.now())
            )
        entries = {"entries": [match_key(match) for match in known], "reviewer": reviewer}
        self.audit.write(verification_id, "matches_dismissed", entries)
        return len(known)

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
            near=result.near,
        )


def facts_of(result: ScreeningResult) -> dict[str, Any]:
    """What the audit log says of a result; nothing of the person."""
    return {
        "status": result.status,
        "matches": len(result.matches),
        "dismissedBefore": result.forgiven,
        "algorithm": result.algorithm,
        "threshold": result.threshold,
        "lists": dict(result.list_versions),
    }


def person_of(document: DocumentRecord) -> Person:
    """Who the document says this is."""
    return Person(
        name=document.value("name"),
        date_of_birth=document.value("dateOfBirth"),
        nationality=document.value("nationality"),
    )
