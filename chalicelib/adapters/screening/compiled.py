"""The compiled watchlist in S3: one file per version, and a pointer that is switched at once."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from chalicelib.adapters.screening.compiling import pack, unpack
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.screening import Listed, Person, ScreeningResult
from chalicelib.services.ports import Objects

POINTER = "current.json"


def open_index(data: bytes) -> NameIndex:
    """The index over a packed list, ready to be asked."""
    return NameIndex(packed=data)


def version_of(data: bytes) -> str:
    """The content's hash, short."""
    return hashlib.sha256(data).hexdigest()[:16]


def publish(bucket: Objects, entries: Iterable[Listed], counts: dict[str, int]) -> str:
    """Writes a version and switches the pointer to it; the version."""
    data = pack(entries)
    version = version_of(data)
    bucket.put(f"versions/{version}.gz", data, "application/gzip")
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


def load(bucket: Objects, version: str) -> bytes:
    """A version, packed."""
    try:
        return bucket.get(f"versions/{version}.gz")
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
            return list(unpack(load(self._bucket, current(self._bucket)["version"])))
        except Unavailable:
            return []

    def publish(self, entries: Sequence[Listed], counts: dict[str, int]) -> str:
        """Switches to these entries at once; their version."""
        return publish(self._bucket, entries, counts)

    def ask(self, person: Person) -> ScreeningResult:
        """What the list in force says of somebody."""
        from chalicelib.adapters.screening.public_lists import PublicLists

        return PublicLists(self._bucket, self._threshold).screen(person)
