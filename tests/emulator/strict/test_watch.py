"""Whose right is asked for: a function's, by its role; noted, refused, or left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import host
from emulator.host import Host, Roles
from emulator.strict import watch

FILE = "arn:aws:s3:::frames/a/b.jpg"
GET = (("s3:GetObject", FILE),)


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A running function whose rights are noted; what was noted."""
    file = tmp_path / "rights.jsonl"
    monkeypatch.setattr(watch, "_seen", set())
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "shop-dev-read")
    monkeypatch.setattr(host, "current", Host(roles=Roles.WATCHED, rights_used=str(file)))
    return lambda: [json.loads(line) for line in file.read_text().splitlines()] if (
        file.exists()
    ) else []  # fmt: skip


def test_a_right_is_noted_once_for_each_function(noted: Any, monkeypatch: Any) -> None:
    watch.check_rights(GET, "GetObject")
    watch.check_rights((*GET, ("s3:PutObject", FILE)), "PutObject")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "shop-dev-other")
    watch.check_rights(GET, "GetObject")
    assert noted() == [
        ["shop-dev-read", "s3:GetObject", FILE],
        ["shop-dev-read", "s3:PutObject", FILE],
        ["shop-dev-other", "s3:GetObject", FILE],
    ]


def test_outside_of_a_function_nobodys_right_is_asked_for(noted: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(host, "current", replace(host.current, roles=Roles.ENFORCED))
    monkeypatch.setattr(watch, "allowed", lambda *_: False)
    for outside in ("", None):
        if outside is None:
            monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME")
        else:
            monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", outside)
        watch.check_rights(GET, "GetObject")
    assert noted() == []


def test_what_the_role_does_not_allow_is_refused_and_not_noted(
    noted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "allowed", lambda function, action, resource, _: False)
    watch.check_rights(GET, "GetObject")  # only looked at
    assert len(noted()) == 1
    monkeypatch.setattr(host, "current", replace(host.current, roles=Roles.ENFORCED))
    with pytest.raises(ClientError) as caught:
        watch.check_rights((("s3:PutObject", FILE),), "PutObject")
    assert caught.value.operation_name == "PutObject"
    assert caught.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")
    assert len(noted()) == 1


def test_every_right_of_a_call_is_asked_for(noted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def allowed(_: str, action: str, resource: str, __: Any) -> bool:
        asked.append((action, resource))
        return True

    monkeypatch.setattr(host, "current", replace(host.current, roles=Roles.ENFORCED))
    monkeypatch.setattr(watch, "allowed", allowed)
    both = (*GET, ("kms:Decrypt", "key"))
    watch.check_rights(both, "GetObject")
    assert tuple(asked) == both


@pytest.mark.parametrize("path", ["", "a%20b/c.jpg?X-Amz-Date=1"])
def test_a_bucket_is_the_same_in_the_path_and_as_the_host(path: str) -> None:
    as_host = watch._address(f"https://shop.frames.s3.eu-west-1.amazonaws.com/{path}")
    assert as_host == watch._address(f"http://127.0.0.1:4566/shop.frames/{path}")
    assert as_host.startswith("arn:aws:s3:::shop.frames")


def test_the_address_of_a_signed_link_is_an_object() -> None:
    assert watch._address("http://127.0.0.1:4566/frames/a%20b/c.jpg?X-Amz-Date=1") == (
        "arn:aws:s3:::frames/a b/c.jpg"
    )


def test_a_signed_link_needs_the_right_of_its_call(noted: Any) -> None:
    signed: list[dict[str, Any]] = []
    sign = watch._signing(lambda _, **given: signed.append(given))
    for operation in ("GetObject", "PutObject", "ListBuckets"):
        sign(None, operation_name=operation, request_dict={"url": "http://h/frames/a/b.jpg"})
    assert [action for _, action, _ in noted()] == ["s3:GetObject", "s3:PutObject"]
    assert len(signed) == 3


def role(monkeypatch: pytest.MonkeyPatch, *statements: dict[str, Any]) -> None:
    allow: list[dict[str, Any]] = [{"Effect": "Allow", **each} for each in statements]
    monkeypatch.setattr(watch, "_statements", lambda _: allow)


READ = "s3:GetObject"


@pytest.mark.parametrize(
    ("statement", "action", "resource", "fits"),
    [
        ({"Action": READ, "Resource": FILE}, READ, FILE, True),
        ({"Action": ["s3:Get*"], "Resource": ["arn:aws:s3:::frames/*"]}, READ, FILE, True),
        ({"Action": "s3:PutObject", "Resource": FILE}, READ, FILE, False),
        ({"Action": READ, "Resource": "arn:aws:s3:::other/*"}, READ, FILE, False),
        ({"Action": READ, "Resource": FILE, "Effect": "Deny"}, READ, FILE, False),
        ({"Action": READ, "NotResource": FILE}, READ, FILE, False),
        ({"Action": READ, "NotResource": "arn:aws:s3:::o/*"}, READ, FILE, True),
        ({"Action": "sns:Publish", "Resource": "arn:aws:sns:*"}, "sns:Publish", "*", False),
        ({"Action": "sns:Publish", "Resource": ["x", "*"]}, "sns:Publish", "*", True),
        ({"Action": "kms:Sign", "Resource": "arn:aws:kms:one"}, "kms:Sign", "?", True),
        ({"Action": "a:Get", "Resource": "secret:p-abc123"}, "a:Get", "secret:p-??????", True),
        ({"Action": "a:Get", "Resource": "secret:q-abc123"}, "a:Get", "secret:p-??????", False),
    ],
)  # fmt: skip
def test_a_statement_allows_what_it_names(
    statement: dict[str, Any], action: str, resource: str, fits: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    role(monkeypatch, statement)
    assert watch.allowed("f", action, resource) is fits


QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1"
OF_STREAM = ("GetRecords", "GetShardIterator", "DescribeStream")


def test_a_queue_is_read_by_who_may_receive_delete_and_look(monkeypatch: Any) -> None:
    every = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    role(monkeypatch, {"Action": every, "Resource": QUEUE})
    assert watch.mapping_refusal("f", QUEUE) == ""
    for gone in every:
        left = [each for each in every if each != gone]
        role(monkeypatch, {"Action": left, "Resource": QUEUE})
        call = gone.partition(":")[2]
        assert watch.mapping_refusal("f", QUEUE) == (
            f"The provided execution role does not have permissions to call {call} on SQS"
        )


def test_a_stream_is_read_by_who_may_list_streams_everywhere(monkeypatch: Any) -> None:
    on_it = {"Action": [f"dynamodb:{each}" for each in OF_STREAM], "Resource": STREAM}
    role(monkeypatch, on_it, {"Action": "dynamodb:ListStreams", "Resource": "*"})
    assert watch.mapping_refusal("f", STREAM) == ""
    role(monkeypatch, on_it, {"Action": "dynamodb:ListStreams", "Resource": STREAM})
    said = watch.mapping_refusal("f", STREAM)
    assert said.startswith(f"Cannot access stream {STREAM}. ")
    assert said.endswith("It lacks ListStreams.")
    role(monkeypatch)
    assert watch.mapping_refusal("f", STREAM).endswith(
        "It lacks GetRecords, GetShardIterator, DescribeStream, ListStreams."
    )
    assert watch.mapping_refusal("f", "arn:aws:kinesis:eu-west-1:123456789012:stream/s") == ""


def test_a_call_is_priced_by_what_it_asks_for() -> None:
    assert watch._priced("Publish", {"PhoneNumber": "+491"}) == "PublishText"
    assert watch._priced("Publish", {"TopicArn": "t"}) == "Publish"
    wanted = {"FeatureTypes": ["QUERIES", "FORMS"]}
    assert watch._priced("AnalyzeDocument", wanted) == "AnalyzeDocument+FORMS+QUERIES"
    both: dict[str, Any] = {"TransactItems": [{}, {}]}
    assert watch._priced("TransactWriteItems", both) == "TransactWriteItems+2"


def test_a_signed_form_needs_the_right_to_put_its_object(noted: Any) -> None:
    post = watch._posting(lambda _, **given: given)
    place = {"url": "http://h/frames"}
    assert post(None, fields={"key": "a/b.jpg"}, request_dict=place)["fields"]
    assert noted() == [["shop-dev-read", "s3:PutObject", FILE]]
