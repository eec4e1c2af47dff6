"""What may be tried against a level: every word of the evidence and the facts, with its kind."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from chalicelib.domain.levels.facts import FACTS, Facts
from chalicelib.domain.verifications.checks import Evidence


class Part(StrEnum):
    """Where a word belongs."""

    EVIDENCE = "evidence"
    FACTS = "facts"


class FieldKind(StrEnum):
    """What may be said of it."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """A word that may be tried; `about` is its sentence."""

    part: Part
    name: str
    kind: FieldKind
    about: str = ""


_KINDS = {
    bool: FieldKind.FLAG,
    int: FieldKind.NUMBER,
    float: FieldKind.NUMBER,
    str: FieldKind.TEXT,
}


def form() -> Iterator[Field]:
    """Evidence first, then the facts; the risk is added up and not told."""
    for part, record in ((Part.EVIDENCE, Evidence), (Part.FACTS, Facts)):
        hints = get_type_hints(record)
        for spec in fields(record):
            if spec.name != "risk":
                about = str(FACTS.get(spec.name, {}).get("doc", "")) if part is Part.FACTS else ""
                yield Field(part, spec.name, _kind(hints[spec.name]), about)


def _kind(hint: Any) -> FieldKind:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    return FieldKind.LIST if get_origin(hint) is tuple else _KINDS[hint]
