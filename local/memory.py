"""Memory goes back to the machine when a burst of large requests is over.

glibc raises its own limits with each large piece that is freed, keeps what follows on its heaps,
and has eight of those for each core: minutes of large uploads left a gigabyte behind, of which a
tenth was in use. With limits that stay, large pieces are mapped, and unmapped when they are freed.
"""

from __future__ import annotations

import ctypes

#: mallopt(3): parameter -> value. Pieces and rests beyond 256 KB go back; two heaps are enough.
_TRIM, _MMAP, _HEAPS = -1, -3, -8
LIMITS = {_TRIM: 256 * 1024, _MMAP: 256 * 1024, _HEAPS: 2}


def settle() -> None:
    """Set the limits for this process and its forks; elsewhere than on glibc nothing happens."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    for parameter, value in LIMITS.items():
        mallopt(parameter, value)
