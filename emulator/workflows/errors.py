"""The errors of the Step Functions API."""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class Refusal(ServiceException):
    """`Refusal(code, message)`: an error of the Step Functions API, such as ConflictException.

    moto finds an error's shape through the module of its class. A class of moto's core belongs to
    no service and would become an internal error; this one takes the shapes of Step Functions.
    """
