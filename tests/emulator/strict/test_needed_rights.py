"""Which right on which resource a call needs, written out call by call; and what is misspelled."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from emulator.strict import as_aws, not_implemented, rights, shapes
from tests.emulator.present import present

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/People"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pepper"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/mails"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:ordering"
RUN = "arn:aws:states:eu-west-1:123456789012:execution:ordering:one"
POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_pool"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/one"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
FILE = "arn:aws:s3:::frames/a/b.jpg"
SIGNED_IN = {"Bucket": "frames", "Name": "a/b.jpg"}
DATABASE = {"resourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:c", "secretArn": SECRET}


@pytest.mark.parametrize(
    ("call", "given", "expected"),
    [
        ("dynamodb:GetItem", {"TableName": "People"}, [("dynamodb:GetItem", TABLE)]),
        ("dynamodb:Query", {"TableName": "People", "IndexName": "byMail"},
         [("dynamodb:Query", f"{TABLE}/index/byMail")]),
        ("s3:GetObject", {"Bucket": "frames", "Key": "a/b.jpg"}, [("s3:GetObject", FILE)]),
        ("s3:ListObjectsV2", {"Bucket": "frames"}, [("s3:ListBucket", "arn:aws:s3:::frames")]),
        ("s3:DeleteObjects",
         {"Bucket": "frames",
          "Delete": {"Objects": [{"Key": "a"}, {"Key": "b", "VersionId": "1"}]}},
         [("s3:DeleteObject", "arn:aws:s3:::frames/a"),
          ("s3:DeleteObjectVersion", "arn:aws:s3:::frames/b")]),
        ("sqs:SendMessage", {"QueueUrl": QUEUE},
         [("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:mails")]),
        ("secretsmanager:GetSecretValue", {"SecretId": "pepper"},
         [("secretsmanager:GetSecretValue", f"{SECRET}-??????")]),
        ("secretsmanager:GetSecretValue", {"SecretId": f"{SECRET}-abc123"},
         [("secretsmanager:GetSecretValue", f"{SECRET}-abc123")]),
        ("ssm:GetParameter", {"Name": "/shop/one"},
         [("ssm:GetParameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/one")]),
        ("kms:Sign", {"KeyId": KEY}, [("kms:Sign", KEY)]),
        ("kms:Sign", {}, [("kms:Sign", "?")]),
        ("events:PutEvents", {"Entries": [{"EventBusName": "news"}]},
         [("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/news")]),
        ("events:PutEvents", {"Entries": [{"EventBusName": "arn:aws:events:x:1:event-bus/n"}]},
         [("events:PutEvents", "arn:aws:events:x:1:event-bus/n")]),
        ("states:StartExecution", {"stateMachineArn": MACHINE},
         [("states:StartExecution", MACHINE)]),
        ("states:StartExecution", {"stateMachineArn": f"{MACHINE}:live"},
         [("states:StartExecution", MACHINE)]),
        ("states:StopExecution", {"executionArn": RUN}, [("states:StopExecution", RUN)]),
        ("states:SendTaskSuccess", {"taskToken": "t"}, [("states:SendTaskSuccess", "*")]),
        ("cognito-idp:AdminGetUser", {"UserPoolId": "eu-west-1_pool"},
         [("cognito-idp:AdminGetUser", POOL)]),
        ("cognito-idp:SignUp", {"ClientId": "c"}, []),
        ("cognito-idp:GetUser", {"AccessToken": "t"}, []),
        ("sns:Publish", {"TopicArn": TOPIC}, [("sns:Publish", TOPIC)]),
        ("sns:Publish", {"PhoneNumber": "+491"}, [("sns:Publish", "*")]),
        ("ses:SendTemplatedEmail", {"Template": "hello", "Source": "a@b.example"},
         [("ses:SendTemplatedEmail", "arn:aws:ses:eu-west-1:123456789012:identity/a@b.example"),
          ("ses:SendTemplatedEmail", "arn:aws:ses:eu-west-1:123456789012:template/hello")]),
        ("ses:SendTemplatedEmail",
         {"Template": "hello", "Source": "a@b.example", "ConfigurationSetName": "c"},
         [("ses:SendTemplatedEmail", "arn:aws:ses:eu-west-1:123456789012:identity/a@b.example"),
          ("ses:SendTemplatedEmail", "arn:aws:ses:eu-west-1:123456789012:template/hello"),
          ("ses:SendTemplatedEmail", "arn:aws:ses:eu-west-1:123456789012:configuration-set/c")]),
        *((f"textract:{name}", {"Document": {"S3Object": SIGNED_IN}},
           [(f"textract:{name}", "*"), ("s3:GetObject", FILE)])
          for name in ("AnalyzeDocument", "AnalyzeID", "DetectDocumentText")),
        ("rekognition:CompareFaces",
         {"SourceImage": {"S3Object": SIGNED_IN}, "TargetImage": {"S3Object": SIGNED_IN}},
         [("rekognition:CompareFaces", "*"), ("s3:GetObject", FILE), ("s3:GetObject", FILE)]),
        *((f"rds-data:{name}", DATABASE,
           [(f"rds-data:{name}", DATABASE["resourceArn"]),
            ("secretsmanager:GetSecretValue", SECRET)])
          for name in ("ExecuteStatement", "BatchExecuteStatement", "BeginTransaction",
                       "CommitTransaction", "RollbackTransaction")),
        ("cloudwatch:PutMetricData", {"Namespace": "n"}, [("cloudwatch:PutMetricData", "*")]),
    ],
)  # fmt: skip
def test_a_call_needs_these_rights_and_no_others(
    call: str, given: dict[str, Any], expected: list[rights.Right]
) -> None:
    service, _, operation = call.partition(":")
    assert list(rights.needed(service, operation, given)) == expected


def test_an_update_touches_its_key_and_what_it_names() -> None:
    given = {
        "Key": {"id": {"S": "1"}},
        "UpdateExpression": "SET #n = if_not_exists(#n, :one), total = :two REMOVE old",
        "ConditionExpression": "attribute_exists(id) AND kind IN (:a, :b) OR size(note) > :c",
        "ExpressionAttributeNames": {"#n": "name"},
    }
    touched = rights.attributes("UpdateItem", given)
    assert touched is not None and set(touched) == {"id", "name", "total", "old", "kind", "note"}
    assert rights.attributes("UpdateItem", {"Key": {"id": {"S": "1"}}}) == frozenset({"id"})
    for other in ("PutItem", "DeleteItem", "GetItem"):
        assert rights.attributes(other, given) is None


def asked(**words: Any) -> Request:
    return Request(EnvironBuilder(**words).get_environ())


def test_what_nothing_implements_is_named_by_whatever_names_it() -> None:
    target = asked(headers={"X-Amz-Target": "AWSGlue_2017.GetTable"})
    assert (
        not_implemented.operation_of(target, "The other action has not been implemented")
        == "GetTable"
    )
    said = "The create_thing action has not been implemented"
    assert not_implemented.operation_of(asked(), said) == "create_thing"
    assert not_implemented.operation_of(asked(method="POST", data={"Action": "Purge"})) == "Purge"
    assert (
        not_implemented.operation_of(asked(path="/a/b", query_string="Action=Purge")) == "GET /a/b"
    )
    plain = asked(method="POST", path="/x", data="Action=Purge", content_type="text/plain")
    assert not_implemented.operation_of(plain) == "POST /x"


def test_what_nothing_implements_is_counted_and_answered_once_and_for_all() -> None:
    not_implemented.clear()
    request = asked(headers={"X-Amz-Target": "AWSGlue_2017.GetTable"})
    not_implemented.answer(request, "glue")
    answer = not_implemented.answer(request, "glue")
    assert not_implemented.counts() == {"glue.GetTable": 2}
    assert answer.status_code == 501
    assert answer.mimetype == "application/json"
    assert answer.headers["x-amzn-errortype"] == "NotImplemented"
    assert answer.get_json() == {
        "__type": "NotImplemented",
        "code": "NotImplemented",
        "message": "glue.GetTable is not implemented by the embedded cloud",
    }
    assert answer.get_data().endswith(b"\n")
    not_implemented.clear()
    assert not_implemented.counts() == {}


def test_only_what_is_not_implemented_is_answered_for_what_is_inside() -> None:
    class Broken(Exception): ...

    def inside(environ: dict[str, Any], _: Any) -> Any:
        raise Broken if environ["PATH_INFO"] == "/broken" else NotImplementedError(
            "The make_it action has not been implemented"
        )  # fmt: skip

    not_implemented.clear()
    started: list[str] = []
    guarded = not_implemented.NotImplementedGuard(inside, "glue")
    guarded(EnvironBuilder(path="/").get_environ(), lambda status, _: started.append(status))
    assert started == ["501 NOT IMPLEMENTED"]
    assert not_implemented.counts() == {"glue.make_it": 1}
    with pytest.raises(Broken):
        guarded(EnvironBuilder(path="/broken").get_environ(), started.append)
    not_implemented.clear()


def said_of(service: str, operation: str, given: dict[str, Any]) -> list[str]:
    model = Session().get_service_model(service).operation_model(operation)
    check = shapes.check_of(present(model.input_shape), {})
    return [line.lstrip(".") for line in check(given, "")]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a" * 3, []),
        ("a" * 255, []),
        ("a" * 256, ["TableName: has 256 characters, at most 255 are allowed"]),
    ],
)
def test_a_text_has_its_bounds(name: str, lines: list[str]) -> None:
    found = said_of("kms", "CreateAlias", {"AliasName": "", "TargetKeyId": "k" * 2049})
    assert "AliasName: has 0 characters, at least 1 are needed" in found
    assert "TargetKeyId: has 2049 characters, at most 2048 are allowed" in found
    assert said_of("kms", "CreateAlias", {"AliasName": "a" * 256, "TargetKeyId": "k"}) == []


def test_numbers_lists_and_maps_have_their_bounds() -> None:
    few = said_of("kms", "ListKeys", {"Limit": 0})
    assert few == ["Limit: has 0, at least 1 are needed"]
    assert said_of("kms", "ListKeys", {"Limit": 1001}) == [
        "Limit: has 1001, at most 1000 are allowed"
    ]
    assert said_of("kms", "ListKeys", {"Limit": 1000}) == []
    assert said_of("kms", "ListKeys", {"Limit": True}) == []


def test_java_says_classes_of_letters_otherwise() -> None:
    pattern = shapes._pattern(r"[\p{Alnum}_]+\p{Punct}?")
    assert pattern is not None and pattern.fullmatch("aZ9_!") and not pattern.fullmatch("ä")
    graph = shapes._pattern(r"[\p{Graph}]+")
    assert graph is not None and graph.fullmatch("!~") and not graph.fullmatch("a b")
    print_ = shapes._pattern(r"[\p{Print}]+")
    assert print_ is not None and print_.fullmatch("a b") and not print_.fullmatch("a\n")
    ascii_ = shapes._pattern(r"[\p{ASCII}]+")
    assert ascii_ is not None and ascii_.fullmatch("a\n\x00") and not ascii_.fullmatch("é")
    for without in (None, "", r"[\p{L}]+", r"\p{M}", "(unclosed"):
        assert shapes._pattern(without) is None
    over_lines = shapes._pattern("(?s).*")
    assert over_lines is not None and over_lines.fullmatch("a\nb")
    one_line = shapes._pattern(".*")
    assert one_line is not None and not one_line.fullmatch("a\nb")


def test_a_quota_is_used_up_call_by_call(monkeypatch: pytest.MonkeyPatch) -> None:
    quota = next(q for q in as_aws.QUOTAS if q["service"] == "rekognition")
    operation = quota["operations"][0]
    now = [1000.0]
    monkeypatch.setattr("emulator.strict.as_aws.time.monotonic", lambda: now[0])
    as_aws.account.clear()
    try:
        most = int(max(1.0, as_aws.rate(quota, what="burst")))
        assert all(as_aws.throttling_error("rekognition", operation) == "" for _ in range(3 * most))
        as_aws.account.enforce = True
        assert [as_aws.throttling_error("rekognition", operation) for _ in range(most)] == [
            ""
        ] * most
        assert as_aws.throttling_error("rekognition", operation) == quota["error"]
        assert as_aws.account.throttled == {quota["name"]: 1}
        assert as_aws.throttling_error("rekognition", "NoSuchOperation") == ""
        now[0] += 1 / as_aws.rate(quota) + 0.001
        assert as_aws.throttling_error("rekognition", operation) == ""
        assert as_aws.throttling_error("rekognition", operation) == quota["error"]
        now[0] += 1000
        assert [as_aws.throttling_error("rekognition", operation) for _ in range(most)] == [
            ""
        ] * most
        assert as_aws.throttling_error("rekognition", operation) == quota["error"]
    finally:
        as_aws.account.clear()


@pytest.mark.parametrize(
    ("figure", "waited"), [("typical", "typical"), ("slow", "slow"), ("none", None)]
)
def test_a_call_takes_as_long_as_on_aws(
    figure: str, waited: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(each for each in as_aws.LATENCIES if not each.endswith("*"))
    service, _, operation = name.partition(":")
    slept: list[float] = []
    monkeypatch.setattr("emulator.strict.as_aws.time.sleep", slept.append)
    as_aws.account.clear()
    try:
        as_aws.account.figure = figure
        as_aws.wait(service, operation)
        as_aws.wait(service, operation, 1000.0)
        as_aws.wait("nothing", "Nothing")
        as_aws.wait("sqs", "ReceiveMessage")
        expected = [float(as_aws.LATENCIES[name][waited]), 0.0] if waited else []
        assert slept == pytest.approx(expected)
    finally:
        as_aws.account.clear()
