"""What was read of a document so far, for the applicant, before the face step.

It asks nobody and changes nothing: reading happens when a picture arrives, and is told here. What a
forger could learn from (a zone or a code that differs from the print) is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.records import DocumentRecord
from chalicelib.services.ports import Store
from chalicelib.services.verifications.verifications import Verifications

SHOWN = ("name", "dateOfBirth", "documentNumber", "expiry", "documentType", "issuer")
UNCLEAR = {
    "dateOfBirth:order": "day_or_month_unclear",
    "expiry:order": "day_or_month_unclear",
    "dateOfBirth:partial": "only_partly_known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Previews:
    """The applicant's view of the reading."""

    verifications: Verifications
    documents: Store[DocumentRecord]

    def of(self, user_id: str, verification_id: str) -> dict[str, Any]:
        """What was read, what is missing and why; NotFound if the verification is not theirs."""
        verification = self.verifications.of_user(verification_id, user_id)
        document = self.documents.find(verification_id)
        sides = list(verification.sides)
        if document is None:
            return {
                "verificationId": verification_id,
                "status": "reading" if sides else "waiting",
                "sides": sides,
                "readAt": None,
                "fields": {},
                "missing": [],
                "advice": [],
            }
        return {
            "verificationId": verification_id,
            "status": "read",
            "sides": sides,
            "readAt": document.read_at.isoformat(),
            "fields": {name: document.value(name) for name in SHOWN if document.value(name)},
            "missing": [
                *({"field": name, "why": "not_readable"} for name in document.missing),
                *_unclear(document),
            ],
            "advice": list(_advice(document, sides)),
        }


def _unclear(document: DocumentRecord) -> Iterator[dict[str, str]]:
    for difference, why in UNCLEAR.items():
        if difference in document.differences:
            yield {"field": difference.partition(":")[0], "why": why}


def _advice(document: DocumentRecord, sides: list[str]) -> Iterator[str]:
    """What would help, as codes."""
    if "documentType:visa" in document.differences:
        yield "use_another_document"
    if document.expired:
        yield "document_expired"
    if document.missing or document.mrz_valid is False:
        yield "take_again"
        if "back" not in sides:
            yield "add_back"
