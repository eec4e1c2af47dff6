"""What the document says of the machines is so: each step, limit, retry and way on."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_document_is_drawn_from_the_machines() -> None:
    """Where they should differ: `make generate`, then read the diff as who waits how long."""
    spec = importlib.util.spec_from_file_location("workflows_doc", ROOT / ".ci/workflows_doc.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.text() == (ROOT / "docs" / "workflows.md").read_text()
