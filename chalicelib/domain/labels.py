"""The words that stand beside the fields of identity documents, and text read under them.

Labels are matched folded (no accents, no punctuation) and with small OCR errors forgiven; bilingual
labels such as "Surname / Nom" match by any of their parts.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

ALIKE, LONG_ALIKE = 0.82, 0.77
"""How like a known label print must be, and how like from seven letters on."""

LABELS: dict[str, tuple[str, ...]] = {
    "surname": (
        "surname", "last name", "family name", "nom", "nom de famille", "nachname", "name nachname",
        "apellidos", "apellido", "cognome", "nazwisko", "apelido", "apelidos", "achternaam", "naam",
        "efternamn", "eponymo", "επωνυμο", "soyadi",
    ),
    "givenNames": (
        "given names", "given name", "first name", "first names", "forenames", "forename", "prenom",
        "prenoms", "vorname", "vornamen", "nombre", "nombres", "nome", "imie", "imiona",
        "nome proprio", "nomes proprios", "voornaam", "voornamen", "fornamn", "onoma", "ονομα",
        "adi",
    ),
    "name": ("name", "full name", "name of holder", "holder", "nom complet", "nombre completo"),
    "dateOfBirth": (
        "date of birth", "birth date", "born", "dob", "date de naissance", "ne e le",
        "geburtsdatum", "geboren am", "geburtstag", "fecha de nacimiento", "data di nascita",
        "nato il", "data urodzenia", "data de nascimento", "geboortedatum", "fodelsedatum",
        "ημερομηνια γεννησης", "dogum tarihi",
    ),
    "documentNumber": (
        "document number", "document no", "doc no", "document nr", "card number", "card no",
        "id number", "id no", "identity card number", "passport number", "passport no",
        "licence number", "licence no", "license number", "number", "no du document",
        "numero du document", "no de document", "numero de document", "dokumentennummer",
        "dokumentnummer", "ausweisnummer", "ausweisnr", "dokument nr", "passnummer",
        "fuhrerscheinnummer", "numero de documento", "num soporte", "numero documento",
        "numero di documento", "documento n", "carta n", "numer dokumentu", "nr dokumentu",
        "documentnummer", "numero do documento", "kortnummer", "αριθμος δελτιου",
    ),
    "expiry": (
        "date of expiry", "expiry", "expiry date", "expires", "expiration date", "valid until",
        "date d expiration", "date d expiry", "valable jusqu au", "gultig bis", "ablaufdatum",
        "fecha de caducidad", "valido hasta", "validez", "data di scadenza", "scadenza",
        "data waznosci", "termin waznosci", "data de validade", "validade", "geldig tot",
        "giltigt till", "ημερομηνια ληξης",
    ),
    "nationality": (
        "nationality", "nationalite", "nationalitat", "staatsangehorigkeit", "nacionalidad",
        "cittadinanza", "nazionalita", "obywatelstwo", "nacionalidade", "nationaliteit",
        "medborgarskap", "υπηκοοτητα",
    ),
    "sex": ("sex", "sexe", "geschlecht", "sexo", "sesso", "plec", "geslacht", "kon"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A value under a label; `confidence` is 0-100."""

    value: str
    confidence: float


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, letters and digits only."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ß", "ss"))
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


_FOLDED = {fold(label): name for name, labels in LABELS.items() for label in labels}
_SHAPES = str.maketrans({"l": "i", "1": "i", "j": "i", "0": "o", "v": "u", "q": "g"})


@cache
def _shape(folded: str) -> str:
    """Letters that small print makes alike are one: rn and m, l and i, 0 and o."""
    return folded.replace("rn", "m").replace("vv", "w").translate(_SHAPES)


@cache
def field_of(label: str) -> tuple[str, float]:
    """(field, likeness 0-1) of a printed label; ("", 0) when it names none."""
    best = ("", 0.0)
    parts = [fold(part) for part in re.split(r"[/|·•:()]|\d+[a-d]?\.", label)]
    for part in [fold(label), *parts]:
        if part in _FOLDED:
            return _FOLDED[part], 1.0
        if len(part) < 4:
            continue
        for known, name in _FOLDED.items():
            if abs(len(known) - len(part)) > 3 or len(known) < 4:
                continue
            alike = SequenceMatcher(None, _shape(part), _shape(known)).ratio()
            enough = ALIKE if len(part) < 7 else LONG_ALIKE
            if alike >= enough and alike > best[1]:
                best = (name, alike)
    return best


def pairs(answer: Mapping[str, Any]) -> Iterable[tuple[str, str, float]]:
    """(label, value, confidence) of every key-value pair of a Textract answer."""
    blocks = {block["Id"]: block for block in answer.get("Blocks", [])}
    for block in blocks.values():
        if block["BlockType"] == "KEY_VALUE_SET" and "KEY" in block.get("EntityTypes", ()):
            values = [blocks[i] for i in _linked(block, "VALUE") if i in blocks]
            text = " ".join(_text(value, blocks) for value in values).strip()
            trust = min((float(value.get("Confidence", 0)) for value in values), default=0.0)
            yield _text(block, blocks), text, min(trust, float(block.get("Confidence", 0)))


def value_blocks(blocks: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """(field, VALUE block) of every label that names a field and has a value."""
    for block in blocks.values():
        if block["BlockType"] == "KEY_VALUE_SET" and "KEY" in block.get("EntityTypes", ()):
            name, _ = field_of(_text(block, blocks))
            for value in (blocks[i] for i in _linked(block, "VALUE") if name and i in blocks):
                if _text(value, blocks):
                    yield name, value


def lines(answer: Mapping[str, Any]) -> list[str]:
    """The lines of the page, top to bottom."""
    found = [block for block in answer.get("Blocks", []) if block["BlockType"] == "LINE"]
    return [str(block.get("Text", "")) for block in sorted(found, key=_place)]


def fields(answer: Mapping[str, Any]) -> dict[str, Printed]:
    """The best value of every field that has a label."""
    found: dict[str, tuple[float, Printed]] = {}
    for label, value, confidence in pairs(answer):
        name, alike = field_of(label)
        if not name or not value:
            continue
        rank = alike * 100 + confidence
        if name not in found or rank > found[name][0]:
            found[name] = (rank, Printed(value, confidence))
    return {name: printed for name, (_, printed) in found.items()}


def _place(block: Mapping[str, Any]) -> tuple[float, float]:
    box = block.get("Geometry", {}).get("BoundingBox", {})
    return float(box.get("Top", 0)), float(box.get("Left", 0))


def _linked(block: Mapping[str, Any], kind: str) -> list[str]:
    return [i for r in block.get("Relationships", ()) if r["Type"] == kind for i in r["Ids"]]


def _text(block: Mapping[str, Any], blocks: Mapping[str, Any]) -> str:
    words = [blocks[i] for i in _linked(block, "CHILD") if i in blocks]
    return " ".join(str(word.get("Text", "")) for word in words if word["BlockType"] == "WORD")
