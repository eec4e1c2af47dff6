"""Many webhooks at once, shuffled, a fifth of them twice: none is lost, no state is wrong.

The full load is `make bench ONLY=webhooks`: 500 a second for half a minute.
"""

from __future__ import annotations

import pytest

from benchmarks.webhooks import measure

# Red since approvals are fetched from the vendor: the generator signs events, but the fakes do
# not know the sessions behind them. It stays in the long runs until it drives their desks.
pytestmark = pytest.mark.slow


def test_a_burst_of_webhooks_ends_as_their_events_say(system, capsys):
    fine = measure(system, rate=300, seconds=2, share=0.2, drain=120)
    assert fine, capsys.readouterr().out
