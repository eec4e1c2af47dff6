"""The service itself on the wire, and how it says what went wrong."""

from typing import Literal

from chalicelib.contracts.wire import Wire


class Health(Wire):
    """Alive."""

    status: Literal["ok"] = "ok"


class Problem(Wire):
    """RFC 9457 problem details; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
