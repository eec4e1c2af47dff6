"""The API and the Lambdas as AWS calls them, over services that keep everything in memory."""

from __future__ import annotations

import base64
import json
import re
import uuid
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from app import app
from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.application import process
from tests.services.in_memory import InMemorySystem

ACCOUNT = "123456789012"
CONTEXT = SimpleNamespace(
    function_name="api_handler",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:api_handler",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 25_000,
)


@dataclass
class Answer:
    """What API Gateway would send."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> tuple[int, str]:
        """Status and stable code of a problem; fails if it is no problem+json."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        found = self.json
        assert set(found) == {"type", "title", "status", "detail", "code"}
        assert found["status"] == self.status
        assert found["type"].endswith(found["code"])
        return self.status, found["code"]


@dataclass
class ApiHarness:
    """Calls the API of one in-memory system, as API Gateway does."""

    system: InMemorySystem = field(default_factory=InMemorySystem)

    def open(self, patch: Any) -> ApiHarness:
        """The doors of this process speak to this system."""
        patch.setattr(process, "_given", [self.system.app])
        return self

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        user: str = "",
        groups: str = "",
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        signer: dict[str, Any] | None = None,
    ) -> Answer:
        """One request; `user` and `groups` are the claims of a verified token, `signer` is what API
        Gateway says of who signed with IAM."""
        kind = (headers or {}).get("Content-Type", "application/json")
        binary = isinstance(body, bytes) and kind != "application/json"
        text = body if isinstance(body, bytes | str) else None if body is None else json.dumps(body)
        if isinstance(text, bytes):
            text = base64.b64encode(text).decode() if binary else text.decode("latin-1")
        resource, parameters = _route(path)
        context: dict[str, Any] = {
            "resourcePath": resource, "httpMethod": method, "path": path, "stage": "api",
            "requestId": str(uuid.uuid4()), "accountId": ACCOUNT,
            "identity": {"sourceIp": "192.0.2.1"} | (signer or {}),
        }  # fmt: skip
        if user:
            self._known(user, groups)
            issued = int(self.system.now().timestamp())
            context["authorizer"] = {
                "claims": {
                    "sub": user,
                    "cognito:groups": groups,
                    "iat": str(issued),
                    "auth_time": str(issued),
                }
            }
        event = {
            "resource": resource, "path": path, "httpMethod": method,
            "headers": {"Content-Type": kind} | (headers or {}),
            "multiValueHeaders": {}, "queryStringParameters": query,
            "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
            "pathParameters": parameters or None, "stageVariables": None,
            "requestContext": context, "body": text, "isBase64Encoded": binary,
        }  # fmt: skip
        found = app(event, CONTEXT)
        heads = {name: str(value) for name, value in (found.get("headers") or {}).items()}
        for name, values in (found.get("multiValueHeaders") or {}).items():
            heads[name] = str(values[0])
        return Answer(found["statusCode"], heads, found["body"])

    def _known(self, user: str, groups: str) -> None:
        """The account behind a verified token: in its groups, with a second factor."""
        pool = self.system.identity
        email, phone = f"{user}@applicants.example", f"+49{user}"
        account = MemoryAccount(user, email, phone, confirmed=True, phone_verified=True)
        pool.accounts[user] = replace(pool.accounts.get(user, account), second_factor=True)
        pool.members[user] = set(re.findall(r"\w+", groups))


def _route(path: str) -> tuple[str, dict[str, str]]:
    """The resource that API Gateway would choose for a path: fixed parts before variables."""
    for resource in sorted(app.routes, key=lambda route: route.count("{")):
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", resource), path)
        if found:
            return resource, found.groupdict()
    return path, {}
