"""Who judges the next liveness session of an attempt: gestures, or a managed service."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import mode_of
from chalicelib.domain.levels.deciding import engine
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import Engine, Level
from chalicelib.domain.verifications.verification import Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """`default` judges attempts that began before any level was published."""

    default: Engine
    facts: Callable[[Verification], Facts]

    def following(self, verification: Verification, level: Level) -> Engine:
        """The engine of a session that began now, under the level that the attempt began with."""
        if mode_of(verification.user_id) is Mode.TEST:  # nothing paid is called for who is not real
            return Engine.GESTURES
        if not verification.level_key:
            return self.default
        # Only a condition asks for what is known.
        return engine(level, self.facts(verification) if level.liveness.raise_when else Facts())
