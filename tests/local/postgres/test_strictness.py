"""The laptop's Data API refuses what Aurora's refuses; otherwise no other test proves anything."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, cast

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Copies
from tests.data_api_server import DataApiServer

ID = "6b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21"


@pytest.fixture(scope="module")
def door(shared_database: Copies) -> DataApiServer:
    return shared_database("empty")


class Statement(Protocol):
    """Runs one statement; `door` is where."""

    door: DataApiServer

    def __call__(
        self, sql: str, parameters: Iterable[Mapping[str, Any]] = (), **more: Any
    ) -> Any: ...


@pytest.fixture
def run(door: DataApiServer) -> Statement:
    door.call("execute_statement", sql="drop table if exists visits")
    door.call(
        "execute_statement",
        sql="create table visits (id uuid, at timestamptz, day date, paid numeric, seen integer,"
        " note varchar(20), facts jsonb, done boolean)",
    )

    def execute(sql: str, parameters: Iterable[Mapping[str, Any]] = (), **more: Any) -> Any:
        return door.call("execute_statement", sql=sql, parameters=list(parameters), **more)

    statement = cast("Statement", execute)
    statement.door = door
    return statement


def text(name: str, value: str, hint: str = "") -> dict[str, Any]:
    return {"name": name, "value": {"stringValue": value}} | ({"typeHint": hint} if hint else {})


def refused(call: Callable[[], object], code: str, sqlstate: str = "") -> str:
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    if sqlstate:
        assert error["Message"].endswith(f"SQLState: {sqlstate}"), error
    return error["Message"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-11-21 08:00:00"),
        ("id", ID),
        ("day", "2026-11-21"),
        ("paid", "12.50"),
        ("seen", "7"),
        ("facts", '{"a": 1}'),
    ],
)
def test_text_without_its_type_is_never_cast(run: Statement, column: str, value: str) -> None:
    insert = f"insert into visits ({column}) values (:value)"
    message = refused(
        lambda: run(insert, [text("value", value)]), "DatabaseErrorException", "42804"
    )
    assert f'column "{column}" is of type' in message


@pytest.mark.parametrize(
    ("column", "value", "hint"),
    [
        ("at", "2026-11-21 08:00:00.250", "TIMESTAMP"),
        ("id", ID, "UUID"),
        ("day", "2026-11-21", "DATE"),
        ("paid", "12.50", "DECIMAL"),
        ("facts", '{"a": 1}', "JSON"),
    ],
)
def test_a_type_hint_makes_text_what_it_says(
    run: Statement, column: str, value: str, hint: str
) -> None:
    run(f"insert into visits ({column}) values (:value)", [text("value", value, hint)])
    [[kept]] = run(f"select {column} from visits")["records"]
    assert kept == {"stringValue": value.removesuffix("0") if hint == "TIMESTAMP" else value}


def test_text_compared_with_a_uuid_fails_as_on_aws(run: Statement) -> None:
    refused(
        lambda: run("select 1 from visits where id = :id", [text("id", ID)]),
        "DatabaseErrorException",
        "42883",
    )


def test_a_cast_in_the_sql_helps_as_well(run: Statement) -> None:
    run("insert into visits (id, at) values (:id::uuid, cast(:at as timestamptz))",
        [text("id", ID), text("at", "2026-11-21 08:00:00")])  # fmt: skip
    assert run("select id from visits")["records"] == [[{"stringValue": ID}]]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2026-11-21T08:00:00Z", "TIMESTAMP"),
        ("2026-11-21 08:00", "TIMESTAMP"),
        ("2026-13-01", "DATE"),
        ("not-a-uuid", "UUID"),
        ("{", "JSON"),
        ("twelve", "DECIMAL"),
        ("x", "INTERVAL"),
    ],
)
def test_a_hint_that_does_not_fit_is_a_bad_request(run: Statement, value: str, hint: str) -> None:
    refused(lambda: run("select :value", [text("value", value, hint)]), "BadRequestException")


def test_two_statements_in_one_call_are_refused_and_neither_runs(run: Statement) -> None:
    refused(
        lambda: run("insert into visits (seen) values (1); select 2"),
        "DatabaseErrorException",
        "42601",
    )
    assert run("select * from visits")["records"] == []


def test_a_missing_parameter_is_a_bad_request(run: Statement) -> None:
    message = refused(lambda: run("select :absent"), "BadRequestException")
    assert "absent" in message


def test_arrays_cannot_be_bound(run: Statement) -> None:
    array = {"name": "ids", "value": {"arrayValue": {"stringValues": ["a"]}}}
    refused(lambda: run("select :ids", [array]), "BadRequestException")


def test_colons_in_strings_casts_comments_and_bodies_are_no_parameters(run: Statement) -> None:
    sql = """select ':no', "note"::text, $tag$ :no $tag$ /* :no */ -- :no
        from visits where note = :note"""
    run("insert into visits (note) values (:note)", [text("note", "x")])
    [[first, second, third]] = run(sql, [text("note", "x")])["records"]
    assert [first, second, third] == [
        {"stringValue": ":no"}, {"stringValue": "x"}, {"stringValue": " :no "}
    ]  # fmt: skip


def test_every_kind_of_value_goes_in_and_comes_out(run: Statement) -> None:
    values = [
        {"name": "seen", "value": {"longValue": 7}},
        {"name": "done", "value": {"booleanValue": True}},
        {"name": "note", "value": {"isNull": True}},
    ]
    answer = run("insert into visits (seen, done, note) values (:seen, :done, :note)", values)
    assert answer["numberOfRecordsUpdated"] == 1
    assert run("select seen, done, note from visits")["records"] == [
        [{"longValue": 7}, {"booleanValue": True}, {"isNull": True}]
    ]


def test_records_come_as_json_when_asked_for(run: Statement) -> None:
    run("insert into visits (seen, at) values (7, '2026-11-21 08:00:00+02')")
    answer = run("select seen, at from visits", formatRecordsAs="JSON")
    assert answer["formattedRecords"] == '[{"seen": 7, "at": "2026-11-21 06:00:00"}]'


def test_an_answer_of_more_than_a_mebibyte_is_refused(run: Statement) -> None:
    refused(
        lambda: run("select repeat('x', 2000) from generate_series(1, 600)"), "BadRequestException"
    )


def test_arns_are_demanded(run: Statement) -> None:
    client = run.door.client
    refused(
        lambda: client.execute_statement(resourceArn="x" * 12, secretArn="y" * 12, sql="select 1"),
        "BadRequestException",
    )
