"""Labels in several languages or of several fields, and labels that ran into their values.

The forms are those of Swiss cards (Name, Nom, Cognome), of residence permits after Regulation
1030/2002 (NAME, FORENAME), of Polish and Portuguese cards (IMIĘ (IMIONA), NOME(S)).
"""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import dividing, labels, printed


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Name, Nom, Cognome, Surname", "surname"),
        ("Vorname(n), Prénom(s), Nome(i), Given Name(s)", "givenNames"),
        ("Gültig bis, Valable jusqu'au, Expiry", "expiry"),
        ("Ausweisnummer, N° du document, Card no", "documentNumber"),
        ("NAAM, VOORNAMEN / NAME, FORENAMES", "name"),
        ("NOM Prénom / NAME Forename", "name"),
        ("Last Name, First Name, Middle Name", "name"),
        ("Imię i nazwisko", "name"),
        ("Nachname und Vorname", "name"),
        ("Apelido e nome", "name"),
        ("Pavardė ir vardas", "name"),
        ("Soyadı ve adı", "name"),
        ("Numele și prenumele", "name"),
        ("Priimek in ime", "name"),
        ("Vezetéknév és utónév", "name"),
        ("Επώνυμο και όνομα", "name"),
        ("Фамилия и имя", "name"),
        ("Date of birth, place of birth", "dateOfBirth"),
        ("Geburtsdatum, Geburtsort", "dateOfBirth"),
        ("Date of birth, place of issue", ""),
        ("Nom de naissance / Surname", "other"),
        ("NAZWISKO (SURNAME)", "surname"),
        ("NOME / NAME", "givenNames"),
        ("APELYIDOLAST NAME", "surname"),  # a bar is lost
        ("PRENUME/PRENOMFIRST NAME", "givenNames"),
        ("1° Apellido", "surname"),
        ("UCENCE NO.", "documentNumber"),
        ("DATE CF BATH", "dateOfBirth"),
        ("DATE OF ENTRY", "other"),
        ("Name, Address", ""),
        ("CARDHOLDER", ""),  # the surname of specimens
        ("Imię (imiona) ZOFIA", ""),
        ("NOMBRE(S) HÉCTOR", ""),
    ],
)
def test_labels_in_a_row_name_one_field(label: str, field: str) -> None:
    assert labels.meaning(label)[0] == field


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("NOMBRE(S) HÉCTOR JACINTO", ("NOMBRE(S)", "HÉCTOR JACINTO")),
        ("SURNAME(S) FORENAME(S) WREN ADA", ("SURNAME(S) FORENAME(S)", "WREN ADA")),
        ("Geboren, Né le, Born 25.09.60", ("Geboren, Né le, Born", "25.09.60")),
        ("NAME, FORENAME: WREN, ADA", ("NAME, FORENAME:", "WREN, ADA")),
        ("1. Nom GAUTHIER", ("1. Nom", "GAUTHIER")),
        ("Licence No.TF-3457346", ("Licence No.", "TF-3457346")),
        ("2. First nameSTUART", ("2. First name", "STUART")),
        ("NOME / NAMESimonetta", ("NOME / NAME", "Simonetta")),
        ("NATIONALITYSRB", ("NATIONALITY", "SRB")),
        ("LICENCE NUMBERA1234567", ("LICENCE NUMBER", "A1234567")),
        ("Date of birth27 DEC 1943", ("Date of birth", "27 DEC 1943")),
        ("SURNAMESMITH", None),  # of a Smith or of a Mith
        ("GIVEN NAMESUSAN", None),
        ("PRENUME/PRENOMFIRST NAME", None),
        ("AMWIMR/SURNAME VAN DER MERWE", ("AMWIMR/SURNAME", "VAN DER MERWE")),
        ("AATA HA PAKA/DATE OF BIRTH 13.07.1952", ("AATA HA PAKA/DATE OF BIRTH", "13.07.1952")),
        ("FOOELSRD/DATE OF BTH1962-11-28", ("FOOELSRD/DATE OF BTH", "1962-11-28")),
        ("SMITH/JONES", None),
        ("Nominal", None),
        ("NOMINGA", None),
        ("DL2888047", None),
    ],
)  # fmt: skip
def test_a_label_ends_where_its_value_begins(line: str, parts: tuple[str, str] | None) -> None:
    assert dividing.divide(line) == parts


@pytest.mark.parametrize(
    ("lines", "worded"),
    [
        (["4d DLN B606", "3 DOB 02/20/1998", "4b EXP 04/01/2030", "1 BLACKWOOD"], False),
        (["4d LICENSE NO.", "3 BIRTHDATE", "4a ISSUE DATE", "1 BLACKWOOD"], False),
        (["1. Surname", "2. First names"], True),
        (["1. Namc", "3. Geburtsdatum", "5. Führerscheinnummer"], True),
    ],
)
def test_north_america_prints_no_words_behind_the_numbers_of_names(
    lines: list[str], worded: bool
) -> None:
    assert dividing.is_worded(lines) is worded


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("MASTER NO. BFFCE517142077", "BFFCE517142077"),
        ("N. patente AH8685965Z", "AH8685965Z"),
        ("N.º de permiso: 69859688T", "69859688T"),
        ("Doc. NR AB 123456", "AB123456"),
        ("AAA 123456", "AAA123456"),
        ("MH03 20065047602", "MH0320065047602"),
    ],
)
def test_words_before_a_number_are_none_of_it(text: str, number: str) -> None:
    assert printed.number(text) == number


@pytest.mark.parametrize(("value", "like"), [("Namc", True), ("Pnénom(s)", True), ("Wren", False)])
def test_a_misread_label_is_known(value: str, like: bool) -> None:
    assert labels.resembles_name(value) is like


def test_an_initial_with_an_apostrophe_follows_a_number() -> None:
    assert dividing.numbered("1 O'ROURKE") == ("1", "O'ROURKE")


def test_one_of_three_labels_may_be_misread() -> None:
    assert labels.field_of("Last Name, First Name, Müddle Name")[0] == "name"
    assert labels.field_of("Last Name, Müddle")[0] != "name"
