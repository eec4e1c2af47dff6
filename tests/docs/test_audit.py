"""The audit of packages is green when every part looked and found nothing, and in no other case."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = 8  # five locks of Python, three looks at the web's


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose audit is set up, with programs of ours in place of the auditors."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "audit", tmp_path / ".ci" / "audit")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "audit.txt").write_text("locked")
    (tmp_path / ".cache" / "audit" / "bin").mkdir(parents=True)
    (tmp_path / ".cache" / "audit" / "stamp").write_text("locked")
    for place in (tmp_path / ".cache" / "audit" / "bin" / "pip-audit", tmp_path / "npm"):
        place.write_text(
            '#!/bin/bash\necho "$*" >>asked\n'
            '[[ -z "$FAILS" || "$*" != *$FAILS* ]] || exit "$CODE"\n'
        )
        place.chmod(0o755)
    return tmp_path


def audit(checkout: Path, fails: str = "", code: int = 1) -> subprocess.CompletedProcess[str]:
    path = f"{checkout}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [checkout / ".ci" / "audit"],
        env={"PATH": path, "FAILS": fails, "CODE": str(code)},
        capture_output=True,
        text=True,
        check=False,
    )


def asked(checkout: Path) -> list[str]:
    return (checkout / "asked").read_text().splitlines()


def test_all_parts_look(checkout: Path) -> None:
    assert audit(checkout).returncode == 0
    assert len(asked(checkout)) == PARTS
    locks = {"runtime", "dev", "build", "scan", "audit"}
    assert {lock for lock in locks if f"requirements/{lock}.txt" in str(asked(checkout))} == locks


@pytest.mark.parametrize(
    "fails",
    [
        *(f"requirements/{lock}.txt" for lock in ("runtime", "dev", "build", "scan", "audit")),
        *("--omit=dev", "--audit-level=high"),
    ],
)
@pytest.mark.parametrize("code", [1, 2, 127])
def test_one_part_that_fails_fails_all_and_stops_none(
    checkout: Path, fails: str, code: int
) -> None:
    done = audit(checkout, fails, code)
    assert done.returncode != 0
    assert "not right: " in done.stdout
    assert len(asked(checkout)) == PARTS


def test_a_package_that_cannot_be_looked_up_fails(checkout: Path) -> None:
    """pip-audit itself passes then: an index that is away would be a green audit."""
    audit(checkout)
    assert all("--strict" in line for line in asked(checkout) if "requirements/" in line)


def test_an_auditor_that_cannot_be_set_up_fails(checkout: Path) -> None:
    (checkout / ".cache" / "audit" / "stamp").unlink()
    (checkout / ".ci" / "venv").write_text("#!/bin/bash\nexit 1\n")
    (checkout / ".ci" / "venv").chmod(0o755)
    assert audit(checkout).returncode != 0


def test_the_pipeline_audits_and_takes_no_excuse() -> None:
    workflow = (ROOT / ".github" / "workflows" / "security.yml").read_text()
    assert "- run: .ci/audit" in workflow
    assert "continue-on-error" not in workflow and "|| true" not in workflow
