"""Due marks in memory."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters import codec
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.marks import Mark, MarkKind


@dataclass
class MemoryDue:
    """The marks of a store by their time."""

    store: MemoryStore[Mark]

    def due(self, kind: MarkKind, now: datetime, limit: int) -> tuple[Mark, ...]:
        """The oldest first."""
        found = [codec.decode(Mark, item) for item in self.store.items.values()]
        ripe = sorted((m for m in found if m.kind is kind and m.at <= now), key=lambda m: m.at)
        return tuple(ripe[:limit])
