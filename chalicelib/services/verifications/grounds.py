"""The grounds of an approval: the document's holder, the claimed identity, a current screening."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.documents.document import NEEDED, Claim, claim_differences
from chalicelib.domain.errors import Conflict
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.ports import Store
from chalicelib.services.verifications.verifications import Approval

#: Differences between document and claim that nobody may approve: they are two people.
IDENTITY = frozenset({"name:profile", "dateOfBirth:profile"})


def claim_of(profile: Profile | None) -> Claim | None:
    """The profile as a claim; None while it is not complete."""
    if profile is None or not profile.complete:
        return None
    return Claim(profile.full_name, profile.date_of_birth, profile.nationality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Used before an automatic decision, and again at each approval by a reviewer."""

    documents: Store[DocumentRecord]
    screenings: Store[ScreeningRecord]
    profiles: Store[Profile]
    in_force: Callable[[ScreeningRecord], bool]

    def claim(self, user_id: str) -> Claim | None:
        """The claim of a user; None without a complete profile."""
        return claim_of(self.profiles.find(user_id))

    def differences(self, document: DocumentRecord, claim: Claim | None) -> tuple[str, ...]:
        """Differences `field:source` within the document, and against the claim as it is now (the
        profile may have been filled in after the document was read).
        """
        within = tuple(d for d in document.differences if not d.endswith(":profile"))
        return within + claim_differences(document.fields, claim, document.name_cut)

    def screening(self, document: DocumentRecord) -> ScreeningRecord | None:
        """The stored screening result, even if it is of outdated lists; None if there is none."""
        return self.screenings.find(document.verification_id, document.screening_entry)

    def screen_anew(self, document: DocumentRecord) -> None:
        """Starts a new screening by touching the record (its stream triggers it). A lost race is
        fine: the other writer has touched the record.
        """
        with suppress(Conflict):
            self.documents.save(replace(document, version=document.version + 1))

    def approval(self, verification: Verification, by: tuple[str, ...]) -> Approval:
        """The grounds of an approval as of now, with conditions that they still hold when it is
        written. Conflict (`not_screened`, `claim_missing`, `claim_differs`) without sufficient
        grounds.
        """
        document = self.documents.find(verification.verification_id)
        if document is None or not document.screening_fingerprint:
            raise Conflict("nobody was read, so nobody was screened: ask again", "not_screened")
        kept = self.screening(document)
        if kept is None or kept.sanctions_status == "unavailable" or not self.in_force(kept):
            self.screen_anew(document)
            raise Conflict("this person is being screened: try again soon", "not_screened")
        profile = self.profiles.find(verification.user_id)
        claim = claim_of(profile)
        if profile is None or claim is None:
            raise Conflict("the profile is not complete: there is no claim", "claim_missing")
        if IDENTITY & set(self.differences(document, claim)):
            raise Conflict("the document names somebody else: ask again", "claim_differs")
        unchanged = (
            self.profiles.unchanged(profile),
            self.documents.unchanged(document),
            self.screenings.unchanged(kept),
        )
        return Approval(by, screening_facts(kept), unchanged)


def screening_facts(kept: ScreeningRecord) -> dict[str, Any]:
    """The facts about the screening for the audit log; no personal data."""
    return {
        "screening": kept.sanctions_status,
        "kinds": list(kept.hit_kinds),
        "screenedAt": kept.screened_at.isoformat(),
        "lists": dict(kept.list_versions),
        "entry": kept.entry_id,
        "identity": "equal",
    }


def zone_agrees(document: DocumentRecord) -> bool | None:
    """Whether zone and print agree in at least one needed field; None without a zone."""
    if document.mrz_valid is None:
        return None
    return "both" in {document.fields.get(name, {}).get("source") for name in NEEDED}
