"""Many webhooks at once, shuffled, a fifth of them twice: none is lost, no state is wrong.

The full load is `make bench ONLY=webhooks`: 500 a second for half a minute.
"""

from __future__ import annotations

import pytest

from benchmarks.webhooks import measure


@pytest.mark.slow  # a quarter of a minute
def test_a_burst_of_webhooks_ends_as_their_events_say(
    system: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    fine = measure(system, rate=100, seconds=2, share=0.2, drain=120)
    assert fine, capsys.readouterr().out
