"""The facts that a level's conditions may speak of, each with its type and its sentence.

The field's name is the name in CEL. A fact that is not known is null there, and a condition that
compares null goes to a human.
"""

from dataclasses import dataclass, field, fields
from typing import Any


def _fact(text: str, *samples: Any, default: Any = None) -> Any:
    """`samples`: typical values, used to try a condition before it is published."""
    return field(default=default, metadata={"doc": text, "samples": samples})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an attempt beside the evidence of the checks."""

    document_type: str = _fact(
        "type of the document as it was read", "passport", "driving_licence", default=""
    )
    document_country: str = _fact(
        "issuer of the document, ICAO 9303 code", "DEU", "XXX", default=""
    )
    nationality: str = _fact("nationality that was read, ICAO 9303 code", "DEU", "XXX", default="")
    age: int | None = _fact("age in years that was read", 17, 18, 70)
    document_days_left: int | None = _fact("days until the document expires", 0, 30, 3650)
    account_age_days: int | None = _fact("days since the account was made", 0, 400)
    attempts: int = _fact("number of this attempt, from 1", 1, 9, default=1)
    near_miss: float = _fact(
        "best screening score below the threshold, 0-1", 0.0, 0.75, default=0.0
    )
    hit_kinds: tuple[str, ...] = _fact(
        "kinds of lists with a possible match: sanctions, pep, own", [], ["pep"], default=()
    )
    sides: tuple[str, ...] = _fact(
        "sides of the document that came: front, back",
        ["front"],
        ["back", "front"],
        default=(),
    )
    assurance: str = _fact(
        "assurance of the liveness check: none (a picture alone), basic or high",
        "none",
        "basic",
        "high",
        default="",
    )
    deny_listed: bool = _fact(
        "the own deny list names this person, document or face", False, True, default=False
    )
    allow_listed: bool = _fact(
        "the own allow list names this person, document or face", False, True, default=False
    )
    amount: float | None = _fact("amount at stake, as the caller says", 0.0, 10_000.5)
    ip_country: str = _fact("country of the address, as the caller says", "DE", "XX", default="")
    vpn: bool | None = _fact("address of an anonymiser, as the caller says", False, True)
    emulator: bool | None = _fact("device is an emulator, as the caller says", False, True)
    device_age_days: int | None = _fact("days the device is known, as the caller says", 0, 400)
    risk: int | None = _fact("sum of the level's risk points", 0, 50, 200)


FACTS: dict[str, dict[str, Any]] = {spec.name: dict(spec.metadata) for spec in fields(Facts)}
