"""The task functions of the authentication machine on a user pool in memory, for any engine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from chalicelib.adapters.memory_people import MemoryIdentity, MemorySeals
from chalicelib.services.accounts.authentication import Authentication

PASSWORD = "Long-enough-2026"


class SigningIn:
    """An engine with the machine on it, a pool, and seals. `client` is boto3's stepfunctions."""

    def __init__(self, client: Any, machine: str, passing: Callable[[Callable[[], bool]], None]):
        self.client, self.machine, self.passing = client, machine, passing
        self.identity, self.seals = MemoryIdentity(), MemorySeals()
        self.service = Authentication(identity=self.identity, seals=self.seals, auto_confirm=True)

    def account(self, username: str) -> str:
        """A confirmed account; its id."""
        user_id = self.identity.sign_up(username, PASSWORD, "")
        self.identity.confirm(user_id, phone_verified=False)
        return user_id

    def start(self, name: str, username: str, password: str = PASSWORD, **more: Any) -> None:
        """Starts an execution with the password sealed for it."""
        sealed = self.seals.seal(password, {"username": username, "execution": name})
        given = {"username": username, "sealedPassword": sealed, "waitSeconds": 1} | more
        self.begin(name, given)

    def begin(self, name: str, given: Any) -> None:
        """Starts an execution with exactly this input."""
        self.client.start_execution(
            stateMachineArn=self.machine, name=name, input=json.dumps(given)
        )

    def arn(self, name: str) -> str:
        """Its ARN."""
        return f"{self.machine.replace(':stateMachine:', ':execution:')}:{name}"

    def ended(self, name: str) -> dict[str, Any]:
        """Its description, after its end."""
        self.passing(lambda: self._status(name) != "RUNNING")
        found: dict[str, Any] = self.client.describe_execution(executionArn=self.arn(name))
        return found

    def _status(self, name: str) -> str:
        return str(self.client.describe_execution(executionArn=self.arn(name))["status"])

    def output(self, name: str) -> dict[str, Any]:
        """What a succeeded execution answered."""
        end = self.ended(name)
        assert end["status"] == "SUCCEEDED", end
        found: dict[str, Any] = json.loads(end["output"])
        return found

    def events(self, name: str) -> list[dict[str, Any]]:
        """Its whole history."""
        answer = self.client.get_execution_history(executionArn=self.arn(name), maxResults=1000)
        found: list[dict[str, Any]] = answer["events"]
        return found

    def path(self, name: str) -> list[str]:
        """The states it entered."""
        return [
            e["stateEnteredEventDetails"]["name"]
            for e in self.events(name)
            if "stateEnteredEventDetails" in e
        ]

    def told(self, name: str) -> str:
        """Everything that a reader of the history sees, as one text."""
        return re.sub(r"\s", "", json.dumps(self.events(name), default=str))
