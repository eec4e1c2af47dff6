"""Translates errors of AWS into ours."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

from chalicelib.domain.errors import Refused, Unavailable, VestibuleError

TRANSIENT = frozenset(
    {
        "InternalError",
        "InternalErrorException",
        "InternalFailure",
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


#: Throttling by a service that works: this is no outage and opens no circuit breaker.
THROTTLED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


@contextmanager
def translated(meanings: Mapping[str, VestibuleError] | None = None) -> Iterator[None]:
    """Translates botocore's errors into ours. `meanings`: AWS error code -> our error.

    The message of AWS is dropped because it may quote the request.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _meaning(error.response, meanings or {}) from None
    except BotoCoreError as error:
        raise Unavailable(f"AWS did not answer ({type(error).__name__})") from None


def _meaning(response: Any, meanings: Mapping[str, VestibuleError]) -> VestibuleError:
    code = str(response.get("Error", {}).get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in meanings:
        # A copy: an exception raised twice would keep the frames of both, with their data.
        return copy(meanings[code])
    if code in THROTTLED:
        return Unavailable(f"AWS answered {code}", "throttled")
    if code in TRANSIENT or status >= 500:
        return Unavailable(f"AWS answered {code or status}")
    return Refused(f"AWS refused with {code or status}")
