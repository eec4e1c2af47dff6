"""Migrations: in order, once, re-runnable, and nobody changes one that was applied."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.aws import migrations
from chalicelib.adapters.aws.migrations import Migration, apply, found, statements
from chalicelib.domain.errors import Conflict, Refused
from tests.conftest import Copies
from tests.data_api_server import DataApiServer


@pytest.fixture
def door(database: Copies) -> DataApiServer:
    return database("empty")


def a_migration(version: int, text: str) -> Migration:
    return Migration(version, f"{version:04}_made_up", text)


def applied(door: DataApiServer) -> list[Any]:
    rows = door.api().execute("select name from schema_migrations order by version").rows
    return [row["name"] for row in rows]


def test_the_real_ones_apply_in_order_and_only_once(door: DataApiServer) -> None:
    names = tuple(m.name for m in found())
    assert apply(door.api()) == names
    assert apply(door.api()) == ()
    assert tuple(applied(door)) == names


def test_new_ones_apply_on_top(door: DataApiServer) -> None:
    first = a_migration(1, "create table a (x integer);")
    second = a_migration(2, "insert into a values (1);\ninsert into a values (2);")
    assert apply(door.api(), (first,)) == ("0001_made_up",)
    assert apply(door.api(), (first, second)) == ("0002_made_up",)
    assert door.api().execute("select count(*) as n from a").rows == ({"n": 2},)


def test_a_changed_one_stops_everything(door: DataApiServer) -> None:
    first = a_migration(1, "create table a (x integer)")
    apply(door.api(), (first,))
    changed = replace(first, text="create table a (x bigint)")
    with pytest.raises(Conflict) as caught:
        apply(door.api(), (changed, a_migration(2, "create table b (x integer)")))
    assert caught.value.code == "migration_changed"
    assert applied(door) == ["0001_made_up"]


def test_windows_line_ends_are_no_change() -> None:
    unix = a_migration(1, "select 1;\nselect 2;\n")
    assert replace(unix, text=unix.text.replace("\n", "\r\n")).checksum == unix.checksum


def test_one_that_fails_leaves_nothing_of_itself_and_can_be_repeated(door: DataApiServer) -> None:
    broken = a_migration(1, "create table a (x integer); create table a (x integer);")
    with pytest.raises(Refused):
        apply(door.api(), (broken,))
    mended = replace(broken, text="create table a (x integer);")
    assert apply(door.api(), (mended,)) == ("0001_made_up",)


def test_two_deployments_at_once_apply_each_once(door: DataApiServer) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: apply(door.api()), range(3)))
    assert sorted(name for names in done for name in names) == [m.name for m in found()]


def test_a_database_that_resumes_is_waited_for(door: DataApiServer) -> None:
    door.service.resuming(2)
    assert apply(door.api(patience=10)) == tuple(m.name for m in found())


@pytest.mark.parametrize("names", [["0001_a.sql", "0003_c.sql"], ["1_a.sql"], ["0002_b.sql"]])
def test_names_out_of_form_or_with_gaps_are_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("select 1")
    with pytest.raises(ValueError, match=r"named|numbered"):
        found(tmp_path)


def test_semicolons_separate_statements_only_where_they_do() -> None:
    text = """-- a; comment
    select ';' as "a;b"; /* c; */
    create function f() returns trigger language plpgsql as $body$ begin; return new; end $body$;
    ;
    select 2 -- the end; really
    """
    found = list(statements(text))
    assert len(found) == 3
    assert "create function" in found[1]
    assert found[1].endswith("$body$")
    assert found[2].startswith("select 2")


def test_the_folder_is_the_one_that_is_packaged() -> None:
    assert migrations.FOLDER.parts[-2:] == ("chalicelib", "migrations")
