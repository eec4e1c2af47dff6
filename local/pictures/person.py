"""The invented holder of a drawn document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.documents.mrz_writing import Holder

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Person:
    """An invented holder. Dates are ISO 8601, states ISO 3166 alpha-3 or ICAO's own codes, of which
    UTO belongs to no state.

    An empty `number` is derived from the other data, so that a person keeps it.
    """

    given_names: str
    surname: str
    birth_date: str
    nationality: str
    number: str = ""
    sex: str = "F"
    expiry_date: str = "2034-05-20"
    issuing_state: str = ""
    language: str = "en"

    @property
    def document_number(self) -> str:
        """The number: `number`, or two letters and seven digits, as many states use."""
        if self.number:
            return self.number
        text = "|".join((self.given_names, self.surname, self.birth_date, self.nationality))
        digest = hashlib.sha256(text.encode()).digest()
        letters = "".join(ALPHABET[b % 23] for b in digest[:2])
        return letters + "".join(str(b % 10) for b in digest[2:9])

    @property
    def full_name(self) -> str:
        """Given names and surname in reading order."""
        return f"{self.given_names} {self.surname}"

    def holder(self) -> Holder:
        """The data for the machine-readable zone. ValueError for a date that is not ISO 8601."""
        return Holder(
            surname=self.surname,
            given_names=self.given_names,
            number=self.document_number,
            nationality=self.nationality,
            issuing_state=self.issuing_state or self.nationality,
            birth_date=date.fromisoformat(self.birth_date),
            expiry_date=date.fromisoformat(self.expiry_date),
            sex=self.sex,
        )
