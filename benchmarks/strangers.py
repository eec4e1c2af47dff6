"""People who are on no list, by the script their names are written in."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.listed_people import DAYS, EPOCH
from benchmarks.names import made
from chalicelib.domain.screening.screening import Person

OTHER: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "script_names.json").read_text(encoding="utf-8")
)
NATIVE = {
    "arabic": "Arabic", "persian": "Arabic", "russian": "Cyrillic", "greek": "Greek",
    "chinese": "Han", "korean": "Hangul",
}  # fmt: skip
SPACELESS = ("japanese",)


def strangers(each: int, seed: int) -> dict[str, list[Person]]:
    """Script -> people with birth dates."""
    rng = random.Random(seed)
    found: dict[str, list[Person]] = {"Latin": []}
    while min(map(len, found.values())) < each or len(found) < 1 + len(set(NATIVE.values())):
        name = made(rng)
        found["Latin"].append(_person(" ".join(name.spelled(rng)), rng))
        script = NATIVE.get(name.culture)
        if script and name.native:
            found.setdefault(script, []).append(_person(name.native, rng))
    shortened = {script: people[:each] for script, people in found.items()}
    return shortened | {script: list(_combined(script, each, rng)) for script in OTHER}


def _combined(script: str, each: int, rng: random.Random) -> Iterator[Person]:
    given, family = (OTHER[script][part].split() for part in ("given", "family"))
    japanese = script in ("japanese", "kana")
    joint = "" if script in SPACELESS else " "
    for _ in range(each):
        words = [rng.choice(family), rng.choice(given)] if japanese else [
            rng.choice(given), rng.choice(family)]  # fmt: skip
        yield _person(joint.join(words), rng)


def _person(name: str, rng: random.Random) -> Person:
    born = EPOCH + timedelta(days=rng.randrange(DAYS))
    return Person(name, born.isoformat())
