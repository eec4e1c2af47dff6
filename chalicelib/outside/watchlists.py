"""Lists by the names that the setting uses."""

from collections.abc import Sequence
from importlib import import_module

from chalicelib.adapters.screening.lists.source import Source
from chalicelib.outside.plug_ins import WATCHLISTS


def watchlists(names: Sequence[str]) -> Sequence[Source]:
    """The sources of these names."""
    places = [WATCHLISTS[name].split(":") for name in names]
    return tuple(getattr(import_module(module), what) for module, what in places)
