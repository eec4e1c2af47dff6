"""Importing the application costs little more than the libraries it stands on."""

from benchmarks import cold_start


def test_importing_app_stays_within_its_budget() -> None:
    found = cold_start.medians(5)
    assert found[cold_start.APPLICATION][0] <= 1.3 * found[cold_start.LIBRARIES][0]
