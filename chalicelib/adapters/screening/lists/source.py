"""A list: the files that its issuer publishes, their addresses, and their reader."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.screening.screening import Listed


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name below `incoming/` in the bucket, and its URL at the issuer ("" for an
    operator's own). A file that is not `needed` may be missing."""

    name: str
    address: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A list. `read` takes the files in order, a missing one as b"", and raises BadRequest for
    what it cannot read. `persons`: the issuer always published at least so many; with fewer, the
    download is incomplete."""

    name: str
    files: tuple[File, ...]
    read: Callable[..., list[Listed]]
    persons: int = 0
