"""Waiting for people without losing them: task tokens are kept sealed and found by case."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.errors import VestibuleError
from chalicelib.services.ports import Clock, Tokens, Workflow


@dataclass(frozen=True, slots=True)
class Resumer:
    """Stores the token of a waiting step, and completes that step later.

    A step that waits first stores its token and then looks whether what it waits for has already
    happened; whoever makes it happen first records the fact and then looks for a token. So one of
    the two always sees the other, whatever the order.
    """

    tokens: Tokens
    workflow: Workflow
    now: Clock

    def wait(self, case_id: str, step: str, token: str, timeout: timedelta) -> None:
        """Remembers that `step` of `case_id` waits."""
        self.tokens.put(case_id, step, token, self.now() + timeout)

    def resume(self, case_id: str, step: str, output: Mapping[str, Any]) -> bool:
        """Completes the step if it waits; False if it does not, or no longer.

        A token that answers no more is left to its expiry: the step may be waiting anew by now, and
        what would be dropped is the newer token.
        """
        token = self.tokens.find(case_id, step)
        if token is None:
            return False
        done = self.workflow.succeed(token, output)
        if done:
            # The step goes on, whatever becomes of its token, which ends by itself. A failure here
            # would make the caller try again, and find that nobody waits any more.
            with suppress(VestibuleError):
                self.tokens.drop(case_id, step)
        return done
