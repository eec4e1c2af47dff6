"""A private, provisioned system per module: forked, with its own database, on free ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from local.applicant import Applicant, Client
from local.zygote import Zygote

Aws = Callable[[str], Any]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
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
    return lambda service: session.client(service, endpoint_url=system["cloud"])


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
        applicant.start()
        assert applicant.confirm(applicant.read_code()).status_code == 200
        applicant.login()
        applicant.registered()
        applicant.fill_profile()
        return applicant

    return make
