"""Terraform makes a secret for every vendor that the code can plug in, from the same table."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.outside.plug_ins import VENDORS

ROOT = Path(__file__).resolve().parents[2]


def test_the_expression_in_terraform_finds_every_vendor() -> None:
    secrets = (ROOT / "infra" / "platform" / "secrets.tf").read_text()
    (written,) = re.findall(r'regexall\("(.+)", local\.plug_ins\)', secrets)
    pattern = written.replace('\\"', '"').replace("\\\\", "\\")
    table = (ROOT / "chalicelib" / "outside" / "plug_ins.py").read_text()
    assert set(re.findall(pattern, table)) == set(VENDORS)


def test_no_other_list_of_vendors_is_kept_in_terraform() -> None:
    kept = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "infra").rglob("*.tf*")
        if ".terraform" not in path.parts
        and any(f'"{name}"' in path.read_text() for name in VENDORS if name != "in_house")
    ]
    assert kept == []
