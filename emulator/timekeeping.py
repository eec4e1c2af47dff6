"""Hook into moto's time: every service reads the emulator's clock.

Nearly all of moto asks `moto.core.utils.utcnow`, directly or through `unix_time`. The function is
replaced there and in every module that had already copied it, so message delays, visibility,
expiries and the timestamps of records move when the clock is advanced.
"""

from __future__ import annotations

import sys
from datetime import datetime

import moto.core.utils as core

from emulator import clock

_plain = core.utcnow


def utcnow() -> datetime:
    """The clock's time in UTC without a time zone, as moto expects it."""
    return clock.now().replace(tzinfo=None)


def install() -> None:
    """Gives moto our clock; modules imported later get it from `moto.core.utils`."""
    core.utcnow = utcnow
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.") and getattr(module, "utcnow", None) is _plain:
            module.utcnow = utcnow  # type: ignore[attr-defined]
