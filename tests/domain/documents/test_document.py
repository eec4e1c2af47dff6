"""What print, zone and profile say together, and which differences are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents.document import Claim, extract, same_name
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from tests.services.in_memory import printed

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
    kept = found.fields[difference.partition(":")[0]]
    assert kept["source"] == "mrz"
    assert kept["printed"] != kept["zone"] and kept["value"].lower() == kept["zone"].lower()
    assert [name for name, field in found.fields.items() if "printed" in field] == [
        difference.partition(":")[0]
    ], "where both say the same, once is enough"


def test_a_profile_that_says_something_else_is_shown() -> None:
    claim = Claim("Maria Verdi", "1990-01-01", "FRA")
    found = extract({"front": FRONT, "back": zone()}, claim, TODAY)
    assert set(found.differences) == {
        "name:profile", "dateOfBirth:profile", "nationality:profile",
    }  # fmt: skip


LONG: dict[str, Any] = {"surname": "Mezzogiorno", "given_names": "Mariateresa Ludovica"}


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


def licence(birth: str, expiry: str, **more: str) -> dict[str, Any]:
    """An English card without a zone."""
    return printed(
        Last_name="SAMPLE", First_name="NICK", License_number="99999999", Date_of_birth=birth,
        Expiration_date=expiry, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "expiry", "expired"),
    [
        ("08/31/1977", "12/11/2026", False),
        ("08/31/1977", "11/12/2026", True),
        ("31/08/1977", "11/12/2026", False),
        ("31/08/1977", "12/11/2026", True),
    ],
)
def test_one_date_proves_the_order_of_all(birth: str, expiry: str, expired: bool) -> None:
    found = extract({"front": licence(birth, expiry)}, None, TODAY)
    assert (found.expired, found.differences) == (expired, ())


def test_an_order_nothing_proves_is_told() -> None:
    found = extract({"front": licence("03/04/1985", "11/12/2026")}, None, TODAY)
    assert found.expired is None
    assert found.differences == ("dateOfBirth:order", "expiry:order")
    assert found.fields["dateOfBirth"]["confidence"] <= 50
    later = extract({"front": licence("03/04/1985", "11/12/2030")}, None, TODAY)
    assert (later.expired, later.differences) == (False, ("dateOfBirth:order",))
    known = extract(
        {"front": licence("03/04/1985", "11/12/2026")}, Claim("Nick Sample", "1985-03-04"), TODAY
    )
    assert (known.value("dateOfBirth"), known.value("expiry")) == ("1985-03-04", "2026-11-12")
    assert (known.expired, known.differences) == (True, ())


@pytest.mark.parametrize("words", ["SEUMUR HIDUP", "PERMANENTE", "01 01 9999", "unbefristet"])
def test_a_document_without_an_end_is_not_expired(words: str) -> None:
    found = extract({"front": licence("31/08/1977", words)}, None, TODAY)
    assert (found.expired, found.value("expiry"), found.missing) == (False, "9999-12-31", ())


@pytest.mark.parametrize("unreadable", ["1449/02/13", "2569-01-01", "see reverse 12"])
def test_an_expiry_that_cannot_be_read_is_missing(unreadable: str) -> None:
    found = extract({"front": licence("31/08/1977", unreadable)}, None, TODAY)
    assert (found.expired, found.missing) == (None, ("expiry",))


def test_spain_s_permanent_zone_is_not_of_1999() -> None:
    back = zone(expiry_date=date(1999, 1, 1), issuing_state="ESP", nationality="ESP")
    assert extract({"back": back}, None, TODAY).expired is False
    other = zone(expiry_date=date(1999, 1, 1))
    assert extract({"back": other}, None, TODAY).missing == ("expiry",)


def test_the_print_knows_the_century_of_the_zone() -> None:
    front = printed(Name="MARIO ROSSI", Date_of_birth="11/11/1918", ID_number="AB1234567")
    found = extract({"front": front, "back": zone(birth_date=date(1918, 11, 11))}, None, TODAY)
    assert (found.value("dateOfBirth"), found.differences, found.age) == ("1918-11-11", (), 108)


@pytest.mark.parametrize(
    ("print_number", "zone_number", "kept", "told"),
    [
        ("EG7397208", "E67397208", "EG7397208", True),  # both hold the check digit: print, and told
        ("ZZ3786034", "223786034", "ZZ3786034", True),
        ("BNO257453", "BN0257453", "BN0257453", False),  # the digit knows better than print
    ],
)
def test_a_number_whose_check_digit_cannot_tell(
    print_number: str, zone_number: str, kept: str, told: bool
) -> None:
    front = printed(Name="MARIO ROSSI", Date_of_birth="11/11/1988", ID_number=print_number)
    found = extract({"front": front, "back": zone(number=zone_number)}, None, TODAY)
    assert found.value("documentNumber") == kept
    assert ("documentNumber:mrz" in found.differences) is told


def test_numbers_alone_make_a_licence() -> None:
    front = printed(
        **{"1.": "MORGAN", "2.": "SARAH MEREDYTH", "3.": "11.03.1976 UNITED KINGDOM",
           "4a.": "19.01.2023", "4b.": "18.01.2033", "4c.": "DVLA", "5.": "MORGA753116SM9IJ 35"}
    )  # fmt: skip
    found = extract({"front": front}, Claim("Sarah Morgan", "1976-03-11"), TODAY)
    assert (found.missing, found.differences) == ((), ())
    assert found.value("name") == "Sarah Meredyth Morgan"
    assert found.value("documentNumber") == "MORGA753116SM9IJ"
    assert found.value("expiry") == "2033-01-18"


def test_two_faultless_zones_that_differ_are_told() -> None:
    found = extract({"front": zone(), "back": zone(number="CD7654321")}, None, TODAY)
    assert "documentNumber:sides" in found.differences


def test_the_best_zone_of_all_sides_counts() -> None:
    blurred = zone()
    blurred["Blocks"][0]["Text"] = blurred["Blocks"][0]["Text"].replace("AB1234567", "AB12Z4567")
    found = extract({"front": blurred, "back": zone()}, None, TODAY)
    assert (found.mrz_valid, found.value("documentNumber")) == (True, "AB1234567")


def test_what_it_is_and_who_issued_it_is_part_of_what_was_read() -> None:
    front = printed(Surname="ROSSI", Given_names="Mario")
    for row, text in enumerate(("REPUBBLICA ITALIANA", "PATENTE DI GUIDA")):
        front["Blocks"].append({"BlockType": "LINE", "Id": f"h{row}", "Text": text})
    found = extract({"front": front}, None, TODAY)
    assert (found.value("issuer"), found.value("documentType")) == ("ITA", "driving_licence")


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ({"Surname": "ROSSI", "Name": "Mario"}, "Mario Rossi"),  # South Africa, Ukraine
        ({"Given_names": "Mario", "Name": "ROSSI"}, "Mario Rossi"),  # Vornamen, Name
        (
            {"Surname": "ROSSI", "Name": "Mario Rossi"},
            "Mario Rossi",
        ),  # a name that holds it is whole
        ({"Given_names": "Mario", "Name": "Rossi Mario"}, "Rossi Mario"),
        ({"Surname": "ROSSI", "Given_names": "Mario", "Name": "Other"}, "Mario Rossi"),
    ],
)
def test_a_name_beside_half_a_name_is_the_other_half(labels: dict[str, str], name: str) -> None:
    found = extract({"front": printed(**labels)}, None, TODAY)
    assert found.value("name") == name


@pytest.mark.parametrize(("word", "sure"), [("ROSSI", 51.0), ("AB1234567", 44.0)])
def test_a_field_is_no_surer_than_the_least_sure_of_its_words(word: str, sure: float) -> None:
    blocks = [
        block | {"Confidence": sure}
        if block["BlockType"] == "WORD" and block["Text"] == word
        else block
        for block in FRONT["Blocks"]
    ]
    found = extract({"front": {"Blocks": blocks}}, CLAIM, TODAY)
    name = "name" if word == "ROSSI" else "documentNumber"
    assert found.fields[name]["confidence"] == sure
    assert found.fields["dateOfBirth"]["confidence"] > 90
    both = extract({"front": {"Blocks": blocks}, "back": zone()}, CLAIM, TODAY)
    assert both.fields[name]["confidence"] >= 95, "the zone says the same"


@pytest.mark.parametrize(
    ("born", "known"), [("1974", "1974"), ("00.08.1974", "1974-08"), ("XX.XX.1974", "1974")]
)
def test_a_birth_of_which_the_day_is_unknown_is_kept_as_far_as_it_is_known(
    born: str, known: str
) -> None:
    found = extract({"front": printed(Surname="ROSSI", Date_of_birth=born)}, None, TODAY)
    assert found.fields["dateOfBirth"] == {
        "value": known, "confidence": 50.0, "source": "printed",
    }  # fmt: skip
    assert "dateOfBirth:partial" in found.differences
    assert found.age is None


def test_a_document_without_an_end_beside_a_zone_with_one_is_told() -> None:
    front = printed(Surname="ROSSI", Given_names="Mario", Date_of_expiry="PERMANENTE")
    found = extract({"front": front, "back": zone()}, None, TODAY)
    assert found.differences == ("expiry:mrz",)
    assert (found.value("expiry"), found.expired) == ("9999-12-31", False)


def test_a_nationality_that_only_the_print_says_is_the_prints() -> None:
    found = extract({"front": printed(Surname="ROSSI", Nationality="Italiana")}, None, TODAY)
    assert found.fields["nationality"]["source"] == "printed"
    assert found.value("nationality") == "ITALIANA"


#: ICAO 9303, part 7: the specimen of a full-size visa.
MRV_A = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)


def test_a_visa_beside_the_document_is_told() -> None:
    front = printed(Surname="ROSSI", Given_names="Mario")
    for row, text in enumerate(MRV_A):
        front["Blocks"].append({"BlockType": "LINE", "Id": f"v{row}", "Text": text})
    assert "documentType:visa" in extract({"front": front}, None, TODAY).differences
