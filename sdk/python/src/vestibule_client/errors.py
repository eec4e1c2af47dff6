"""What can go wrong, by kind. An answer's `code` is stable: branch on it, show nobody `detail`."""

from __future__ import annotations

import json
from typing import ClassVar

import httpx


class VestibuleError(Exception):
    """Everything that this package raises on its own."""


class ConnectionFailed(VestibuleError):
    """No answer came, however often it was tried. What was sent may have been done all the same:
    send it again with the same idempotency key."""


class UnexpectedAnswer(VestibuleError):
    """An answer that is none of Vestibule's: look at what stands between."""


class WebhookInvalid(VestibuleError):
    """Not signed with a secret of yours, too old, or no event. Answer 401 and forget it."""


class ApiError(VestibuleError):
    """A refusal, told as problem details (RFC 9457)."""

    def __init__(
        self, status: int, code: str, detail: str, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class BadRequest(ApiError):
    """400: what was sent cannot be accepted."""


class Unauthenticated(ApiError):
    """401: the API key is not known, revoked or expired."""


class Forbidden(ApiError):
    """403: the key lacks a scope."""


class NotFound(ApiError):
    """404: no such thing, or another mode's."""


class Conflict(ApiError):
    """409: the request is right, the moment is wrong."""


class Gone(ApiError):
    """410: it was there once."""


class Unprocessable(ApiError):
    """422: the same key or id came before with other content."""


class TooManyRequests(ApiError):
    """429: `retry_after` says in how many seconds to come back."""


class ServerError(ApiError):
    """5xx."""


class Unavailable(ServerError):
    """503: something Vestibule needs did not answer; the same request may succeed later."""


class _Kinds:
    by_status: ClassVar[dict[int, type[ApiError]]] = {
        400: BadRequest, 401: Unauthenticated, 403: Forbidden, 404: NotFound, 409: Conflict,
        410: Gone, 422: Unprocessable, 429: TooManyRequests, 503: Unavailable,
    }  # fmt: skip


def from_response(response: httpx.Response, retry_after: float | None) -> ApiError:
    """The error that an answer of 400 or more tells of; a gateway's own has the code `unknown`."""
    fallback = ServerError if response.status_code >= 500 else ApiError
    kind = _Kinds.by_status.get(response.status_code, fallback)
    try:
        told = json.loads(response.content)
        code, detail = str(told["code"]), str(told["detail"])
    except (ValueError, KeyError, TypeError):
        code, detail = "unknown", response.reason_phrase
    return kind(response.status_code, code, detail, retry_after)
