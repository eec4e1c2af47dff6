"""Keys that were recognized lately: a revoked key works for a minute more at most."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.applicants.api_keys import ApiKey
from chalicelib.services.ports import Clock

LONGEST = timedelta(seconds=60)
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentKeys:
    """`recognize` asks the table. Only keys that were right are remembered, by a hash."""

    recognize: Callable[[str], ApiKey]
    now: Clock
    known: dict[bytes, tuple[ApiKey, datetime]] = field(default_factory=dict, repr=False)

    def find(self, text: str) -> ApiKey:
        """The key behind what a caller sent; Unauthenticated."""
        now, name = self.now(), hashlib.sha256(text.encode()).digest()
        found = self.known.get(name)
        if found and timedelta(0) <= now - found[1] < LONGEST and found[0].usable(now):
            return found[0]
        self.known.pop(name, None)
        key = self.recognize(text)
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[name] = (key, now)
        return key
