"""The Lambda triggers of a user pool: moto stores them and never calls one.

Events: docs.aws.amazon.com/cognito, "Customizing user pool workflows with Lambda triggers".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool
from moto.core.exceptions import JsonRESTError

#: (function ARN, event) -> (answer, None), or (error document, "Unhandled")
Invoke = Callable[[str, Any], tuple[Any, str | None]]
_invoke: Invoke | None = None


def use(invoke: Invoke) -> None:
    """Sets how functions are called, for all pools of the process."""
    global _invoke
    _invoke = invoke


def call(
    pool: CognitoIdpUserPool,
    user: CognitoIdpUser,
    trigger: str,
    source: str,
    client: str = "",
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Calls a trigger and returns its `response`; {} if the pool has no such trigger.

    `trigger`: its name in LambdaConfig; `source`: the event's `triggerSource`; `more`: further
    fields of `request`. UserLambdaValidationException with the function's message if it fails,
    InvalidLambdaResponseException if it returns no event. What the operation did before remains: a
    user whose PostConfirmation fails is confirmed, as on AWS.
    """
    arn = (pool.extended_config.get("LambdaConfig") or {}).get(trigger)
    if not arn or _invoke is None:
        return {}
    event = {
        "version": "1",
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": user.username,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client},
        "triggerSource": source,
        "request": {
            "userAttributes": {**user.attribute_lookup, "cognito:user_status": _status(user)},
            **(more or {}),
        },
        "response": {},
    }
    answer, error = _invoke(arn, event)
    if error:
        raise JsonRESTError(
            "UserLambdaValidationException",
            f"{trigger} failed with error {(answer or {}).get('errorMessage', 'unknown')}.",
        )
    if not isinstance(answer, dict) or "response" not in answer:
        raise JsonRESTError("InvalidLambdaResponseException", "Unrecognizable lambda output")
    response: dict[str, Any] = answer["response"] or {}
    return response


def _status(user: CognitoIdpUser) -> str:
    return str(getattr(user.status, "value", user.status))
