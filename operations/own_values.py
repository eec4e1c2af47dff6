"""The operator's values for an environment, as far as they are needed before Terraform runs.

Terraform reads the files itself. Here only plain values are supported: text, numbers, lists and
flat maps of these. Later sources override earlier ones, as in Terraform: `TF_VAR_…`,
`<stage>.tfvars`, `<stage>.own.tfvars`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from operations.stage import ENVS

_ENTRY = re.compile(r"^(\w+)\s*=\s*(.+?)(?=^\w+\s*=|\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|(?:#|//)[^\n]*')


def read(
    stage: str, folder: Path = ENVS, environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Name -> value of the operator's values; values that are not plain are left out. `folder`: of
    the .tfvars files; `environment`: os.environ by default."""
    environment = os.environ if environment is None else environment
    found = {
        name.removeprefix("TF_VAR_"): _value(text)
        for name, text in environment.items()
        if name.startswith("TF_VAR_")
    }
    for file in (folder / f"{stage}.tfvars", folder / f"{stage}.own.tfvars"):
        if file.exists():
            found |= parsed(file.read_text())
    return {name: value for name, value in found.items() if value is not None}


def parsed(text: str) -> dict[str, Any]:
    """Name -> value of a .tfvars file; None for a value that is not plain."""
    plain = _COMMENT.sub(lambda match: match[1] or "", text)
    return {name: _value(value.strip()) for name, value in _ENTRY.findall(plain)}


def _value(text: str) -> Any:
    """A value in HCL, which is JSON except for `=` in maps, bare keys and a trailing comma."""
    text = re.sub(r",(\s*[\]}])", r"\1", text)
    if text.startswith("{"):
        text = re.sub(r'(\w+)\s*=\s*(?=["\d\[{tfn])', r'"\1": ', text)
        text = re.sub(r'(["\d\]}el])\s*\n\s*(?=")', r"\1, ", text)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text if text and text[0] not in '[{"' else None
