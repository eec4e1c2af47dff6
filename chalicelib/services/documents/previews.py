"""The preview of a document's reading, for the applicant, before the face step.

It only reads stored records: reading happens when a picture arrives. Details that would help a
forger (a zone or a code that differs from the print) are not shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.documents.preview import Advice, Missing, Preview, Reading, Why
from chalicelib.domain.documents.sides import Side
from chalicelib.domain.records import DocumentRecord
from chalicelib.services.ports import Store
from chalicelib.services.verifications.verifications import Verifications

SHOWN = ("name", "dateOfBirth", "documentNumber", "expiry", "documentType", "issuer")


UNCLEAR = {
    "dateOfBirth:order": Why.DAY_OR_MONTH,
    "expiry:order": Why.DAY_OR_MONTH,
    "dateOfBirth:partial": Why.PARTLY,
}
MISTAKEN = {Side.FRONT: Advice.FRONT_IS_BACK, Side.BACK: Advice.BACK_IS_FRONT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Previews:
    """Makes the applicant's preview of the reading."""

    verifications: Verifications
    documents: Store[DocumentRecord]

    def of(self, user_id: str, verification_id: str) -> Preview:
        """The fields read, and those missing with the reason; NotFound if it is another user's."""
        verification = self.verifications.of_user(verification_id, user_id)
        document = self.documents.find(verification_id)
        sides = verification.sides
        if document is None:
            return Preview(status=Reading.READING if sides else Reading.WAITING, sides=sides)
        return Preview(
            status=Reading.READ,
            sides=sides,
            read_at=document.read_at,
            fields={name: document.value(name) for name in SHOWN if document.value(name)},
            missing=(
                *(Missing(name, Why.NOT_READABLE) for name in document.missing),
                *_unclear(document),
            ),
            advice=tuple(_advice(document, sides)),
        )


def _unclear(document: DocumentRecord) -> Iterator[Missing]:
    for difference, why in UNCLEAR.items():
        if difference in document.differences:
            yield Missing(difference.partition(":")[0], why)


def _advice(document: DocumentRecord, sides: tuple[str, ...]) -> Iterator[Advice]:
    if "documentType:visa" in document.differences:
        yield Advice.OTHER_DOCUMENT
    if document.expired:
        yield Advice.EXPIRED
    for side in document.mistaken:
        yield MISTAKEN[Side(side)]
    if document.missing or document.mrz_valid is False:
        yield Advice.TAKE_AGAIN
        if "back" not in sides:
            yield Advice.ADD_BACK
