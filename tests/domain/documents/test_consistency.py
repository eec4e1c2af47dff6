"""Numbers that say who holds them."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.documents import consistency
from chalicelib.domain.documents.aamva import Code

BORN = date(1976, 3, 11)


@pytest.mark.parametrize(
    ("number", "name", "born", "told"),
    [
        ("MORGA753116SM9IJ", "Sarah Meredyth Morgan", BORN, []),
        ("MORGA753116SM9IJ", "Sarah Meredyth Morgan", date(1977, 3, 11), ["documentNumber:birth"]),
        ("MORGA753116SM9IJ", "Sarah Meredyth Jones", BORN, ["documentNumber:name"]),
        ("MCK99703116A99IJ", "Anna Mack", BORN, []),
        ("MCDON703116A99IJ", "Anna MacDonald", BORN, []),
        ("DELAC703116A99IJ", "Ana de la Cruz", BORN, []),
        ("OBRIE703116A99IJ", "Anna O'Brien", BORN, []),
        ("AB1234567", "Anna Rossi", BORN, []),
    ],
)
def test_british_driver_numbers(number: str, name: str, born: date, told: list[str]) -> None:
    assert list(consistency.british(number, name, born)) == told


def test_a_code_that_names_two_states() -> None:
    assert list(consistency.issuer(Code("aamva", issuer="CA", state="NV"))) == ["issuer:barcode"]
    assert list(consistency.issuer(Code("aamva", issuer="CA", state="CA"))) == []
