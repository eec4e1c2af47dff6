"""What went wrong, as a caller is told it: RFC 9457 problem details, from one table."""

import json
from collections.abc import Mapping

from chalice.app import Response

from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    Refused,
    TooMany,
    Unauthenticated,
    Unavailable,
    VestibuleError,
)

# The one table of errors: class -> HTTP status.
STATUS: tuple[tuple[type[VestibuleError], int], ...] = (
    (BadRequest, 400),
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Gone, 410),
    (TooMany, 429),
    (Refused, 502),
    (Unavailable, 503),
)
UNPROCESSABLE = frozenset(
    {
        *("idempotency_key_reused", "frame_id_reused", "external_user_id_reused"),
        "steps_unreachable",
    }
)


def problem(error: VestibuleError) -> Response:
    """RFC 9457 problem details."""
    status = next((s for kind, s in STATUS if isinstance(error, kind)), 500)
    if error.code in UNPROCESSABLE:
        status = 422
    headers = {"Content-Type": "application/problem+json"}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    return problem_of(status, error.code, str(error), headers)


def problem_of(
    status: int, code: str, detail: str, headers: Mapping[str, str | list[str]]
) -> Response:
    """The answer itself, for what has no error of its own."""
    body = {
        "type": f"https://vestibule.example/problems/{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response(json.dumps(body), dict(headers), status)
