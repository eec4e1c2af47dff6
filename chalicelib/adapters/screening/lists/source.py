"""What a list is: which files its issuer publishes, where, and who reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.screening.screening import Listed


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name below `incoming/` in the bucket, and its issuer's address (none for an
    operator's own). One that is not `needed` may be missing."""

    name: str
    address: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A list. `read` takes the files in order; `persons` is how few its issuer never published:
    with fewer, what came is not whole."""

    name: str
    files: tuple[File, ...]
    read: Callable[..., list[Listed]]
    persons: int = 0
