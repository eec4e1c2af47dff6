"""The current identity of a verified person, for rescreening."""

from dataclasses import dataclass, field

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.documents.documents import person_hash
from chalicelib.services.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentIdentity:
    """The data of the document, or of the profile once the document was deleted."""

    documents: Store[DocumentRecord]
    profiles: Store[Profile]
    pepper: bytes = field(repr=False)

    def of(self, verification: Verification) -> DocumentRecord | None:
        """The document record, or one made from the profile with the same fingerprint; None."""
        document = self.documents.find(verification.verification_id)
        if document and document.screening_fingerprint:
            return document
        profile = self.profiles.find(verification.user_id)
        if profile is None or not profile.full_name:
            return None
        values = (profile.full_name, profile.date_of_birth, profile.nationality)
        names = ("name", "dateOfBirth", "nationality")
        return DocumentRecord(
            verification.verification_id,
            verification.user_id,
            verification.updated_at,
            verification.closes_at,
            fields={name: {"value": value} for name, value in zip(names, values, strict=True)},
            screening_fingerprint=person_hash(self.pepper, *values),
        )
