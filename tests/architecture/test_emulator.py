"""The emulator is a tenant of its own: it, its tests and its README know nothing of the product."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("emulator", "tests/emulator")
#: The product's name, its nouns, and its other folders.
PRODUCT = re.compile(
    r"vestibule|chalicelib|\bapplicants?\b|\bkyc\b|onboarding|watchlist|\bportrait|/local/|\binfra/"
    r"|\blocal\.\w+\.|\boperations\.\w|\bstepfunctions/",
    re.IGNORECASE,
)


def files() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "--", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_word_of_the_product_is_in_it() -> None:
    looked = files()
    assert len(looked) > 100
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in looked
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PRODUCT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'PREFIX = "vestibule-local-"',
        "from chalicelib.domain import states",
        "    GET /local/faults",
        "made by `local.vision.textract`",
        "what infra/modules/api makes of it",
        "the applicant's case",
    ],
)
def test_a_word_of_the_product_would_be_found(line: str) -> None:
    assert PRODUCT.search(line)


def test_its_tests_can_be_taken_along_and_run_alone() -> None:
    """What they import is the emulator, themselves, or a library."""
    ours = {path.name.removesuffix(".py") for path in ROOT.iterdir()}
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files()
        if path.suffix == ".py"
        for name in imported(path)
        if name.partition(".")[0] in ours and not name.startswith(("emulator", "tests.emulator"))
    }
    assert foreign == set()


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{each.name}" for each in node.names}
    return names


def test_nothing_else_in_the_product_may_be_imported() -> None:
    """The contract names every package that there is."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = [each for each in told["contracts"] if each["id"] == "emulator"]
    packages = set(told["root_packages"]) - {"emulator"}
    assert set(contract["forbidden_modules"]) == packages
