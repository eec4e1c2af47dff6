"""The scan for personal data finds what it is for, and says neither too much nor nothing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("personal_data", ROOT / ".ci" / "personal_data.py")
assert _spec and _spec.loader
scan = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(scan)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to jane.doe@" + "gmail.com", "e-mail address"),
        ("key = AKIA" + "ABCDEFGHIJKLMNOP", "AWS key"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "private key"),
        ("sk_live_" + "a" * 24, "token of a service"),
        ("4111 1111 " + "1111 1111", "payment card"),
    ],
)
def test_what_may_belong_to_somebody_is_found_with_its_line(text: str, kind: str) -> None:
    assert list(scan.findings("one line\n" + text)) == [(2, kind)]


@pytest.mark.parametrize("text", ["ada@vestibule.example", "a.b+c@mail.example.com", "x@y.test"])
def test_example_people_are_left_alone(text: str) -> None:
    assert list(scan.findings(text)) == []


def test_nothing_in_the_repository_belongs_to_anybody() -> None:
    done = subprocess.run(
        [sys.executable, ".ci/personal_data.py"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
