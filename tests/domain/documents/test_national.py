"""National numbers: only a check digit that is surely wrong is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.documents import national
from chalicelib.domain.documents.document import extract
from tests.services.in_memory import printed

#: Numbers of nobody, as python-stdnum's documents and the issuers' own pages show them.
RIGHT = {
    "BEL": ("850730-03328", "85073003328"),
    "BRA": ("390533447-05",),
    "CHL": ("12531909-2",),
    "CHN": ("360426199101010071",),
    "ESP": ("54362315K", "54362315-K", "X2482300W", "X-2482300-W"),
    "EST": ("36805280109",),
    "FIN": ("131052-308T", "131052A308T"),
    "HRV": ("33392005961",),
    "IND": ("234123412346",),
    "ISL": ("450401-3150", "120174-3399"),
    "ITA": ("RCCMNL83S18D969H",),
    "MEX": ("BOXW310820HNERXN09",),
    "NLD": ("111222333",),
    "PRT": ("000000000ZZ4",),
    "ROU": ("1630615123457",),
    "SWE": ("880320-0016", "19880320-0016"),
    "THA": ("1234545678781", "1-2345-45678-78-1"),
    "TUR": ("17291716060",),
    "ZAF": ("7503305044089",),
}


@pytest.mark.parametrize("issuer", sorted(national.NUMBERS))
def test_a_number_as_it_is_issued_holds(issuer: str) -> None:
    for number in RIGHT[issuer]:
        assert not national.wrong(number, issuer), number


@pytest.mark.parametrize("issuer", sorted(national.NUMBERS))
def test_another_check_character_does_not(issuer: str) -> None:
    number = RIGHT[issuer][0]
    place = -2 if issuer == "ISL" else -1  # the century stands last there
    letters = "ABCDEFHJK" if number[place].isalpha() else "0123456789"
    end = number[len(number) + place + 1 :]
    others = [number[:place] + c + end for c in letters if c != number[place]]
    assert all(national.wrong(other, issuer) for other in others)
    assert not national.wrong(others[0], "AUT"), "another issuer's number is no business"


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("AB1234567", "ZAF"),
        ("12345678901", "BRA"),  # a licence's number has as many digits
        ("123456789", "CHL"),
        ("ABC123456", "ESP"),
        ("1234567890", "SWE"),
        ("123456789012", "ZAF"),
        ("7503309944089", "XXX"),
        ("44051401358", "POL"),
        ("", "ESP"),
    ],
)
def test_other_numbers_are_not_judged(number: str, issuer: str) -> None:
    assert not national.wrong(number, issuer)


@given(st.text("0123456789ABCKTXZ-<٣²", max_size=20), st.sampled_from(sorted(national.NUMBERS)))
@settings(max_examples=200, deadline=None)
def test_nothing_that_can_be_read_raises(number: str, issuer: str) -> None:
    assert national.wrong(number, issuer) in (True, False)


@pytest.mark.parametrize(("number", "told"), [("7503305044089", False), ("7503305044088", True)])
def test_the_difference_of_a_south_african_card(number: str, told: bool) -> None:
    answer = printed(
        Surname="MOKOENA", Names="THANDI", Date_of_birth="30 Mar 1975", Identity_number=number
    )  # fmt: skip
    heading = {"BlockType": "LINE", "Id": "top", "Text": "REPUBLIC OF SOUTH AFRICA"}
    answer["Blocks"].append(heading | {"Confidence": 99.0})
    found = extract({"front": answer}, None, date(2026, 11, 21))
    assert found.value("documentNumber") == number
    assert ("documentNumber:check" in found.differences) is told
