"""From list entries to the arrays an index is made of: deterministic bytes, quick to open.

Layout of a packed list (gzip): 4 bytes magic, 4 bytes length of the header (little endian), the
header (JSON: section name -> [offset, length]), the sections. Numbers are little-endian arrays.
"""

import gzip
import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import accumulate
from typing import Any

from chalicelib.adapters.screening.folding import fold, joined, smooth
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening import Interval, Listed, ListedName

MAGIC = b"VWL3"
BLOCK = 32  # entries compressed together
MOST_WORDS = 16  # of a name; the rest is ignored (masks are 16 bits wide)
# Section -> type code of its array; the others are bytes.
NUMBERS = {
    "units": "I",  # words and joined neighbours of all names, as places in the vocabulary
    "masks": "H",  # which words of the name a unit covers
    "unit_ends": "I",  # name -> end of its units
    "owners": "I",  # name -> entry
    "choices": "H",  # name -> which name of its entry
    "postings": "I",  # names that hold a word, word by word
    "posting_ends": "I",
    "births": "i",  # first, last as YYYYMMDD, entry by entry
    "birth_ends": "I",
    "entry_ends": "I",  # before compression
    "block_ends": "I",  # after it
}


def pack(entries: Iterable[Listed]) -> bytes:
    """Deterministic bytes, so that the version is the content's hash."""
    rows = sorted((asdict(entry) for entry in entries), key=lambda e: (e["source"], e["entry_id"]))
    sections = _sections(rows)
    header: dict[str, list[int]] = {}
    place = 0
    for name, data in sections.items():
        header[name] = [place, len(data)]
        place += len(data)
    head = json.dumps(header).encode()
    body = MAGIC + len(head).to_bytes(4, "little") + head + b"".join(sections.values())
    return gzip.compress(body, 6, mtime=0)


def _sections(rows: list[dict[str, Any]]) -> dict[str, bytes]:
    numbers = {name: array(code) for name, code in NUMBERS.items()}
    words: dict[str, int] = {}
    weak = bytearray()
    records = []
    for place, row in enumerate(rows):
        for choice, name in enumerate(row["names"]):
            if _add_name(name["text"], words, numbers):
                numbers["owners"].append(place)
                numbers["choices"].append(choice)
                weak.append(name["weak"])
        for birth in row["births"]:
            numbers["births"].extend((_day(birth["first"]), _day(birth["last"])))
        numbers["birth_ends"].append(len(numbers["births"]))
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        records.append(text.encode())
    numbers["entry_ends"].extend(accumulate(len(record) for record in records))
    _post(numbers, len(words))
    entries = _blocks(records, numbers["block_ends"])
    if sys.byteorder == "big":
        for numbered in numbers.values():
            numbered.byteswap()
    return {
        "words": "\n".join(words).encode(),
        "evens": "\n".join(smooth(word) for word in words).encode(),
        "weak": bytes(weak),
        "entries": entries,
        **{name: numbered.tobytes() for name, numbered in numbers.items()},
    }


def _blocks(records: list[bytes], ends: Any) -> bytes:
    """Entries, some to a compressed block: only those that ring are ever read again."""
    packed = [
        zlib.compress(b"".join(records[first : first + BLOCK]), 6)
        for first in range(0, len(records), BLOCK)
    ]
    ends.extend(accumulate(len(block) for block in packed))
    return b"".join(packed)


def _add_name(text: str, words: dict[str, int], numbers: dict[str, Any]) -> bool:
    """The units of one name; False if nothing of it can be compared."""
    folded = list(dict.fromkeys(fold(text)))[:MOST_WORDS]
    for place, word in enumerate(folded):
        numbers["units"].append(words.setdefault(word, len(words)))
        numbers["masks"].append(1 << place)
    for place, word in joined(folded):
        numbers["units"].append(words.setdefault(word, len(words)))
        numbers["masks"].append(3 << place)
    if folded:
        numbers["unit_ends"].append(len(numbers["units"]))
    return bool(folded)


def _post(numbers: dict[str, Any], words: int) -> None:
    """Turns 'the words of a name' around into 'the names of a word'."""
    holders: list[list[int]] = [[] for _ in range(words)]
    start = 0
    for name, end in enumerate(numbers["unit_ends"]):
        for unit in numbers["units"][start:end]:
            if not holders[unit] or holders[unit][-1] != name:
                holders[unit].append(name)
        start = end
    for names in holders:
        numbers["postings"].extend(names)
        numbers["posting_ends"].append(len(numbers["postings"]))


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def opened(data: bytes) -> dict[str, Any]:
    """The sections of a packed list: arrays and lists of words by name, or bytes."""
    try:
        body = gzip.decompress(data)
    except (OSError, EOFError):
        raise Unavailable("the watchlist is damaged", "watchlist_missing") from None
    if body[:4] != MAGIC:
        raise Unavailable("the watchlist is of another format", "watchlist_missing")
    size = int.from_bytes(body[4:8], "little")
    view = memoryview(body)[8 + size :]
    found: dict[str, Any] = {}
    for name, (place, length) in json.loads(body[8 : 8 + size]).items():
        found[name] = _section(name, view[place : place + length])
    return found


def _section(name: str, data: memoryview) -> Any:
    if name in NUMBERS:
        numbers = array(NUMBERS[name])
        numbers.frombytes(data)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers
    if name in ("words", "evens"):
        return bytes(data).decode().split("\n") if data else []
    return bytes(data)


def unpack(data: bytes) -> Iterator[Listed]:
    """The entries of a packed list."""
    sections = opened(data)
    for place in range(len(sections["entry_ends"])):
        yield record(sections, place)


def record(sections: dict[str, Any], place: int) -> Listed:
    """One entry."""
    ends, blocks = sections["entry_ends"], sections["block_ends"]
    block = place // BLOCK
    data = sections["entries"][blocks[block - 1] if block else 0 : blocks[block]]
    base = ends[block * BLOCK - 1] if block else 0
    first = ends[place - 1] if place else 0
    row = json.loads(zlib.decompress(data)[first - base : ends[place] - base])
    return Listed(
        source=row["source"],
        entry_id=row["entry_id"],
        names=tuple(ListedName(**name) for name in row["names"]),
        births=tuple(Interval(**birth) for birth in row["births"]),
        nationalities=tuple(row["nationalities"]),
        programmes=tuple(row["programmes"]),
        identifiers=tuple(row["identifiers"]),
        kind=row["kind"],
        topic=row["topic"],
    )
