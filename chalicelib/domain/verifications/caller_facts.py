"""Facts that come from the caller and not from pictures: since when the customer is known, and what
the backend says of the occasion and the device. A level's conditions may use them. They are kept
with the attempt until it is decided.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.verifications.verification import Verification

#: The facts of `domain/levels/facts.py` that a caller may pass.
CALLER_FACTS = ("amount", "ip_country", "vpn", "emulator", "device_age_days")
_SINCE, _TOLD = "knownSince", "told"


def known_since(since: datetime | None) -> dict[str, str]:
    """The caller's evidence that an attempt begins with; empty if `since` is None."""
    return {_SINCE: since.isoformat()} if since else {}


def with_caller_facts(verification: Verification, facts: Mapping[str, Any]) -> dict[str, str]:
    """The evidence with these facts in place of earlier ones."""
    caller_facts = {name: facts[name] for name in CALLER_FACTS if facts.get(name) is not None}
    return {**verification.evidence, _TOLD: json.dumps(caller_facts, sort_keys=True)}


def caller_facts(verification: Verification, now: datetime) -> dict[str, Any]:
    """The facts by the names that conditions use; facts that were not given are left out."""
    found: dict[str, Any] = json.loads(verification.evidence.get(_TOLD, "{}"))
    if since := verification.evidence.get(_SINCE):
        found["account_age_days"] = (now - datetime.fromisoformat(since)).days
    return found
