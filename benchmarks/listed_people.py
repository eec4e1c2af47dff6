"""A made-up watchlist and the people who are asked about: seeded, so that a run can be repeated.

The listed: one main spelling, often other romanisations, "LAST, First", shorter forms, the native
script; birth dates as days, years, ranges or not at all, as the public lists have them.
The asked: half are listed people as an applicant's documents would show them, half are strangers
made from the same name parts (which makes namesakes common, on purpose).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.names import Name, made
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

# How a question differs from the list, and how often (of 20).
KINDS = {
    "exact": 3,
    "typo": 3,
    "reordered": 3,
    "romanised": 4,  # another office's spelling
    "shorter": 4,  # a part is missing
    "native": 1,  # in its own script, which the readable zone of a document rarely is
    "longer": 1,  # a part too many
    "mixed": 1,  # another spelling, shorter and reordered
}
CYCLE = tuple(kind for kind, times in KINDS.items() for _ in range(times))
EPOCH = date(1940, 1, 1)
DAYS = 365 * 65


@dataclass(frozen=True)
class Query:
    """Somebody who is asked about; `target` is the entry's place, or None for a stranger."""

    person: Person
    kind: str
    target: int | None


@dataclass(frozen=True)
class Population:
    """A list and the questions."""

    entries: list[Listed]
    queries: list[Query]


def build(people: int, queries: int, seed: int) -> Population:
    """Everything from one seed."""
    rng = random.Random(seed)
    names, births, mains, entries = [], [], [], []
    for number in range(people):
        name = made(rng)
        born = EPOCH + timedelta(days=rng.randrange(DAYS))
        names.append(name)
        births.append(born)
        mains.append(name.spelled(rng))
        entries.append(_entry(number, name, mains[-1], born, rng))
    asked = list(_listed_ones(rng, names, births, mains, queries // 2))
    asked += list(_strangers(rng, queries - len(asked)))
    return Population(entries, asked)


def _entry(
    number: int, name: Name, main: tuple[str, ...], born: date, rng: random.Random
) -> Listed:
    full = " ".join(main)
    names = [ListedName(full)]
    if rng.random() < 0.35:
        names.append(ListedName(" ".join(name.spelled(rng)), language="en"))
    if rng.random() < 0.25:
        names.append(ListedName(f"{main[-1].upper()}, {' '.join(main[:-1])}"))
    if len(main) > 2 and rng.random() < 0.2:
        names.append(ListedName(f"{main[0]} {main[-1]}", weak=rng.random() < 0.3))
    if name.native and rng.random() < 0.3:
        names.append(ListedName(name.native, language="und"))
    return Listed(
        source="made-up",
        entry_id=f"P{number:06d}",
        names=tuple(dict.fromkeys(names)),
        births=_births(born, rng),
        nationalities=("Utopia",),
        programmes=("SYNTHETIC",),
    )


def _births(born: date, rng: random.Random) -> tuple[Interval, ...]:
    """Day 75 %, year 11 %, range of years 4 %, none 10 %; some entries list a second date."""
    chance = rng.random()
    if chance < 0.75:
        found = [Interval(born.isoformat(), born.isoformat())]
        if rng.random() < 0.08:
            other = (born + timedelta(days=rng.randrange(-900, 900))).isoformat()
            found.append(Interval(other, other))
        return tuple(found)
    if chance < 0.86:
        return (Interval(f"{born.year}-01-01", f"{born.year}-12-31"),)
    if chance < 0.90:
        first = born.year - rng.randrange(3)
        return (Interval(f"{first}-01-01", f"{first + 2}-12-31"),)
    return ()


def _listed_ones(
    rng: random.Random,
    names: list[Name],
    births: list[date],
    mains: list[tuple[str, ...]],
    count: int,
) -> Iterator[Query]:
    for number in range(count):
        kind = CYCLE[number % len(CYCLE)]
        place = rng.randrange(len(names))
        while kind == "native" and not names[place].native:
            place = rng.randrange(len(names))
        text = _asked(kind, names[place], mains[place], rng)
        yield Query(Person(text, _told(births[place], rng)), kind, place)


def _asked(kind: str, name: Name, listed: tuple[str, ...], rng: random.Random) -> str:
    """The name as a document or a form shows it; some kinds keep the list's own spelling."""
    words = list(name.spelled(rng))
    if kind in ("exact", "typo", "reordered"):
        words = list(listed)
    if kind == "native":
        return name.native
    if kind == "longer":
        words.insert(1, rng.choice(made(rng).spelled(rng)))
    if kind in ("shorter", "mixed") and len(words) > 2:
        del words[1]
    if kind in ("reordered", "mixed"):
        words = [words[-1] + ",", *words[:-1]] if rng.random() < 0.5 else words[1:] + words[:1]
    text = " ".join(words)
    if kind == "typo":
        for _ in range(2 if len(text) > 14 and rng.random() < 0.25 else 1):
            text = _typo(text, rng)
    return text.upper() if rng.random() < 0.4 else text


def _typo(text: str, rng: random.Random) -> str:
    """A letter lost, doubled, swapped with its neighbour or replaced."""
    place = rng.choice([i for i in range(1, len(text) - 1) if text[i : i + 2].isalpha()])
    how = rng.randrange(4)
    if how == 0:
        return text[:place] + text[place + 1 :]
    if how == 1:
        return text[:place] + text[place] + text[place:]
    if how == 2:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + rng.choice("abcdefghijklmnopqrstuvwxyz") + text[place + 1 :]


def _told(born: date, rng: random.Random) -> str:
    """The birth date as it is told: now and then with day and month swapped, or the year wrong."""
    chance = rng.random()
    if chance < 0.10 and born.day <= 12:
        return date(born.year, born.day, born.month).isoformat()
    if chance < 0.03:
        return _safe(born.year + rng.choice((-1, 1)), born.month, born.day).isoformat()
    if chance < 0.06:
        return _safe(
            born.year, born.month, min(28, max(1, born.day + rng.choice((-1, 1, 10))))
        ).isoformat()
    return born.isoformat()


def _safe(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, 28))


def _strangers(rng: random.Random, count: int) -> Iterator[Query]:
    for number in range(count):
        kind = CYCLE[number % len(CYCLE)]
        name = made(rng)
        while kind == "native" and not name.native:
            name = made(rng)
        born = EPOCH + timedelta(days=rng.randrange(DAYS))
        text = _asked(kind, name, name.spelled(rng), rng)
        yield Query(Person(text, born.isoformat()), kind, None)
