"""Staff who sign in with their company: what its directory said of them at their last sign-in.

The user pool writes it into two attributes that nobody else may write (infra/modules/identity).
Claims of several values arrive as one text, `[reviewers, auditors]`; a name with a comma in it
cannot be told apart and gives nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

GROUPS, FACTORS = "custom:staff_groups", "custom:staff_factors"
FEDERATED = "EXTERNAL_PROVIDER"


def values(claim: str) -> frozenset[str]:
    """The values of a claim, one or several."""
    plain = claim.strip().removeprefix("[").removesuffix("]")
    return frozenset(one for part in plain.split(",") if (one := part.strip().strip("\"'")))


@dataclass(frozen=True, slots=True)
class Directory:
    """A company's directory, as the user pool's identity provider: which of its groups are ours,
    and by which of its words a second factor is known. Without a name there is none.
    """

    provider: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    factors: frozenset[str] = frozenset()

    def groups_in(self, claims: Mapping[str, Any]) -> frozenset[str]:
        """Our groups by what a token claims; the pool is asked before anything is believed."""
        theirs = values(str(claims.get(GROUPS, ""))) if self.provider else frozenset()
        return frozenset(ours for name, ours in self.groups.items() if name in theirs)

    def groups_of(self, attributes: Mapping[str, str], status: str) -> frozenset[str]:
        """Our groups of an account of this directory; none of any other account."""
        return self.groups_in(attributes) if self._knows(attributes, status) else frozenset()

    def second_factor(self, attributes: Mapping[str, str], status: str) -> bool:
        """Whether the directory says that this person has shown a second factor."""
        said = values(attributes.get(FACTORS, ""))
        return self._knows(attributes, status) and bool(said & self.factors)

    def _knows(self, attributes: Mapping[str, str], status: str) -> bool:
        if not self.provider or status != FEDERATED:
            return False
        try:
            identities = json.loads(attributes.get("identities", "[]"))
            return any(one.get("providerName") == self.provider for one in identities)
        except (ValueError, AttributeError, TypeError):
            return False


NO_DIRECTORY = Directory()


def directory(provider: str, groups: str, factors: Iterable[str]) -> Directory:
    """As settings hold it: `groups` is JSON, `{"Their group": "reviewers"}`."""
    return Directory(provider, dict(json.loads(groups)), frozenset(factors))
