"""An application in memory with some parts of a test's own, behind the doors of this process."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.application import Application, process
from chalicelib.outside.memory import MemoryOutside
from chalicelib.settings import Settings


def standing_in(patch: pytest.MonkeyPatch, **parts: Any) -> Application:
    """What the doors speak to until the test ends; `parts` by the names of use cases."""
    made = Application(Settings(), MemoryOutside())
    for name, part in parts.items():
        assert hasattr(Application, name), name
        setattr(made, name, part)
    patch.setattr(process, "_given", [made])
    return made
