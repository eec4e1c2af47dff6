"""One system whose calls can be struck, for all scenarios of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.zygote import Zygote
from tests.e2e.conftest import aws, platform, steer, zygote

__all__ = ["aws", "platform", "steer", "zygote"]


@pytest.fixture(scope="module")
def system(zygote: Zygote) -> Iterator[dict[str, str]]:
    with zygote.fork(VESTIBULE_MISHAPS="1") as urls:
        yield urls
