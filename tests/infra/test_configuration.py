"""Every root is formatted and valid; modules explain themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from local.terraform import Terraform
from operations.stage import STAGES

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"
ROOTS = sorted(
    {path.parent.relative_to(INFRA).as_posix() for path in INFRA.rglob("*.tf")}
    - {path.parent.relative_to(INFRA).as_posix() for path in INFRA.glob("modules/*/*.tf")}
    - {"platform", "bindings"}  # modules of the environments
)
MODULES = sorted(path for path in INFRA.glob("modules/*") if path.is_dir())


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("terraform")


def test_one_root_serves_every_environment_on_aws() -> None:
    roots = {"envs", "envs/local"}
    assert set(ROOTS) == roots | {f"{root}/bindings" for root in roots} | {"bootstrap"}
    assert {path.stem for path in (INFRA / "envs").glob("*.tfvars")} >= set(STAGES)


def test_terraform_agrees_with_the_format() -> None:
    program = shutil.which("terraform")
    assert program
    run = subprocess.run(
        [program, "fmt", "-check", "-recursive", "-diff", str(INFRA)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "root",
    [
        # The laptop's are applied whenever `make test` makes the embedded cloud; they and the
        # small roots for AWS are validated by `make test-infra`.
        root if root == "envs" else pytest.param(root, marks=pytest.mark.slow)
        for root in ROOTS
    ],
)
def test_a_root_is_valid(root: str, work: Path, tmp_path: Path) -> None:
    terraform = Terraform(INFRA / root, work / root.replace("/", "-"))
    terraform.init(False)
    terraform.validate()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_explains_itself(module: Path) -> None:
    assert (module / "README.md").read_text().startswith(f"# {module.name}")
    text = "\n".join(path.read_text() for path in module.glob("*.tf"))
    for kind in ("variable", "output"):
        for block in re.findall(rf'^{kind} "(\w+)" \{{(.*?)^\}}', text, re.M | re.S):
            assert "description" in block[1], f"{kind} {block[0]} says nothing"
    assert (module / "versions.tf").exists()


def test_every_module_is_used() -> None:
    used = set()
    for path in INFRA.rglob("*.tf"):
        used |= set(re.findall(r'source\s*=\s*"(?:\.\./)+(?:modules/)?(\w+)"', path.read_text()))
    assert {path.name for path in MODULES} <= used


#: What version 6 of the provider takes away or renames, of the types that are used here
#: (registry.terraform.io/providers/hashicorp/aws, "Version 6 Upgrade Guide").
GONE_IN_SIX = {
    r"data\.aws_region\.\w+\.name\b": "use .id, which both versions have",
    r"data\.aws_s3_bucket\.\w+\.region\b": "bucket_region",
    r"\bvpc\s*=\s*true\b": "aws_eip: domain",
    r"\blog_group_name\s*=": "aws_flow_log: log_destination",
    r'resource "aws_api_gateway_deployment"': "lost stage_name, which Chalice's stage would need",
    r"\breset_on_delete\b": "aws_api_gateway_account always resets",
}


@pytest.mark.parametrize("gone", GONE_IN_SIX)
def test_nothing_is_written_that_version_6_of_the_provider_lacks(gone: str) -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in INFRA.rglob("*.tf")
        if ".terraform" not in path.parts and re.search(gone, path.read_text())
    ]
    assert found == [], GONE_IN_SIX[gone]


def test_both_versions_of_the_provider_are_admitted() -> None:
    """Only 5.100 can be run here; with 6 a plan no longer reads what was written write-only."""
    for path in INFRA.rglob("versions.tf"):
        if "local" in path.relative_to(INFRA).parts or ".terraform" in path.parts:
            continue
        assert '">= 5.100, < 7.0"' in path.read_text(), path
