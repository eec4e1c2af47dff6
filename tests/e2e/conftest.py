"""A private, provisioned system per module: forked, with its own database, on free ports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
import requests

from local.applicant import Applicant, Client
from local.zygote import Zygote

Aws = Callable[[str], Any]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    # Each function may do what its role allows and nothing else, as on AWS.
    with Zygote() as prepared:
        yield prepared


@pytest.fixture(scope="module")
def system(zygote: Zygote) -> Iterator[dict[str, str]]:
    with zygote.fork() as urls:
        yield urls


@pytest.fixture(scope="module")
def aws(system: dict[str, str]) -> Aws:
    """AWS clients of the embedded cloud, as an operator has them."""
    session = boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1"
    )
    make: Any = session.client  # by name
    return lambda service: make(service, endpoint_url=system["cloud"])


class Steering:
    """Moves the clock, makes outages and waits for quiet, through the control endpoints."""

    def __init__(self, cloud: str) -> None:
        self._cloud = cloud

    def _send(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = requests.request(method, f"{self._cloud}/local/{path}", json=body, timeout=400)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def move(self, **units: float) -> None:
        """Let time pass: seconds, minutes, hours, days."""
        self._send("POST", "clock", **units)

    def quiet(self, seconds: float = 60) -> None:
        """Wait until nothing asynchronous is busy."""
        left = self._send("POST", "quiesce", timeout=seconds)
        assert left["quiet"], left

    def outage(self, service: str, **wanted: Any) -> None:
        """Begin an outage; see emulator.faults.faults."""
        self._send("PUT", "faults", service=service, **wanted)

    def fair(self) -> list[dict[str, Any]]:
        """End every outage; what they were."""
        ended: list[dict[str, Any]] = self._send("DELETE", "faults")["faults"]
        return ended

    def duplicates(self, share: float) -> None:
        """Deliver this share of events twice."""
        self._send("PUT", "duplicates", share=share)

    def logs(self) -> list[dict[str, Any]]:
        """What the functions printed."""
        lines: list[dict[str, Any]] = self._send("GET", "logs")["lines"]
        return lines


@pytest.fixture(scope="module")
def steer(system: dict[str, str]) -> Steering:
    return Steering(system["cloud"])


@pytest.fixture(scope="module")
def platform(aws: Aws) -> dict[str, Any]:
    """What Terraform wrote for the code."""
    answer = aws("ssm").get_parameter(Name="/vestibule/local/platform")
    found: dict[str, Any] = json.loads(answer["Parameter"]["Value"])
    return found


@pytest.fixture
def client(system: dict[str, str]) -> Client:
    return Client(system["api"], system["cloud"])


@pytest.fixture
def sign_up(system: dict[str, str]) -> Callable[..., Applicant]:
    """A confirmed, signed-in, registered applicant with a complete profile."""

    def make(
        name: str = "Anna Demosthenous", born: str = "1991-03-14", nationality: str = "GRC"
    ) -> Applicant:
        client = Client(system["api"], system["cloud"])
        applicant = Applicant(client, name, born, nationality)
        applicant.join()
        return applicant

    return make
