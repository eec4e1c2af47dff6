"""Applicants: the customers of another backend, by that backend's own ids."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import (
    Applicant,
    Claims,
    ExternalId,
    applicant_id,
    checked_birth_date,
    checked_locale,
    checked_metadata,
    external_key,
)
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.services.ports import Audit, Clock, Ids, Store

#: Keeps what the person is called: user id, full name, birth date, nationality, address.
SaveClaims = Callable[[str, str, date, str, str], object]


class ErasedPeople(Protocol):
    """Knows which subjects were erased."""

    def erased(self, *subjects: str) -> bool:
        """Whether one of these subjects was erased."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicants:
    """`level_exists` raises NotFound for an unknown level. `remember` is told of each new
    applicant, by both ids, before anything is stored.
    """

    applicants: Store[Applicant]
    external: Store[ExternalId]
    save_claims: SaveClaims
    level_exists: Callable[[str], object]
    audit: Audit
    now: Clock
    new_id: Ids
    tombstones: ErasedPeople
    remember: Callable[[str, str], object]

    def create(
        self,
        mode: Mode,
        external_user_id: str,
        level: str = "default",
        claims: Claims | None = None,
        locale: str = "en",
        metadata: dict[str, str] | None = None,
    ) -> tuple[Applicant, bool]:
        """(applicant, whether they are new).

        Idempotent: the same id and content are the same applicant, also when an earlier call died
        half-way. BadRequest (`external_user_id_reused`) for the same id with other content.
        """
        key = external_key(mode, external_user_id)
        content = _content(level, claims, locale, metadata)
        known, named_now = self._living(key), False
        if known is None:
            self._check(level, claims, locale, metadata)
            known, named_now = self._named(
                ExternalId(key, applicant_id(mode, self.new_id()), content)
            )
        if known.content != content:
            raise BadRequest("this externalUserId has other data", "external_user_id_reused")
        found = None if named_now else self.applicants.find(mode, known.applicant_id)
        if found is not None:
            return found, False
        made = Applicant(
            applicant_id=known.applicant_id,
            mode=mode,
            external_user_id=external_user_id,
            created_at=self.now(),
            level=level,
            locale=locale,
            metadata=metadata or {},
        )
        return self._made(made, claims)

    def _living(self, key: str) -> ExternalId | None:
        """The applicant that the id names; None if there is none, or if their erasure has begun."""
        known = self.external.find(key)
        if known is not None and self.tombstones.erased(known.applicant_id):
            self.external.delete(key)
            return None
        return known

    def get(self, mode: Mode, applicant_id: str) -> Applicant:
        """The applicant with this id; NotFound, also for one of the other mode."""
        found = self.applicants.find(mode, applicant_id)
        if found is None:
            raise NotFound("no such applicant", "applicant_not_found")
        return found

    def page(self, mode: Mode, limit: int, cursor: str) -> tuple[tuple[Applicant, ...], str]:
        """(applicants of a mode ordered by id, cursor of the next page or "")."""
        return self.applicants.page("", mode, limit, cursor)

    def by_external_id(self, mode: Mode, external_user_id: str) -> Applicant:
        """The applicant with this external id; NotFound."""
        known = self.external.find(external_key(mode, external_user_id))
        if known is None:
            raise NotFound("no such applicant", "applicant_not_found")
        return self.get(mode, known.applicant_id)

    def forget(self, mode: Mode, applicant_id: str) -> Applicant:
        """Removes the applicant and their external id; what was verified is erased by `Privacy`.

        The external id is removed last: until then the call can be repeated.
        """
        found = self.get(mode, applicant_id)
        self.audit.write(applicant_id, "forgotten", {"mode": mode})
        self.unname(mode, applicant_id, external_key(mode, found.external_user_id))
        return found

    def unname(self, mode: Mode, applicant_id: str, key: str) -> None:
        """Removes the record and the external id that names it. Idempotent."""
        known = self.external.find(key)
        self.applicants.delete(mode, applicant_id)
        if known is not None and known.applicant_id == applicant_id:
            self.external.delete(key)

    def _check(
        self,
        level: str,
        claims: Claims | None,
        locale: str,
        metadata: dict[str, str] | None,
    ) -> None:
        checked_locale(locale)
        checked_metadata(metadata or {})
        checked_birth_date(claims.date_of_birth if claims else "")
        try:
            self.level_exists(level)
        except (NotFound, Conflict) as refused:
            raise BadRequest(str(refused), refused.code) from None

    def _named(self, new: ExternalId) -> tuple[ExternalId, bool]:
        """(the external id's record, whether it was new): of concurrent calls one is first."""
        try:
            self.external.add(new)
        except Conflict:
            return self.external.get(new.external_key), False
        return new, True

    def _made(self, made: Applicant, claims: Claims | None) -> tuple[Applicant, bool]:
        """Stores the claims first, so that an applicant who can be found has them."""
        self.remember(made.applicant_id, external_key(made.mode, made.external_user_id))
        if claims and claims.full_name and claims.date_of_birth:
            born = date.fromisoformat(claims.date_of_birth)
            self.save_claims(
                made.applicant_id, claims.full_name, born, claims.nationality, claims.address
            )
        try:
            self.applicants.add(made)
        except Conflict:  # the other call of the same moment made them
            return self.applicants.get(made.mode, made.applicant_id), False
        self.audit.write(made.applicant_id, "applicant", {"mode": made.mode, "level": made.level})
        return made, True


def _content(
    level: str, claims: Claims | None, locale: str, metadata: dict[str, str] | None
) -> str:
    """A fingerprint of the request, to tell a repetition from another request."""
    sent = [level, asdict(claims) if claims else None, locale, metadata or {}]
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()
