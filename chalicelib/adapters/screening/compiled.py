"""The compiled watchlist in S3: one object per version, and a pointer to the one in force."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from chalicelib.adapters.screening.compiling import pack, unpack
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.screening.screening import Listed, Person, ScreeningResult
from chalicelib.services.ports import Objects

Counts = dict[str, dict[str, int]]

POINTER = "current.json"


def open_index(data: bytes) -> NameIndex:
    """The index of a packed list. Unavailable if the list is damaged or of another format."""
    return NameIndex(packed=data)


def version_of(data: bytes) -> str:
    """The version of a packed list: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def current(bucket: Objects) -> dict[str, Any]:
    """`{version, counts}` of the list in force; Unavailable if there is none."""
    found = _pointer(bucket)
    if not found:
        raise Unavailable("no watchlist is loaded", "watchlist_missing")
    return found


def _pointer(bucket: Objects) -> dict[str, Any]:
    """`{version, counts}`, or {} if no list was ever in force. A bucket that does not answer is
    Unavailable: taken for an empty one, it would cost the lists in force at the next refresh."""
    try:
        found: dict[str, Any] = json.loads(bucket.get(POINTER))
    except NotFound:
        return {}
    return found


def load(bucket: Objects, version: str) -> bytes:
    """The packed list of a version. Unavailable if it does not exist or its hash is another one."""
    try:
        data = bucket.get(_key(version))
    except NotFound:
        raise Unavailable("the watchlist is incomplete", "watchlist_missing") from None
    if version_of(data) != version:
        raise Unavailable("the watchlist is damaged", "watchlist_missing")
    return data


def _key(version: str) -> str:
    return f"versions/{version}.gz"


class S3Watchlists:
    """Compiled lists in a bucket: one object per version, and a pointer to the one in force.

    `threshold`: the score of 0-1 from which `ask` reports a match.
    """

    def __init__(self, bucket: Objects, threshold: float) -> None:
        self._bucket, self._threshold = bucket, threshold

    def version(self) -> str:
        """The version in force; "" if there is none. Unavailable if the bucket does not answer."""
        return str(_pointer(self._bucket).get("version", ""))

    def counts(self) -> Counts:
        """Source -> `{entries, names, births}` of the version in force; {} if there is none.
        Unavailable if the bucket does not answer."""
        return dict(_pointer(self._bucket).get("counts", {}))

    def entries(self) -> list[Listed]:
        """The entries in force; empty if there are none. Unavailable if the list is damaged, or the
        bucket does not answer."""
        version = self.version()
        return list(unpack(load(self._bucket, version))) if version else []

    def store(self, entries: Sequence[Listed]) -> str:
        """Stores a version without putting it into force; returns its name, the content's hash."""
        data = pack(entries)
        version = version_of(data)
        self._bucket.put(_key(version), data, "application/gzip")
        return version

    def switch(self, version: str, counts: Counts) -> None:
        """Puts a stored version into force by overwriting one object, which is atomic in S3."""
        pointer = {"version": version, "counts": counts}
        self._bucket.put(POINTER, json.dumps(pointer).encode(), "application/json")

    def ask(self, person: Person, version: str = "") -> ScreeningResult:
        """The status of a person by a version (default: the one in force), read from the bucket
        again; without the matches. Unavailable if there is no such version."""
        version = version or current(self._bucket)["version"]
        hits = open_index(load(self._bucket, version)).search(person, self._threshold)
        return ScreeningResult("potential_match" if hits else "clear")
