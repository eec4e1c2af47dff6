"""A plan says what would change, and no value."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.terraform import Terraform, TerraformError


@pytest.fixture
def root(tmp_path: Path) -> Terraform:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "main.tf").write_text('resource "terraform_data" "one" { input = "a secret" }\n')
    terraform = Terraform(folder, tmp_path / "work", {}, lambda line: None)
    terraform.init()
    return terraform


def test_a_plan_names_what_changes_and_then_nothing(root: Terraform) -> None:
    assert root.planned() == [
        "terraform_data.one: Plan to create",
        "Plan: 1 to add, 0 to change, 0 to destroy.",
    ]
    root.apply()
    assert root.planned() == ["Plan: 0 to add, 0 to change, 0 to destroy."]


def test_a_plan_that_fails_says_so(root: Terraform) -> None:
    with pytest.raises(TerraformError):
        root.planned({"unknown": "value"})
