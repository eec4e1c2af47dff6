"""`Idempotency-Key`: the same request twice is done once, and answered the same.

Powertools keeps the answers in DynamoDB (draft-ietf-httpapi-idempotency-key-header-07).
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.aws.clients import client
from chalicelib.application.process import application
from chalicelib.domain.errors import BadRequest, Conflict, Unavailable

if TYPE_CHECKING:
    from chalicelib.contracts.wire import Wire

DAY = 86_400


@cache
def _layer() -> Any:
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

    return DynamoDBPersistenceLayer(
        table_name=application().settings.table_idempotency,
        key_attr="id",
        expiry_attr="expiration",
        boto3_client=client("dynamodb"),
    )


def _guarded(work: Callable[[], dict[str, Any]], scope: str, context: Any) -> Any:
    """`work` behind Powertools; `context` is the Lambda's, whose deadline ends a dead claim."""
    from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function

    def call(request: dict[str, str]) -> dict[str, Any]:
        return work()

    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="content",
        expires_after_seconds=DAY,
        raise_on_no_idempotency_key=True,
    )
    config.register_lambda_context(context)
    return idempotent_function(
        call,
        data_keyword_argument="request",
        persistence_store=_layer(),
        config=config,
        key_prefix=scope,
    )


def done_once(call: Any, context: Any, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` answers; with an `Idempotency-Key`, what it answered to this backend before.

    The answer is kept for a day, so `work` answers with ids and nothing else.
    """
    request = call.request
    key = request.headers.get("idempotency-key", "")
    if not key:
        return work()
    raw = request.raw_body
    body = raw if isinstance(raw, bytes) else str(raw).encode()
    place = f"{request.method} {request.context.get('path', '')}"
    content = hashlib.sha256(place.encode() + b"\n" + body).hexdigest()
    return once(call.caller.id, key, content, context, work)


def kept(answer: "Wire") -> dict[str, Any]:
    """An answer as it is kept: the JSON that was sent."""
    from chalicelib.contracts.wire import written

    found: dict[str, Any] = json.loads(written(answer))
    return found


def once(
    scope: str, key: str, content: str, context: Any, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `work` answered the first time this key came within a day.

    `scope` keeps the keys of one caller apart from those of another; `content` is a hash of what
    was sent; `context` is the Lambda's, whose deadline ends the claim of a call that died.
    Work that is done is answered, also where its answer could not be kept: the claim then ends
    with the deadline, and a later try is done anew.

    Raises BadRequest `idempotency_key_invalid` or `idempotency_key_reused` (the key came before
    with other content), Conflict `request_in_progress`, Unavailable where nothing was begun.
    """
    from aws_lambda_powertools.utilities.idempotency.exceptions import (
        IdempotencyAlreadyInProgressError,
        IdempotencyPersistenceLayerError,
        IdempotencyValidationError,
    )

    if not re.fullmatch(r"[\x21-\x7e]{1,128}", key):
        raise BadRequest("a key has 1 to 128 visible characters", "idempotency_key_invalid")

    done: list[dict[str, Any]] = []

    def kept() -> dict[str, Any]:
        done.append(work())
        return done[0]

    try:
        answer: dict[str, Any] = _guarded(kept, scope, context)(
            request={"key": key, "content": content}
        )
    except IdempotencyValidationError:
        raise BadRequest(
            "this Idempotency-Key was used with other content", "idempotency_key_reused"
        ) from None
    except IdempotencyAlreadyInProgressError:
        raise Conflict("the first request is still being answered", "request_in_progress") from None
    except IdempotencyPersistenceLayerError:
        if not done:
            raise Unavailable("nothing was done: try again", "unavailable") from None
        return done[0]
    return answer
