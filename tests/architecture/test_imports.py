"""What an import costs is kept down by what it must not bring along."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.contracts.http import NOUNS, models

ROOT = Path(__file__).resolve().parents[2]
# Powertools imports the empty package botocore; what costs is behind botocore.session.
LATE = ["boto3", "botocore.session", "pydantic", "PIL", "defusedxml", "requests", "rapidfuzz"]
LATE += ["joserfc", "cryptography"]
# Wanted for hints alone, and they bring along what reads documents.
LATE += ["chalicelib.services.applicants.verified", "chalicelib.services.reviews.desk"]


@pytest.mark.parametrize(
    "module",
    [
        "chalicelib.entrypoints.tasks",
        "chalicelib.entrypoints.triggers",
        "chalicelib.entrypoints.identity",
        "app",
    ],
)
def test_a_door_imports_late(module: str) -> None:
    code = (
        f"import json, sys, {module}; "
        f"print(json.dumps([name for name in {LATE!r} if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


def test_every_noun_of_the_wire_is_imported_late() -> None:
    folder = ROOT / "chalicelib" / "contracts" / "http"
    assert sorted(NOUNS) == sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
    assert len(models()) > 100
