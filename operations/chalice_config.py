"""`.chalice/config.json` from infra/functions.json, and its complete form for a deployment.

    python .ci/chalice_config.py [--check]     the committed file: sizes, limits, no account

The committed file names no roles, and `manage_iam_role` is off, so that a bare `chalice deploy`
stops instead of creating functions with Chalice's own role. `complete` adds Terraform's outputs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SIZES = ROOT / "infra" / "functions.json"
TARGET = ROOT / ".chalice" / "config.json"
STAGES = ("local", "dev", "stage", "prod")
APP = "vestibule"
#: The functions' runtime. Chalice would take the Python that runs it, see package.py.
RUNTIME = "python3.13"
#: Name of the API's stage in its address, in every environment.
API_STAGE = "api"


def sizes() -> dict[str, dict[str, int]]:
    """Function -> `{"memory": MB, "timeout": seconds}`, and `"network": false` outside the VPC.

    No function reserves concurrency: a new account has ten concurrent executions and refuses every
    reservation. Work that must not come too fast is queued (infra/bindings/sources.tf).
    """
    found: dict[str, dict[str, int]] = json.loads(SIZES.read_text())
    return found


def document() -> dict[str, Any]:
    """The committed configuration: everything that is the same in every account."""
    return {
        "version": "2.0",
        "app_name": APP,
        "api_gateway_stage": API_STAGE,
        # EDGE, Chalice's default, sends bodies through a worldwide network.
        "api_gateway_endpoint_type": "REGIONAL",
        # Pictures are compressed already; answers below 1 KB are not worth compressing.
        "minimum_compression_size": 1024,
        "lambda_python_version": RUNTIME,
        "manage_iam_role": False,
        "xray": True,
        "stages": {stage: _stage(stage) for stage in STAGES},
    }


def complete(
    stage: str,
    roles: Mapping[str, str],
    subnets: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The configuration of one stage with its roles and network.

    `roles`: function -> ARN, KeyError for a missing one; `subnets`, `groups`: ids of the VPC's
    subnets and security groups; `variables`: for every function.
    """
    made = document()
    chosen = made["stages"][stage]
    chosen["iam_role_arn"] = roles["api_handler"]
    if subnets:
        chosen["subnet_ids"] = list(subnets)
        chosen["security_group_ids"] = list(groups)
    chosen["environment_variables"].update(variables or {})
    for function, settings in chosen["lambda_functions"].items():
        settings["iam_role_arn"] = roles[function]
    made["stages"] = {stage: chosen}
    return made


def _stage(stage: str) -> dict[str, Any]:
    return {
        "environment_variables": {"VESTIBULE_ENV": stage},
        "lambda_functions": {name: _function(size) for name, size in sizes().items()},
    }


def _function(size: Mapping[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "lambda_memory_size": size["memory"],
        "lambda_timeout": size["timeout"],
    }
    if not size.get("network", True):  # it only calls AWS, and a private network would delay it
        made |= {"subnet_ids": [], "security_group_ids": []}
    return made


def text() -> str:
    """The content of the committed file."""
    return json.dumps(document(), indent=2) + "\n"
