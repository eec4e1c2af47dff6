"""Headings say who issued a document and what it is, also where OCR lost blanks or a letter."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import issuers


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("REPUBBLICA ITALIANA", "ITA"),
        ("REPUBBLICAITALIANA", "ITA"),
        ("REPUBBUCA ITALIANA", "ITA"),
        ("BUNDESREPUBLIKDEUTSCHLAND", "D"),
        ("REPUBLIC OF MALTA", "MLT"),
        ("REPUBLIC OF MALI", ""),
        ("REPUBLIC OF KENTA", "KEN"),
        ("ITALIANA", ""),
        ("UNITED KINGDOM 12.04.1985", ""),
    ],
)
def test_the_issuer(line: str, state: str) -> None:
    assert issuers.issuer_of([line, "12.04.1985"]) == state


def test_a_heading_that_is_read_well_beats_a_misread_one() -> None:
    assert issuers.issuer_of(["REPUBLIC OF KENYA", "REPUBBUCA ITALIANA"]) == "KEN"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["CALIFORNIA USA", "DRIVER LICENSE"], "USA"),
        (["CALIFORNIAUSA", "DRIVERLICENSE"], "USA"),
        (["PENNSYIVANIA USA", "DRIVER'SLICENSE"], "USA"),
        (["ONTARIOCANADA", "DRIVER'S LICENCE"], "CAN"),
        (["WEST VIRGINIA", "IDENTIFICATION CARD"], "USA"),
        (["CALIFORNIA USA", "HUNTING"], ""),
        (["NOWHERE", "DRIVER LICENSE"], ""),
    ],
)
def test_north_american_licences(lines: list[str], found: str) -> None:
    assert issuers.american(lines) == found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("PATENTE DI GUIDA", "driving_licence"),
        ("PATENTE DIGUIDA", "driving_licence"),
        ("FUHRERSCHEIM", "driving_licence"),
        ("DRIVER'SLICENSE", "driving_licence"),
        ("TITREDESÉJOUR", "residence_permit"),
        ("PASO", ""),
    ],
)
def test_the_kind(line: str, kind: str) -> None:
    assert issuers.kind_of([line]) == kind


@pytest.mark.parametrize(
    "line",
    ["REPUBLIK INDONESIA", "PENNSYIVANIA USA", "CALIFORNIAUSA", "PATENTEDIGUIDA", "SUOMIFINLAND"],
)
def test_a_heading_is_nobodys_name(line: str) -> None:
    assert issuers.is_heading(line)


@pytest.mark.parametrize("name", ["VIRGINIO", "NIEDERLAND", "PAS", "KÖNIGREICH"])
def test_a_name_is_no_heading_for_looking_like_one(name: str) -> None:
    assert not issuers.is_heading(name)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("EESTI VABARIIK REPUBLIC OF ESTONIA", "EST"),
        ("INSTITUTO NACIONAL ELECTORAL MÉXICO", "MEX"),
        ("BUNDESREPUBLIK DEUTSCHLAND FEDERAL REPUBLIC OF GERMANY", "D"),
        ("DANMARK SVERIGE", ""),
        ("11 MEXICO STREET", ""),
    ],
)
def test_a_line_may_name_its_state_several_times(line: str, state: str) -> None:
    assert issuers.issuer_of([line]) == state


@pytest.mark.parametrize(
    "line",
    [
        "HAWAILUSA",
        "MANITOBACANADA",
        "YUKONCANADE",
        "OLESKELULUPA UPPEHÁLLSTILLSTÀND",
        "KARTA POBYTU X",
    ],
)
def test_a_misread_state_or_kind_among_other_words_is_no_name(line: str) -> None:
    assert issuers.is_heading(line)
