"""How many new examples a property test draws (`make test-search`); 0: the same each time."""

from __future__ import annotations

import os

SEARCH = int(os.environ.get("VESTIBULE_SEARCH", "0"))
