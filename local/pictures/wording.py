"""The words on drawn documents: titles, labels and dates in six languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


@dataclass(frozen=True)
class Wording:
    """One language. `date` is a strftime format; `{mon}` stands for a month's English name."""

    card: str
    passport: str
    licence: str
    surname: str
    given_names: str
    birth: str
    nationality: str
    number: str
    expiry: str
    sex: str
    date: str

    def written(self, iso: str) -> str:
        """An ISO 8601 date as documents in this language print it. ValueError for another text."""
        day = date.fromisoformat(iso)
        return day.strftime(self.date).replace("{mon}", MONTHS[day.month - 1])


WORDING = {
    "en": Wording(
        "IDENTITY CARD", "PASSPORT", "DRIVING LICENCE", "Surname", "Given names", "Date of birth",
        "Nationality", "Document number", "Date of expiry", "Sex", "%d {mon} %Y",
    ),
    "de": Wording(
        "PERSONALAUSWEIS", "REISEPASS", "FÜHRERSCHEIN", "Name / Nachname", "Vornamen",
        "Geburtsdatum", "Staatsangehörigkeit", "Ausweisnummer", "Gültig bis", "Geschlecht",
        "%d.%m.%Y",
    ),
    "fr": Wording(
        "CARTE D'IDENTITÉ", "PASSEPORT", "PERMIS DE CONDUIRE", "Nom", "Prénoms",
        "Date de naissance", "Nationalité", "N° du document", "Date d'expiration", "Sexe",
        "%d/%m/%Y",
    ),
    "es": Wording(
        "DOCUMENTO DE IDENTIDAD", "PASAPORTE", "PERMISO DE CONDUCCIÓN", "Apellidos", "Nombre",
        "Fecha de nacimiento", "Nacionalidad", "Número de documento", "Fecha de caducidad", "Sexo",
        "%d %m %Y",
    ),
    "it": Wording(
        "CARTA D'IDENTITÀ", "PASSAPORTO", "PATENTE DI GUIDA", "Cognome", "Nome",
        "Data di nascita", "Cittadinanza", "Numero di documento", "Data di scadenza", "Sesso",
        "%d.%m.%Y",
    ),
    "pl": Wording(
        "DOWÓD OSOBISTY", "PASZPORT", "PRAWO JAZDY", "Nazwisko", "Imiona", "Data urodzenia",
        "Obywatelstwo", "Numer dokumentu", "Termin ważności", "Płeć", "%d.%m.%Y",
    ),
}  # fmt: skip
