"""Signs of forgery in the pictures of a verification, and pictures sent by several applicants."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.documents import forgery
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.documents.uploads import facts_key, object_key
from chalicelib.services.ports import Objects, Scanner, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Finds signs, as codes `<sign>:<side>`. They lead to a review; the applicant is not told."""

    pictures: Objects
    documents: Store[DocumentRecord]
    numbers: Store[NumberUse]
    scanner: Scanner
    hashed: Callable[..., str]

    def of(
        self,
        verification: Verification,
        answers: Mapping[str, Any],
        front: bytes | None,
        person: str,
    ) -> tuple[tuple[str, ...], str]:
        """(signs in the sides that were read, print of the front).

        `person`: the fingerprint of the person on the document.
        """
        found = list(self._measured(verification.verification_id, answers))
        fine = ""
        if front is not None:
            bands, fine = self.scanner.prints(front)
            if self._known_of_another(verification, bands, fine, person):
                found.append("known_of_another:front")
        return tuple(found), fine

    def _measured(self, verification_id: str, answers: Mapping[str, Any]) -> Iterator[str]:
        for side, answer in answers.items():
            with suppress(NotFound):  # stored before measurements existed
                kept = self.pictures.get(facts_key(object_key(verification_id, side)))
                yield from (f"{sign}:{side}" for sign in forgery.signs(forgery.facts_of(kept)))
            if forgery.uneven_words(answer):
                yield f"uneven_words:{side}"

    def _known_of_another(
        self, verification: Verification, bands: tuple[str, ...], fine: str, person: str
    ) -> bool:
        """Whether another applicant sent this picture with another person's data. It is stored as
        this applicant's from now on.

        A second account of the same person is found by document number and face instead. The first
        applicant keeps a band of the print, as with numbers; an erasure removes all of theirs.
        """
        others: set[str] = set()
        for place, band in enumerate(bands):
            if not band:
                continue
            hashed = self.hashed("picture", str(place), band)
            use = NumberUse(hashed, verification.user_id, verification.verification_id)
            try:
                self.numbers.add(use)
            except Conflict:
                first = self.numbers.find(hashed)
                if first is not None and first.user_id != verification.user_id:
                    others.add(first.verification_id)
        return any(self._same(other, fine, person) for other in sorted(others))

    def _same(self, verification_id: str, fine: str, person: str) -> bool:
        document = self.documents.find(verification_id)
        if document is None or (person and document.screening_fingerprint == person):
            return False
        return forgery.same_picture(document.picture_print, fine)
