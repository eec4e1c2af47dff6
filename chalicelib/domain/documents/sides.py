"""The sides of a document."""

from enum import StrEnum


class Side(StrEnum):
    """A side of a document. A passport has a front only, a card has both."""

    FRONT = "front"
    BACK = "back"
