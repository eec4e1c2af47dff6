"""The one loop that tries a change again when somebody else was faster."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from chalicelib.domain.errors import Conflict

T = TypeVar("T")
#: Each try loses only to a change that was stored, so many losses mean a fault of ours.
TRIES = 20
PAGE = 100


class Optimistic(Generic[T]):
    """What every store does alike."""

    @abstractmethod
    def find(self, *key: str) -> T | None:
        """The record or None."""

    @abstractmethod
    def get(self, *key: str) -> T:
        """The record; NotFound."""

    @abstractmethod
    def save(self, item: T) -> None:
        """A changed record; Conflict if somebody was faster."""

    @abstractmethod
    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """Some records of an index partition, and where the next page begins."""

    def find_all(self, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], T]:
        """The records that are there, by their keys."""
        found = {key: self.find(*key) for key in keys}
        return {key: item for key, item in found.items() if item is not None}

    def update(self, *key: str, change: Callable[[T], T]) -> T:
        """The record after `change`; Conflict if others are always faster."""
        for _ in range(TRIES):
            before = self.get(*key)
            after = change(before)
            if after is before:
                return before
            try:
                self.save(after)
            except Conflict:
                continue
            return after
        raise Conflict("somebody else always changes it first", "changed_meanwhile")

    def each(self, index: str, value: str) -> Iterator[T]:
        """All records of an index partition, oldest first."""
        cursor = ""
        while True:
            found, cursor = self.page(index, value, PAGE, cursor)
            yield from found
            if not cursor:
                return
