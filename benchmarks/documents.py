"""How well drawn identity documents are read: `python -m benchmarks.documents [--count N]`.

Every document goes through the local OCR engine in Textract's shapes and the product's own
extraction, as after an upload. Beside our figures stand the engine's own: whether the printed text
of a field is anywhere among the lines of one plain look, which needs no understanding of the page.
The documents are drawn and their wear is computed, so the figures rank versions of this code; they
do not promise as much for photographs of real documents.
"""

from __future__ import annotations

import argparse
import base64
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice, product

from benchmarks.people import LOCALES, person
from chalicelib.domain.documents.document import Extracted, extract, same_name
from chalicelib.domain.documents.labels import fold
from local.pictures import Person, document, face
from local.pictures.documents import Kind, Labels
from local.pictures.wording import WORDING
from local.vision import ocr, textract
from local.vision.protocol import decoded

TODAY = date(2026, 11, 21)
FIELDS = ("name", "dateOfBirth", "documentNumber")
LEVELS = range(4)
KINDS: tuple[tuple[Kind, Labels], ...] = (
    ("id_card", "above"),
    ("id_card", "beside"),
    ("driving_licence", "above"),
    ("driving_licence", "beside"),
    ("td3", "above"),
    ("td3", "beside"),
    ("td1", "above"),
)
PORTRAITS = ("astronaut", "stranger-1", "stranger-2")
GOALS = {0: 98.0, 1: 98.0, 2: 98.0, 3: 90.0}
"""The share of documents, in percent, whose three fields must all be right, by level."""
TUNED_ON, PRINTED = 1, 20261121
"""Seeds: constants were chosen on the first, the figures we state come from the second."""


@dataclass(frozen=True)
class Case:
    """One document to draw."""

    number: int
    kind: Kind
    labels: Labels
    level: int
    holder: Person


@dataclass(frozen=True)
class Outcome:
    """What came of one document; `right` and `raw` by field, seconds of wall time and of CPU."""

    case: Case
    right: dict[str, bool]
    raw: dict[str, bool]
    exact_name: bool
    seconds: float
    busy: float
    found: dict[str, str]


def cases(count: int, seed: int) -> list[Case]:
    """`count` documents, spread evenly over levels, kinds and languages."""
    chance = random.Random(seed)
    every = list(product(KINDS, LOCALES))
    chance.shuffle(every)
    turns = islice(cycle(product(every, LEVELS)), count)
    return [
        Case(seed * 1000 + n, kind, labels, level, person(language, chance))
        for n, (((kind, labels), language), level) in enumerate(turns)
    ]


def measure(case: Case) -> Outcome:
    """Draws, reads and judges one document."""
    portrait = face(PORTRAITS[case.number % len(PORTRAITS)])
    picture = document(case.kind, case.holder, portrait, case.number, case.level, case.labels)
    start, busy = time.perf_counter(), time.process_time()
    answer = textract.analyze_document(
        {
            "Document": {"Bytes": base64.b64encode(picture).decode()},
            "FeatureTypes": ["FORMS", "TABLES"],
        },
        _no_bucket,
    )
    found = extract({"front": answer}, None, TODAY)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    name = found.value("name")
    return Outcome(
        case=case,
        right=_right(found, case),
        raw=_raw(case, [line.text for line in ocr.lines(decoded(picture))]),
        exact_name=fold(name) == fold(case.holder.full_name),
        seconds=seconds,
        busy=busy,
        found={field: found.value(field) for field in FIELDS},
    )


def _right(found: Extracted, case: Case) -> dict[str, bool]:
    """Dates and numbers to the letter; names as the product compares them with a profile.

    The back of a card prints the zone alone, which has no room for long names.
    """
    holder = case.holder
    return {
        "name": same_name(found.value("name"), holder.full_name, case.kind == "td1"),
        "dateOfBirth": found.value("dateOfBirth") == holder.birth_date,
        "documentNumber": found.value("documentNumber") == holder.document_number,
    }


