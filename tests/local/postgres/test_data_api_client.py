"""The product's client of the Data API: types, patience, transactions, and errors without data."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.aws import data_api
from chalicelib.domain.errors import Conflict, Refused, Unavailable, VestibuleError
from tests.conftest import Copies
from tests.data_api_server import DataApiServer

SECRET_VALUES = ("canary@applicants.example", "Canary Demosthenous", "+306900000001")


@pytest.fixture(scope="module")
def own(shared_database: Copies) -> DataApiServer:
    return shared_database("empty")


@pytest.fixture
def door(own: DataApiServer) -> DataApiServer:
    own.service.resuming(0)
    own.api().execute("drop table if exists people, kept")
    own.api().execute(
        "create table people (id uuid primary key, email varchar(255) constraint people_email_key"
        " unique, name varchar(20) not null, phone varchar(20), age integer constraint people_age"
        " check (age > 0))"
    )
    return own


INSERT = "insert into people values (:id, :email, :name, :phone, :age)"


def somebody(number: int = 1, **changed: Any) -> dict[str, Any]:
    email, name, phone = SECRET_VALUES
    plain = {"id": UUID(int=number), "email": email, "name": name, "phone": phone, "age": 30}
    return plain | changed


@pytest.mark.parametrize(
    ("kind", "value", "back"),
    [
        ("uuid", UUID(int=5), str(UUID(int=5))),
        ("timestamptz", datetime(2026, 11, 21, 8, 0, 0, 250000, UTC), "2026-11-21 08:00:00.25"),
        ("date", date(2026, 11, 21), "2026-11-21"),
        ("numeric", Decimal("12.50"), "12.50"),
        ("integer", 7, 7),
        ("double precision", 1.5, 1.5),
        ("boolean", False, False),
        ("varchar", "it's :name; --", "it's :name; --"),
        ("varchar", None, None),
        ("json", {"a": ["ü"]}, '{"a": ["\\u00fc"]}'),
    ],
)
def test_every_type_reaches_its_column_without_a_cast(
    door: DataApiServer, kind: str, value: Any, back: Any
) -> None:
    api = door.api()
    api.execute(f"create table kept (value {kind})")
    api.execute("insert into kept values (:value)", value=value)
    [row] = api.execute("select value from kept").rows
    assert row["value"] == back


def test_times_of_other_zones_arrive_as_utc(door: DataApiServer) -> None:
    moment = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    [row] = door.api().execute("select :at as at", at=moment).rows
    assert row["at"] == "2026-11-21 08:00:00"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_went(door: DataApiServer, text: str) -> None:
    [row] = door.api().execute("select :text as text", text=text).rows
    assert row["text"] == text


def test_a_type_it_does_not_know_is_a_mistake_of_the_programmer(door: DataApiServer) -> None:
    with pytest.raises(TypeError):
        door.api().execute("select :x", x=object())


@pytest.mark.parametrize(
    ("changed", "kind", "code"),
    [
        ({"id": UUID(int=2)}, Conflict, "sql_23505"),
        ({"id": UUID(int=2), "email": "b@x.example", "age": -1}, Refused, "sql_23514"),
        ({"id": UUID(int=2), "email": "b@x.example", "name": None}, Refused, "sql_23502"),
        ({"id": UUID(int=2), "email": "b@x.example", "name": "x" * 21}, Refused, "sql_22001"),
    ],
)
def test_errors_say_the_sqlstate_and_never_a_value(
    door: DataApiServer, changed: dict[str, Any], kind: type[VestibuleError], code: str
) -> None:
    api = door.api()
    api.execute(INSERT, **somebody())
    with pytest.raises(kind) as caught:
        api.execute(INSERT, **somebody(**changed))
    assert caught.value.code == code
    for value in (*SECRET_VALUES, "b@x.example", "x" * 21):
        assert value not in str(caught.value)
    assert caught.value.__suppress_context__, "a traceback would print PostgreSQL's text"


def test_an_error_inside_a_transaction_says_no_value_either(door: DataApiServer) -> None:
    api = door.api()
    api.execute(INSERT, **somebody())
    with pytest.raises(Conflict) as caught, api.transaction() as work:
        work.execute(INSERT, **somebody(2))
    assert str(caught.value).endswith("SQLState 23505 of people_email_key")


def test_a_transaction_holds_together(door: DataApiServer) -> None:
    api = door.api()
    with pytest.raises(ZeroDivisionError), api.transaction() as work:
        work.execute(INSERT, **somebody())
        _ = 1 / 0
    assert api.execute("select 1 from people").rows == ()
    with api.transaction() as work:
        work.execute(INSERT, **somebody())
    assert len(api.execute("select 1 from people").rows) == 1


def test_a_resuming_database_is_waited_for(door: DataApiServer) -> None:
    door.service.resuming(3)
    assert door.api(patience=10).execute("select 1 as one").rows == ({"one": 1},)


def test_patience_ends(door: DataApiServer) -> None:
    door.service.resuming(1_000_000)
    with pytest.raises(Unavailable) as caught:
        door.api(patience=0.1).execute("select 1")
    assert "DatabaseResumingException" in str(caught.value)


def test_a_transaction_waits_for_the_database_only_at_its_beginning(door: DataApiServer) -> None:
    door.service.resuming(1)
    with door.api(patience=10).transaction() as work:
        work.execute(INSERT, **somebody())
        door.service.resuming(1)
        with pytest.raises(Unavailable):
            work.execute("select 1")


def test_nobody_listening_is_unavailable() -> None:
    nobody = DataApiServer("http://127.0.0.1:1", None, "")
    with pytest.raises(Unavailable) as caught:
        nobody.api(patience=0).execute("select 1")
    assert "EndpointConnectionError" in str(caught.value)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("40001", Unavailable),
        ("40P01", Unavailable),
        ("53300", Unavailable),
        ("57P01", Unavailable),
        ("08006", Unavailable),
        ("23505", Conflict),
        ("VK001", Conflict),
        ("42601", Refused),
        ("22P02", Refused),
    ],
)
def test_what_postgresql_says_decides_whether_to_try_again(
    door: DataApiServer, state: str, kind: type[VestibuleError]
) -> None:
    sql = f"do $$ begin raise exception 'Key (email)=(a@b)' using errcode = '{state}'; end $$"
    with pytest.raises(kind) as caught:
        door.api(patience=0).execute(sql)
    assert caught.value.code == f"sql_{state}"
    assert "a@b" not in str(caught.value)


def test_a_batch_of_thousands_goes_in_pieces_and_writes_all(
    door: DataApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_api, "BATCH_ROWS", 10)
    rows = [somebody(n, email=f"{n}@x.example") for n in range(25)]
    door.api().batch(INSERT, rows)
    assert door.api().execute("select count(*) as n from people").rows == ({"n": 25},)


def test_a_batch_with_a_bad_row_writes_none_of_its_piece(door: DataApiServer) -> None:
    rows = [somebody(n, email=f"{n % 3}@x.example") for n in range(4)]
    with pytest.raises(Conflict):
        door.api().batch(INSERT, rows)
    assert door.api().execute("select 1 from people").rows == ()
