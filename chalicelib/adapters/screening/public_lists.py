"""Screening against the embedded watchlists, which the Lambda holds in memory."""

from time import monotonic
from typing import Any

from chalicelib.adapters.screening import compiled
from chalicelib.adapters.screening.index import ALGORITHM, NameIndex
from chalicelib.domain.screening.screening import Person, ScreeningResult
from chalicelib.services.ports import Objects

FRESH_SECONDS = 60.0
#: How far below the threshold a score still counts as near.
NEAR = 0.1


class PublicLists:
    """Loads the current version once and checks every FRESH_SECONDS for a newer one. `threshold`:
    the score of 0-1 from which an entry is a match."""

    def __init__(self, bucket: Objects, threshold: float) -> None:
        self._bucket, self._threshold = bucket, threshold
        self._index: NameIndex | None = None
        self._version = ""
        self._looked = 0.0

    def screen(self, person: Person) -> ScreeningResult:
        """Every hit at or above the threshold, and the best score below it if it is within NEAR.
        Unavailable without a list."""
        index = self._current()
        hits, near = index.search_and_near(person, self._threshold, NEAR)
        return ScreeningResult(
            "potential_match" if hits else "clear",
            tuple(hit.described() for hit in hits),
            ALGORITHM,
            self._threshold,
            {"public_lists": self._version},
            near=near,
        )

    def versions(self) -> dict[str, str]:
        """`{"public_lists": version in force}`. If another version is loaded, the next `screen`
        loads this one. Unavailable without a list."""
        version = compiled.current(self._bucket)["version"]
        if version != self._version:
            self._looked = float("-inf")
        return {"public_lists": version}

    def _current(self) -> NameIndex:
        if self._index is None or monotonic() - self._looked > FRESH_SECONDS:
            version = compiled.current(self._bucket)["version"]
            if self._index is None or version != self._version:
                self._index = compiled.open_index(compiled.load(self._bucket, version))
                self._version = version
            self._looked = monotonic()
        return self._index


def build(settings: Any, tools: Any = None) -> PublicLists:
    """The source, from settings; reads nothing yet."""
    from chalicelib.adapters.aws.clients import client
    from chalicelib.adapters.aws.objects import S3Objects

    bucket = S3Objects(client("s3"), settings.bucket_watchlists, "watchlists")
    return PublicLists(bucket, settings.screening_threshold)
