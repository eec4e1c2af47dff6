"""The settings of the embedded cloud that the program which runs it chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from emulator.http.http_server import WSGI


class Fetch(Protocol):
    """Reads an S3 object's bytes. LookupError if bucket, key or version does not exist."""

    def __call__(self, bucket: str, key: str, version: str | None = None) -> bytes: ...


class Roles(StrEnum):
    """How the roles of functions are checked."""

    IGNORED = "ignored"
    WATCHED = "watched"  # calls are counted, nothing is refused
    ENFORCED = "enforced"  # what the function's role does not allow is refused, as on AWS


@dataclass(frozen=True, slots=True)
class Host:
    """The settings. All have defaults: `Cloud()` alone is an AWS without additions."""

    #: Services that moto lacks or that are replaced: signing name -> factory of the WSGI
    #: application, called at the first request.
    services: Mapping[str, Callable[[Fetch], WSGI]] = field(default_factory=dict)
    #: Variables for clients of the cloud and for functions, besides AWS's own.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Path prefix of the control endpoints. No bucket name can begin with it.
    control: str = "/_emulator/"
    #: The environment variable with the clock's offset in seconds; "" for none.
    clock_variable: str = ""
    roles: Roles = Roles.IGNORED
    #: Text for the function's log after a refusal: (function, action, resource) -> text.
    advice: Callable[[str, str, str], str] | None = None
    #: A file that gets one line of JSON for each right that a function uses; "" for none.
    rights_used: str = ""
    #: Whether single calls of functions can be made to fail, see `emulator.faults.mishaps`.
    #: Roles are not checked then.
    mishaps: bool = False
    #: For a debugger: functions have no time limit, and their output is also shown at once.
    debugging: bool = False
    #: Prefix of function names; mishaps name functions without it.
    function_prefix: str = ""


current = Host()


def settle(host: Host) -> None:
    """Sets the settings of this process's cloud; later reads of `current` see them."""
    global current
    current = host
