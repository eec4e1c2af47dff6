"""A number is shaped as its state shapes it; what was a guess is not believed."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import national, number_shapes


@pytest.mark.parametrize(
    ("heading", "printed", "kept"),
    [
        ("CALIFORNIAUSA", "I6296873", ("I6296873", True)),
        ("CALIFORNIA USA", "16296873", ("I6296873", False)),  # it may have been an L
        ("CAUFORNIA", "DL I62968T3", ("I62968T3", False)),
        ("PROVINSI DKI JAKARTA INDONESIA", "317401O101900001", ("3174010101900001", True)),
        ("PENNSYLVANIA USA", "4461000B", ("44610008", True)),
        ("TEXAS USA", "L 11947851 9Ch C", ("11947851", True)),
        ("NEW YORK STATE USA", "0552689694", ("552689694", True)),
        ("NEW YORK STATE USA", "9552689694", ("9552689694", False)),
        ("RIJBEWIJS", "55181684130", ("5181684130", True)),
        ("REINO DE ESPAÑA", "123456782", ("12345678Z", True)),
        ("REINO DE ESPAÑA", "736836945", ("736836945", True)),  # that letter does not follow
        ("REPUBBLICA ITALIANA", "123456782", ("123456782", True)),
        ("NOWHERE", "16296873", ("16296873", True)),
        ("NOWHERE", "NONE", ("", True)),
    ],
)
def test_a_number_of_its_state(heading: str, printed: str, kept: tuple[str, bool]) -> None:
    assert number_shapes.read(printed, [heading, "DRIVER LICENSE"]) == kept


def test_whose_number_it_is_comes_before_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def holds(number: str, issuer: str) -> bool:
        asked.append(issuer)
        return False

    monkeypatch.setattr(national, "wrong", holds)
    for heading in ("УКРАЇНА", "NOWHERE", "REPUBBLICA ITALIANA", "TEXAS USA"):
        number_shapes.read("000000101", [heading])
    assert asked == []
    number_shapes.read("000000101", ["REINO DE ESPAÑA"])
    assert asked == ["ESP"]


def test_a_label_that_ran_into_a_number_with_strokes_is_cut_off() -> None:
    lines = ["FLORIDA USA", "DRIVER LICENSE"]
    assert number_shapes.mended("LNG223-352-78-868-9", lines) == ("G223352788689", True)
    assert number_shapes.mended("G223-352-78-868-9", lines) == ("G223-352-78-868-9", True)


def test_a_label_that_ran_into_a_number_of_unknown_shape_is_cut_off() -> None:
    lines = ["WASHINGTON USA", "DRIVER LICENSE"]
    assert number_shapes.mended("LICWDLX1809195X", lines)[0] == "WDLX1809195X"
    assert number_shapes.mended("DLNM84974703", lines)[0] == "M84974703"
    assert number_shapes.mended("WDLX1809195X", lines)[0] == "WDLX1809195X"
    assert number_shapes.mended("LIC1809195", ["UNITED KINGDOM"])[0] == "LIC1809195"
