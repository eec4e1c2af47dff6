"""What many tests stand on: one PostgreSQL, copied per test; an AWS in this process."""

from __future__ import annotations

import gc
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from typing import Any

import boto3
import pytest
from hypothesis import settings
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from emulator.shortcuts import shared_models
from tests import figures, order, second_engine, terraform_tables
from tests.data_api_server import DataApiServer, data_api_server
from tests.search import SEARCH

Copies = Callable[[str], DataApiServer]
Aws = Callable[[str], Any]

# Ten thousand tests make hundreds of sessions.
shared_models.install()

# Ten thousand tests, and what they import, are a million objects that stay to the end. The
# collector would go through them again and again: collecting takes 11.5 s, and 6.7 without it.
gc.disable()

# A busy machine is no fault of the code: what must be fast has a test of its own. The same commit
# gives the same answer: `make test` draws the same examples each time, `make test-search` new ones.
settings.register_profile("vestibule", deadline=None, derandomize=not SEARCH)
settings.load_profile("vestibule")
if SEARCH:
    settings.register_profile("search", deadline=None, max_examples=SEARCH, print_blob=True)
    settings.load_profile("search")


@pytest.hookimpl(trylast=True)  # after the marks have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers take the files in an order that keeps the processors busy."""
    if hasattr(config, "workerinput"):
        files = [item.nodeid.partition("::")[0] for item in items]
        place = {path: number for number, path in enumerate(order.mixed(Counter(files)))}
        items.sort(key=lambda item: place[item.nodeid.partition("::")[0]])


pytest_itemcollected = figures.pytest_itemcollected


def pytest_collection_finish() -> None:
    """From here on the collector looks at what tests make, and at nothing older."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running server with the templates `empty` and `migrated`."""
    from chalicelib.adapters.aws import migrations
    from local.postgres.server import Postgres

    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        server.database("empty")
        with data_api_server(server.database("migrated")) as door:
            migrations.apply(door.api())
        yield server


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count(1)


@contextmanager
def _copies(postgres: Any, numbers: Iterator[int]) -> Iterator[Copies]:
    with ExitStack() as stack:

        def make(template: str) -> DataApiServer:
            name = f"copy_{next(numbers)}"
            door = stack.enter_context(data_api_server(postgres.clone(template, name)))
            stack.callback(postgres.drop, name)
            return door

        yield make


@pytest.fixture
def database(postgres: Any, _numbers: Iterator[int]) -> Iterator[Copies]:
    """Make a private copy of a template (`empty`, `migrated`); its Data API."""
    with _copies(postgres, _numbers) as make:
        yield make


@pytest.fixture(scope="module")
def shared_database(postgres: Any, _numbers: Iterator[int]) -> Iterator[Copies]:
    """The same for all tests of a module, for those who clean up before themselves."""
    with _copies(postgres, _numbers) as make:
        yield make


@pytest.fixture
def registry(database: Copies) -> DataApiServer:
    """A private registry: the migrations are applied, no user is there."""
    return database("migrated")


def _one_at_a_time(dispatch: Callable[..., Any]) -> Callable[..., Any]:
    """A conditional write of DynamoDB is one step; moto's asks and writes in two."""
    lock = threading.RLock()

    def locked(*args: Any, **words: Any) -> Any:
        with lock:
            return dispatch(*args, **words)

    return locked


@pytest.fixture(scope="session")
def second_cloud() -> Iterator[str]:
    """Where LocalStack listens, if it was asked for; else nothing."""
    if not os.environ.get(second_engine.ASKED):
        yield ""
        return
    python = second_engine.interpreter()
    assert python, "LocalStack is not installed: make test-localstack"
    with second_engine.localstack(python) as (endpoint, _):
        yield endpoint


@pytest.fixture(scope="module")
def aws(second_cloud: str) -> Iterator[Aws]:
    """Clients of services, by name; what is in them stays until the module is over.

    They are moto's in this process, or LocalStack's (`make test-localstack`).
    """

    def client(service: str) -> Any:
        if second_cloud and service in second_engine.SERVICES:
            return second_engine.client(service, second_cloud)
        make: Any = boto3.client  # by name
        return make(service, region_name="eu-west-1")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        patch.setattr(DynamoHandler, "_dispatch", _one_at_a_time(DynamoHandler._dispatch))
        with mock_aws():
            yield cache(client)


@pytest.fixture
def table(aws: Aws, _numbers: Iterator[int]) -> Callable[[str], str]:
    """Makes an empty table of the platform; the name it has for this test."""

    def make(name: str) -> str:
        return terraform_tables.create(aws("dynamodb"), name, f"{name}-{next(_numbers)}")

    return make
