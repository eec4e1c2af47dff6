"""docs/quickstart.md, block by block, as it stands on the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "quickstart.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def surroundings(system: dict[str, str]) -> dict[str, str]:
    """A shell of the reader's, beside a system that runs on ports of its own."""
    port = str(urlsplit(system["cloud"]).port)
    return dict(os.environ) | {"VESTIBULE": system["api"], "VESTIBULE_PORT_CLOUD": port}


@pytest.fixture(scope="module")
def key(surroundings: dict[str, str]) -> str:
    """What the first block of the page says."""
    return told(
        ["bash", "-c", "set -euo pipefail\n" + blocks("bash")[0] + "echo $KEY"], surroundings
    )


def told(command: list[str], env: dict[str, Any]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


def test_curl(surroundings: dict[str, str], key: str) -> None:
    script = "set -euo pipefail\n" + "\n".join(blocks("bash")[1:])
    lines = told(["bash", "-c", script], surroundings | {"KEY": key}).splitlines()
    assert "/verify.html#vl_" in lines[0]
    assert lines[1:] == ["approved", "Sandbox Approved", "verification.approved"]


def test_python(surroundings: dict[str, str], key: str, tmp_path: Path) -> None:
    (script,) = blocks("python")
    (tmp_path / "backend.py").write_text(script)
    out = told([sys.executable, str(tmp_path / "backend.py")], surroundings | {"KEY": key})
    assert "verification.approved python-1" in out
    assert out.splitlines()[-1] == "verified 1991-03-14"
