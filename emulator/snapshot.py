"""The whole state of the embedded cloud in one file: written once after provisioning, read at each
start.

moto's backends are plain objects except for locks, RSA keys and a few local functions, for which
this module defines how they are written. Running executions, pollers and deadlines are not
included.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import threading
import weakref
from collections import defaultdict
from pathlib import Path
from typing import Any

import cloudpickle
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

_LOCKS: dict[type, Any] = {
    type(threading.Lock()): threading.Lock,
    type(threading.RLock()): threading.RLock,
}
State = dict[str, dict[str, dict[str, Any]]]


class _Writer(cloudpickle.Pickler):  # type: ignore[misc]
    """Writes what pickle cannot."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._ours = _our_classes()

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, type) and thing in self._ours:
            return _class_at, self._ours[thing]
        made = _LOCKS.get(type(thing))
        if made is not None:
            return made, ()
        if isinstance(thing, threading.Condition):
            return threading.Condition, ()
        if isinstance(thing, threading.Event):
            return threading.Event, ()
        if isinstance(thing, weakref.WeakValueDictionary):
            return weakref.WeakValueDictionary, (dict(thing),)
        if isinstance(thing, defaultdict) and type(thing) is not defaultdict:
            factory = thing.default_factory
            return _bare, (type(thing), factory), vars(thing), None, iter(thing.items())
        if isinstance(thing, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            return _private_key, (_bytes_of(thing),)
        if isinstance(thing, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            return _public_key, (_public_bytes_of(thing),)
        return super().reducer_override(thing)


def _our_classes() -> dict[type, tuple[str, str]]:
    """Our subclasses of moto's classes -> (module, name), since they bear moto's module name."""
    return {
        thing: (name, attribute)
        for name, module in list(sys.modules.items())
        if name.startswith("emulator.") and module is not None
        for attribute, thing in vars(module).items()
        if isinstance(thing, type)
        and thing.__module__.startswith("moto.")
        and getattr(importlib.import_module(thing.__module__), attribute, None) is not thing
    }


def _class_at(module: str, name: str) -> type:
    found: type = getattr(importlib.import_module(module), name)
    return found


def _bare(kind: Any, factory: Any) -> Any:
    """A defaultdict of a class whose constructor needs more than the factory."""
    made = kind.__new__(kind)
    defaultdict.__init__(made, factory)
    return made


def _bytes_of(key: Any) -> bytes:
    written: bytes = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return written


def _public_bytes_of(key: Any) -> bytes:
    written: bytes = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return written


def _public_key(data: bytes) -> Any:
    return serialization.load_der_public_key(data)


def _private_key(data: bytes) -> Any:
    return serialization.load_der_private_key(data, None)


def state() -> State:
    """`module:name` of moto's registry -> account -> region -> backend, for every backend in use.

    The keys are not service names because Step Functions has two registries, one of them for the
    interpreter.
    """
    from moto.core.base_backend import BackendDict

    found: State = {}
    for module_name, module in list(sys.modules.items()):
        if not (module_name.startswith("moto.") and module_name.endswith(".models")):
            continue
        for name, registry in vars(module).items():
            if isinstance(registry, BackendDict) and registry:
                used = {account: dict(regions) for account, regions in registry.items() if regions}
                if not any(registry is _registry(other) for other in found):
                    found[f"{module_name}:{name}"] = used
    return found


def _registry(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def save(path: Path) -> int:
    """Writes the state and returns its size in bytes. The file is replaced atomically. OSError, or
    pickle's errors for an object that cannot be written."""
    buffer = io.BytesIO()
    _Writer(buffer, protocol=5).dump(state())
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(buffer.getvalue())
    unfinished.replace(path)
    return len(buffer.getvalue())


def restore(path: Path) -> None:
    """Restores the state into this process, after `installation.install`. OSError for a missing
    file. The file is a pickle: only read one of your own."""
    import pickle

    from emulator.storage import buckets

    with path.open("rb") as file:
        saved: State = pickle.load(file)  # noqa: S301 - our own file, from our own cache
    for service, accounts in saved.items():
        backends = _registry(service)
        for account, regions in accounts.items():
            for region, backend in regions.items():
                dict.__setitem__(backends[account], region, backend)
    buckets.rebuild_names()
