"""What an ended system left behind hinders nobody and harms nobody; folders may have any name."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from local.postgres import binaries
from local.postgres.binaries import NoPostgres
from local.postgres.server import Postgres


@pytest.fixture
def foreign() -> Iterator[subprocess.Popen[bytes]]:
    """Somebody's process, which has nothing to do with PostgreSQL."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that root's PostgreSQL can reach as `nobody`, so that it is used as it is."""
    with tempfile.TemporaryDirectory(prefix="vestibule ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def named(server: Postgres, pid: int) -> Path:
    """A file left behind that names the process."""
    file = server.home.data / "postmaster.pid"
    file.write_text(f"{pid}\n{server.home.data}\n1700000000\n5432\n{server.home.socket}\n\n")
    return file


def answers(server: Postgres) -> bool:
    with psycopg.connect(server.dsn("postgres")) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_a_process_that_only_has_the_number_is_not_ended(
    tmp_path: Path, foreign: subprocess.Popen[bytes]
) -> None:
    with Postgres(tmp_path / "postgres") as server:
        assert answers(server)
    named(server, foreign.pid)
    with server:
        assert answers(server)
    assert foreign.poll() is None


def test_a_postgres_of_another_folder_is_not_ended(tmp_path: Path) -> None:
    with Postgres(tmp_path / "one") as one:
        two = Postgres(tmp_path / "two")
        two.start()
        two.stop()
        assert one._process is not None
        named(two, one._process.pid)
        with two:
            assert answers(one) and answers(two)


def test_our_own_that_was_left_running_is_ended(tmp_path: Path) -> None:
    left = Postgres(tmp_path / "postgres").start()
    again = Postgres(tmp_path / "postgres")
    with again:
        assert answers(again)
        assert not left.running
    left.stop()


def test_a_file_that_names_nothing_is_passed_over(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres")
    with server:
        pass
    for words in ("no number\n", "", "4194305\n"):
        (server.home.data / "postmaster.pid").write_text(words)
        with server:
            assert answers(server)


@pytest.mark.parametrize("name", ["a folder", 'with "quotes"', "comma, and 'more'", "größe \\ 漢"])
def test_folders_of_any_name(open_to_all: Path, name: str) -> None:
    folder = open_to_all / name
    folder.mkdir()
    with Postgres(folder / "postgres") as server:
        server.database("vestibule")
        server.clone("vestibule", "copy")
        assert server.databases() >= {"vestibule", "copy"}


def test_a_user_without_a_name_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    uid = next(uid for uid in range(4242, 60_000) if uid not in {p.pw_uid for p in pwd.getpwall()})
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    with pytest.raises(NoPostgres, match=rf"user id {uid} has no name on this machine.*container"):
        binaries.settle(tmp_path / "postgres")
