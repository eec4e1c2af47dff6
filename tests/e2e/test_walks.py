"""Random walks through the whole system over HTTP; the world is looked at after every step.

`make test` walks a little, `make test-long` as often as VESTIBULE_WALKS says. A walk that finds
something is walked again with its number: VESTIBULE_WALK=17.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from threading import Thread
from typing import Any

import boto3
import pytest

from tests.e2e.conftest import Steering
from tests.e2e.walking.people import Company
from tests.e2e.walking.walk import Walk

WALKS = int(os.environ.get("VESTIBULE_WALKS", "1"))
STEPS = int(os.environ.get("VESTIBULE_STEPS", "12"))
FIRST = int(os.environ.get("VESTIBULE_WALK", "0"))


@pytest.fixture
def company() -> Iterator[Company]:
    server = Company()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + WALKS))
def test_nobody_is_verified_who_is_not(seed: int, zygote: Any, company: Company) -> None:
    with zygote.fork(VESTIBULE_OUTBOUND_URLS=company.address) as urls:
        session = boto3.Session(
            aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1"
        )

        def aws(service: str) -> Any:
            make: Any = session.client  # by name
            return make(service, endpoint_url=urls["cloud"])

        text = aws("ssm").get_parameter(Name="/vestibule/local/platform")["Parameter"]["Value"]
        walk = Walk(seed, urls, Steering(urls["cloud"]), aws, json.loads(text), company)
        try:
            walk.go(STEPS)
            print(f"walk {seed} ended: {dict(walk.watch.reached)}")
        except BaseException as broken:
            print(f"walk {seed}: {type(broken).__name__}: {broken}")
            for number, deed in enumerate(walk.did):
                print(f"{number:3} {deed}")
            raise
