"""A snapshot grows from the newest one that stands on the same ground."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from local import provision


@pytest.fixture
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(provision, "CACHE", tmp_path)
    return tmp_path / "snapshots"


def made(place: Path, ground: str, at: int, whole: bool = True) -> Path:
    (place / "platform" / "data").mkdir(parents=True)
    noted = {"backend": {"config": {"path": str(place / "platform" / "terraform.tfstate")}}}
    (place / "platform" / "data" / "terraform.tfstate").write_text(json.dumps(noted))
    (place / "ground").write_text(ground)
    if whole:
        (place / "cloud.pickle").write_bytes(b"a cloud")
    os.utime(place, (at, at))
    return place


def test_the_newest_whole_one_on_the_same_ground_is_chosen(snapshots: Path) -> None:
    ground = provision.ground()
    assert provision._base() is None
    made(snapshots / "old", ground, 10)
    wanted = made(snapshots / "new", ground, 20)
    made(snapshots / "unfinished", ground, 30, whole=False)
    made(snapshots / "other", "another ground", 40)
    assert provision._base() == wanted


def test_infrastructure_changes_the_key_and_not_the_ground(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = provision.key(), provision.ground()
    changed = provision.ROOT / "infra" / "platform" / "storage.tf"
    read = Path.read_bytes

    def with_one_more(path: Path) -> bytes:
        return read(path) + (b"# changed" if path == changed else b"")

    monkeypatch.setattr(Path, "read_bytes", with_one_more)
    assert provision.key() != before[0] and provision.ground() == before[1]


@pytest.mark.parametrize("whose", ["its own", "another checkout's"])
def test_a_copy_keeps_its_state_at_its_own_place(snapshots: Path, whose: str) -> None:
    """A checkout that was copied says where the other one's state lies."""
    base = made(snapshots / "base", "g", 10)
    if whose != "its own":
        noted = base / "platform" / "data" / "terraform.tfstate"
        elsewhere = {"backend": {"config": {"path": "/elsewhere/platform/terraform.tfstate"}}}
        noted.write_text(json.dumps(elsewhere))
    place = snapshots / "grown"
    provision._copied(base, place)
    told = json.loads((place / "platform" / "data" / "terraform.tfstate").read_text())
    assert told["backend"]["config"]["path"] == str(place / "platform" / "terraform.tfstate")
    assert not (place / "cloud.pickle").exists(), "it is not whole yet"
