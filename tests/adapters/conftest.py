"""An empty AWS in this process, with tables as Terraform defines them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.adapters import terraform_tables

Aws = Callable[[str], Any]
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    """Clients of services, by name; what is in them stays until the module is over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        with mock_aws():
            yield cache(lambda service: boto3.client(service, region_name="eu-west-1"))


@pytest.fixture
def table(aws: Aws) -> Callable[[str], str]:
    """Makes an empty table of the platform; the name it has for this test."""

    def make(name: str) -> str:
        return terraform_tables.create(aws("dynamodb"), name, f"{name}-{next(_NUMBERS)}")

    return make
