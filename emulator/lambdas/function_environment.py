"""Each Lambda sees its own environment variables although all handlers share one process.

`os.environ` gets a class that looks first into the variables of the function that runs in this
context. Threads that a handler starts itself see the process's environment only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_layer: ContextVar[Mapping[str, str]] = ContextVar("function_environment")
_NOTHING: Mapping[str, str] = {}


class LayeredEnviron(os._Environ):  # type: ignore[type-arg]
    """`os.environ` with the running function's variables on top; writes go to the process, as
    before.
    """

    def __getitem__(self, key: str) -> str:
        found = _layer.get(_NOTHING).get(key)
        return found if found is not None else super().__getitem__(key)

    def __iter__(self) -> Iterator[str]:
        layer = _layer.get(_NOTHING)
        yield from (key for key in super().__iter__() if key not in layer)
        yield from layer

    def __len__(self) -> int:
        return sum(1 for _ in self)


def install() -> None:
    """Teach `os.environ` to look into the layer; doing it twice changes nothing."""
    environ: Any = os.environ
    if type(environ) is os._Environ:
        environ.__class__ = LayeredEnviron


@contextmanager
def layer(variables: Mapping[str, str]) -> Iterator[None]:
    """Put `variables` on top of the environment for this context only."""
    token = _layer.set(variables)
    try:
        yield
    finally:
        _layer.reset(token)
