"""A request that AWS's own model refuses is refused here; moto takes all of these."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator.strict import request_validation


def refused(work: Any, **given: Any) -> str:
    with pytest.raises(ClientError) as caught:
        work(**given)
    error = caught.value.response["Error"]
    cognito = work.__self__.meta.service_model.service_name == "cognito-idp"
    names = ["InvalidParameterException"] if cognito else ["ValidationException", "ValidationError"]
    assert error["Code"] in names, error
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return str(error["Message"])


@pytest.mark.parametrize(
    ("service", "operation", "given", "said"),
    [
        # a word the field does not have; as JSON, as a query, as REST with JSON
        ("kms", "create_key", {"KeyUsage": "ENCRYPT"}, "KeyUsage: must be one of"),
        ("cloudwatch", "put_metric_alarm", {"AlarmName": "a", "EvaluationPeriods": 1,
         "ComparisonOperator": "Above"}, "ComparisonOperator: must be one of"),
        ("lambda", "create_event_source_mapping", {"FunctionName": "f",
         "EventSourceArn": "arn:aws:sqs:eu-west-1:123456789012:q",
         "StartingPosition": "NEWEST"}, "StartingPosition: must be one of"),
        # too long, too short, too large, and spelled otherwise
        ("iam", "create_role", {"RoleName": "r" * 65, "AssumeRolePolicyDocument": "{}"},
         "RoleName: has 65 characters, at most 64"),
        ("dynamodb", "create_table", {"TableName": "t", "BillingMode": "NONE",
         "KeySchema": [{"AttributeName": "a",
         "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a",
         "AttributeType": "S"}]}, "BillingMode: must be one of"),
        ("stepfunctions", "create_state_machine", {"name": "m" * 81, "definition": "{}",
         "roleArn": "arn:aws:iam::123456789012:role/r"}, "name: has 81 characters, at most 80"),
        ("cognito-idp", "create_user_pool_client", {"UserPoolId": "eu-west-1_abcdefghi",
         "ClientName": "c", "RefreshTokenValidity": 400_000_000}, "RefreshTokenValidity: has"),
        ("ssm", "put_parameter", {"Name": "n", "Value": "v", "Type": "Text"}, "Type: must be"),
        ("iam", "create_role", {"RoleName": "a b", "AssumeRolePolicyDocument": "{}"},
         "RoleName: must be spelled as"),
        # deep inside
        ("events", "put_targets", {"Rule": "r", "Targets": [{"Id": "i" * 65,
         "Arn": "arn:aws:sqs:eu-west-1:123456789012:q"}]}, "Targets.Id: has 65 characters"),
    ],
)  # fmt: skip
def test_what_the_model_refuses(
    cloud: Any, service: str, operation: str, given: dict[str, Any], said: str
) -> None:
    import boto3

    make: Any = boto3.client  # by name
    client = make(
        service,
        endpoint_url=cloud.endpoint,
        region_name="eu-west-1",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
    message = refused(getattr(client, operation), **given)
    assert said in message
    counts = requests.get(f"{cloud.endpoint}/_emulator/manners", timeout=5).json()
    assert any(said in each for each in counts["refused"])


def test_what_is_missing_is_named(cloud: Any) -> None:
    import boto3

    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    table = boto3.client(
        "dynamodb", endpoint_url=cloud.endpoint, region_name="eu-west-1", config=config
    )
    assert "Key: must not be null" in refused(table.get_item, TableName="shop")


def test_a_request_that_is_right_goes_on(aws: Any) -> None:
    aws("sqs").create_queue(QueueName="q")
    aws("kms").create_key(KeyUsage="ENCRYPT_DECRYPT")
    aws("sns").create_topic(Name="t")
    aws("s3").create_bucket(
        Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    aws("s3").put_object(Bucket="pictures", Key="a/b.jpg", Body=b"x")


def test_looking_costs_little() -> None:
    """A put of a table is held against its model in well under a tenth of a millisecond."""
    model = request_validation._model("dynamodb")
    assert model is not None
    operation = request_validation._operation(model, "PutItem")
    item = {f"field{n}": {"S": "value" * 5} for n in range(20)}
    given = json.loads(json.dumps({"TableName": "shop-Orders", "Item": item}))
    assert list(request_validation.violations(operation, given)) == []
    started = time.perf_counter()
    for _ in range(500):
        list(request_validation.violations(operation, given))
    assert (time.perf_counter() - started) / 500 < 0.002
