"""Somebody whom the company's own identity provider has signed in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SKEW = timedelta(seconds=60)
"""How far the clocks of the provider and ours may be apart."""
LONGEST = timedelta(hours=24)
"""How old a token may be, whatever it says of its end: a revocation is remembered longer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a verified token says: the provider's name of the person, and since when."""

    subject: str = field(repr=False)
    issued_at: datetime
