"""A typed client of Vestibule's API for backends: `Vestibule`; `verify` checks webhooks."""

from . import models
from .client import AsyncVestibule, Vestibule
from .errors import (
    ApiError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    Forbidden,
    Gone,
    NotFound,
    ServerError,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unprocessable,
    VestibuleError,
    WebhookInvalid,
)
from .webhooks import WebhookEvent, sign, verify

__all__ = [
    "ApiError",
    "AsyncVestibule",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "Gone",
    "NotFound",
    "ServerError",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "Unprocessable",
    "Vestibule",
    "VestibuleError",
    "WebhookEvent",
    "WebhookInvalid",
    "models",
    "sign",
    "verify",
]
