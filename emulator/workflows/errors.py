"""How this Step Functions refuses a request."""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class Refusal(ServiceException):
    """`Refusal(code, message)`: a code of the Step Functions API.

    moto finds the error's shape through the module of its class: one of moto's core has no service
    and would become an internal error, this one takes the shapes of the service that was asked.
    """
