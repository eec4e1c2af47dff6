"""Waking a step that waits: the step goes on whatever becomes of its token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.adapters.memory import MemoryTokens, MemoryWorkflow
from chalicelib.domain.errors import Unavailable
from chalicelib.services.verifications.workflow import Resumer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Stuck(MemoryTokens):
    """Tokens that cannot be taken away right now."""

    def drop(self, case_id: str, step: str) -> None:
        raise Unavailable("not now")


def test_a_step_is_woken_once() -> None:
    resumer = Resumer(MemoryTokens(), MemoryWorkflow(), lambda: NOW)
    resumer.wait("case", "decision", "token", timedelta(days=1))
    assert resumer.resume("case", "decision", {"approved": True})
    assert not resumer.resume("case", "decision", {"approved": True})
    assert not resumer.resume("another", "decision", {})


def test_a_token_that_cannot_be_dropped_does_not_make_the_caller_do_it_again() -> None:
    """It would find that nobody waits any more, and tell the person a second time."""
    workflow = MemoryWorkflow()
    resumer = Resumer(Stuck(), workflow, lambda: NOW)
    resumer.wait("case", "decision", "token", timedelta(days=1))
    assert resumer.resume("case", "decision", {"approved": True})
    assert workflow.answered == {"token": {"approved": True}}
