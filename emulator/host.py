"""The settings of the embedded cloud by the program that runs it: everything that is not AWS's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from emulator.http.http_server import WSGI


class Fetch(Protocol):
    """Reads an S3 object. Raises LookupError if bucket, key or version do not exist."""

    def __call__(self, bucket: str, key: str, version: str | None = None) -> bytes: ...


class Roles(StrEnum):
    """How the roles of functions are checked."""

    IGNORED = "ignored"
    WATCHED = "watched"  # calls are counted, nothing is refused
    ENFORCED = "enforced"  # what the function's role does not allow is refused, as on AWS


@dataclass(frozen=True, slots=True)
class Host:
    """The settings. All have defaults: `Cloud()` alone is an AWS without additions."""

    #: Services that moto lacks or that are to be replaced: signing name -> what makes the WSGI
    #: application, called at the first request.
    services: Mapping[str, Callable[[Fetch], WSGI]] = field(default_factory=dict)
    #: Variables for clients of the cloud and for functions, besides AWS's own.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Where the control endpoints are. No bucket can have a name that begins so.
    control: str = "/_emulator/"
    #: The variable that says by how many seconds the clock is moved; without a name, none does.
    clock_variable: str = ""
    roles: Roles = Roles.IGNORED
    #: What a refusal says to whoever reads the function's log: function, action, resource -> text.
    advice: Callable[[str, str, str], str] | None = None
    #: A file that gets one line of JSON for each right a function uses; without a name, none.
    rights_used: str = ""
    #: Whether single calls of functions may be struck, see `emulator.faults.mishaps`.
    #: Roles are not held against calls then.
    mishaps: bool = False
    #: For a debugger: functions have no time limit, and what they print is shown at once, too.
    debugging: bool = False
    #: What function names begin with; mishaps name functions without it.
    function_prefix: str = ""


current = Host()


def settle(host: Host) -> None:
    """Sets the settings of this process's cloud."""
    global current
    current = host
