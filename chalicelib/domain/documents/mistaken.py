"""Which picture shows another side than the one it was sent as, as far as a code on it tells.

A card's zone of three lines stands on its back (ICAO 9303-5), a passport's of two on the page with
the portrait; a barcode of North America or South Africa is on the back. Two-line zones of cards
stand on either. What shows no code tells nothing.
"""

from collections.abc import Mapping

from chalicelib.domain.documents import sides
from chalicelib.domain.documents.assembly import Side
from chalicelib.domain.documents.mrz import Format

_ZONES = {Format.TD1: sides.Side.BACK, Format.TD3: sides.Side.FRONT}
_CODES = {"aamva": sides.Side.BACK, "south_african": sides.Side.BACK}
_NAMES = ("name", "surname", "givenNames")


def mistaken(read: Mapping[str, Side]) -> tuple[str, ...]:
    """The sides, by what they were sent as, whose picture shows the other one."""
    return tuple(name for name, side in read.items() if (shown := _shown(side)) and shown != name)


def _shown(side: Side) -> str | None:
    zone = _ZONES.get(side.zone.format) if side.zone else None
    shown = zone or (_CODES.get(side.code.kind) if side.code else None)
    whose = "dateOfBirth" in side.printed and any(name in side.printed for name in _NAMES)
    return None if whose and shown == sides.Side.BACK else shown  # both lie on one sheet
