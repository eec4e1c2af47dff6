"""Each Lambda sees its own environment variables although all handlers share one process.

`os.environ` gets a class that looks first into the variables of the function that runs in this
context. Variables of this process can be hidden from functions (`hide`), since on AWS they do not
see their deployer's shell. Threads that a handler starts see the process's environment only.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_layer: ContextVar[Mapping[str, str]] = ContextVar("function_environment")
_NOTHING: Mapping[str, str] = {}
_hidden: set[str] = set()


class LayeredEnviron(os._Environ):  # type: ignore[type-arg]
    """`os.environ` with the running function's variables on top; writes go to the process."""

    def __getitem__(self, key: str) -> str:
        layer = _layer.get(_NOTHING)
        if key in layer:
            return layer[key]
        if layer and key in _hidden:
            raise KeyError(key)
        found: str = super().__getitem__(key)
        return found

    def __iter__(self) -> Iterator[str]:
        layer = _layer.get(_NOTHING)
        gone = {*layer, *_hidden} if layer else layer
        yield from (key for key in super().__iter__() if key not in gone)
        yield from layer

    def __len__(self) -> int:
        return sum(1 for _ in self)


def install() -> None:
    """Makes `os.environ` a LayeredEnviron; a second call changes nothing."""
    environ: Any = os.environ
    if type(environ) is os._Environ:
        environ.__class__ = LayeredEnviron


def hide(names: Collection[str]) -> None:
    """Hides these variables of the process from functions, which then see only their own."""
    _hidden.update(names)


def show_all() -> None:
    """Shows functions all variables of the process again."""
    _hidden.clear()


@contextmanager
def layer(variables: Mapping[str, str]) -> Iterator[None]:
    """Puts `variables` on top of the environment during a `with`, in this context only."""
    token = _layer.set(variables)
    try:
        yield
    finally:
        _layer.reset(token)
