"""The compiled watchlist in S3: one file per version, and a pointer that is switched at once."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.screening import (
    Interval,
    Listed,
    ListedName,
    Person,
    ScreeningResult,
)
from chalicelib.services.ports import Objects

POINTER = "current.json"


def pack(entries: Iterable[Listed]) -> bytes:
    """Deterministic bytes, so that the version is the content's hash."""
    rows = sorted((asdict(entry) for entry in entries), key=lambda e: (e["source"], e["entry_id"]))
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return gzip.compress(text.encode(), 6, mtime=0)


def unpack(data: bytes) -> list[Listed]:
    """The entries of a packed list."""
    return [_listed(row) for row in json.loads(gzip.decompress(data))]


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(
        source=row["source"],
        entry_id=row["entry_id"],
        names=tuple(ListedName(**name) for name in row["names"]),
        births=tuple(Interval(**birth) for birth in row["births"]),
        nationalities=tuple(row["nationalities"]),
        programmes=tuple(row["programmes"]),
        identifiers=tuple(row["identifiers"]),
        kind=row["kind"],
    )


def version_of(data: bytes) -> str:
    """The content's hash, short."""
    return hashlib.sha256(data).hexdigest()[:16]


def publish(bucket: Objects, entries: Iterable[Listed], counts: dict[str, int]) -> str:
    """Writes a version and switches the pointer to it; the version."""
    data = pack(entries)
    version = version_of(data)
    bucket.put(f"versions/{version}.json.gz", data, "application/gzip")
    pointer = {"version": version, "counts": counts}
    bucket.put(POINTER, json.dumps(pointer).encode(), "application/json")
    return version


def current(bucket: Objects) -> dict[str, Any]:
    """`{version, counts}` of the list in force; Unavailable if there is none."""
    try:
        found: dict[str, Any] = json.loads(bucket.get(POINTER))
    except NotFound:
        raise Unavailable("no watchlist is loaded", "watchlist_missing") from None
    return found


def load(bucket: Objects, version: str) -> list[Listed]:
    """The entries of a version."""
    try:
        return unpack(bucket.get(f"versions/{version}.json.gz"))
    except NotFound:
        raise Unavailable("the watchlist is incomplete", "watchlist_missing") from None


class S3Shelf:
    """Compiled lists in a bucket."""

    def __init__(self, bucket: Objects, threshold: float) -> None:
        self._bucket, self._threshold = bucket, threshold

    def counts(self) -> dict[str, int]:
        """Entries by source of the list in force; empty if there is none."""
        try:
            return dict(current(self._bucket)["counts"])
        except Unavailable:
            return {}

    def entries(self) -> list[Listed]:
        """The entries in force; empty if there are none."""
        try:
            return load(self._bucket, current(self._bucket)["version"])
        except Unavailable:
            return []

    def publish(self, entries: Sequence[Listed], counts: dict[str, int]) -> str:
        """Switches to these entries at once; their version."""
        return publish(self._bucket, entries, counts)

    def ask(self, person: Person) -> ScreeningResult:
        """What the list in force says of somebody."""
        from chalicelib.adapters.screening.public_lists import PublicLists

        return PublicLists(self._bucket, self._threshold).screen(person)
