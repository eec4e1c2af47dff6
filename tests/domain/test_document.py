"""What print, zone and profile say together, and which differences are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.document import Claim, extract, same_name
from chalicelib.domain.mrz import Format
from chalicelib.domain.mrz_writing import Holder, write
from tests.services.world import printed

TODAY = date(2026, 11, 21)
BORN, EXPIRES = date(1988, 11, 11), date(2034, 5, 20)


def zone(fmt: Format = Format.TD1, **changed: Any) -> dict[str, Any]:
    """The answer for a page that shows a zone and nothing else."""
    plain: dict[str, Any] = {
        "surname": "Rossi", "given_names": "Mario", "number": "AB1234567", "nationality": "ITA",
        "issuing_state": "ITA", "birth_date": BORN, "expiry_date": EXPIRES, "sex": "M",
    }  # fmt: skip
    lines = write(fmt, Holder(**(plain | changed)))
    blocks = [
        {"BlockType": "LINE", "Id": f"zone-{row}", "Text": text, "Confidence": 99.0,
         "Geometry": {"BoundingBox": {"Top": 0.8 + row / 20, "Left": 0.05}}}
        for row, text in enumerate(lines)
    ]  # fmt: skip
    return {"Blocks": blocks}


FRONT = printed(
    Surname="ROSSI", Given_names="Mario", Date_of_birth="11.11.1988",
    Document_number="AB1234567", Date_of_expiry="20.05.2034",
)  # fmt: skip
CLAIM = Claim("Mario Rossi", "1988-11-11", "ITA")


@pytest.mark.parametrize("fmt", list(Format))
def test_print_and_zone_that_agree_strengthen_each_other(fmt: Format) -> None:
    found = extract({"front": FRONT, "back": zone(fmt)}, CLAIM, TODAY)
    assert (found.missing, found.differences, found.mrz_valid) == ((), (), True)
    for name in ("name", "dateOfBirth", "documentNumber", "expiry"):
        assert found.fields[name]["source"] == "both"
        assert found.fields[name]["confidence"] >= 95
    assert (found.value("format"), found.value("issuer")) == (str(fmt), "ITA")
    assert (found.age, found.expired) == (38, False)


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"number": "AB7654321"}, "documentNumber:mrz"),
        ({"birth_date": date(1989, 11, 11)}, "dateOfBirth:mrz"),
        ({"expiry_date": date(2035, 5, 20)}, "expiry:mrz"),
        ({"surname": "Bianchi"}, "name:mrz"),
    ],
)
def test_a_zone_that_says_something_else_wins_and_the_difference_is_shown(
    changed: dict[str, Any], difference: str
) -> None:
    found = extract({"front": FRONT, "back": zone(**changed)}, None, TODAY)
    assert found.differences == (difference,)
    assert found.fields[difference.partition(":")[0]]["source"] == "mrz"


def test_a_profile_that_says_something_else_is_shown() -> None:
    claim = Claim("Maria Verdi", "1990-01-01", "FRA")
    found = extract({"front": FRONT, "back": zone()}, claim, TODAY)
    assert set(found.differences) == {
        "name:profile", "dateOfBirth:profile", "nationality:profile",
    }  # fmt: skip


LONG = {"surname": "Mezzogiorno", "given_names": "Mariateresa Ludovica"}


def test_a_name_the_zone_had_no_room_for_is_no_difference() -> None:
    claim = Claim("Mariateresa Ludovica Mezzogiorno", "1988-11-11", "ITA")
    found = extract({"back": zone(**LONG)}, claim, TODAY)
    assert found.value("name") == "Mariateresa Ludov Mezzogiorno"
    assert found.differences == ()
    front = printed(Surname="MEZZOGIORNO", Given_names="Mariateresa Ludovica")
    both = extract({"front": front, "back": zone(**LONG)}, claim, TODAY)
    assert (both.value("name"), both.differences) == ("Mariateresa Ludovica Mezzogiorno", ())
    other = Claim("Mariateresa Sofia Mezzogiorno", "1988-11-11", "ITA")
    assert extract({"back": zone(**LONG)}, other, TODAY).differences == ("name:profile",)


def test_a_driving_licence_is_read_by_its_numbered_fields() -> None:
    labels = {"1._Surname": "ROSSI", "2._Given_names": "Mario", "3._Date_of_birth": "11.11.88",
              "5._Licence_number": "AB1234567", "4b._Date_of_expiry": "20.05.34"}  # fmt: skip
    found = extract({"front": printed(**labels)}, CLAIM, TODAY)
    assert (found.missing, found.differences) == ((), ())
    assert (found.value("dateOfBirth"), found.value("expiry")) == ("1988-11-11", "2034-05-20")


def test_an_expired_document_and_a_child_are_seen() -> None:
    front = printed(Date_of_birth="01.12.2008", Date_of_expiry="20.11.2026")
    found = extract({"front": front}, None, TODAY)
    assert (found.age, found.expired) == (17, True)
    last_day = printed(Date_of_birth="21.11.2008", Date_of_expiry="21.11.2026")
    found = extract({"front": last_day}, None, TODAY)
    assert (found.age, found.expired) == (18, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jürgen Großkreutz", "JUERGEN GROSSKREUTZ", True),
        ("Rossi Mario", "Mario Rossi", True),
        ("Anna Maria Rossi", "Anna Rossi", True),
        ("Anna Rossi", "Anna Bianchi", False),
        ("Anna", "Anna Rossi", False),
        ("", "Anna Rossi", False),
        ("Mariateresa Ludov Rossi", "Mariateresa Ludovica Rossi", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same
