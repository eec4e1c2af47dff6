"""`python -m benchmarks.peers PAIRS [--judge]`: pairs of names out of others' public test sets.

`PAIRS` is a JSON list of {query, listed, expected, schema}; pairs without a clear answer are left
out. Each listed name stands once in a made-up list. Beside ours: rapidfuzz and nomenklatura's
logic-v2 on the same pairs in the same run; nomenklatura (MIT) is no dependency, `--judge` names a
Python that has it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from benchmarks.listed_people import build
from chalicelib.adapters.screening.folding import fold
from chalicelib.adapters.screening.index import NameIndex
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person

BACKGROUND, SEED = 4_000, 8
BORN = "1961-04-12"
RECALL, NAME_ONLY, PRECISION = 0.95, 0.75, 0.80
JUDGE = """
import json, sys, time
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
pairs, born = json.load(sys.stdin)
algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()
def entity(number, name):
    told = {"id": number, "schema": "Person", "properties": {"name": [name]}}
    if born:
        told["properties"]["birthDate"] = [born]
    return model.get_proxy(told)
algorithm.compare(entity("w1", "John Smith"), entity("w2", "Jon Smith"), config)
began = time.process_time()
scores = [
    algorithm.compare(entity(f"q{n}", q), entity(f"l{n}", l), config).score
    for n, (q, l) in enumerate(pairs)
]
json.dump([scores, len(pairs) / (time.process_time() - began)], sys.stdout)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--judge", type=Path, help="a Python with nomenklatura")
    parser.add_argument("--show", action="store_true", help="print what we get wrong")
    chosen = parser.parse_args(arguments)
    told = json.loads(chosen.pairs.read_text(encoding="utf-8"))
    pairs = [p for p in told if p["schema"] == "Person" and p["expected"] is not None]
    print(f"{len(pairs)} pairs of persons, {sum(p['expected'] for p in pairs)} of them one person")
    print(f"{'':<14}{'recall':>8}{'precision':>11}{'same date':>11}{'pairs/s':>9}")
    ours, rate = _ours(pairs, "")
    dated, _ = _ours(pairs, BORN)
    found = _row("vestibule", pairs, [s >= 0.8 for s in ours], [s >= 0.8 for s in dated], rate)
    plain = [_plain(p) for p in pairs]
    _row("rapidfuzz", pairs, [s >= 85 for s in plain], None, 0.0)
    if chosen.judge:
        theirs, rate = _judged(chosen.judge, pairs, "")
        same, _ = _judged(chosen.judge, pairs, BORN)
        _row("logic-v2", pairs, [s >= 0.7 for s in theirs], [s >= 0.7 for s in same], rate)
    if chosen.show:
        _show(pairs, ours)
    recall, precision, same_date = found
    faults = same_date < RECALL or recall < NAME_ONLY or precision < PRECISION
    return 1 if faults else 0


def _ours(pairs: list[dict[str, Any]], born: str) -> tuple[list[float], float]:
    births = (Interval(born, born),) if born else ()
    names = dict.fromkeys(pair["listed"] for pair in pairs)  # each once: else they were common
    entries = [Listed("peers", name, (ListedName(name),), births) for name in names]
    index = NameIndex([*build(BACKGROUND, 2, SEED).entries, *entries])
    began = process_time()
    scores = []
    for pair in pairs:
        hits = index.search(Person(pair["query"], born), 0.8, limit=None)
        mine = (hit.score for hit in hits if hit.entry_id == pair["listed"])
        scores.append(next(mine, 0.0))
    return scores, len(pairs) / (process_time() - began)


def _plain(pair: dict[str, Any]) -> float:
    return token_sort_ratio(" ".join(fold(pair["query"])), " ".join(fold(pair["listed"])))


def _judged(python: Path, pairs: list[dict[str, Any]], born: str) -> tuple[list[float], float]:
    asked = json.dumps([[[p["query"], p["listed"]] for p in pairs], born])
    command = [str(python), "-c", JUDGE]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    scores, rate = json.loads(done.stdout)
    return scores, rate


def _row(
    name: str,
    pairs: list[dict[str, Any]],
    rings: list[bool],
    dated: list[bool] | None,
    rate: float,
) -> tuple[float, float, float]:
    meant = [bool(pair["expected"]) for pair in pairs]
    right = sum(r and m for r, m in zip(rings, meant, strict=True))
    recall, precision = right / sum(meant), right / max(sum(rings), 1)
    same = 0.0
    if dated is not None:
        same = sum(r and m for r, m in zip(dated, meant, strict=True)) / sum(meant)
    print(f"{name:<14}{recall:>8.1%}{precision:>11.1%}{same:>11.1%}{rate:>9.0f}")
    return recall, precision, same


def _show(pairs: list[dict[str, Any]], scores: list[float]) -> None:
    for pair, score in zip(pairs, scores, strict=True):
        if (score >= 0.8) is not bool(pair["expected"]):
            told = "missed" if pair["expected"] else "rings"
            print(f"  {told}: {pair['query']} | {pair['listed']} | {pair.get('category', '')}")


if __name__ == "__main__":
    sys.exit(main())
