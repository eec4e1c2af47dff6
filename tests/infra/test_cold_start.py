"""Importing the application costs little more than the libraries it stands on."""

import pytest

from benchmarks import cold_start


@pytest.mark.alone
def test_importing_app_stays_within_its_budget() -> None:
    found = cold_start.least(7)
    assert found[cold_start.APPLICATION][0] <= 1.3 * found[cold_start.LIBRARIES][0]
