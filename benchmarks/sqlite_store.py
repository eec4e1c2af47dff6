"""Records that several processes share: the stores of the services over one SQLite file."""

import json
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from chalicelib.adapters import codec
from chalicelib.adapters.memory import Work
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.transaction import Write

T = TypeVar("T")


@cache
def connected(file: Path) -> sqlite3.Connection:
    """The process's one connection to the file, so that stores can write together."""
    base = sqlite3.connect(file, isolation_level=None, timeout=60)
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=normal")
    return base


class SqliteTransactions:
    """Writes to several stores of one file at once."""

    def __init__(self, file: Path) -> None:
        self._base = connected(file)

    def commit(self, *writes: Write) -> None:
        """All or none; the Conflict of the first write whose condition fails."""
        self._base.execute("begin immediate")
        try:
            for write in writes:
                if isinstance(write.work, Work):  # of a store in memory
                    if not write.work.holds():
                        raise write.conflict
                    write.work.act()
                else:
                    write.work()
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")


class SqliteStore(Generic[T]):
    """Records of one kind in a table of its own; every write is durable before it returns."""

    def __init__(self, file: Path, kind: type[T], key: tuple[str, ...]) -> None:
        self._kind, self._key, self._name = kind, key, kind.__name__.lower()
        self._base = connected(file)
        self._base.execute(
            f"create table if not exists {self._name} "
            "(part text, key text primary key, version int, body text) without rowid"
        )
        self._base.execute(
            f"create index if not exists {self._name}_part on {self._name} (part, key)"
        )

    def find(self, *key: str) -> T | None:
        """The record or None."""
        sql = f"select body from {self._name} where key = ?"
        row = self._base.execute(sql, ("\x1f".join(key),)).fetchone()
        return None if row is None else self._decoded(row[0])

    def get(self, *key: str) -> T:
        """The record; NotFound."""
        found = self.find(*key)
        if found is None:
            raise NotFound("no such record")
        return found

    def find_all(self, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], T]:
        """The records that are there, by their keys."""
        found = {key: self.find(*key) for key in keys}
        return {key: item for key, item in found.items() if item is not None}

    def add(self, item: T) -> None:
        """A new record; Conflict if the key is taken."""
        try:
            self._base.execute(f"insert into {self._name} values (?, ?, ?, ?)", self._row(item))
        except sqlite3.IntegrityError:
            raise Conflict("taken", "exists") from None

    def save(self, item: T) -> None:
        """A changed record; Conflict unless the stored one is one version older."""
        _, key, version, body = self._row(item)
        sql = f"update {self._name} set version = ?, body = ? where key = ? and version = ?"
        if self._base.execute(sql, (version, body, key, version - 1)).rowcount != 1:
            raise Conflict("changed", "changed_meanwhile")

    def adding(self, item: T, code: str = "exists") -> Write:
        """A new record, as part of a transaction."""
        return Write(lambda: self.add(item), Conflict("taken", code))

    def saving(self, item: T, code: str = "changed_meanwhile") -> Write:
        """A changed record, as part of a transaction."""
        return Write(lambda: self.save(item), Conflict("changed", code))

    def unchanged(self, item: T, code: str = "changed_meanwhile") -> Write:
        """Nothing, on condition that the record is still this version."""
        conflict = Conflict("changed", code)

        def check() -> None:
            _, key, version, _ = self._row(item)
            sql = f"select version from {self._name} where key = ?"
            if self._base.execute(sql, (key,)).fetchone() != (version,):
                raise conflict

        return Write(check, conflict)

    def put(self, item: T) -> None:
        """The record, whatever was there."""
        sql = f"insert or replace into {self._name} values (?, ?, ?, ?)"
        self._base.execute(sql, self._row(item))

    def put_all(self, items: list[T]) -> None:
        """Many at once."""
        self._base.execute("begin")
        for item in items:
            self.put(item)
        self._base.execute("commit")

    def delete(self, *key: str) -> None:
        """Removes it."""
        self._base.execute(f"delete from {self._name} where key = ?", ("\x1f".join(key),))

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """Records of a partition (the table itself only)."""
        sql = f"select body from {self._name} where part = ? order by key limit ?"
        return tuple(self._decoded(row[0]) for row in self._base.execute(sql, (value, limit)))

    def after(self, cursor: str, limit: int) -> list[str]:
        """Keys in order, those after the cursor."""
        sql = f"select key from {self._name} where key > ? order by key limit ?"
        return [row[0] for row in self._base.execute(sql, (cursor, limit))]

    def count(self) -> int:
        """How many records."""
        return int(self._base.execute(f"select count(*) from {self._name}").fetchone()[0])

    def _row(self, item: Any) -> tuple[str, str, int, str]:
        key = [str(getattr(item, name)) for name in self._key]
        body = json.dumps(codec.encode(item), default=str)
        return key[0], "\x1f".join(key), item.version, body

    def _decoded(self, body: str) -> T:
        found: T = codec.decode(self._kind, json.loads(body))
        return found
