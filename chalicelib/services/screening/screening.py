"""Screens a person with every chosen source; the strictest result counts."""

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
    truncated,
)
from chalicelib.services.ports import Audit, Clock, Store

MOST_SHOWN = 100  # matches of one result; a record holds no more than 400 KB
#: Age after which a result of a source without list versions is no longer current.
UNVERSIONED = timedelta(days=1)


class Screener(Protocol):
    """One source of watchlists."""

    def versions(self) -> Mapping[str, str]:
        """List -> version in force; empty if the source does not report versions. Unavailable."""
        ...

    def screen(self, person: Person) -> ScreeningResult:
        """The matches for this person; Unavailable if the source does not answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Screens the person on a document; one result per person and verification.

    `dismissed`: list entries that this person is not. `decided`: whether a verification is decided;
    then only rescreening screens it, which stores result and state in one write. `asked`: whether
    the level of an attempt requires screening. `names`: the names of `sources`, in the same order.
    `wanted`: the sources that the level requires.
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
        """The stored result, or a new one; None if there is nothing to screen (no name was read).

        Unavailable if a source does not answer, so that the event is repeated. On the `last_try`
        the result is `unavailable` instead, which sends the case to review.
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
        """Replaces the stored record and writes the audit entry, in one transaction; Conflict if it
        was changed meanwhile."""
        records = self.records
        writes = (records.saving(record),) if kept else records.adding_for_living(record)
        self.audit.write(record.subject_id, "screened", facts_of(result), *writes)

    def in_force(self, record: ScreeningRecord) -> bool:
        """Whether a result is current: it has the versions in force or, for a source without
        versions, is at most a day old. Unavailable if a source does not answer."""
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
        """As `in_force`, but on the last try False instead of Unavailable, so that the case goes to
        review."""
        try:
            return self.in_force(record)
        except VestibuleError:
            if not last_try:
                raise
            return False

    def look_at_the_lists(self) -> None:
        """Makes every source load the versions in force, in place of older ones in its memory.
        Unavailable if a source does not answer."""
        for source in self.sources:
            source.versions()

    def _sources(self, verification_id: str) -> Sequence[Screener]:
        """The sources that the attempt's level requires. Without any there is no `clear` result."""
        wanted = self.wanted(verification_id) if verification_id else (ANY,)
        if ANY in wanted:
            return self.sources
        return tuple(s for name, s in zip(self.names, self.sources, strict=False) if name in wanted)

    def person(self, document: DocumentRecord) -> Person:
        """The person on the document; a declared name with another spelling is an alias."""
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
        """The merged result of the sources of the attempt's level, without dismissed matches.

        The lists in force are used: a source with older ones in memory loads them first. With
        `looked` the caller has made the sources load them, once for many people.

        Sources return all matches. Dismissed ones are removed before the result is shortened;
        otherwise dismissed namesakes could hide other matches.

        Unavailable if a source does not answer, unless another one has a match (the strictest
        result counts) or this is the last try.
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
        result = truncated(merged(results), MOST_SHOWN)
        if silent and result.status == "unavailable" and not last_try:
            raise silent
        return result

    def _known(self, result: ScreeningResult, fingerprint: str) -> ScreeningResult:
        """The result without dismissed matches; a match whose list entry has changed remains."""
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
        """Dismisses the matches of a person whom a reviewer approved; returns their number."""
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
        """Stores that the person with this fingerprint is none of the matches; their number."""
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
    """The facts of a result for the audit log, without personal data."""
    return {
        "status": result.status,
        "matches": len(result.matches),
        "dismissedBefore": result.forgiven,
        "algorithm": result.algorithm,
        "threshold": result.threshold,
        "lists": dict(result.list_versions),
    }


def person_of(document: DocumentRecord) -> Person:
    """The person on the document."""
    return Person(
        name=document.value("name"),
        date_of_birth=document.value("dateOfBirth"),
        nationality=document.value("nationality"),
    )
