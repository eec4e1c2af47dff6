"""Migrations of the registry: chalicelib/migrations/NNNN_*.sql, in order, each exactly once.

Run by deployment and by hand: `python -m chalicelib.adapters.aws.migrations [--status]`.
Idempotent. Each file and its row in `schema_migrations` are one transaction. Concurrent deployments
wait for each other on an advisory lock. A file that was changed after it was applied is a Conflict
(checksum).
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.adapters.aws.data_api import DataApi, Transaction
from chalicelib.domain.errors import Conflict, Unavailable

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
WAKE_SECONDS = 180.0  # a cluster at 0 capacity units needs 15 s to wake, after a day 30 s and more
LOCK = 8_215_004  # an arbitrary but fixed number

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_TOKEN = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(\$\w*\$).*?\1|(?P<end>;)", re.DOTALL
)
_LEDGER = """
create table if not exists schema_migrations (
    version integer primary key,
    name varchar(200) not null,
    checksum char(64) not null,
    applied_at timestamptz not null default current_timestamp
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration file."""

    version: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text in hex, with line feeds as line ends."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()


def found(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The migrations in order; ValueError for a bad name, a gap or a repeated number."""
    made = []
    for path in sorted(folder.glob("*.sql")):
        named = _NAME.fullmatch(path.name)
        if not named:
            raise ValueError(f"{path.name} is not named NNNN_what.sql")
        made.append(Migration(int(named[1]), path.stem, path.read_text(encoding="utf-8")))
    if [m.version for m in made] != list(range(1, len(made) + 1)):
        raise ValueError("migrations are numbered 0001, 0002, … without a gap")
    return tuple(made)


def statements(text: str) -> Iterator[str]:
    """The statements of a file, since the Data API accepts only one at a time.

    Semicolons in strings, quoted names, comments and dollar quotes are not separators.
    """
    start = 0
    for token in _TOKEN.finditer(text):
        if token["end"]:
            yield from _meaningful(text[start : token.start()])
            start = token.end()
    yield from _meaningful(text[start:])


def _meaningful(statement: str) -> Iterator[str]:
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", "", statement, flags=re.DOTALL)
    if bare.strip():
        yield statement.strip()


def apply(api: DataApi, migrations: tuple[Migration, ...] | None = None) -> tuple[str, ...]:
    """Applies the missing migrations; returns their names. Conflict: see `_verify`."""
    wanted = found() if migrations is None else migrations
    applied = []
    for migration in wanted:
        with api.transaction() as work:
            work.execute("select pg_advisory_xact_lock(:lock)::text", lock=LOCK)
            work.execute(_LEDGER)
            if not _verify(work, migration):
                continue
            for statement in statements(migration.text):
                work.execute(statement)
            work.execute(
                "insert into schema_migrations (version, name, checksum)"
                " values (:version, :name, :checksum)",
                version=migration.version,
                name=migration.name,
                checksum=migration.checksum,
            )
            applied.append(migration.name)
    return tuple(applied)


def _verify(work: Transaction, migration: Migration) -> bool:
    """True if the migration is missing; Conflict if another text was applied by its number."""
    rows = work.execute(
        "select checksum from schema_migrations where version = :version",
        version=migration.version,
    ).rows
    if rows and rows[0]["checksum"] != migration.checksum:
        raise Conflict(
            f"{migration.name} was changed after it was applied: add a new file instead",
            "migration_changed",
        )
    return not rows


def patient(api: DataApi) -> DataApi:
    """The same database, with enough patience for it to resume; operators can wait longer."""
    return replace(api, patience=WAKE_SECONDS)


def main() -> None:
    """Applies the migrations to this environment's database and prints their names."""
    from chalicelib.application.process import on_aws

    api = patient(on_aws().users.api)
    try:
        applied = () if "--status" in sys.argv[1:] else apply(api)
    except Unavailable:
        sys.exit(f"the database did not answer within {WAKE_SECONDS:.0f} s; try again in a minute")
    rows = api.execute("select version, name, applied_at from schema_migrations order by 1").rows
    for row in rows:
        mark = "applied now" if row["name"] in applied else f"applied {row['applied_at']} UTC"
        sys.stdout.write(f"{row['name']}: {mark}\n")


if __name__ == "__main__":
    main()
