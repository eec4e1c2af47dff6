"""Passes the settings of this run to the functions in the same way as on AWS.

Settings of `make run`, the address of the site and the vendors' fakes are in the environment of
this process, which functions on AWS do not share: they have the variables by Chalice and the
platform's parameter. So these settings are written into that parameter, like an operator's
`settings`, and hidden from functions in the environment.
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
#: The parameter as Terraform wrote it: for a kept cloud (KEEP=1) it is written again each time.
WRITTEN = f"{PARAMETER}/written"
#: Not passed: functions have the environment's name themselves, and the clock is the machine's.
OWN = {"env", "clock_offset_seconds"}
#: Setting -> the variable that holds it.
VARIABLES = {
    spec.name: f"VESTIBULE_{spec.name.upper()}" for spec in fields(Settings) if spec.name not in OWN
}


def publish() -> dict[str, Any]:
    """Writes the environment's settings into the parameter and returns its content, setting ->
    value.

    To be called before any server starts, since the first function reads it for all.
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
