"""`python -m benchmarks.screening`: how well and how fast the embedded watchlists screen.

A made-up list and made-up questions (benchmarks/listed_people.py), all from `--seed`. Printed:
recall at 1 % false positives with and without birth dates, the same at the product's threshold,
queries per second on one core, load time and memory, beside brute-force rapidfuzz on the same data.
Exit code 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.listed_people import KINDS, Population, Query, build
from chalicelib.domain.screening.screening import Person

FALSE_POSITIVES = 0.01
GOALS = {"recall": 0.97, "rate": 800.0, "megabytes": 150.0, "load_seconds": 1.0}
UNTUNED_SEED = 20261121


@dataclass(frozen=True)
class Measured:
    """One matcher on one population."""

    name: str
    with_birth: float
    name_only: float
    threshold: float
    rate: float
    by_kind: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.screening", description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=UNTUNED_SEED)
    parser.add_argument("--threshold", type=float, default=0.8, help="the product's, for a row")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--no-brute-force", action="store_true")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.worker:
        return _worker(chosen.worker)
    started = perf_counter()
    population = build(chosen.people, chosen.queries, chosen.seed)
    names = sum(len(entry.names) for entry in population.entries)
    print(
        f"seed {chosen.seed}: {len(population.entries):,} listed people, {names:,} names, "
        f"{len(population.queries):,} queries, made in {perf_counter() - started:.1f} s"
    )
    product = _product(population, chosen.threshold)
    rows = [product["measured"]]
    if not chosen.no_brute_force:
        rows.append(_brute_force(population))
    _print(rows, product, chosen.threshold)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows] + [product["place"]]))
    missed = _missed(product)
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


def _product(population: Population, threshold: float) -> dict[str, Any]:
    """Compiles the list, then loads and asks it in a fresh process, as a Lambda would."""
    from chalicelib.adapters.screening.compiling import pack

    started = perf_counter()
    data = pack(population.entries)
    compile_seconds = perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        job = Path(folder)
        (job / "list").write_bytes(data)
        questions = [[q.person.name, q.person.date_of_birth] for q in population.queries]
        (job / "questions.json").write_text(
            json.dumps({"questions": questions, "threshold": threshold})
        )
        command = [sys.executable, "-m", "benchmarks.screening", "--worker", str(job)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
        place = json.loads((job / "answers.json").read_text())
    place["compile_seconds"], place["packed_bytes"] = compile_seconds, len(data)
    ids = [entry.entry_id for entry in population.entries]
    measured = _measured(
        "vestibule", population, ids, place.pop("with_birth"), place.pop("name_only"), place["rate"]
    )
    at_threshold = place.pop("at_threshold")
    found = [
        any(i == ids[q.target] for i in hits)
        for q, hits in zip(population.queries, at_threshold, strict=True)
        if q.target is not None
    ]
    rung = [
        bool(hits)
        for q, hits in zip(population.queries, at_threshold, strict=True)
        if q.target is None
    ]
    place["recall_at_threshold"] = sum(found) / len(found)
    place["false_at_threshold"] = sum(rung) / len(rung)
    return {"measured": measured, "place": place}


def _worker(job: Path) -> int:
    """Runs in its own process: only what a Lambda would import is in memory."""
    from chalicelib.adapters.screening import compiled
    from chalicelib.adapters.screening.index import NameIndex

    before = _resident()
    data = (job / "list").read_bytes()
    started, cpu = perf_counter(), process_time()
    index = compiled.open_index(data)
    load_cpu, load_seconds = process_time() - cpu, perf_counter() - started
    del data
    asked = json.loads((job / "questions.json").read_text())
    people = [Person(name, born) for name, born in asked["questions"]]
    threshold = asked["threshold"]
    started, cpu = perf_counter(), process_time()
    at_threshold = [[h.entry_id for h in index.search(p, threshold)] for p in people]
    cpu, wall = process_time() - cpu, perf_counter() - started
    del index
    gc.collect()
    times = []
    index = compiled.open_index((job / "list").read_bytes())  # with nothing remembered
    for person in people:
        started = perf_counter()
        index.search(person, threshold)
        times.append(perf_counter() - started)
    times.sort()
    gc.collect()
    resident = _resident()
    answers = {
        "at_threshold": at_threshold,
        "with_birth": _scores(index, people),
        "name_only": _scores(index, [Person(p.name) for p in people]),
        "rate": len(people) / cpu,
        "rate_wall": len(people) / wall,
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
        "load_cpu": load_cpu,
        "load_seconds": load_seconds,
        "megabytes": resident,
        "megabytes_before": before,
    }
    (job / "answers.json").write_text(json.dumps(answers))
    assert isinstance(index, NameIndex)
    return 0


def _scores(index: Any, people: list[Person]) -> list[list[tuple[str, float]]]:
    """The best entries of everybody, well below any threshold."""
    return [[(h.entry_id, h.score) for h in index.search(p, 0.6, limit=25)] for p in people]


def _resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


#: What a birth date adds to a likeness of 0 to 1. Of its own: the product's points would not fit.
_BIRTH = {
    "same_day": 0.69,
    "day_and_month_swapped": 0.59,
    "one_part_differs": 0.32,
    "same_first_of_january": 0.5,
    "within_listed_month": 0.4,
    "within_listed_year": 0.31,
    "within_listed_years": 0.25,
    "first_of_january_for_a_year": 0.25,
    "near_listed_years": 0.02,
    "unknown": 0.15,
    "same_year": -0.08,
    "next_year": 0.02,
    "different": -0.3,
}


def _brute_force(population: Population) -> Measured:
    """token_sort_ratio of everybody with everybody (rapidfuzz cdist over sorted tokens)."""
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    from chalicelib.adapters.screening import births as evidence
    from chalicelib.adapters.screening.folding import fold

    owners, texts = [], []
    for place, entry in enumerate(population.entries):
        for name in entry.names:
            owners.append(place)
            texts.append(" ".join(sorted(fold(name.text))))
    asked = [" ".join(sorted(fold(q.person.name))) for q in population.queries]
    started = process_time()
    best: list[list[tuple[int, float]]] = []
    for first in range(0, len(asked), 100):
        table = process.cdist(
            asked[first : first + 100], texts, scorer=ratio, workers=1, dtype=np.uint8
        )
        for row in table:
            top = np.argpartition(row, -100)[-100:]
            best.append([(owners[i], float(row[i]) / 100) for i in top])
    rate = len(asked) / (process_time() - started)
    ids = [entry.entry_id for entry in population.entries]
    plain = [[(ids[p], s) for p, s in row] for row in best]
    day = evidence.day
    births = [
        [evidence.Born(day(b.first), day(b.last), b.circa) for b in entry.births]
        for entry in population.entries
    ]
    dated = [
        [
            (ids[p], s + _BIRTH[evidence.compare(day(q.person.date_of_birth), births[p])])
            for p, s in row
        ]
        for q, row in zip(population.queries, best, strict=True)
    ]
    return _measured("brute force", population, ids, dated, plain, rate)


def _measured(
    name: str, population: Population, ids: list[str], dated: Any, plain: Any, rate: float
) -> Measured:
    with_birth, threshold, by_kind = _recall(population.queries, ids, dated)
    name_only, _, _ = _recall(population.queries, ids, plain)
    return Measured(name, with_birth, name_only, threshold, rate, by_kind)


def _recall(
    queries: list[Query], ids: list[str], scores: list[list[tuple[str, float]]]
) -> tuple[float, float, dict[str, float]]:
    """Share of the listed found by their own entry, where 1 % of the strangers ring."""
    strangers = sorted(
        (
            max((s for _, s in row), default=0.0)
            for q, row in zip(queries, scores, strict=True)
            if q.target is None
        ),
        reverse=True,
    )
    threshold = strangers[int(len(strangers) * FALSE_POSITIVES)] + 1e-9
    found: dict[str, list[bool]] = defaultdict(list)
    for query, row in zip(queries, scores, strict=True):
        if query.target is not None:
            mine = max((s for i, s in row if i == ids[query.target]), default=0.0)
            found[query.kind].append(mine >= threshold)
    by_kind = {kind: sum(found[kind]) / len(found[kind]) for kind in KINDS}
    everybody = [hit for hits in found.values() for hit in hits]
    return sum(everybody) / len(everybody), threshold, by_kind


def _print(rows: list[Measured], product: dict[str, Any], threshold: float) -> None:
    print(
        f"\nrecall at 1 % false positives   {'with birth':>10} {'name only':>10} "
        f"{'threshold':>10} {'queries/s':>10}"
    )
    for row in rows:
        print(
            f"{row.name:<31} {row.with_birth:10.1%} {row.name_only:10.1%} "
            f"{row.threshold:10.3f} {row.rate:10.0f}"
        )
    for row in rows:
        kinds = "  ".join(f"{kind} {share:.0%}" for kind, share in row.by_kind.items())
        print(f"  {row.name}: {kinds}")
    p = product["place"]
    print(
        f"\nat the threshold in force ({threshold}): {p['recall_at_threshold']:.1%} found, "
        f"{p['false_at_threshold']:.1%} of strangers ring"
    )
    print(
        f"one core: {p['rate']:.0f} queries/s of CPU time ({p['rate_wall']:.0f} of wall time), "
        f"p50 {p['p50_ms']:.2f} ms, p99 {p['p99_ms']:.2f} ms"
    )
    print(
        f"load {p['load_cpu']:.2f} s of CPU time ({p['load_seconds']:.2f} of wall time), "
        f"{p['megabytes']:.0f} MB resident "
        f"({p['megabytes_before']:.0f} MB before the list), {p['packed_bytes'] / 1e6:.1f} MB "
        f"packed, compiled in {p['compile_seconds']:.1f} s"
    )


def _missed(product: dict[str, Any]) -> list[str]:
    measured, place = product["measured"], product["place"]
    lines = []
    if measured.with_birth < GOALS["recall"]:
        lines.append(f"recall {measured.with_birth:.1%}, goal {GOALS['recall']:.0%}")
    if place["rate"] < GOALS["rate"]:
        lines.append(f"{place['rate']:.0f} queries/s, goal {GOALS['rate']:.0f}")
    if place["megabytes"] > GOALS["megabytes"]:
        lines.append(f"{place['megabytes']:.0f} MB, goal {GOALS['megabytes']:.0f}")
    if place["load_cpu"] > GOALS["load_seconds"]:
        lines.append(f"load {place['load_cpu']:.2f} s, goal {GOALS['load_seconds']:.0f} s")
    return lines


if __name__ == "__main__":
    sys.exit(main())
