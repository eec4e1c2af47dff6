"""Checks after a deployment that the new code answers, directly and through the API."""

from __future__ import annotations

import json
import time
from typing import Any

import requests

from operations.stage import DeployError, Stage

#: Seconds until a new API, its permissions and its WAF are in force everywhere.
PATIENCE = 60.0


def check(stage: Stage, api_url: str | None) -> str:
    """Checks that the function answers /health, on AWS also through the API; returns a message.
    DeployError with the answer that came."""
    status, body = _invoked(stage)
    if status != 200:
        raise DeployError(f"the API's function answers /health with {status}: {body}")
    if stage.endpoint is not None or not api_url:
        return "the function answers /health"
    return _asked(f"{api_url.rstrip('/')}/health")


def _invoked(stage: Stage) -> tuple[int, str]:
    answer = stage.client("lambda").invoke(
        FunctionName=f"vestibule-{stage.name}", Payload=json.dumps(request("/health")).encode()
    )
    payload: dict[str, Any] = json.loads(answer["Payload"].read())
    return int(payload.get("statusCode", 0)), str(payload.get("body", payload))


def request(path: str) -> dict[str, Any]:
    """The event of a GET request, as API Gateway sends it to a function."""
    return {
        "resource": path,
        "path": path,
        "httpMethod": "GET",
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": path,
            "requestId": "smoke",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _asked(url: str) -> str:
    end = time.monotonic() + PATIENCE
    last = "no answer"
    while time.monotonic() < end:
        try:
            answer = requests.get(url, timeout=10)
            if answer.ok:
                return f"{url} answers after {answer.elapsed.total_seconds():.2f} s"
            last = f"status {answer.status_code}"
        except requests.RequestException as error:
            last = type(error).__name__
        time.sleep(2)
    raise DeployError(f"{url}: {last} for {PATIENCE:.0f} s")
