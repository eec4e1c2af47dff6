"""Plug-ins that are named exist, and alarms listen to something."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from chalicelib.outside import plug_ins
from chalicelib.outside.watchlists import watchlists

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("table", ["SCREENERS", "VENDORS"])
def test_every_plug_in_is_there(table: str) -> None:
    plugs: dict[str, str] = getattr(plug_ins, table)
    assert [name for name, module in plugs.items() if find_spec(module) is None] == []


@pytest.mark.parametrize("name", plug_ins.WATCHLISTS)
def test_every_watchlist_has_its_files_and_says_its_own_name(name: str) -> None:
    (source,) = watchlists([name])
    assert source.name == name.removesuffix("-csv")
    assert source.files and callable(source.read)


def test_every_alarm_of_ours_has_somebody_who_counts() -> None:
    alarms = (ROOT / "infra" / "modules" / "monitoring" / "alarms.tf").read_text()
    own = alarms[alarms.index("own = {") : alarms.index("dimensions =")]
    watched = set(re.findall(r'metric = "(\w+)"', own)) | {"WebhooksReceived"}
    code = "\n".join(path.read_text() for path in (ROOT / "chalicelib").rglob("*.py"))
    counted = set(re.findall(r'(?:count|metric|counted|counter)\(\s*"([A-Z]\w+)"', code))
    counted |= set(re.findall(r'"([A-Z][a-z]+[A-Z]\w+)"', code))
    assert watched - counted == set()


def test_every_command_of_the_makefile_is_there() -> None:
    """Modules after `-m` and scripts in .ci exist; so do the programs the checks call."""
    text = "".join((ROOT / name).read_text() for name in ("Makefile", ".ci/check"))
    modules = set(re.findall(r"-m ((?:local|benchmarks)[\w.]*)", text))
    assert [name for name in sorted(modules) if find_spec(name) is None] == []
    scripts = set(re.findall(r"(?<![\w/])\.ci/[\w.]+", text))
    assert [name for name in sorted(scripts) if not (ROOT / name).exists()] == []
