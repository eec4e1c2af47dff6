"""`terraform test` of the modules whose promises no endpoint on this machine keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.terraform import Terraform

MODULES = Path(__file__).resolve().parents[2] / "infra" / "modules"
TESTED = sorted(path.parents[1] for path in MODULES.glob("*/tests/*.tftest.hcl"))


def test_every_module_has_a_test() -> None:
    modules = {path.name for path in MODULES.iterdir() if (path / "versions.tf").exists()}
    assert {path.name for path in TESTED} == modules


@pytest.mark.slow
@pytest.mark.parametrize("module", TESTED, ids=lambda path: path.name)
def test_a_module_keeps_its_promises(module: Path, tmp_path: Path) -> None:
    terraform = Terraform(module, tmp_path / "work")
    terraform.init(False)
    said = terraform.test()
    assert "0 failed" in said
