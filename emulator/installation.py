"""Puts every correction into moto, in one order. Nothing here starts a thread or opens a port."""

from __future__ import annotations

import importlib
import importlib.util
import json
from typing import Any

from emulator import account, clock, host
from emulator.host import Host

OURS = (
    "timekeeping",
    "lambdas.lambdas",
    "queues.queues",
    "tables.tables",
    "events.events",
    "events.notifications",
    "storage.buckets",
)
_done = False


def install(told: Host | None = None) -> None:
    """Corrects moto in this process, once. `told`: the host's settings from now on; None keeps the
    present ones."""
    global _done
    if told is not None:
        host.settle(told)
        clock.publish(told.clock_variable)
    if not _done:
        _done = True
        _correct()
    importlib.import_module("emulator.strict.watch").install()
    if host.current.mishaps:
        importlib.import_module("emulator.faults.mishaps").install()


def _correct() -> None:
    importlib.import_module("emulator.shortcuts.shared_models").install()
    account.settle_moto()
    for name in OURS:
        importlib.import_module(f"emulator.{name}").install()
    _install_neighbours()
    importlib.import_module("emulator.timekeeping").install()  # again: more of moto is loaded now
    importlib.import_module("emulator.lambdas.function_environment").install()
    importlib.import_module("emulator.shortcuts.in_process").install()
    # last: it wraps what the others made
    importlib.import_module("emulator.shortcuts.moto_scans").install()
    importlib.import_module("emulator.shortcuts.attribute_values").install()


def _install_neighbours() -> None:
    """Installs the parts with another interface: gap fillers, Cognito, Step Functions."""
    if part := _part("gaps"):
        part.install()
    if part := _part("identity.cognito"):
        part.install(invoke_by_arn)
    if part := _part("workflows.stepfunctions"):
        part.install(call_for_workflow)


def _part(name: str) -> Any:
    if importlib.util.find_spec(f"emulator.{name}") is None:
        return None
    return importlib.import_module(f"emulator.{name}")


def invoke_by_arn(function_arn: str, event: Any) -> tuple[Any, str | None]:
    """Calls a function for Cognito: (payload, None) or (error document, `Unhandled`). moto's
    UnknownFunction if there is none."""
    from emulator.lambdas import lambdas

    return lambdas.call(function_arn, event)


def call_for_workflow(function_name: str, payload: Any) -> tuple[Any, str | None]:
    """Calls a function for Step Functions, as `invoke_by_arn`; a payload that is JSON text is
    decoded first."""
    from emulator.lambdas import lambdas

    event = json.loads(payload) if isinstance(payload, str | bytes) else payload
    return lambdas.call(function_name, event)
