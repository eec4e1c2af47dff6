"""The rules of the house, as far as a machine can see them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
#: Data, style sheets and generated text, which nobody reads from top to bottom.
GENERATED = re.compile(
    r"^requirements/.*\.txt$|package-lock\.json$|openapi\.(json|ts)$|\.schema\.json$|custom-elements\.json$"
    r"|^\.chalice/config\.json$|\.asl\.json$|(rights|tables)\.json$|^LICENSE$|^docs/errors\.md$|\.svg$|styles\.(ts|css)$"
)


def tracked(*patterns: str) -> list[str]:
    """Names of committed (or staged) text files."""
    done = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(name: str) -> str:
    """The file, or nothing if it is no text."""
    data = (ROOT / name).read_bytes()
    return "" if b"\0" in data[:4096] else data.decode("utf-8", "replace")


SOURCES = tracked("*.py")
PACKAGED = [name for name in SOURCES if name.startswith("chalicelib/") or name == "app.py"]


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert re.search(r"\b0 broken", done.stdout), done.stdout[-400:]


def test_an_import_contract_notices_a_breach() -> None:
    """The contracts are about the real packages: a layer turned around is broken."""
    settings = (ROOT / "pyproject.toml").read_text()
    layers = '  "entrypoints",\n  "application",\n'
    assert layers in settings
    turned = ROOT / ".cache" / "turned.toml"
    turned.parent.mkdir(exist_ok=True)
    turned.write_text(settings.replace(layers, '  "application",\n  "entrypoints",\n'))
    code = (
        "from importlinter.cli import lint_imports_command as c;"
        f"c(['--config', {str(turned)!r}, '--contract', 'direction'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout[-400:]


def test_no_file_is_too_long() -> None:
    long = {
        name: lines
        for name in tracked()
        if not GENERATED.search(name) and (lines := text_of(name).count("\n")) > LONGEST
    }
    assert long == {}


def test_aws_clients_are_made_in_one_place() -> None:
    made = [
        name for name in PACKAGED if re.search(r"boto3\.(client|resource|Session)\b", text_of(name))
    ]
    assert made == ["chalicelib/adapters/aws/clients.py"]


def test_nothing_packaged_prints() -> None:
    printing = [
        f"{name}:{node.lineno}"
        for name in PACKAGED
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_names_say_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [n for n in SOURCES if {p.removesuffix(".py") for p in n.split("/")} & empty] == []


def test_every_module_says_what_it_is_about() -> None:
    silent = [
        name
        for name in SOURCES
        if text_of(name).strip()
        and not name.startswith("tests/")
        and not ast.get_docstring(ast.parse(text_of(name)))
    ]
    assert silent == []


ROOMS = sorted(path.name for path in (ROOT / "chalicelib").iterdir() if path.is_dir())


def test_tests_mirror_the_rooms() -> None:
    """A folder of tests is named like what it tests."""
    other = {"architecture", "docs", "e2e", "infra", "local", "stepfunctions", "fixtures"}
    other |= {"faults", "fuzz", "vendors", "web", "benchmarks", "attacks", "emulator", "operations"}
    other |= {"mutation", "sdk"}
    folders = {Path(name).parts[1] for name in tracked("tests/**") if len(Path(name).parts) > 2}
    assert folders <= set(ROOMS) | other


@pytest.mark.parametrize("script", ["openapi", "chalice_config"])
def test_generated_files_are_current(script: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / f"{script}.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


# Where somebody's machine, or somebody's mirror of a package index, shows through. Written so that
# this file does not match itself.
MACHINE = re.compile(
    r"(?<![\w.}])/(?:work|root)/(?:main|shared|\.pyenv)|(?<![\w.}])/(?:opt/pip|opt/npm)"
    r"|/home/(?!user\b|app\b)\w+/|/Users/\w+/"
)
HOST = re.compile(
    r"https?://(?!files\.pythonhosted\.org)[\w.-]*(?:artifactory|nexus|devpi|verdaccio|codeartifact)"
    r"[\w.-]*|--(?:extra-)?index-url|\"resolved\": \"http|registry="
)


def test_no_machine_shows_through() -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [name for name in tracked() if name != here and MACHINE.search(text_of(name))]
    assert found == []


def test_lock_files_name_no_host() -> None:
    locks = [*tracked("requirements/*"), *tracked("web/**package-lock.json"), *tracked("*.npmrc")]
    locks += tracked("web/.npmrc", "web/package-lock.json", "*.terraform.lock.hcl")
    assert "web/package-lock.json" in locks
    # The word in web/.npmrc says that the lock file shall not name hosts.
    found = {
        name: match.group()
        for name in locks
        if (match := HOST.search(text_of(name).replace("omit-lockfile-registry-resolved", "")))
    }
    assert found == {}


def test_python_locks_are_hashed() -> None:
    for name in tracked("requirements/*.txt"):
        pins = re.findall(r"^[\w.\[\],-]+==[^\\\n]+", text_of(name), re.M)
        assert pins, name
        bare = [p for p in re.split(r"\n(?=[A-Za-z])", text_of(name)) if "==" in p[:80]]
        assert [p.splitlines()[0] for p in bare if "--hash=sha256:" not in p] == [], name


def test_the_packaged_requirements_are_the_runtime_lock() -> None:
    file = ROOT / "requirements.txt"
    if file.exists():
        assert "requirements/runtime.txt" in file.read_text()
