"""The package as Lambda gets it: complete, small, the same bytes each time, built for Lambda."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from operations import chalice_config, package
from tests import interpreters
from tests.infra import needs

ROOT = Path(__file__).resolve().parents[2]
#: Amazon Linux 2023, on which Lambda's Python 3.13 stands, has glibc 2.34 and GCC 11's libstdc++.
NEWEST = {"GLIBC": (2, 34), "GLIBCXX": (3, 4, 29), "CXXABI": (1, 3, 13)}
HERE = ".".join(map(str, sys.version_info[:2]))


def packed_for(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chalice's project folder with the libraries for that Python."""
    roles = {name: f"arn:aws:iam::123456789012:role/{name}" for name in chalice_config.sizes()}
    target = tmp_path_factory.mktemp("project")
    config = chalice_config.complete("dev", roles)
    return package.project(target, config, package.libraries(python))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed_for(package.PYTHON, tmp_path_factory)


@pytest.fixture(scope="module")
def archive(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("zip") / "package.zip"
    package.zipped(folder, target)
    return target


def test_the_zip_is_small_enough_for_lambda(archive: Path) -> None:
    assert archive.stat().st_size < package.LIMIT


@pytest.mark.slow
def test_packing_twice_gives_the_same_bytes(folder: Path, archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    package.zipped(folder, again)
    assert again.read_bytes() == archive.read_bytes()


#: Opens every door with the libraries of the folder it is given and those of Python itself.
DOORS = """
import sys
sys.path[:] = [sys.argv[1]] + [p for p in sys.path if "site-packages" not in p]
import app, boto3, importlib, pkgutil, chalicelib
boto3.client("s3", region_name="eu-west-1")
for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(found.name)
import PIL.Image, PIL._imaging, pydantic_core, rapidfuzz.fuzz_cpp, rapidfuzz.process_cpp_impl
import joserfc.jwk
from pydantic import BaseModel

def kinds(parent):
    for kind in parent.__subclasses__():
        yield kind
        yield from kinds(kind)

# Built at a door's first call, not when it is imported: a newer Python may refuse one there.
models = [k for k in set(kinds(BaseModel)) if k.__module__.startswith("chalicelib.contracts")]
for model in models:
    model.model_json_schema()
assert len(models) > 100, len(models)
from chalicelib.domain.levels.conditions import holds
assert holds("1 < 2", {})
print(len(app.app.pure_lambda_functions), len(app.app.routes))
"""


def opens(archive: Path, python: str, folder: Path) -> None:
    """Every door opens from the zip alone: what is missing in it is missing on Lambda."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    run = subprocess.run(
        [python, "-I", "-c", DOORS, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert run.returncode == 0, run.stderr
    functions, routes = map(int, run.stdout.split())
    assert functions == len(chalice_config.sizes()) - 1  # without the API's own
    assert routes > 20


def test_every_door_opens_on_lambdas_python(archive: Path, tmp_path: Path) -> None:
    python = interpreters.find(package.PYTHON)
    if python is None:
        pytest.skip(f"no Python {package.PYTHON} on this machine; the pipeline has one")
    opens(archive, python, tmp_path)


@pytest.mark.slow  # the suite itself runs on these versions
def test_every_door_opens_with_the_same_versions_on_this_python(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    package.zipped(packed_for(HERE, tmp_path_factory), tmp_path / "package.zip")
    opens(tmp_path / "package.zip", sys.executable, tmp_path / "unpacked")


def test_binaries_run_on_lambdas_libraries(archive: Path) -> None:
    """The versions of symbols that any shared library asks of glibc and of libstdc++."""
    wanted: dict[str, set[tuple[int, ...]]] = {name: set() for name in NEWEST}
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.endswith(".so") or ".so." in name:
                for library, version in needs.versions(packed.read(name)):
                    if library in wanted:
                        wanted[library].add(version)
    assert wanted["GLIBC"], "no binary was read"
    for library, newest in NEWEST.items():
        assert max(wanted[library], default=()) <= newest, library


def test_binaries_are_for_lambdas_python(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        tags = {tag for name in packed.namelist() for tag in re.findall(r"\.cpython-(\d+)-", name)}
    assert tags == {package.PYTHON.replace(".", "")}


def test_no_library_depends_on_the_python_that_packs() -> None:
    """pip judges these marks by the Python it runs on, not by the one that is packed for."""
    assert not re.search(r";.*\bpython_(full_)?version", package.PINNED.read_text())


def test_the_runtime_is_lambdas_whatever_python_packs(
    folder: Path, archive: Path, tmp_path: Path
) -> None:
    run = subprocess.run(
        [
            *(sys.executable, "-c", package.CHALICE, "package", "--stage", "dev"),
            *("--pkg-format", "terraform", str(tmp_path)),
        ],
        cwd=folder,
        env={**os.environ, **package.given(archive), "AWS_DEFAULT_REGION": "eu-west-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    made = json.loads((tmp_path / "chalice.tf.json").read_text())["resource"]
    found = {function["runtime"] for function in made["aws_lambda_function"].values()}
    assert found == {"python3.13"}


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
