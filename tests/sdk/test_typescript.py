"""The TypeScript client against the real application, and its own tests."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

from chalicelib.domain.applicants.api_keys import Mode
from tests.entrypoints.backend import Backend
from tests.sdk.conftest import ROOT, Served

CLIENT = ROOT / "sdk" / "typescript"


def node(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", *arguments], cwd=CLIENT, env=os.environ | env, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


def test_a_person_is_verified_in_test_mode(kit: Path, api: Served, backend: Backend) -> None:
    done = node("dist-test/test/live.js", KEY=backend.texts[Mode.TEST], VESTIBULE=api.url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] == "approved Sandbox Approved verification.approved 2 0"
    assert {heads["user-agent"] for _, _, heads in api.seen} == {
        "vestibule-client-typescript/1.0.0"
    }


def test_its_own_tests_pass(kit: Path) -> None:
    done = node("--test", "dist-test/test/client.test.js")
    assert done.returncode == 0, done.stdout


def test_the_tarball_holds_types_and_nothing_of_ours(kit: Path) -> None:
    (tarball,) = kit.glob("*.tgz")
    with tarfile.open(tarball) as archive:
        names = {name.removeprefix("package/") for name in archive.getnames()}
    assert {"dist/index.js", "dist/index.d.ts", "dist/generated/sdk.gen.js", "README.md"} <= names
    assert not [
        name for name in names if "test" in name or name.endswith(".ts") != name.endswith(".d.ts")
    ]
