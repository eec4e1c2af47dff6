"""The folder that Chalice packs: the application, its libraries built for Lambda, a configuration.

The same commit gives the same zip, byte for byte: libraries are wheels for Lambda's platform from
the pinned list with hashes; files are written in order, with one date and without compiled files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from operations.chalice_config import RUNTIME

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "package"
PINNED = ROOT / "requirements" / "runtime.txt"
PYTHON = RUNTIME.removeprefix("python")
#: The glibc of Amazon Linux 2023, which is the base of Lambda's Python 3.13: docs.aws.amazon.com,
#: "Lambda runtimes" and "AL2023 core packages".
GLIBC = (2, 34)
#: The platform tags of wheels that run there, newest first; pip does not imply older ones.
PLATFORMS = (
    *(f"manylinux_{GLIBC[0]}_{minor}_x86_64" for minor in range(GLIBC[1], 16, -1)),
    "manylinux2014_x86_64",
)
#: Lambda's limit for a direct upload, in bytes (docs.aws.amazon.com, "Lambda quotas").
LIMIT = 50_000_000
#: Parts of libraries that no function reads.
_UNUSED = ("__pycache__", "tests", "test", "bin", "examples")
#: Folders and files that Chalice's command line needs, but not its runtime.
_COMMAND_LINE = (
    *("_distutils_hack", "_yaml", "blessed", "click", "distutils-precedence.pth", "editor"),
    *("inquirer", "jinxed", "pip", "pkg_resources", "readchar", "runs", "setuptools", "wcwidth"),
    *("wheel", "xmod", "yaml"),
    # The same of the library for levels' conditions (chalicelib/domain/levels/conditions.py).
    *("annotated_doc", "markdown_it", "mdurl", "prompt_toolkit", "pygments", "rich"),
    *("shellingham", "typer"),
)
#: Chalice has no `python -m`. Left out: its check that a route takes either pictures or JSON (API
#: Gateway decides by each request's content type), its zip, which is another one on every machine,
#: in favour of ours, and its runtime, which would be the Python that happens to run it here. Added:
#: the API's own answers, which its document would wipe out (github.com/aws/chalice/issues/787).
CHALICE = """
import json, os, sys
from chalice import config
from chalice.deploy import packager, swagger, validate
validate.validate_route_content_types = lambda routes, binary_types: None
packager.LambdaDeploymentPackager.create_deployment_package = (
    lambda self, project_dir, python_version: os.environ["VESTIBULE_PACKAGE"]
)
config.Config.lambda_python_version = property(lambda self: os.environ["VESTIBULE_RUNTIME"])
described = swagger.SwaggerGenerator.generate_swagger
def described_with_answers(self, app, rest_api=None):
    answers = json.loads(os.environ.get("VESTIBULE_ANSWERS", "{}"))
    more = {"x-amazon-apigateway-gateway-responses": answers} if answers else {}
    return {**described(self, app, rest_api), **more}
swagger.SwaggerGenerator.generate_swagger = described_with_answers
from chalice.cli import main
sys.exit(main())
"""
_UNUSED_ENDS = (".pyc", ".pyi", ".pyx", ".pxd", ".c", ".h", ".dist-info/RECORD")


class PackageError(RuntimeError):
    """The package could not be created or deployed. The message is shown to the user."""


def libraries(python: str = PYTHON) -> Path:
    """The folder of the pinned libraries for Lambda, created once per list; PackageError.

    `python`: another version than Lambda's, for tests on machines without that one.
    """
    chosen = (python, PLATFORMS, _UNUSED, _COMMAND_LINE, _UNUSED_ENDS)
    wanted = PINNED.read_bytes() + repr(chosen).encode()
    place = CACHE / hashlib.sha256(wanted).hexdigest()[:16]
    if place.exists():
        return place
    making = place.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    _install(making, python)
    for name in _COMMAND_LINE:
        path = making / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in sorted(making.rglob("*"), reverse=True):
        relative = path.relative_to(making).as_posix()
        if path.name in _UNUSED or relative.endswith(_UNUSED_ENDS):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    making.rename(place)
    return place


def _install(folder: Path, python: str) -> None:
    """Fetches exactly the listed wheels for Lambda's platform, without resolving."""
    command = [
        *("pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder)),
        *("--no-deps", "--python-version", python, "--implementation", "cp", "--no-compile"),
        *(word for platform in PLATFORMS for word in ("--platform", platform)),
        *("--only-binary", ":all:", "--require-hashes", "-r", str(PINNED)),
    ]
    run = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    if run.returncode:
        shutil.rmtree(folder)
        said = "\n".join((run.stderr or run.stdout).strip().splitlines()[-5:])
        raise PackageError(f"the libraries cannot be installed:\n{said}")


def project(target: Path, config: Mapping[str, Any], vendor: Path | None = None) -> Path:
    """Makes a project folder for Chalice at `target` and returns it; the record of an earlier
    deployment in it is kept.

    `config`: content of .chalice/config.json; `vendor`: the libraries' folder, None packs the
    application alone.
    """
    for old in ("app.py", "chalicelib", "vendor", "requirements.txt"):
        path = target / old
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
    (target / ".chalice").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target / ".chalice" / "deployments", ignore_errors=True)
    shutil.copy2(ROOT / "app.py", target / "app.py")
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "chalicelib", target / "chalicelib", ignore=ignored)
    (target / "requirements.txt").write_text("")  # all libraries are in vendor/
    if vendor is not None:
        shutil.copytree(vendor, target / "vendor")
    (target / ".chalice" / "config.json").write_text(json.dumps(config, indent=2))
    return target


def zipped(folder: Path, target: Path) -> int:
    """Writes application and libraries as one reproducible zip; returns its size in bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(_files(folder)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target.stat().st_size


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "app.py", folder / "app.py"
    for path in (folder / "chalicelib").rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path
    for path in (folder / "vendor").rglob("*"):
        if path.is_file():
            yield path.relative_to(folder / "vendor").as_posix(), path


def deploy(
    folder: Path,
    archive: Path,
    stage: str,
    variables: Mapping[str, str],
    answers: Mapping[str, Any] | None = None,
) -> None:
    """Creates or changes the functions and the API of `stage` by Chalice. PackageError.

    `archive`: the zip by `zipped`.
    `variables`: environment variables that app.py needs while it is packed.
    `answers`: the API's own responses by kind, as in its OpenAPI document.
    """
    run = subprocess.run(
        [sys.executable, "-c", CHALICE, "deploy", "--stage", stage],
        cwd=folder,
        env={
            **os.environ,
            **variables,
            **given(archive),
            "VESTIBULE_ANSWERS": json.dumps(answers or {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise PackageError(f"chalice deploy failed:\n{(run.stderr or run.stdout).strip()[-2000:]}")


def given(archive: Path) -> dict[str, str]:
    """The environment variables for `CHALICE`."""
    return {
        "VESTIBULE_PACKAGE": str(archive),
        "VESTIBULE_RUNTIME": RUNTIME,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
