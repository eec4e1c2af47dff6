"""How the version in shadow would have decided differently; counts only, no persons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Beside:
    """Counts of one version in shadow. `ways`: "<in force> -> <shadow>" -> how often."""

    level: str
    decided: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def differing(self) -> int:
        """How many decisions it would have made differently."""
        return sum(self.ways.values())


def beside(name: str, entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> tuple[Beside, ...]:
    """From audit entries (verification id, kind, facts), those of a verification in order: a
    decision is followed by that of the version in shadow. `reasons` are those that only one of
    the two has.
    """
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
