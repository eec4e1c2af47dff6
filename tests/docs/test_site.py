"""The documents as a site, short of building it (`make docs`): every page is in its place, and
blocks of code are code."""

from __future__ import annotations

import ast
import fnmatch
import importlib.util
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parents[2]
SITE = (ROOT / ".ci" / "site.yml").read_text()


def site() -> Any:
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / ".ci" / "site.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    site().lay(folder, "https://code.example/blob/main")
    return folder


def test_every_page_is_in_the_navigation(laid: Path) -> None:
    there = {str(path.relative_to(laid)) for path in laid.rglob("*.md")}
    named = set(re.findall(r": (\S+\.md)$", SITE, re.M))
    left_out = re.findall(r"^  /(\S+\.md)$", SITE, re.M)
    missing = {
        page for page in there - named if not any(fnmatch.fnmatch(page, one) for one in left_out)
    }
    assert (named - there, missing) == (set(), set())


def test_every_link_leads_to_a_page_or_to_the_code(laid: Path) -> None:
    made = site()
    for path in laid.rglob("*.md"):
        for _, _, target in made.LINK.findall(made.FENCE.sub("", path.read_text())):
            if not re.match(r"[a-z]+:|#", target):
                assert (path.parent / target.partition("#")[0]).exists(), f"{path}: {target}"
            elif target.startswith("https://code.example/"):
                name = target.removeprefix("https://code.example/blob/main/").partition("#")[0]
                assert (ROOT / name).exists(), f"{path}: {target}"


def test_without_an_address_of_the_code_its_files_are_named() -> None:
    text, known = (
        "see [`app.py`](../app.py#L1), [b](b.md#x) and [c](c)",
        {"docs/b.md", "docs/c/README.md"},
    )
    made = site().rewritten(text, "docs/a.md", known, "")
    assert made == "see `app.py`, [b](b.md#x) and [c](c/README.md)"


BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
BLOCKS = [
    pytest.param(language, code, id=f"{name}:{language}-{number}")
    for name in site().pages()
    for number, (language, code) in enumerate(BLOCK.findall((ROOT / name).read_text()))
]


@pytest.mark.parametrize(("language", "code"), BLOCKS)
def test_blocks_of_code_can_be_read(language: str, code: str) -> None:
    """Those that are run have tests of their own; the others are no nonsense, at least."""
    if language == "python":
        ast.parse(code)
    elif language == "json":
        json.loads(code)
    elif language == "xml":
        ElementTree.fromstring(
            f'<all xmlns:android="http://schemas.android.com/apk/res/android">{code}</all>'
        )
    elif language in ("bash", "console"):
        done = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    else:
        assert language in {"html", "kotlin", "mermaid", "swift", "ts", "typescript"}
