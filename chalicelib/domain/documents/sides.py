"""The sides of a document."""

from enum import StrEnum


class Side(StrEnum):
    """A passport has a front alone, a card both."""

    FRONT = "front"
    BACK = "back"
