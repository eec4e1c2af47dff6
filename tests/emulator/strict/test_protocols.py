"""How a request is understood and refused, in each protocol."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from emulator.strict import as_aws, request_validation
from tests.emulator.strict.requests_by_hand import QUERY, Heard, by_target, environment


def asked(service: str, environ: dict[str, Any]) -> tuple[Heard, str, list[bytes]]:
    """What was heard, the body, and the bodies that went on to the service."""
    inside: list[bytes] = []

    def service_itself(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        inside.append(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return [b"moto"]

    heard = Heard()
    answer = b"".join(
        request_validation.RequestValidation(service_itself, service)(environ, heard)
    ).decode()
    return heard, answer, inside


def test_json_is_refused_as_json_with_the_services_own_name_for_it() -> None:
    heard, answer, inside = asked("dynamodb", by_target("DynamoDB_20120810.GetItem", {"Key": {}}))
    assert (heard.status, inside) == ("400 Bad Request", [])
    assert json.loads(answer) == {
        "__type": "ValidationException",
        "message": "1 validation error detected: TableName: must not be null",
    }
    assert heard.headers["x-amzn-errortype"] == "ValidationException"
    assert heard.headers["content-type"] == "application/x-amz-json-1.0"
    target = "AWSCognitoIdentityProviderService.DescribeUserPool"
    heard, answer, _ = asked("cognito-idp", by_target(target, {}))
    assert json.loads(answer)["__type"] == heard.headers["x-amzn-errortype"]
    assert heard.headers["x-amzn-errortype"] == "InvalidParameterException"


def test_a_query_is_refused_as_xml_with_every_sign_escaped() -> None:
    body = b"Action=CreateRole&RoleName=a%3Cb%26c%3E&AssumeRolePolicyDocument=%7B%7D"
    heard, answer, inside = asked("iam", environment("POST", "/", body, CONTENT_TYPE=QUERY))
    assert (heard.status, inside) == ("400 Bad Request", [])
    assert heard.headers["content-type"] == "text/xml"
    assert answer.startswith("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError<")
    assert "RoleName: must be spelled as" in answer
    assert request_validation._escaped("<a> & b") == "&lt;a&gt; &amp; b"


def test_a_query_in_the_address_is_a_query_too() -> None:
    heard, answer, _ = asked("iam", environment("GET", "/?Action=GetRole"))
    assert heard.status.startswith("400") and "RoleName: must not be null" in answer


def test_rest_with_xml_is_refused_as_s3_does() -> None:
    heard, answer, inside = asked("s3", environment("GET", "/pictures?list-type=2&max-keys=5"))
    assert (heard.status, answer, inside) == ("200 OK", "moto", [b""])
    body = (
        b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        b"<Status>Perhaps</Status></VersioningConfiguration>"
    )
    heard, answer, _ = asked("s3", environment("PUT", "/pictures?versioning", body))
    assert heard.status == "400 Bad Request"
    assert answer.startswith("<Error><Code>ValidationError</Code><Message>1 validation error")
    assert "VersioningConfiguration.Status: must be one of" in answer


def test_rest_with_json_is_known_by_its_method_and_path() -> None:
    path = "/2015-03-31/event-source-mappings"
    right = json.dumps({"FunctionName": "f", "BatchSize": 10}).encode()
    assert asked("lambda", environment("POST", path, right))[2] == [right]
    wrong = json.dumps({"FunctionName": "f", "BatchSize": 10_001}).encode()
    heard, answer, inside = asked("lambda", environment("POST", path, wrong))
    assert heard.status.startswith("400") and inside == []
    assert "BatchSize: has 10001, at most 10000 are allowed" in answer


def test_a_parameter_of_the_path_is_held_against_the_model() -> None:
    path = "/2015-03-31/functions/{}/configuration"
    assert asked("lambda", environment("GET", path.format("good")))[1] == "moto"
    heard, answer, _ = asked("lambda", environment("GET", path.format("not%20good")))
    assert heard.status.startswith("400") and "FunctionName: must be spelled as" in answer


@pytest.mark.parametrize(
    ("service", "environ"),
    [
        ("", environment("POST", "/")),  # nobody says whose it is
        ("no-such-service", environment("POST", "/")),
        ("dynamodb", by_target("DynamoDB_20120810.Unknown", {})),
        ("dynamodb", by_target("DynamoDB_20120810.GetItem", b"{not json")),
        ("iam", environment("POST", "/", b"Action=Unknown")),
        ("iam", environment("POST", "/", b"")),
        ("lambda", environment("PATCH", "/2015-03-31/functions")),
        ("s3", environment("PUT", "/pictures?versioning", b"<not xml")),
    ],
)
def test_what_names_no_operation_of_the_model_goes_on_untouched(
    service: str, environ: dict[str, Any]
) -> None:
    body = environ["wsgi.input"].getvalue()
    heard, _, inside = asked(service, environ)
    assert (heard.status, inside) == ("200 OK", [body])


def test_two_services_of_one_signing_name_are_told_apart() -> None:
    heard, answer, _ = asked("dynamodb", by_target("DynamoDBStreams_20120810.GetRecords", {}))
    assert "ShardIterator: must not be null" in answer and heard.status.startswith("400")
    tag = environment("GET", "/v2/email/configuration-sets/" + "c%20" * 20)
    assert asked("ses", tag)[1] == "moto"  # the model of the newer interface knows the path
    text = environment("POST", "/", b"Action=SendEmail")
    assert "Source: must not be null" in asked("ses", text)[1]


def test_what_was_looked_at_and_refused_is_counted() -> None:
    before = request_validation.counts()
    asked("dynamodb", by_target("DynamoDB_20120810.GetItem", {"Key": {}}))
    asked("dynamodb", by_target("DynamoDB_20120810.GetItem", {"Key": {}, "TableName": "people"}))
    after = request_validation.counts()
    assert after["seen"]["dynamodb"] - before["seen"].get("dynamodb", 0) == 2
    said = "dynamodb.GetItem: TableName: must not be null"
    assert after["refused"][said] - before["refused"].get(said, 0) == 1


TOO_FAST = {"name": "Reads", "service": "dynamodb", "operations": ["GetItem"], "error": "TooFast",
            "rate": {"*": 0.001}, "burst": {"*": 3}}  # fmt: skip


def test_a_throttled_call_is_answered_in_the_services_words_and_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(as_aws, "QUOTAS", [TOO_FAST])
    monkeypatch.setattr(as_aws, "account", as_aws.Account(enforce=True))
    given = {"Key": {}, "TableName": "people"}
    answers = [asked("dynamodb", by_target("DynamoDB_20120810.GetItem", given)) for _ in range(4)]
    assert [len(inside) for _, _, inside in answers] == [1, 1, 1, 0]
    heard, answer, _ = answers[-1]
    assert heard.status == "400 Bad Request" and heard.headers["x-amzn-errortype"] == "TooFast"
    assert json.loads(answer) == {"__type": "TooFast", "message": "Rate exceeded"}
