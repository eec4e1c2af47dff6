"""Ordered migrations of the registry: each once, checksummed, safe to run again and at once.

python -m chalicelib.adapters.aws.migrations     # uses the settings of VESTIBULE_ENV
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from chalicelib.adapters.aws.data_api import DataApi
from chalicelib.domain.errors import Refused

FOLDER = Path(__file__).parent.parent.parent / "migrations"
LOCK = 7_305_011
TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    name varchar(100) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT current_timestamp
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Of the whole text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def statements(self) -> list[str]:
        """The Data API takes one statement at a time; they are separated by an empty line."""
        without_notes = re.sub(r"(?m)^--.*\n", "", self.sql)
        return [part.strip().rstrip(";") for part in _parts(without_notes) if part.strip()]


def _parts(sql: str) -> list[str]:
    """Statements; a semicolon at a line's end ends one, outside of a function's body."""
    parts, current, in_body = [], [], False
    for line in sql.splitlines():
        current.append(line)
        if line.count("$body$") == 1:
            in_body = not in_body
        if line.rstrip().endswith(";") and not in_body:
            parts.append("\n".join(current))
            current = []
    return [*parts, "\n".join(current)]


def files(folder: Path = FOLDER) -> list[Migration]:
    """All migrations in order."""
    return [Migration(path.stem, path.read_text()) for path in sorted(folder.glob("*.sql"))]


def migrate(api: DataApi, migrations: list[Migration] | None = None) -> list[str]:
    """Applies what is missing, each in a transaction; the names applied.

    Raises Refused if an applied migration was changed afterwards.
    """
    api.rows(TABLE)
    applied = []
    for migration in migrations if migrations is not None else files():
        with api.transaction() as work:
            work.rows("SELECT 1 AS held FROM pg_advisory_xact_lock(:key)", key=LOCK)
            found = work.rows(
                "SELECT checksum FROM schema_migrations WHERE name = :name", name=migration.name
            )
            if found and found[0]["checksum"] != migration.checksum:
                raise Refused(f"{migration.name} was changed after it was applied", "migration")
            if found:
                continue
            for statement in migration.statements:
                work.rows(statement)
            work.rows(
                "INSERT INTO schema_migrations (name, checksum) VALUES (:name, :checksum)",
                name=migration.name,
                checksum=migration.checksum,
            )
            applied.append(migration.name)
    return applied


if __name__ == "__main__":
    from chalicelib import wiring

    for name in migrate(wiring.database()) or ["nothing to do"]:
        print(name)
