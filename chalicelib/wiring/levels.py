"""Which checks for whom, and the company's own lists."""

from functools import cache, partial

from chalicelib.adapters.codec import opened
from chalicelib.domain.levels.default import default_level
from chalicelib.domain.levels.level import Level
from chalicelib.domain.levels.validation import Known, Problem
from chalicelib.services.documents.documents import keyed_hash
from chalicelib.services.levels.levels import Levels
from chalicelib.services.levels.own_lists import OwnLists
from chalicelib.wiring.plug_ins import SCREENERS, VENDORS
from chalicelib.wiring.process import now, pepper, settings
from chalicelib.wiring.stores import audit, level_records, own_entries


@cache
def levels() -> Levels:
    """Which checks for whom."""
    s = settings()

    def read(document: str) -> tuple[Level | None, tuple[Problem, ...]]:
        from chalicelib.contracts.levels import read as checked  # brings pydantic along

        return checked(document)

    fallback = default_level(s.minimum_age, s.face_similarity)
    known = Known(tuple(SCREENERS), tuple(VENDORS))
    recorded = partial(audit().decisions_since, until=now)
    return Levels(level_records(), read, partial(opened, Level), known, fallback, recorded, now)


@cache
def own_lists() -> OwnLists:
    """The company's own deny and allow lists."""
    hashed = partial(keyed_hash, pepper())
    return OwnLists(entries=own_entries(), audit=audit(), hashed=hashed, now=now)
