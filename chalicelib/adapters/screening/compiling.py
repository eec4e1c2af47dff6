"""Compiles list entries into the arrays of an index: deterministic bytes, quick to open.

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
from zlib import crc32

from chalicelib.adapters.screening.folding import LONGEST_JOINED, run_key, runs, smooth
from chalicelib.adapters.screening.sounds import sound_keys, syllabic, syllables
from chalicelib.adapters.screening.writing import Reading, readings
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening.screening import Interval, Listed, ListedName

MAGIC = b"VWL4"
BLOCK = 32  # entries compressed together
# Section -> type code of its array; the others are bytes.
NUMBERS = {
    "name_words": "I",  # words of all names, as places in the vocabulary
    "name_ends": "I",  # name -> end of its words
    "owners": "I",  # name -> entry
    "choices": "H",  # name -> which name of its entry
    "postings": "I",  # names that hold a word, word by word
    "posting_ends": "I",
    "run_keys": "I",  # keys of neighbours written as one, in order, and the names that hold them
    "run_names": "I",
    "sound_keys": "I",  # keys of other forms of a word, in order, and the words that share them
    "sound_words": "I",
    "births": "i",  # first, last as YYYYMMDD, and 1 for circa, entry by entry
    "birth_ends": "I",
    "entry_ends": "I",  # before compression
    "block_ends": "I",  # after it
}
BYTES = (
    "weak",
    "sources",
    "persons",
)  # name -> 1 if weak, where its reading comes from; entry -> 1
ANYBODY = ("person", "")  # kinds that may be a person


def pack(entries: Iterable[Listed]) -> bytes:
    """The packed list, sorted by source and id: the same entries give the same bytes, so that the
    version can be their hash."""
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


class _Sections:
    """The sections of an index while they are built, entry by entry."""

    def __init__(self) -> None:
        self.numbers = {name: array(code) for name, code in NUMBERS.items()}
        self.bytes = {name: bytearray() for name in BYTES}
        self.words: dict[str, int] = {}
        self.runs: list[tuple[int, int]] = []
        self.sounds: set[tuple[int, int]] = set()

    def add(self, place: int, row: dict[str, Any]) -> None:
        """An entry's names, each spelling once, and its birth dates."""
        known: set[tuple[Any, ...]] = set()
        for choice, name in sorted(enumerate(row["names"]), key=lambda n: n[1]["weak"]):
            for reading in readings(name["text"]):
                spelling = (reading.words, reading.source)
                if spelling not in known:
                    known.add(spelling)
                    self._add_name(reading, place, choice, name["weak"])
        for birth in row["births"]:
            days = (_day(birth["first"]), _day(birth["last"]), int(birth["circa"]))
            self.numbers["births"].extend(days)
        self.numbers["birth_ends"].append(len(self.numbers["births"]))
        self.bytes["persons"].append(row["kind"] in ANYBODY)

    def _add_name(self, reading: Reading, owner: int, choice: int, weak: bool) -> None:
        name = len(self.numbers["owners"])
        for word in reading.words:
            self.numbers["name_words"].append(self.words.setdefault(word, len(self.words)))
        self.numbers["name_ends"].append(len(self.numbers["name_words"]))
        self.numbers["owners"].append(owner)
        self.numbers["choices"].append(choice)
        self.bytes["weak"].append(weak)
        self.bytes["sources"].append(reading.source)
        joint = {run_key(text) for *_, text in runs(reading.words) if len(text) <= LONGEST_JOINED}
        joint |= {whole_key(text) for text in _wholes(reading)}
        if syllabic(reading.words):
            for word in reading.words:
                self.sounds |= {(key_of(k), self.words[word]) for k in syllables(word)}
            for *_, text in runs(reading.words):
                joint |= {key_of(k) for k in syllables(text)}
        self.runs += [(key, name) for key in joint]

    def finished(self) -> dict[str, Any]:
        """All sections but the records."""
        for word, place in self.words.items():
            self.sounds |= {(key_of(key), place) for key in sound_keys(word)}
        for what, pairs in (("run", sorted(self.runs)), ("sound", sorted(self.sounds))):
            keys, places = f"{what}_keys", "run_names" if what == "run" else "sound_words"
            self.numbers[keys].extend(key for key, _ in pairs)
            self.numbers[places].extend(place for _, place in pairs)
        _post(self.numbers, len(self.words))
        return {
            "words": "\n".join(self.words).encode(),
            "evens": "\n".join(smooth(word) for word in self.words).encode(),
            **{name: bytes(data) for name, data in self.bytes.items()},
        }


def _wholes(reading: Reading) -> tuple[str, ...]:
    """The whole name as one word, if particles were dropped from it; others may join them."""
    return (reading.joined,) if reading.joined else ()


def whole_key(text: str) -> int:
    """The key of a whole name without blanks, particles included: 32 bits, apart from `run_key`."""
    return run_key(text) ^ 1


def key_of(sound: str) -> int:
    """A key of sounds.py as a number of 32 bits (CRC-32)."""
    return crc32(sound.encode())


def _sections(rows: list[dict[str, Any]]) -> dict[str, bytes]:
    made = _Sections()
    records = []
    for place, row in enumerate(rows):
        made.add(place, row)
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        records.append(text.encode())
    numbers = made.numbers
    numbers["entry_ends"].extend(accumulate(len(record) for record in records))
    entries = _blocks(records, numbers["block_ends"])
    found = made.finished() | {"entries": entries}
    if sys.byteorder == "big":
        for numbered in numbers.values():
            numbered.byteswap()
    return found | {name: numbered.tobytes() for name, numbered in numbers.items()}


def _blocks(records: list[bytes], ends: Any) -> bytes:
    """The entries, BLOCK of them compressed together: only entries that match are read again."""
    packed = [
        zlib.compress(b"".join(records[first : first + BLOCK]), 6)
        for first in range(0, len(records), BLOCK)
    ]
    ends.extend(accumulate(len(block) for block in packed))
    return b"".join(packed)


def _post(numbers: dict[str, Any], words: int) -> None:
    """Turns 'the words of a name' around into 'the names of a word'."""
    holders: list[list[int]] = [[] for _ in range(words)]
    start = 0
    for name, end in enumerate(numbers["name_ends"]):
        for word in numbers["name_words"][start:end]:
            if not holders[word] or holders[word][-1] != name:
                holders[word].append(name)
        start = end
    for names in holders:
        numbers["postings"].extend(names)
        numbers["posting_ends"].append(len(numbers["postings"]))


def _day(iso: str) -> int:
    return int(iso.replace("-", ""))


def opened(data: bytes) -> dict[str, Any]:
    """Section name -> its content: an array for NUMBERS, a list of words for `words` and `evens`,
    bytes for the others. Unavailable if the data is damaged or of another format."""
    try:
        body = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
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
    """The entries of a packed list, by source and id. Unavailable as in `opened`."""
    sections = opened(data)
    for place in range(len(sections["entry_ends"])):
        yield record(sections, place)


def record(sections: dict[str, Any], place: int) -> Listed:
    """The entry at a place, from the sections that `opened` returns."""
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
