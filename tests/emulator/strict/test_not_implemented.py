"""Operations that nothing implements: named, counted, and answered at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.strict import not_implemented
from tests.emulator.strict.requests_by_hand import QUERY, Heard, by_target, environment


def missed(environ: dict[str, Any], detail: str = "") -> tuple[Heard, dict[str, Any]]:
    def lacking(*_: Any) -> Any:
        raise NotImplementedError(detail)

    heard = Heard()
    answer = b"".join(not_implemented.NotImplementedGuard(lacking, "things")(environ, heard))
    return heard, json.loads(answer)


@pytest.mark.parametrize(
    ("environ", "detail", "operation"),
    [
        (by_target("Things_2020.MakeThing", {}), "", "MakeThing"),
        (environment("POST", "/", b"Action=DropThing", CONTENT_TYPE=QUERY), "", "DropThing"),
        (environment("POST", "/x", b"Action=DropThing", CONTENT_TYPE="text/plain"), "", "POST /x"),
        (environment("GET", "/a/b"), "The list_things action has not been implemented",
         "list_things"),
        (environment("GET", "/a/b"), "", "GET /a/b"),
    ],
)  # fmt: skip
def test_a_missing_operation_is_named_counted_and_answered_at_once(
    environ: dict[str, Any], detail: str, operation: str
) -> None:
    not_implemented.clear()
    for times in (1, 2):
        environ["wsgi.input"].seek(0)
        heard, answer = missed(environ, detail)
        assert not_implemented.counts() == {f"things.{operation}": times}
    assert heard.status.startswith("501")
    assert heard.headers["x-amzn-errortype"] == answer["code"] == "NotImplemented"
    assert answer["message"] == f"things.{operation} is not implemented by the embedded cloud"
    not_implemented.clear()
    assert not_implemented.counts() == {}


def test_an_error_of_another_kind_is_not_hidden() -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        not_implemented.NotImplementedGuard(broken, "things")(environment("GET", "/"), Heard())
