"""Returns memory to the system after a burst of large requests.

glibc raises its thresholds with each freed large block, keeps later blocks on its heaps, and has
eight heaps per core: after minutes of large uploads a gigabyte remained, of which a tenth was in
use. With fixed thresholds, large blocks are mapped, and unmapped when they are freed.
"""

from __future__ import annotations

import ctypes

#: mallopt(3): parameter -> value. Blocks above 256 KB are returned; two heaps are enough.
_TRIM, _MMAP, _HEAPS = -1, -3, -8
LIMITS = {_TRIM: 256 * 1024, _MMAP: 256 * 1024, _HEAPS: 2}


def settle() -> None:
    """Sets glibc's thresholds for this process and its forks; does nothing without glibc."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    for parameter, value in LIMITS.items():
        mallopt(parameter, value)
