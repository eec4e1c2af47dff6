"""What the sums behind the signs of editing come to."""

from __future__ import annotations

import cmath
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.documents.pixels import LENGTH, _fft, _spectra


@given(st.lists(st.complex_numbers(max_magnitude=255), min_size=32, max_size=32))
def test_a_spectrum_is_what_its_definition_says(values: list[complex]) -> None:
    for place, found in enumerate(_fft(values)):
        turns = (cmath.exp(-2j * cmath.pi * place * at / 32) for at in range(32))
        wanted = sum(value * turn for value, turn in zip(values, turns, strict=True))
        assert cmath.isclose(found, wanted, abs_tol=1e-6)


@pytest.mark.parametrize("waves", [24, 41, 77, 100])
def test_the_strongest_period_of_each_strip_is_its_own(waves: int) -> None:
    def strip(count: int) -> list[float]:
        return [128 + 40 * math.sin(2 * math.pi * count * at / LENGTH) for at in range(LENGTH)]

    one, two = _spectra(strip(waves), strip(waves + 9))
    assert (one.index(max(one)), two.index(max(two))) == (waves, waves + 9)
