"""The person whom a vendor names: compared with the claim and screened, in memory only.

Stored are the outcome, the list versions and a keyed hash, but no name and no birth date.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.documents.document import Claim, claim_differences
from chalicelib.domain.errors import Conflict
from chalicelib.domain.records import ScreeningRecord
from chalicelib.domain.screening.screening import (
    MATCH,
    MatchReason,
    Person,
    ScreeningResult,
    kinds_of,
)
from chalicelib.domain.vendors.vendor import VerifiedPerson
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.documents.documents import person_hash
from chalicelib.services.ports import Clock, Store
from chalicelib.services.screening.screening import Screening
from chalicelib.services.verifications.grounds import IDENTITY, claim_of, screening_facts
from chalicelib.services.verifications.verifications import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPeople:
    """Applies the conditions of our own approvals to a vendor's."""

    profiles: Store[Profile]
    records: Store[ScreeningRecord]
    screening: Screening
    pepper: Callable[[], bytes]
    keep_years: int
    now: Clock
    match_reason: MatchReason = lambda key, kinds: MATCH

    def approval(
        self,
        verification: Verification,
        person: VerifiedPerson | None,
        by: tuple[str, ...],
        last_try: bool = True,
    ) -> Approval | tuple[str, ...]:
        """The grounds of the approval, or the reasons for a review. Unavailable if screening is not
        possible now, unless this is the last try."""
        profile = self._frozen(verification)
        claim = claim_of(profile)
        if person is None:
            return ("nobody_named",)
        if profile is None or claim is None:
            return ("claim_missing",)
        named = person.reveal()
        if _differ(named, claim):
            return ("data_mismatch",)
        record = self._screened(verification, named, claim, last_try)
        if record.sanctions_status == "potential_match":
            reason = self.match_reason(verification.level_key, record.hit_kinds)
        else:
            reason = "" if record.sanctions_status == "clear" else "screening_unavailable"
        return (reason,) if reason else self._approval(profile, record, by)

    def signed(
        self, verification: Verification, person: VerifiedPerson | None, by: tuple[str, ...]
    ) -> Approval:
        """The grounds of our reviewers' approval: the same, but they may overrule a match. Conflict
        without a named person or a result."""
        profile = self._frozen(verification)
        claim = claim_of(profile)
        if person is None:
            raise Conflict("the vendor names nobody, so nobody was screened", "not_screened")
        if profile is None or claim is None:
            raise Conflict("the profile is not complete: there is no claim", "claim_missing")
        if _differ(person.reveal(), claim):
            raise Conflict("the vendor names somebody else: ask again", "claim_differs")
        record = self._screened(verification, person.reveal(), claim)
        if record.sanctions_status == "unavailable":
            raise Conflict("this person could not be screened: try again soon", "not_screened")
        return self._approval(profile, record, by)

    def somebody_else(self, verification: Verification, person: VerifiedPerson) -> bool:
        """Whether the vendor now names another person than the claim."""
        claim = claim_of(self.profiles.find(verification.user_id))
        return claim is not None and _differ(person.reveal(), claim)

    def forgive(
        self, verification: Verification, person: VerifiedPerson | None, reviewer: str
    ) -> int:
        """Dismisses the matches, as our reviewers decided, for the person whom the vendor named and
        for the claim, which rescreening uses. Returns their number."""
        profile = self.profiles.find(verification.user_id)
        asked = []
        if profile and profile.full_name:
            told = (profile.full_name, profile.date_of_birth, profile.nationality)
            asked.append((Person(*told), person_hash(self.pepper(), *told)))
        if person:
            named = person.reveal()
            told = (named.full_name, named.date_of_birth, "")
            asked.append((Person(*told), person_hash(self.pepper(), *told)))
        forgiven, case = 0, verification.verification_id
        for who, fingerprint in asked:
            result = self.screening.ask(who, fingerprint, True, case)
            forgiven += self.screening.forgive(case, fingerprint, result.matches, reviewer)
        return forgiven

    def _approval(self, profile: Profile, record: ScreeningRecord, by: tuple[str, ...]) -> Approval:
        unchanged = (self.profiles.unchanged(profile), self.records.unchanged(record))
        return Approval(by, screening_facts(record), unchanged)

    def _frozen(self, verification: Verification) -> Profile | None:
        """The profile, frozen: what is compared must not change afterwards. A correction sent
        before a rejection was withdrawn, but arriving later, is refused.
        """

        def freeze(profile: Profile) -> Profile:
            mine = verification.verification_id
            return replace(profile, frozen_by=mine, version=profile.version + 1)

        if self.profiles.find(verification.user_id) is None:
            return None
        return self.profiles.update(verification.user_id, change=freeze)

    def _screened(
        self, verification: Verification, named: Claim, claim: Claim, last_try: bool = True
    ) -> ScreeningRecord:
        """The current result for the person whom the vendor named, with the claim as an alias."""
        fingerprint = person_hash(self.pepper(), named.full_name, named.date_of_birth, "")
        entry = f"screening#{fingerprint}"
        kept = self.records.find(verification.verification_id, entry)
        told = kept and kept.sanctions_status != "unavailable"
        if kept and told and self.screening.still_counts(kept, last_try):
            return kept
        same = claim.full_name.casefold() == named.full_name.casefold()
        person = Person(
            named.full_name,
            named.date_of_birth,
            claim.nationality,
            () if same else (claim.full_name,),
        )
        result = self.screening.ask(person, fingerprint, last_try, verification.verification_id)
        record = self._record(verification, entry, result, kept)
        try:
            self.screening.keep(record, kept, result)
        except Conflict:  # a concurrent call for the same event stored its result
            return self.records.get(verification.verification_id, entry)
        return record

    def _record(
        self,
        verification: Verification,
        entry: str,
        result: ScreeningResult,
        kept: ScreeningRecord | None,
    ) -> ScreeningRecord:
        now = self.now()
        return ScreeningRecord(
            subject_id=verification.verification_id,
            entry_id=entry,
            sanctions_status=result.status,
            screened_at=now,
            expires_at=now + timedelta(days=366 * self.keep_years),
            matches=(),  # matches quote the screened name
            kinds=kinds_of(result.matches),
            algorithm=result.algorithm,
            threshold=result.threshold,
            list_versions=dict(result.list_versions),
            version=kept.version + 1 if kept else 1,
        )


def _differ(named: Claim, claim: Claim) -> bool:
    fields = {
        "name": {"value": named.full_name},
        "dateOfBirth": {"value": named.date_of_birth},
    }
    return bool(IDENTITY & set(claim_differences(fields, claim)))
