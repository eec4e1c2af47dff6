"""What is required is used, in the room it is required for, and what is used is required."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {
    "runtime": ["app.py", "chalicelib"],
    "local": ["local", "emulator", "operations", ".ci", "benchmarks", "chalicelib"],
    "dev": ["tests", "benchmarks"],
}
#: Not imported by name: an engine, plug-ins, programs, types.
CALLED = {
    "onnxruntime": "rapidocr runs its models on it",
    "tzdata": "zoneinfo reads it",
    "httpx": "the Python client of sdk/ speaks through it",
    "import-linter": "called as lint-imports",
    "mypy": "a program",
    "ruff": "a program",
    "pytest-cov": "a plug-in",
    "pytest-xdist": "a plug-in",
    "boto3-stubs": "types",
    "types-defusedxml": "types",
    "types-requests": "types",
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(room: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{room}.in").read_text().splitlines()
    return {plain(m.group()) for line in lines if (m := re.match(r"[A-Za-z][\w.-]*", line))}


def types_only(node: ast.AST) -> bool:
    """Whether the node is `if TYPE_CHECKING:`, whose imports never run."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def running(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node of a module but those that are there for mypy alone."""
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        yield node
        nodes += [child for child in ast.iter_child_nodes(node) if not types_only(child)]


def sources(places: list[str]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def imported(places: list[str]) -> set[str]:
    """Top-level names of all imports, late ones too, and of modules imported by their name."""
    names: set[str] = set()
    for path in sources(places):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value.partition(".")[0])
    return names


PROVIDED = {
    module: {plain(name) for name in names} for module, names in packages_distributions().items()
}
PROVIDED.setdefault("dlib", {"dlib-bin"})  # its wheel names only the compiled half


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_required_is_used(room: str) -> None:
    used = {name for module in imported(ROOMS[room]) for name in PROVIDED.get(module, ())}
    assert required(room) - used - set(CALLED) == set()


def test_what_is_packaged_requires_what_it_uses() -> None:
    """No import of chalicelib depends on what another package happens to bring along."""
    ours = {"app", "chalicelib"} | set(sys.stdlib_module_names)
    modules: set[str] = set()
    for path in sources(ROOMS["runtime"]):
        for node in running(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    # boto3 is botocore with another face, pydantic names one version of its core: each pair is
    # released together.
    foreign = {m for m in modules - ours if not PROVIDED.get(m, set()) & required("runtime")}
    assert foreign - {"botocore", "pydantic_core"} == set()
