"""The gateway enforces what API Gateway enforces, and gives Lambda what API Gateway gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from emulator.http import gateway
from emulator.http.http_server import HttpServer
from tests.emulator.apps import shop
from tests.emulator.conftest import Client

KNOWN = {"good": {"sub": "u-1", "cognito:groups": ["reviewers", "admins"], "exp": 9}}


def verify(token: str) -> dict[str, Any]:
    if token not in KNOWN:
        raise ValueError("unknown")
    return KNOWN[token]


@pytest.fixture
def shop_url(aws: Client, make_function: Callable[..., str]) -> Iterator[str]:
    yield from served(aws, make_function, shop.ANSWERS)


@pytest.fixture
def bare_url(aws: Client, make_function: Callable[..., str]) -> Iterator[str]:
    """An API without gateway responses of its own."""
    yield from served(aws, make_function, {})


def served(
    aws: Client, make_function: Callable[..., str], answers: Mapping[str, Any]
) -> Iterator[str]:
    make_function("echo", name="shop")
    aws("lambda").update_function_configuration(
        FunctionName="shop", Handler="tests.emulator.apps.shop.app", Timeout=5
    )
    application = gateway.load("tests.emulator.apps.shop")
    server = HttpServer(
        gateway.app(application, "shop", verify, frozenset({"k-1"}), answers), 0, "shop"
    )
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def code(answer: requests.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_method_query_and_body_arrive(shop_url: str) -> None:
    answer = requests.post(f"{shop_url}/open?a=1", json={"b": 2}, timeout=5)
    assert answer.json() == {"method": "POST", "query": {"a": "1"}, "body": {"b": 2}}


def test_an_answer_that_says_no_type_is_json(shop_url: str) -> None:
    """As API Gateway has it for functions."""
    answer = requests.get(f"{shop_url}/open", timeout=5)
    assert answer.headers["Content-Type"] == "application/json"


def test_what_is_no_route_is_a_clear_problem(shop_url: str) -> None:
    assert code(requests.get(f"{shop_url}/nowhere", timeout=5)) == (404, "not_found")
    assert code(requests.delete(f"{shop_url}/open", timeout=5)) == (404, "not_found")


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer forged", "forged"])
def test_without_a_valid_token_the_function_is_not_called(shop_url: str, header: str) -> None:
    answer = requests.get(f"{shop_url}/things/x", headers={"Authorization": header}, timeout=5)
    assert code(answer) == (401, "unauthenticated")
    assert answer.headers["Access-Control-Allow-Origin"] == shop.ORIGIN


def test_the_claims_arrive_as_text(shop_url: str) -> None:
    headers = {"Authorization": "Bearer good"}
    answer = requests.get(f"{shop_url}/things/x", headers=headers, timeout=5).json()
    assert answer == {
        "name": "x",
        "claims": {"sub": "u-1", "cognito:groups": "reviewers,admins", "exp": "9"},
    }


def test_a_picture_arrives_byte_for_byte_whatever_its_content_type_adds(shop_url: str) -> None:
    data = bytes(range(256)) * 4
    headers = {"Content-Type": "image/png; charset=binary"}
    answer = requests.post(f"{shop_url}/picture", data=data, headers=headers, timeout=5)
    assert answer.json() == {"size": 1024}


def test_another_media_type_is_refused(shop_url: str) -> None:
    headers = {"Content-Type": "text/plain"}
    answer = requests.post(f"{shop_url}/picture", data=b"x", headers=headers, timeout=5)
    assert code(answer) == (415, "media_type_unsupported")


@pytest.mark.parametrize("megabytes", [5, 11])
def test_a_body_beyond_lambda_or_the_gateway_is_refused(shop_url: str, megabytes: int) -> None:
    headers = {"Content-Type": "image/png"}
    data = b"\0" * (megabytes * 1024 * 1024)
    answer = requests.post(f"{shop_url}/picture", data=data, headers=headers, timeout=20)
    assert code(answer) == (413, "body_too_large")


def test_a_route_with_an_api_key_wants_a_known_one(shop_url: str) -> None:
    assert code(requests.get(f"{shop_url}/partners", timeout=5)) == (403, "api_key_missing")
    wrong = requests.get(f"{shop_url}/partners", headers={"X-Api-Key": "k-2"}, timeout=5)
    assert code(wrong) == (403, "api_key_missing")
    right = requests.get(f"{shop_url}/partners", headers={"X-Api-Key": "k-1"}, timeout=5)
    assert right.json() == {"ok": True}


def test_the_preflight_names_the_site_and_the_methods(shop_url: str) -> None:
    answer = requests.options(f"{shop_url}/open", timeout=5)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == shop.ORIGIN
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS,POST"


def test_a_function_that_dies_is_a_502_without_details(shop_url: str) -> None:
    answer = requests.get(f"{shop_url}/broken", timeout=5)
    assert code(answer) == (502, "internal_error")
    assert "died" not in answer.text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 403), ("/things/x", 401)])
def test_without_gateway_responses_it_is_aws_own_word_and_no_browser_may_read_it(
    bare_url: str, path: str, status: int
) -> None:
    answer = requests.get(f"{bare_url}{path}", timeout=5)
    assert (answer.status_code, answer.json()) == (status, {"message": None})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_requests_at_once_do_not_see_each_other(shop_url: str) -> None:
    def ask(number: int) -> bool:
        answer = requests.get(f"{shop_url}/who/n{number}", timeout=10).json()
        return bool(answer == {"name": f"n{number}", "seen": [f"n{number}"]})

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(100)))
