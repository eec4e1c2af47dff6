"""`python -m benchmarks.lists`: listed people as their documents show them, and strangers.

`LISTS=folder` names the issuers' real files (benchmarks/real_lists.py). Each change of
benchmarks/changes.py is made to real entries with their own birth date; strangers of ten scripts
are asked for beside. Exit code 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import filterfalse
from pathlib import Path
from time import process_time

from benchmarks.changes import CHANGES, Change, Shown
from benchmarks.real_lists import MADE_SIZES, SIZES, made, real
from benchmarks.strangers import strangers
from chalicelib.adapters.screening.folding import fold
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

MISSED, RUNG = 0.02, 0.001
MISSED_WITHOUT_DATE = 0.05
RARE = 5  # people; a family name that more of the listed hold is not rare
#: Changes that leave too little to know somebody by in a big list, with the reason.
WITHOUT_GOAL = {
    "no_birth_date": "a common name alone is nobody's",
    "abdul_dropped": "without a birth date one common word is left of many names",
}
SEED = 20261126


@dataclass(frozen=True)
class Case:
    """A listed person, the name of theirs that was changed, and a birth date of theirs."""

    entry: Listed
    name: str
    born: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.lists", description=__doc__)
    parser.add_argument("--lists", type=Path, default=os.environ.get("LISTS") or None)
    parser.add_argument("--each", type=int, default=400, help="people for each change")
    parser.add_argument("--strangers", type=int, default=1_000, help="people of each script")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threshold", type=float, default=0.8)
    parser.add_argument("--real-only", action="store_true", help="no made-up lists beside")
    parser.add_argument("--show", help="print the first misses of this change")
    chosen = parser.parse_args(arguments)
    lists = real(chosen.lists) if chosen.lists else made(MADE_SIZES, chosen.seed)
    print(f"{'real' if chosen.lists else 'made-up'} lists: {_sizes(lists)}")
    own = [entry for entries in lists.values() for entry in entries]
    beside = {} if chosen.real_only else made(SIZES, chosen.seed + 100)
    if beside:
        print(f"made in their formats beside: {_sizes(beside)}")
    index = NameIndex([*own, *(entry for entries in beside.values() for entry in entries)])
    faults = _changes(index, own, chosen) + _natives(index, own, chosen) + _strangers(index, chosen)
    for fault in faults:
        print(f"MISSED: {fault}")
    return 1 if faults else 0


def _sizes(lists: dict[str, list[Listed]]) -> str:
    entries = sum(map(len, lists.values()))
    names = sum(len(entry.names) for found in lists.values() for entry in found)
    each = ", ".join(f"{name} {len(found):,}" for name, found in lists.items())
    return f"{entries:,} entries, {names:,} names ({each})"


def cases(entries: Iterable[Listed]) -> list[Case]:
    """A strong Latin name of two words or more of everybody with an exact birth day."""
    found = []
    for entry in entries:
        names = [n.text for n in entry.names if not n.weak and n.text.isascii() and " " in n.text]
        days = [birth.first for birth in entry.births if birth.exact]
        if entry.kind == "person" and names and days:
            found.append(Case(entry, names[0], days[0]))
    return found


def _changes(index: NameIndex, own: list[Listed], chosen: argparse.Namespace) -> list[str]:
    rng = random.Random(chosen.seed)
    people = cases(own)
    faults = []
    rare = _rare(own)
    started, asked = process_time(), 0
    print(f"\n{'change':<24}{'people':>8}{'missed':>9}{'without birth date':>20}{'rare names':>20}")
    for name, change in CHANGES.items():
        sample = list(_changed(people, change, rng, chosen.each))
        if not sample:
            continue
        missed = [(c, s) for c, s in sample if not _found(index, c, s, chosen.threshold)]
        bare = [(c, replace(s, born="")) for c, s in sample]
        lost = [not _found(index, c, s, chosen.threshold) for c, s in bare]
        unusual = [gone for gone, (c, _) in zip(lost, sample, strict=True) if c.name in rare]
        asked += 2 * len(sample)
        share = len(missed) / len(sample)
        told = f"{sum(unusual) / max(len(unusual), 1):.1%} of {len(unusual)}"
        print(f"{name:<24}{len(sample):>8}{share:>9.1%}{sum(lost) / len(lost):>20.1%}{told:>20}")
        if name not in WITHOUT_GOAL and share > MISSED:
            faults.append(f"{name}: {share:.1%} of {len(sample)}, goal {MISSED:.0%}")
        if name not in WITHOUT_GOAL and sum(unusual) > MISSED_WITHOUT_DATE * len(unusual):
            faults.append(f"{name} without birth date, rare names: {told}")
        if chosen.show == name:
            _show(index, missed)
    print(f"{asked / (process_time() - started):.0f} queries a second")
    return faults


def _rare(own: list[Listed]) -> set[str]:
    """Listed names whose last word, which every change leaves, at most RARE listed people hold."""
    held: Counter[str] = Counter()
    for entry in own:
        held.update({word for name in entry.names for word in fold(name.text)})
    return {
        name.text
        for entry in own
        for name in entry.names
        if (words := fold(name.text)) and held[words[-1]] <= RARE
    }


def _show(index: NameIndex, missed: Sequence[tuple[Case, Shown]]) -> None:
    for case, shown in missed[:25]:
        hits = index.search(Person(shown.name, shown.born), 0.0, limit=None)
        mine = next((h for h in hits if h.entry.entry_id == case.entry.entry_id), None)
        told = (round(mine.score, 2), mine.name, mine.birth) if mine else None
        print("   ", shown, "|", case.name, case.born, "|", told)


def _changed(
    people: list[Case], change: Change, rng: random.Random, each: int
) -> Iterator[tuple[Case, Shown]]:
    found = 0
    for case in rng.sample(people, len(people)):
        shown = change(Shown(case.name, case.born), rng)
        if shown is not None:
            found += 1
            yield case, shown
        if found == each:
            return


def _found(index: NameIndex, case: Case, shown: Shown, threshold: float) -> bool:
    hits = index.search(Person(shown.name, shown.born), threshold, limit=None)
    mine = (case.entry.source, case.entry.entry_id)
    return any((hit.entry.source, hit.entry.entry_id) == mine for hit in hits)


def _natives(index: NameIndex, own: list[Listed], chosen: argparse.Namespace) -> list[str]:
    """People asked for in their own script, as the list tells their birth date: by `index`, which
    holds those spellings, and by lists from which they were taken."""
    latin = [replace(entry, names=tuple(filterfalse(_foreign, entry.names))) for entry in own]
    without = NameIndex(entry for entry in latin if entry.names)
    rng = random.Random(chosen.seed)
    told: dict[str, list[tuple[Case, Shown]]] = {}
    for entry in own:
        foreign = [n.text for n in entry.names if _foreign(n) and not n.weak]
        if entry.kind == "person" and foreign and entry.births:
            birth = rng.choice(entry.births)
            shown = Shown(foreign[0], _within(birth, rng))
            told.setdefault(_precision(birth), []).append((Case(entry, "", ""), shown))
    print(f"\n{'own script, born':<24}{'people':>8}{'missed':>9}{'where only Latin is listed':>28}")
    faults = []
    for precision, people in sorted(told.items()):
        sample = rng.sample(people, min(chosen.each, len(people)))
        missed = [(c, s) for c, s in sample if not _found(index, c, s, chosen.threshold)]
        lost = [(c, s) for c, s in sample if not _found(without, c, s, chosen.threshold)]
        share = len(missed) / len(sample)
        print(f"{precision:<24}{len(sample):>8}{share:>9.1%}{len(lost) / len(sample):>28.1%}")
        if share > MISSED:
            faults.append(f"own script, {precision}: {share:.1%}, goal {MISSED:.0%}")
        if chosen.show == "own_script":
            _show(without, lost)
    return faults


def _precision(birth: Interval) -> str:
    if birth.exact:
        return "on a day"
    if birth.circa:
        return "about a year"
    return "in a year" if birth.first[:4] == birth.last[:4] else "in some years"


def _within(birth: Interval, rng: random.Random) -> str:
    """A day that the list allows."""
    first, last = date.fromisoformat(birth.first), date.fromisoformat(birth.last)
    return (first + timedelta(days=rng.randrange((last - first).days + 1))).isoformat()


def _foreign(name: ListedName) -> bool:
    return any(letter.isalpha() and ord(letter) > 0x370 for letter in name.text)


def _strangers(index: NameIndex, chosen: argparse.Namespace) -> list[str]:
    faults = []
    print(f"\n{'strangers':<24}{'people':>8}{'ring':>9}")
    for script, people in strangers(chosen.strangers, chosen.seed).items():
        rung = [person for person in people if index.search(person, chosen.threshold)]
        share = len(rung) / len(people)
        print(f"{script:<24}{len(people):>8}{share:>9.2%}")
        if share > RUNG:
            faults.append(f"strangers in {script}: {share:.2%} ring, goal {RUNG:.1%}")
        if chosen.show == script:
            for person in rung[:20]:
                hit = index.search(person, chosen.threshold)[0]
                print("   ", person.name, person.date_of_birth, hit.name, hit.score, hit.birth)
    return faults


if __name__ == "__main__":
    sys.exit(main())
