"""What this run is told beyond Terraform reaches the functions the way it does on AWS.

A setting in front of `make run`, the address of the site, the fakes of the vendors: here all of it
is in the environment of the one process, which functions on AWS do not share. They have the
variables that Chalice gives them and the platform's parameter. So the settings go into that
parameter, as an operator's `settings` do, and are hidden from functions in the environment.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields
from typing import Any

from moto.ssm.models import ssm_backends

from chalicelib.settings import Settings
from emulator.account import ACCOUNT, REGION
from emulator.lambdas import function_environment

PARAMETER = "/vestibule/local/platform"
#: The parameter as Terraform wrote it: a cloud that was kept (KEEP=1) is told anew each time.
WRITTEN = f"{PARAMETER}/written"
#: Not told: the environment's name is each function's own, and the clock is the machine's.
OWN = {"env", "clock_offset_seconds"}
#: Setting -> the variable that holds it.
VARIABLES = {
    spec.name: f"VESTIBULE_{spec.name.upper()}" for spec in fields(Settings) if spec.name not in OWN
}


def publish() -> dict[str, Any]:
    """Write what the environment says of settings into the parameter; all that it says now.

    Before anything listens: the first function that runs reads it, for all of them.
    """
    written = _value(WRITTEN)
    if written is None:
        written = _value(PARAMETER) or "{}"
        _write(WRITTEN, written)
    here = {name: os.environ[spelt] for name, spelt in VARIABLES.items() if spelt in os.environ}
    told: dict[str, Any] = json.loads(written) | here
    _write(PARAMETER, json.dumps(told))
    function_environment.hide(VARIABLES.values())
    return told


def _value(name: str) -> str | None:
    found = ssm_backends[ACCOUNT][REGION].get_parameter(name)
    return None if found is None else str(found.value)


def _write(name: str, value: str) -> None:
    ssm_backends[ACCOUNT][REGION].put_parameter(
        name, "", value, "String", "", "", True, [], "text", "Advanced", None
    )
