"""docs/quickstart.md, block by block, as it stands on the page, in empty folders.

The packed clients are installed with no index at hand: what they need is where Python looks anyway
(httpx, attrs), in a folder above (the types of Node), and installed for all (tsc).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "quickstart.md").read_text()
TOOLS = ROOT / "sdk" / "typescript" / "node_modules"
Env = dict[str, str]


def blocks(language: str, heading: str = "Quickstart") -> list[str]:
    """The blocks below one heading."""
    part = re.split(rf"^##? {re.escape(heading)}.*$", PAGE, maxsplit=1, flags=re.M)[1]
    part = re.split(r"^## ", part, maxsplit=1, flags=re.M)[0]
    return re.findall(rf"^```{language}\n(.*?)^```", part, re.M | re.S)


@pytest.fixture(scope="module")
def surroundings(system: dict[str, str]) -> Env:
    """A shell of the reader's, beside a system that runs on ports of its own."""
    made = subprocess.run([ROOT / ".ci" / "sdk"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    port = str(urlsplit(system["cloud"]).port)
    return dict(os.environ) | {"VESTIBULE": system["api"], "VESTIBULE_PORT_CLOUD": port}


@pytest.fixture(scope="module")
def shell(surroundings: Env) -> Env:
    """What the first block of the page exports."""
    (first,) = blocks("bash")
    lines = told(first + 'printf "%s\\n" "$KEY" "$KIT"', ROOT, surroundings).splitlines()
    key, kit = lines[-2:]
    return surroundings | {"KEY": key, "KIT": kit}


def told(script: str, folder: Path, env: Env) -> str:
    done = subprocess.run(
        ["bash", "-c", "set -euo pipefail\n" + script], cwd=folder, env=env,
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


def test_curl(shell: Env) -> None:
    lines = told("\n".join(blocks("bash", "With curl")), ROOT, shell).splitlines()
    assert "/verify.html#vl_" in lines[0]
    assert lines[1:] == ["approved", "Sandbox Approved", "verification.approved"]


def test_python(shell: Env, tmp_path: Path) -> None:
    install, run = blocks("bash", "With Python")
    (script,) = blocks("python", "With Python")
    (tmp_path / "backend.py").write_text(script)
    ours = str(Path(sys.executable).parent)
    offline = {
        "PATH": f"{ours}:{shell['PATH']}", "PYTHONPATH": sysconfig.get_paths()["purelib"],
        "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }  # fmt: skip
    out = told(install + run, tmp_path, shell | offline)
    assert "verification.approved python-1" in out
    assert out.splitlines()[-1] == "verified 1991-03-14"
    assert list(tmp_path.glob("venv/lib/*/site-packages/vestibule_client/parts.py"))


@pytest.mark.slow
def test_typescript(shell: Env, tmp_path: Path) -> None:
    install, run = blocks("bash", "With TypeScript")
    (script,) = blocks("typescript", "With TypeScript")
    types, folder = tmp_path / "node_modules" / "@types", tmp_path / "shop"
    programs = tmp_path / "global" / "bin"
    for place in (types, folder, programs):
        place.mkdir(parents=True)
    (programs / "tsc").symlink_to(TOOLS / "typescript" / "bin" / "tsc")
    for name in (TOOLS / "@types").iterdir():
        (types / name.name).symlink_to(name)
    (tmp_path / "node_modules" / "undici-types").symlink_to(TOOLS / "undici-types")
    (folder / "backend.ts").write_text(script)
    offline = {"npm_config_prefix": str(programs.parent), "npm_config_offline": "true"}
    out = told(install + run, folder, shell | offline)
    assert "verification.approved typescript-1" in out
    assert out.splitlines()[-1] == "verified 1991-03-14"
    assert (folder / "node_modules" / "vestibule-client" / "dist" / "index.js").exists()
