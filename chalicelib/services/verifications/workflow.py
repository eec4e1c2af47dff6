"""Steps of a state machine that wait for people: their task tokens, sealed, by case."""

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
        """Stores the task token of `step`; it expires after `timeout` seconds."""
        self.tokens.put(case_id, step, token, self.now() + timeout)

    def resume(self, case_id: str, step: str, output: Mapping[str, Any]) -> bool:
        """Completes the step with `output`; False if it does not wait, or no longer.

        A dead token is left to expire: the step may be waiting again by now, and dropping would
        remove the newer token.
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
