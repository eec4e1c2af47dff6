"""One PostgreSQL for the whole run, behind the Data API; a test gets its own copy of a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import pytest

from tests.doorways import Doorway, doorway

Copies = Callable[[str], Doorway]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running server with the templates `empty` and `migrated`."""
    from chalicelib.adapters.aws import migrations
    from local.postgres.server import Postgres

    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        server.database("empty")
        with doorway(server.database("migrated")) as door:
            migrations.apply(door.api())
        yield server


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count(1)


@contextmanager
def _copies(postgres: Any, numbers: Iterator[int]) -> Iterator[Copies]:
    with ExitStack() as stack:

        def make(template: str) -> Doorway:
            name = f"copy_{next(numbers)}"
            door = stack.enter_context(doorway(postgres.clone(template, name)))
            stack.callback(postgres.drop, name)
            return door

        yield make


@pytest.fixture
def database(postgres: Any, _numbers: Iterator[int]) -> Iterator[Copies]:
    """Make a private copy of a template (`empty`, `migrated`); a Doorway to it."""
    with _copies(postgres, _numbers) as make:
        yield make


@pytest.fixture(scope="module")
def shared_database(postgres: Any, _numbers: Iterator[int]) -> Iterator[Copies]:
    """The same for all tests of a module, for those who clean up before themselves."""
    with _copies(postgres, _numbers) as make:
        yield make


@pytest.fixture
def registry(database: Copies) -> Doorway:
    """A private registry: the migrations are applied, no user is there."""
    return database("migrated")
