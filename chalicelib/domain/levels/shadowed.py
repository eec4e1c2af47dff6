"""What the version in shadow would have done otherwise, counted from the log, nobody named."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Beside:
    """One version that decided beside the one in force. `ways`: how it differed, and how often."""

    level: str
    decided: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def differing(self) -> int:
        """How many decisions it would have taken otherwise."""
        return sum(self.ways.values())


def beside(name: str, entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> tuple[Beside, ...]:
    """From entries of the log, each (verification, kind, facts), a verification's in their order:
    a decision, and right behind it what the version in shadow said of it. `reasons` are those that
    one of the two has and the other has not."""
    decided: dict[str, Mapping[str, Any]] = {}
    found: dict[str, Beside] = {}
    for subject, kind, facts in entries:
        if kind == "decided":
            decided[subject] = facts
        elif kind == "shadowed" and str(facts.get("level", "")).partition("@")[0] == name:
            row = found.setdefault(str(facts["level"]), Beside(str(facts["level"])))
            _count(row, decided.get(subject, {}), facts)
    return tuple(found[key] for key in sorted(found))


def _count(row: Beside, real: Mapping[str, Any], shadow: Mapping[str, Any]) -> None:
    row.decided += 1
    if shadow.get("same"):
        return
    row.ways[f"{real.get('outcome', 'unknown')} -> {shadow.get('outcome', 'unknown')}"] += 1
    row.countries[str(real.get("facts", {}).get("document_country", "")) or "unknown"] += 1
    said = {f["reason"] for f in real.get("findings", ()) if f.get("reason")}
    row.reasons.update(said ^ set(shadow.get("reasons", ())))
