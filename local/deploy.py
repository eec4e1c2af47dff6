"""Creates the functions on the embedded cloud, as `chalice deploy` does on AWS.

Names, sizes and time limits are from infra/functions.json, roles from the platform. The code is the
source tree of this process, so the uploaded package is only a placeholder.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from emulator.account import REGION

ROOT = Path(__file__).resolve().parents[1]
SIZES = ROOT / "infra" / "functions.json"
CHALICE = ROOT / ".chalice" / "config.json"


def sizes() -> dict[str, dict[str, int]]:
    """Function -> `{"memory": MB, "timeout": seconds}`."""
    found: dict[str, dict[str, int]] = json.loads(SIZES.read_text())
    return found


def full_name(function: str, env: str = "local") -> str:
    """The function's name as Chalice deploys it."""
    return f"vestibule-{env}" if function == "api_handler" else f"vestibule-{env}-{function}"


def handler_of(function: str) -> str:
    """The handler string of a function, `module.name`."""
    return "app.app" if function == "api_handler" else f"app.{function}"


def deploy(client: Any, roles: Mapping[str, str], variables: Mapping[str, str]) -> int:
    """Creates, changes and removes functions; returns the number of functions there are then.

    `client`: boto3's for Lambda, whose errors it raises. `roles`: function -> ARN, KeyError for a
    missing one. `variables`: environment of every function.
    """
    made = sizes()
    runtime = json.loads(CHALICE.read_text())["lambda_python_version"]
    pages = client.get_paginator("list_functions").paginate()
    there = {each["FunctionName"]: each for page in pages for each in page["Functions"]}
    for function, size in made.items():
        wanted = {
            "FunctionName": full_name(function),
            "Runtime": runtime,
            "Role": roles[function],
            "Handler": handler_of(function),
            "Timeout": size["timeout"],
            "MemorySize": size["memory"],
            "Environment": {"Variables": {**variables, "AWS_REGION_NAME": REGION}},
        }
        found = there.pop(full_name(function), None)
        if found is None:
            client.create_function(Code={"ZipFile": _package()}, **wanted)
        elif any(found.get(name) != value for name, value in wanted.items()):
            client.update_function_configuration(**wanted)
    for gone in there:
        client.delete_function(FunctionName=gone)
    return len(made)


def _package() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("README", "The code runs from the source tree.\n")
    return buffer.getvalue()
