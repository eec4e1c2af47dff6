"""The lists to measure on: the issuers' own files where a folder is named, made-up ones elsewhere.

`LISTS=folder` may hold OFAC's CSV files and the UN's XML, also packed with gzip. Real names never
leave that folder. The lists that are not there are made in their issuers' formats and published
sizes, and read by the product's readers.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.list_files import WRITERS
from benchmarks.listed_people import build
from chalicelib.adapters.screening.lists import ofac, un
from chalicelib.domain.screening.screening import Listed
from chalicelib.outside.watchlists import watchlists

#: List -> how many people its issuer lists, about.
SIZES = {"eu-fsf": 4_300, "uk-sl": 4_000, "ch-seco": 3_900, "ca-sema": 3_500, "au-dfat": 2_600}
REAL: dict[str, tuple[Callable[..., list[Listed]], tuple[str, ...]]] = {
    "ofac-sdn": (ofac.read_csv, ("*sdn.csv*", "ofac_bench_alt.csv*", "*sdn_comments.csv*")),
    "ofac-cons": (ofac.read_consolidated_csv, ("*cons_prim.csv*", "*cons_alt.csv*")),
    "un-sc": (un.read_xml, ("un_consolidated*.xml*",)),
}
MADE_SIZES = {"ofac-sdn": 9_000, "ofac-cons": 450, "un-sc": 1_000}


def real(folder: Path) -> dict[str, list[Listed]]:
    """What the folder holds, list by list."""
    found = {}
    for name, (read, patterns) in REAL.items():
        files = [next(iter(sorted(folder.glob(pattern))), None) for pattern in patterns]
        if files[0]:
            found[name] = read(*(_body(path) if path else b"" for path in files))
    return found


def _body(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def made(names: dict[str, int], seed: int) -> dict[str, list[Listed]]:
    """Lists of that many people, written and read in their own formats where there is a writer."""
    found = {}
    for place, (name, people) in enumerate(names.items()):
        entries = build(people, 2, seed + place).entries
        if name in WRITERS:
            (source,) = watchlists([name])
            found[name] = source.read(WRITERS[name](entries))
        else:
            found[name] = [replace(entry, source=name) for entry in entries]
    return found
