"""Which versions of symbols a shared library asks for: the ELF section .gnu.version_r, as written
in the Linux Standard Base, "Symbol Versioning"."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_NEEDED = 0x6FFFFFFE  # SHT_GNU_verneed


def versions(library: bytes) -> Iterator[tuple[str, tuple[int, ...]]]:
    """("GLIBC", (2, 17)) and the like; of a 64-bit little-endian library."""
    assert library[:6] == b"\x7fELF\x02\x01", "no library for this kind of machine"
    (start,) = struct.unpack_from("<Q", library, 0x28)
    size, count = struct.unpack_from("<HH", library, 0x3A)
    sections = [struct.unpack_from("<IIQQQQII", library, start + i * size) for i in range(count)]
    for _, kind, _, _, offset, _, link, entries in sections:
        if kind == _NEEDED:
            yield from _entries(library, offset, entries, sections[link][4])


def _entries(
    library: bytes, offset: int, files: int, strings: int
) -> Iterator[tuple[str, tuple[int, ...]]]:
    for _ in range(files):
        _, wanted, _, first, following = struct.unpack_from("<HHIII", library, offset)
        place = offset + first
        for _ in range(wanted):
            _, _, _, name, step = struct.unpack_from("<IHHII", library, place)
            begin = strings + name
            text = library[begin : library.index(b"\0", begin)].decode()
            if found := re.fullmatch(r"([A-Z]+)_([\d.]+)", text):
                yield found[1], tuple(map(int, found[2].split(".")))
            place += step
        offset += following
