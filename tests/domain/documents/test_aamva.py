"""The codes of North American cards, well-formed and as states really print them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.documents import aamva, codes
from chalicelib.domain.documents.aamva import Code
from chalicelib.domain.documents.document import Claim, extract
from tests.services.in_memory import printed

TODAY = date(2026, 11, 21)
BORN, EXPIRES = date(1977, 8, 31), date(2034, 8, 31)
OF_STATE = {state: iin for iin, state in aamva.ISSUER_OF.items()}


def record(
    version: int = 10,
    state: str = "CA",
    canada: bool = False,
    separator: str = "\n",
    **changed: str,
) -> str:
    """The text of a code of a version, as its standard says."""
    dates = "%Y%m%d" if canada else "%m%d%Y"
    names = {"DCS": "CARDHOLDER", "DAC": "IMA", "DAD": "JANE"}
    if version == 1:
        names = {"DAA": "CARDHOLDER,IMA,JANE"}
    elif version < 4:
        names = {"DCS": "CARDHOLDER", "DCT": "IMA,JANE"}
    said = {"DAQ": "I1234568"} | names | {
        "DBD": "NONE", "DBB": BORN.strftime(dates), "DBA": EXPIRES.strftime(dates), "DBC": "2",
        "DAJ": state,
    }  # fmt: skip
    if version > 1:
        said |= {"DCG": "CAN" if canada else "USA", "DCF": "0812"}
    said |= changed
    body = separator.join(name + value for name, value in said.items() if value)
    issuer = OF_STATE[state]
    head = f"ANSI {issuer}{version:02}" + ("02" if version == 1 else "0002")
    return f"@\n\x1e\r{head}DL00410288ZC03290009DL{body}\rZCZCABRN\r"


def same(code: aamva.Code | None) -> None:
    assert code is not None
    assert sorted(code.name.split()) == ["CARDHOLDER", "IMA", "JANE"]
    assert (code.birth, code.expiry, code.number) == (BORN, EXPIRES, "I1234568")


@pytest.mark.parametrize("version", range(1, 11))
@pytest.mark.parametrize("canada", [False, True])
def test_every_version_says_the_same(version: int, canada: bool) -> None:
    text = record(version, "ON" if canada else "CA", canada)
    code = aamva.parse(text, TODAY)
    same(code)
    assert code and code.country == ("CAN" if canada else "USA")
    assert code.state == code.issuer == ("ON" if canada else "CA")


@pytest.mark.parametrize(
    "text",
    [
        record().replace("00410288", "00000000"),  # offsets that are none
        record().replace("0041", "abac"),
        record().replace("0002DL", "DL"),  # the count of entries is missing
        record(separator="\r\n"),
        record().replace("@\n\x1e\r", "0@ \n"),
        "garbage before " + record(),
        record().replace("ANSI ", "AAMVA"),
        record().replace("ANSI ", "ANSI"),
        record().replace("0009DLDAQ", "0009\nDAQ"),  # no designator before the elements
        record(4, DBB="19770831", DBA="20340831"),  # the other country's order
        record(8, DBB="08311977M"),
        record(1, DAA="IMA JANE CARDHOLDER"),
        record(5, DAC="IMA JANE", DAD="JANE"),
        record(5, DAC="", DCT="IMA JANE", DAD=""),
        record().replace("DLDAQ", "ID" + "DAQ"),
        record().replace("\rZCZ", "\rIDDAQI1234568\rZCZ"),
    ],
)
def test_faults_that_whole_states_print(text: str) -> None:
    same(aamva.parse(text, TODAY))


@pytest.mark.parametrize("name", ["CARDHOLDER,$IMA JANE", "CARDHOLDER$IMA$JANE"])
def test_a_magnetic_stripe_as_a_barcode(name: str) -> None:
    text = (
        f"%BCVICTORIA^{name}^910 GOVERNMENT ST$VICTORIA BC  V8W 3Y5^?"
        ";6360281234567=340819770831=?_%0AV8W3Y5"
    )
    code = aamva.parse(text, TODAY)
    assert code and (code.number, code.birth) == ("1234567", BORN)
    assert code.name == "IMA JANE CARDHOLDER"
    assert (code.country, code.issuer) == ("CAN", "BC")


def test_a_name_without_room_is_a_beginning() -> None:
    code = aamva.parse(record(DCS="CARDHOL", DDE="T"), TODAY)
    assert code and code.cut


def front(**changed: str) -> dict[str, Any]:
    said = {
        "LN": "CARDHOLDER", "FN": "IMA JANE", "DL": "I1234568", "DOB": "08/31/1977",
        "EXP": "08/31/2034",
    } | changed  # fmt: skip
    return printed(**said)


def read(front: dict[str, Any], code: str, claim: Claim | None = None) -> Any:
    return extract({"front": front, "back": {"Blocks": [], "Codes": [code]}}, claim, TODAY)


def test_a_code_that_agrees_makes_a_document_certain() -> None:
    found = read(front(), record(), Claim("Ima Cardholder", "1977-08-31", "USA"))
    assert (found.barcode_agrees, found.differences, found.missing) == (True, (), ())
    assert (found.expired, found.value("issuer")) == (False, "USA")


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"DCS": "SOMEBODY"}, "name:barcode"),
        ({"DAQ": "X7654321"}, "documentNumber:barcode"),
        ({"DBB": "01021980"}, "dateOfBirth:barcode"),
        ({"DBA": "01022031"}, "expiry:barcode"),
    ],
)
def test_a_code_that_differs_is_told(changed: dict[str, Any], difference: str) -> None:
    found = read(front(), record(**changed))
    assert found.barcode_agrees is False
    assert found.differences == (difference,)
    kept = found.fields[difference.partition(":")[0]]
    assert kept["printed"] != kept["barcode"] == kept["value"]


def test_a_code_mends_a_misread_number_and_settles_an_order() -> None:
    blurred = front(DL="I12345G8", DOB="08/03/1977", EXP="11/12/2026")
    code = record(DBB="08031977", DBA="11122026")
    found = read(blurred, code)
    assert (found.value("documentNumber"), found.value("dateOfBirth")) == ("I1234568", "1977-08-03")
    assert (found.expired, found.barcode_agrees, found.differences) == (True, True, ())


def test_a_code_alone_is_no_proof() -> None:
    found = extract({"back": {"Blocks": [], "Codes": [record()]}}, None, TODAY)
    assert found.barcode_agrees is None
    assert (found.missing, found.value("documentNumber")) == ((), "I1234568")
    assert found.fields["name"]["source"] == "barcode"


@pytest.mark.parametrize("state", sorted(OF_STATE))
def test_every_issuer_is_known(state: str) -> None:
    canada = state in aamva.PROVINCES
    code = aamva.parse(record(8, state, canada, DCG=""), TODAY)
    assert code and code.country == ("CAN" if canada else "USA")


def test_codes_of_other_states() -> None:
    south = "DLAMINI|THABO SIPHO|M|RSA|8504125009087|12 APR 1985|RSA|CITIZEN|01 JAN 2020|1|x"
    code = codes.interpret(["junk", south], TODAY)
    assert code and code.name == "THABO SIPHO DLAMINI"
    assert code == Code(
        kind="south_african",
        surname="DLAMINI",
        given_names="THABO SIPHO",
        birth=date(1985, 4, 12),
        number="8504125009087",
        country="ZAF",
    )
    indian = (
        '<PrintLetterBarcodeData uid="999941057058" name="Asha Rao" gender="F" dob="12/04/1985"/>'
    )
    code = codes.interpret([indian], TODAY)
    assert code == Code(
        kind="aadhaar",
        given_names="Asha Rao",
        birth=date(1985, 4, 12),
        number="999941057058",
        country="IND",
    )


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=300), st.integers(0, 400), st.text(max_size=5))
def test_any_text_is_a_code_or_none(text: str, cut: int, put: str) -> None:
    whole = record()
    for attempt in (text, "ANSI 636014040002DL" + text, whole[:cut] + put + whole[cut:]):
        codes.interpret([attempt], TODAY)


def test_a_code_that_knows_no_expiry_leaves_the_prints() -> None:
    found = read(front(), record(DBA=""))
    assert found.value("expiry") == "2034-08-31"
    assert found.fields["expiry"]["source"] == "printed"
    assert (found.barcode_agrees, found.differences) == (True, ())
