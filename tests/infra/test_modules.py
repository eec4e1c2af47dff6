"""`terraform test` of every module: the promises that no endpoint on this machine keeps.

All of them in one run of Terraform: most of the time is the provider's start and its schema, which
are the same for each module. `terraform test` in a module's own folder does the same for one.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path

import pytest

from local.terraform import Terraform

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "infra" / "modules"
TESTED = sorted(path.parents[1] for path in MODULES.glob("*/tests/*.tftest.hcl"))
_RUN = re.compile(r'^run "[^"]+" \{\n', re.MULTILINE)


def test_every_module_has_a_test() -> None:
    modules = {path.name for path in MODULES.iterdir() if (path / "versions.tf").exists()}
    assert {path.name for path in TESTED} == modules


def _followed(told: str, found: re.Match[str]) -> str:
    return found[0] + told


def together(folder: Path) -> int:
    """A root whose tests are those of all modules, each told whose it is; how many there are."""
    (folder / "tests").mkdir(parents=True)
    versions = MODULES / "kms" / "versions.tf"
    (folder / "versions.tf").write_text(versions.read_text())
    runs = 0
    for file in sorted(MODULES.glob("*/tests/*.tftest.hcl")):
        source = os.path.relpath(file.parents[1], folder)
        told = f'  module {{\n    source = "{source}"\n  }}\n'
        # Paths of a module's test are seen from the module.
        text = file.read_text().replace('"../../../', f'"{ROOT}/')
        text = text.replace('fileset("', f'fileset("{file.parents[1]}/')
        text, count = _RUN.subn(partial(_followed, told), text)
        (folder / "tests" / f"{file.parents[1].name}-{file.name}").write_text(text)
        runs += count
    return runs


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """(runs there are, what Terraform said of them)."""
    folder = tmp_path_factory.mktemp("modules").resolve()
    runs = together(folder)
    terraform = Terraform(folder, folder / "work")
    terraform.init(False)
    return runs, terraform.test()


@pytest.mark.slow  # 44 s of Terraform: in `make test-infra`
def test_every_module_keeps_its_promises(said: tuple[int, str]) -> None:
    """A run that fails raises TerraformError, which says which."""
    runs, text = said
    assert f"{runs} passed, 0 failed" in text


@pytest.mark.slow
@pytest.mark.parametrize("module", TESTED, ids=lambda path: path.name)
def test_a_module_was_among_them(said: tuple[int, str], module: Path) -> None:
    assert f"tests/{module.name}-" in said[1]
