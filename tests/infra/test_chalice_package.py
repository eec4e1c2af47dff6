"""What `chalice package` makes, held against CloudFormation's own schemas by cfn-lint, offline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from operations import chalice_config, functions, package

PLATFORM = {
    "parameters": {
        "user_pool_arn": "arn:aws:cognito-idp:eu-west-1:210987654321:userpool/eu-west-1_AbCdEf123"
    },
    "site_origin": "https://kyc.company.test",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of prod, of the application without its libraries."""
    folder = tmp_path_factory.mktemp("packed")
    roles = {
        name: f"arn:aws:iam::210987654321:role/vestibule-prod-{name}"
        for name in chalice_config.sizes()
    }
    variables = functions.packaging_variables(PLATFORM)
    config = chalice_config.complete(
        "prod", roles, ("subnet-0123456789abcdef0",), ("sg-0123456789abcdef0",), variables
    )
    project = package.project(folder / "project", config)
    archive = folder / "package.zip"
    package.zipped(project, archive)
    made = subprocess.run(
        [sys.executable, "-c", package.CHALICE, "package", "--stage", "prod", str(folder / "out")],
        cwd=project,
        env={
            **os.environ,
            "AWS_DEFAULT_REGION": "eu-west-1",
            **variables,
            **package.given(archive),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return folder / "out" / "sam.json"


def findings(template: Path) -> list[str]:
    """What cfn-lint has against a template."""
    # Takes a second to import, which not every worker should spend.
    from cfnlint.api import lint_file
    from cfnlint.config import ManualArgs

    found = lint_file(template, config=ManualArgs(regions=["eu-west-1"]))
    return [f"{match.rule.id}: {match.message}" for match in found]


def test_cloudformation_would_take_what_chalice_packages(template: Path) -> None:
    assert findings(template) == []


def test_a_function_that_lambda_refuses_would_be_seen(template: Path, tmp_path: Path) -> None:
    made = json.loads(template.read_text())
    name = next(n for n, r in made["Resources"].items() if r["Type"].endswith("::Function"))
    made["Resources"][name]["Properties"]["MemorySize"] = 64
    made["Resources"] = {name: made["Resources"][name]}
    made.pop("Outputs", None)
    bad = tmp_path / "sam.json"
    bad.write_text(json.dumps(made))
    assert any("64" in each for each in findings(bad))
