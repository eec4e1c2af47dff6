"""The package as Lambda gets it: complete, small, the same bytes each time, built for Lambda."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from local.operations import chalice_config, package

ROOT = Path(__file__).resolve().parents[2]
#: Amazon Linux 2, on which Lambda's Python 3.11 stands: docs.aws.amazon.com, "Lambda runtimes".
GLIBC = (2, 26)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    roles = {name: f"arn:aws:iam::123456789012:role/{name}" for name in chalice_config.sizes()}
    target = tmp_path_factory.mktemp("project")
    config = chalice_config.complete("dev", roles)
    return package.project(target, config, package.libraries())


@pytest.fixture(scope="module")
def archive(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("zip") / "package.zip"
    package.zipped(folder, target)
    return target


def test_the_zip_is_small_enough_for_lambda(archive: Path) -> None:
    assert archive.stat().st_size < package.LIMIT


def test_packing_twice_gives_the_same_bytes(folder: Path, archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    package.zipped(folder, again)
    assert again.read_bytes() == archive.read_bytes()


def test_every_door_opens_from_the_zip_alone(archive: Path, tmp_path: Path) -> None:
    """No library of this machine is visible: what is missing in the zip is missing on Lambda."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    program = """
import sys
sys.path[:] = [sys.argv[1]] + [p for p in sys.path if "site-packages" not in p]
import app, boto3, importlib, pkgutil, chalicelib
boto3.client("s3", region_name="eu-west-1")
for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(found.name)
print(len(app.app.pure_lambda_functions), len(app.app.routes))
"""
    run = subprocess.run(
        [sys.executable, "-I", "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    functions, routes = map(int, run.stdout.split())
    assert functions == len(chalice_config.sizes()) - 1  # without the API's own
    assert routes > 20


def test_binaries_run_on_lambdas_libc(archive: Path) -> None:
    wanted = set()
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.endswith(".so") or ".so." in name:
                found = re.findall(rb"GLIBC_(\d+)\.(\d+)", packed.read(name))
                wanted |= {(int(major), int(minor)) for major, minor in found}
    assert wanted and max(wanted) <= GLIBC


def test_nothing_of_the_laptop_is_packed(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        tops = {name.split("/")[0] for name in packed.namelist()}
    assert not tops & {"local", "tests", "infra", "moto", "pip", "setuptools", "cv2"}


def test_the_configuration_names_every_function_and_no_account() -> None:
    committed = json.loads((ROOT / ".chalice" / "config.json").read_text())
    assert committed == chalice_config.document()
    for stage in committed["stages"].values():
        assert set(stage["lambda_functions"]) == set(chalice_config.sizes())
    assert not re.search(r"\d{12}|arn:aws", json.dumps(committed))


def test_a_function_without_a_role_is_not_deployed() -> None:
    roles = {name: "arn" for name in chalice_config.sizes() if name != "send-sms"}
    with pytest.raises(KeyError, match="send-sms"):
        chalice_config.complete("dev", roles)
