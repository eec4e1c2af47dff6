"""Transactions, batches and outages of the Data API on a laptop."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import Unavailable
from local.postgres.server import Postgres
from tests.conftest import Copies
from tests.data_api_server import DataApiServer, data_api_server


@pytest.fixture(scope="module")
def own(shared_database: Copies) -> DataApiServer:
    return shared_database("empty")


@pytest.fixture
def door(own: DataApiServer) -> DataApiServer:
    own.call("execute_statement", sql="drop table if exists seats")
    own.call("execute_statement", sql="create table seats (number integer primary key)")
    return own


def seats(door: DataApiServer) -> list[int]:
    answer = door.call("execute_statement", sql="select number from seats order by 1")
    return [row[0]["longValue"] for row in answer["records"]]


def take(door: DataApiServer, number: int, **more: Any) -> Any:
    parameters = [{"name": "number", "value": {"longValue": number}}]
    sql = "insert into seats values (:number)"
    return door.call("execute_statement", sql=sql, parameters=parameters, **more)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


def test_nobody_sees_a_transaction_before_it_commits(door: DataApiServer) -> None:
    transaction = door.call("begin_transaction")["transactionId"]
    take(door, 1, transactionId=transaction)
    assert seats(door) == []
    door.call("commit_transaction", transactionId=transaction)
    assert seats(door) == [1]


def test_a_rolled_back_transaction_leaves_nothing(door: DataApiServer) -> None:
    transaction = door.call("begin_transaction")["transactionId"]
    take(door, 1, transactionId=transaction)
    door.call("rollback_transaction", transactionId=transaction)
    assert seats(door) == []


def test_an_error_ends_its_transaction(door: DataApiServer) -> None:
    take(door, 1)
    transaction = door.call("begin_transaction")["transactionId"]
    take(door, 2, transactionId=transaction)
    assert code_of(lambda: take(door, 1, transactionId=transaction)) == "DatabaseErrorException"
    assert (
        code_of(lambda: door.call("commit_transaction", transactionId=transaction))
        == "TransactionNotFoundException"
    )
    assert seats(door) == [1]


def test_a_committed_transaction_is_over(door: DataApiServer) -> None:
    transaction = door.call("begin_transaction")["transactionId"]
    door.call("commit_transaction", transactionId=transaction)
    assert (
        code_of(lambda: take(door, 1, transactionId=transaction)) == "TransactionNotFoundException"
    )


def test_three_idle_minutes_end_a_transaction(
    door: DataApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from local.postgres import data_api

    transaction = door.call("begin_transaction")["transactionId"]
    take(door, 1, transactionId=transaction)
    monkeypatch.setattr(data_api, "IDLE_SECONDS", -1)
    assert (
        code_of(lambda: take(door, 2, transactionId=transaction)) == "TransactionNotFoundException"
    )
    assert seats(door) == []


def batch(door: DataApiServer, numbers: Iterable[int]) -> Any:
    return door.call(
        "batch_execute_statement",
        sql="insert into seats values (:number)",
        parameterSets=[[{"name": "number", "value": {"longValue": n}}] for n in numbers],
    )


def test_a_batch_writes_all_its_sets(door: DataApiServer) -> None:
    answer = batch(door, range(1, 6))
    assert len(answer["updateResults"]) == 5
    assert seats(door) == [1, 2, 3, 4, 5]


def test_a_batch_with_one_bad_set_writes_nothing(door: DataApiServer) -> None:
    assert code_of(lambda: batch(door, [1, 2, 2, 3])) == "DatabaseErrorException"
    assert seats(door) == []


def test_a_paused_database_answers_that_it_resumes_and_then_works(door: DataApiServer) -> None:
    door.service.resuming(2)
    for _ in range(2):
        assert code_of(lambda: seats(door)) == "DatabaseResumingException"
    assert seats(door) == []


def test_a_stopped_server_is_unavailable_and_keeps_what_was_committed(tmp_path: Path) -> None:
    with Postgres(tmp_path) as server, data_api_server(server.database("registry")) as mine:
        mine.call("execute_statement", sql="create table seats (number integer primary key)")
        take(mine, 1)
        server.stop()
        for _ in ("the connection breaks", "nobody is there"):
            with pytest.raises(Unavailable):
                mine.api(patience=0).execute("select number from seats")
        server.start()
        assert mine.api(patience=10).execute("select number from seats").rows == ({"number": 1},)