def _raw(case: Case, lines: Sequence[str]) -> dict[str, bool]:
    """Is what was printed among the engine's lines, accents and spaces aside?"""
    read = [fold(line).replace(" ", "") for line in lines]
    holder = case.holder

    def there(text: str) -> bool:
        wanted = fold(text).replace(" ", "")
        return any(wanted in line for line in read)

    if case.kind == "td1":  # the back prints the zone alone
        zone = holder.holder()
        return {
            "name": there(zone.surname) and there(zone.given_names),
            "dateOfBirth": there(f"{zone.birth_date:%y%m%d}"),
            "documentNumber": there(holder.document_number),
        }
    return {
        "name": there(holder.surname) and there(holder.given_names),
        "dateOfBirth": there(WORDING[holder.language].written(holder.birth_date)),
        "documentNumber": there(holder.document_number),
    }


def _no_bucket(bucket: str, key: str, version: str | None = None) -> bytes:
    raise LookupError(f"s3://{bucket}/{key}")


def _share(values: Sequence[bool]) -> float:
    return 100 * sum(values) / len(values) if values else 0.0


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The report, line by line."""
    fields = ("name", "birth", "number", "exact name")
    head = ("level", "docs", "all three", "engine", *fields, "s/doc", "CPU s/doc")
    yield "  ".join(f"{title:>10}" for title in head)
    for level in LEVELS:
        of = [o for o in outcomes if o.case.level == level]
        if not of:
            continue
        shares = [
            _share([all(o.right.values()) for o in of]),
            _share([all(o.raw.values()) for o in of]),
            *(_share([o.right[field] for o in of]) for field in FIELDS),
            _share([o.exact_name for o in of]),
        ]
        times = (sum(o.seconds for o in of) / len(of), sum(o.busy for o in of) / len(of))
        cells = [f"{level}", f"{len(of)}", *(f"{share:.1f} %" for share in shares)]
        cells += [f"{spent:.2f}" for spent in times]
        yield "  ".join(f"{cell:>10}" for cell in cells)
    yield from _by("kind", outcomes, lambda o: f"{o.case.kind}, labels {o.case.labels}")
    yield from _by("language", outcomes, lambda o: o.case.holder.language)


def _by(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> Iterator[str]:
    groups: dict[str, list[bool]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(all(outcome.right.values()))
    cells = ", ".join(f"{name} {_share(group):.1f} %" for name, group in sorted(groups.items()))
    yield f"all three by {title}: {cells}"


def misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What went wrong, for whoever improves it."""
    for o in outcomes:
        for field, right in o.right.items():
            if not right:
                want = {
                    "name": o.case.holder.full_name,
                    "dateOfBirth": o.case.holder.birth_date,
                    "documentNumber": o.case.holder.document_number,
                }[field]
                case = o.case
                yield (
                    f"#{case.number} {case.kind} {case.labels} level {case.level} "
                    f"{case.holder.language}: {field} {o.found[field]!r} instead of {want!r}"
                )


def reached(outcomes: Sequence[Outcome]) -> bool:
    """Are the goals met?"""
    return all(
        _share([all(o.right.values()) for o in outcomes if o.case.level == level]) >= goal
        for level, goal in GOALS.items()
        if any(o.case.level == level for o in outcomes)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when a goal is missed."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    asked.add_argument("--count", type=int, default=224, help="documents to draw")
    asked.add_argument("--seed", type=int, default=PRINTED)
    asked.add_argument("--workers", type=int, default=1, help="processes; each needs 0.5 GB")
    asked.add_argument("--level", type=int, choices=LEVELS, help="this level of wear alone")
    asked.add_argument("--misses", action="store_true", help="show every wrong field")
    options = asked.parse_args(arguments)
    chosen = [c for c in cases(options.count, options.seed) if options.level in (None, c.level)]
    start = time.perf_counter()
    if options.workers > 1:
        with ProcessPoolExecutor(options.workers) as pool:
            outcomes = list(pool.map(measure, chosen))
    else:
        outcomes = [measure(case) for case in chosen]
    took = time.perf_counter() - start
    print(f"{len(outcomes)} documents, seed {options.seed}, {took:.0f} s")
    print(*table(outcomes), sep="\n")
    if options.misses:
        print(*misses(outcomes), sep="\n")
    who = resource.RUSAGE_CHILDREN if options.workers > 1 else resource.RUSAGE_SELF
    print(f"peak memory of one process {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")
    print("goals met" if reached(outcomes) else f"GOALS MISSED: {GOALS}")
    return 0 if reached(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
