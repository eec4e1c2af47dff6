"""The exceptions, by kind. `code` is stable: branch on it. Do not show `detail` to your users."""

from __future__ import annotations

import json
from typing import ClassVar

import httpx


class VestibuleError(Exception):
    """The base of everything that this package raises, but for ValueError in constructors."""


class ConnectionFailed(VestibuleError):
    """No answer came at any try. The request may have been carried out all the same: repeat it with
    the same idempotency key."""


class UnexpectedAnswer(VestibuleError):
    """The answer is not Vestibule's: look for a proxy or gateway in between."""


class WebhookInvalid(VestibuleError):
    """The webhook is not signed with your secret, too old, or no event: answer 401, ignore it."""


class ApiError(VestibuleError):
    """An answer of 400 or more, as problem details (RFC 9457). `retry_after`: seconds, or None."""

    def __init__(
        self, status: int, code: str, detail: str, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class BadRequest(ApiError):
    """400: the request cannot be accepted; correct it."""


class Unauthenticated(ApiError):
    """401: the API key is unknown, revoked or expired."""


class Forbidden(ApiError):
    """403: the key lacks a scope."""


class NotFound(ApiError):
    """404: there is no such thing, or it belongs to the other mode."""


class Conflict(ApiError):
    """409: the request is not possible in the present state."""


class Gone(ApiError):
    """410: it existed once and never will again."""


class Unprocessable(ApiError):
    """422: the idempotency key or id was used before with other content."""


class TooManyRequests(ApiError):
    """429: too many requests; try again after `retry_after` seconds."""


class ServerError(ApiError):
    """5xx: the server failed."""


class Unavailable(ServerError):
    """503: a service that Vestibule needs did not answer; the same request may succeed later."""


class _Kinds:
    by_status: ClassVar[dict[int, type[ApiError]]] = {
        400: BadRequest, 401: Unauthenticated, 403: Forbidden, 404: NotFound, 409: Conflict,
        410: Gone, 422: Unprocessable, 429: TooManyRequests, 503: Unavailable,
    }  # fmt: skip


def from_response(response: httpx.Response, retry_after: float | None) -> ApiError:
    """The exception for an answer of 400 or more; without problem details its code is `unknown`.
    `retry_after`: seconds."""
    fallback = ServerError if response.status_code >= 500 else ApiError
    kind = _Kinds.by_status.get(response.status_code, fallback)
    try:
        told = json.loads(response.content)
        code, detail = str(told["code"]), str(told["detail"])
    except (ValueError, KeyError, TypeError):
        code, detail = "unknown", response.reason_phrase
    return kind(response.status_code, code, detail, retry_after)
