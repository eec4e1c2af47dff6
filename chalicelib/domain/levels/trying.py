"""What may be tried against a level: every word of the evidence and the facts, with its kind."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Union, get_args, get_origin, get_type_hints

from chalicelib.domain.levels.facts import FACTS, Facts
from chalicelib.domain.verifications.checks import Evidence

_KINDS = {bool: "flag", int: "number", float: "number", str: "text"}


@dataclass(frozen=True, slots=True)
class Field:
    """`part` is evidence or facts, `kind` flag, number, text or list; `about` is a sentence."""

    part: str
    name: str
    kind: str
    about: str = ""


def form() -> Iterator[Field]:
    """Evidence first, then the facts; the risk is added up and not told."""
    for part, record in (("evidence", Evidence), ("facts", Facts)):
        hints = get_type_hints(record)
        for spec in fields(record):
            if spec.name != "risk":
                about = str(FACTS.get(spec.name, {}).get("doc", "")) if part == "facts" else ""
                yield Field(part, spec.name, _kind(hints[spec.name]), about)


def _kind(hint: Any) -> str:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    return "list" if get_origin(hint) is tuple else _KINDS[hint]
