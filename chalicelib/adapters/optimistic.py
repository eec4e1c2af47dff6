"""Repeats a change if the record was changed meanwhile (optimistic locking)."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from chalicelib.domain.errors import Conflict

T = TypeVar("T")
#: An attempt fails only because of another stored change; so many failures are a bug.
TRIES = 20
PAGE = 100


class Optimistic(Generic[T]):
    """The methods that all stores have in common."""

    @abstractmethod
    def find(self, *key: str) -> T | None:
        """The record or None."""

    @abstractmethod
    def get(self, *key: str) -> T:
        """The record; NotFound."""

    @abstractmethod
    def save(self, item: T) -> None:
        """Saves a changed record; Conflict if it was changed meanwhile."""

    @abstractmethod
    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """(records of an index partition, cursor of the next page or "")."""

    def find_all(self, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], T]:
        """Key -> record, for those that exist."""
        found = {key: self.find(*key) for key in keys}
        return {key: item for key, item in found.items() if item is not None}

    def update(self, *key: str, change: Callable[[T], T]) -> T:
        """Applies `change` and saves the record; Conflict after too many concurrent changes."""
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
