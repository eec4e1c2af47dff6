"""Every vendor's credentials are described, as its adapter reads them."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from chalicelib.outside.plug_ins import VENDORS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "vendors.md").read_text()


def section(name: str) -> str:
    return re.split(r"^##+ ", TEXT.split(f"### {name}\n", 1)[1], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_the_secret_of_a_vendor_is_described(name: str) -> None:
    secret = re.search(
        r"Secret: (\{.*?\})[ ,.\n]", import_module(VENDORS[name]).__doc__ or "", re.S
    )
    if secret is None:
        assert "No secret" in section(name)
        return
    keys = set(re.findall(r'"(\w+)"(?=\s*[:,}])', re.sub(r":\s*[^,}]+", ":,", secret.group(1))))
    assert "webhookSecrets" in keys or keys
    assert keys <= set(re.findall(r"\w+", section(name)))


@pytest.mark.parametrize("name", sorted({*VENDORS} - {"in_house"}))
def test_where_a_vendor_names_the_person_is_described(name: str) -> None:
    assert re.search(rf"^\| {name} \| \S.* \| \S.* \|$", TEXT, re.M), "a row of the first table"
