"""Importing the application costs little more than the libraries it stands on."""

import pytest

from benchmarks import cold_start


def ratio() -> float:
    """The application's import against its libraries'."""
    found = cold_start.least(7)
    return found[cold_start.APPLICATION][0] / found[cold_start.LIBRARIES][0]


@pytest.mark.alone
def test_importing_app_stays_within_its_budget() -> None:
    # The host's own pace changes between two imports (1.20 to 1.33 of the same code): what costs
    # more in truth does so in each of three rounds.
    rounds: list[float] = []
    while len(rounds) < 3 and min(rounds, default=9.0) > 1.3:
        rounds.append(ratio())
    assert min(rounds) <= 1.3, rounds
