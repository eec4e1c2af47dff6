"""Nobody waits for AWS longer than their own caller waits for them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.aws import clients
from chalicelib.adapters.aws.data_api import DataApi
from chalicelib.adapters.aws.messages import EventBus
from chalicelib.adapters.aws.pacing import ENOUGH, USUAL, Pace, pace
from chalicelib.adapters.vendors.posting import GuardedPoster
from chalicelib.domain import deadline
from chalicelib.domain.errors import Unavailable
from chalicelib.services.liveness.side_by_side import each
from tests.fresh_clients import forget_clients
from tests.standing_in import standing_in

SERVICES = sorted({*USUAL, "dynamodb", "events", "sqs", "s3", "cognito-idp", "kms"})
#: Below this no call can end in time; it ends as soon as it can.
SHORTEST = 1.0


@given(service=st.sampled_from(SERVICES), left=st.floats(SHORTEST, 900))
def test_all_tries_of_a_call_end_before_the_caller_gives_up(service: str, left: float) -> None:
    assert pace(service, left).longest <= left


@given(service=st.sampled_from(SERVICES), left=st.floats(0, 900), more=st.floats(0, 900))
def test_who_has_more_time_waits_no_shorter(service: str, left: float, more: float) -> None:
    assert pace(service, left).longest <= pace(service, left + more).longest


@pytest.mark.parametrize("service", SERVICES)
def test_with_time_enough_slow_services_get_theirs(service: str) -> None:
    found = pace(service, 120)
    if service != "events":
        assert found.read >= min(USUAL.get(service, 10.0), ENOUGH.get(service, 5.0))
        assert found.tries >= 2


def test_cognitos_trigger_gets_one_short_try() -> None:
    found = pace("events", 3.5)
    assert (found.connect, found.read, found.tries) == (1.0, 1.5, 1)
    assert pace("events", None) == found  # whoever forgets to say how long they have
    assert pace("dynamodb", 3.5) == found


def test_many_first_calls_at_once_make_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve pictures are compared at once by a process that has just begun."""
    made = []

    def slowly(service: str, how: Pace) -> SimpleNamespace:
        made.append(service)
        time.sleep(0.05)
        return SimpleNamespace(compare=lambda: service)

    monkeypatch.setattr(clients, "_made", slowly)
    paced = clients.Paced("rekognition")
    found = each(lambda: paced.compare(), [()] * 12, 12)
    assert found == ["rekognition"] * 12
    assert made == ["rekognition"]


def test_the_nearer_end_counts() -> None:
    assert deadline.left() is None
    with deadline.within(5):
        with deadline.within(60):
            assert 4 < (deadline.left() or 0) <= 5
        with deadline.within(1):
            assert (deadline.left() or 0) <= 1
        assert 4 < (deadline.left() or 0) <= 5
    assert deadline.left() is None
    assert deadline.at_most(7) == 7


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An endpoint that accepts every connection and never answers."""
    server = socket.create_server(("127.0.0.1", 0), backlog=50)
    taken: list[socket.socket] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                taken.append(server.accept()[0])

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    for name, value in {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    yield url
    forget_clients()
    server.close()
    for one in taken:
        one.close()


@contextlib.contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    with pytest.raises(Unavailable):
        yield
    assert time.monotonic() - started < seconds


def test_a_bus_that_never_answers_is_given_up_whoever_asks(silence: str) -> None:
    with ends_within(3.5):
        EventBus(clients.client("events"), "bus", "vestibule.accounts").publish("k", {})


def test_a_confirmation_is_never_refused_because_the_bus_is_silent(
    silence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cognito's five seconds, with everything that stands behind the trigger silent."""
    from chalicelib.entrypoints import identity

    bus = EventBus(clients.client("events"), "bus", "vestibule.accounts")

    def announce(_: object) -> None:
        bus.publish("user.registered", {})

    standing_in(monkeypatch, registration=SimpleNamespace(announce=announce))
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 5000)
    event = {
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "request": {"userAttributes": {"sub": "u"}},
    }
    started = time.monotonic()
    assert identity.post_confirmation(event, context) is event
    assert time.monotonic() - started < 3.5


@pytest.mark.parametrize("service", ["dynamodb", "sqs", "kms"])
def test_any_call_ends_with_its_caller(service: str, silence: str) -> None:
    by_name: Any = clients.client
    client = by_name(service)
    call = {"dynamodb": "list_tables", "sqs": "list_queues", "kms": "list_keys"}[service]
    started = time.monotonic()
    with deadline.within(3), pytest.raises(Exception, match=r"imed? ?out"):
        getattr(client, call)()
    assert time.monotonic() - started < 3


def test_a_database_that_never_answers_leaves_time_for_a_503(silence: str) -> None:
    api = DataApi(clients.client("rds-data"), "arn:cluster", "arn:secret", "vestibule")
    with deadline.within(6), ends_within(6.5):
        api.execute("select 1")


def test_a_companys_address_that_never_answers_is_left_in_time(silence: str) -> None:
    with deadline.within(2.5), ends_within(2.5):
        GuardedPoster(loopback=True).post(silence, {}, b"{}")
    with deadline.within(1), ends_within(0.5):
        GuardedPoster(loopback=True).post(silence, {}, b"{}")


def test_a_route_whose_database_is_silent_answers_503_before_the_gateway_gives_up(
    silence: str,
) -> None:
    from chalice.app import Blueprint, Chalice

    from chalicelib.entrypoints.calls import Call
    from chalicelib.entrypoints.runtime import Shape, endpoint

    app, bp = Chalice("one-route"), Blueprint(__name__)
    api = DataApi(clients.client("rds-data"), "arn:cluster", "arn:secret", "vestibule")

    @bp.route("/users", methods=["GET"])
    @endpoint(bp, Shape())
    def users(call: Call[None]) -> None:
        api.execute("select 1")

    app.register_blueprint(bp)
    event = {
        "requestContext": {"httpMethod": "GET", "resourcePath": "/users", "identity": {}},
        "httpMethod": "GET", "resource": "/users", "path": "/users", "headers": {},
        "multiValueQueryStringParameters": None, "pathParameters": None, "stageVariables": None,
        "body": None, "isBase64Encoded": False,
    }  # fmt: skip
    limit = 8.0
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: limit * 1000)
    started = time.monotonic()
    answer = app(event, context)
    assert answer["statusCode"] == 503, answer
    assert time.monotonic() - started < limit
