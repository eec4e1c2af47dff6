"""Rules of assignment: which case goes to whom when it opens, without anybody giving it.

The first rule that fits a case decides. It names reviewers by id, and each case goes to one of
them by a hash of what it is: everybody gets about as many, the same case always goes to the same
one, and nothing has to be counted. Whoever stands in it twice gets twice as many. A case that was
given is everybody's again after a day, so a rule that names somebody who has left delays, and loses
nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from chalicelib.domain.reviews.review import ReviewCase


@dataclass(frozen=True, slots=True)
class Rule:
    """Fits a case with one of these reasons, languages and levels; without any, every one."""

    to: tuple[str, ...]
    reasons: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def fits(self, case: ReviewCase) -> bool:
        """Whether this rule is about this case."""
        return (
            (not self.reasons or bool(self.reasons & set(case.reasons)))
            and (not self.languages or case.language in self.languages)
            and (not self.levels or case.level in self.levels)
        )

    def reviewer(self, case: ReviewCase) -> str:
        """One of its reviewers, never the person themselves; nobody if there is no other."""
        others = [one for one in self.to if one != case.user_id]
        if not others:
            return ""
        digest = sha256(f"{case.case_id} {case.opened_at.isoformat()}".encode()).digest()
        return others[int.from_bytes(digest[:8]) % len(others)]


def rules(written: str) -> tuple[Rule, ...]:
    """As the setting holds them; its shape was checked when it was loaded."""
    parts = ("reasons", "languages", "levels")
    return tuple(
        Rule(tuple(one["to"]), *(frozenset(one.get(part, ())) for part in parts))
        for one in json.loads(written)
    )


def assigned(known: Iterable[Rule], case: ReviewCase) -> str:
    """Who gets this case, or nobody."""
    fitting = next((rule for rule in known if rule.fits(case)), None)
    return fitting.reviewer(case) if fitting else ""
