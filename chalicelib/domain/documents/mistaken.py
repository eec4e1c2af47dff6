"""Pictures that show another side than the one they were sent as, recognised by zone or barcode.

The three-line zone of a card is on its back (ICAO 9303-5), the two-line zone of a passport on the
page with the portrait. Barcodes of North America and South Africa are on the back. Two-line zones
of cards may be on either side. A picture without zone or barcode is not judged.
"""

from collections.abc import Mapping

from chalicelib.domain.documents import sides
from chalicelib.domain.documents.assembly import Side
from chalicelib.domain.documents.mrz import Format

_ZONES = {Format.TD1: sides.Side.BACK, Format.TD3: sides.Side.FRONT}
_CODES = {"aamva": sides.Side.BACK, "south_african": sides.Side.BACK}
_NAMES = ("name", "surname", "givenNames")


def mistaken(read: Mapping[str, Side]) -> tuple[str, ...]:
    """The sides, as they were sent, whose picture shows the other side."""
    return tuple(name for name, side in read.items() if (shown := _shown(side)) and shown != name)


def _shown(side: Side) -> str | None:
    zone = _ZONES.get(side.zone.format) if side.zone else None
    shown = zone or (_CODES.get(side.code.kind) if side.code else None)
    whose = "dateOfBirth" in side.printed and any(name in side.printed for name in _NAMES)
    return None if whose and shown == sides.Side.BACK else shown  # both are on one page
