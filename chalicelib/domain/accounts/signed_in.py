"""What a password is answered with: tokens, or the question for a second factor."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tokens:
    """`refresh` is empty where a refresh token was shown: it stays what it is."""

    access: str = field(repr=False)
    id: str = field(repr=False)
    expires_in: int
    refresh: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What must be answered first, and the session in which."""

    name: str
    session: str = field(repr=False)
