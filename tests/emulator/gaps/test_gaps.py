"""What moto lacks for Terraform and Chalice, one test per gap that `emulator.gaps` fills."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.config import Config

from emulator.server import Cloud

Aws = Callable[[str], Any]


@pytest.fixture
def aws(cloud: Cloud) -> Aws:
    session = boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1"
    )
    style = Config(s3={"addressing_style": "path"})
    make: Any = session.client  # by name
    return lambda service: make(service, endpoint_url=cloud.endpoint, config=style)


def test_keys_remember_how_often_they_rotate(aws: Aws) -> None:
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180


def test_a_queue_keeps_its_policy_and_says_who_may_bury_there(aws: Aws) -> None:
    sqs = aws("sqs")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Sid": "A"}]})
    allowed = json.dumps({"redrivePermission": "denyAll"}, separators=(",", ":"))
    given = {"Policy": policy, "RedriveAllowPolicy": allowed}
    url = sqs.create_queue(QueueName="gap", Attributes=given)["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "90"})
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(found["Policy"])["Statement"][0]["Sid"] == "A"
    assert found["RedriveAllowPolicy"] == allowed


def test_a_bucket_that_refuses_plain_http_can_be_read_on_loopback(aws: Aws) -> None:
    s3 = aws("s3")
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="gap-bucket", CreateBucketConfiguration=where)
    denial = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::gap-bucket", "arn:aws:s3:::gap-bucket/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [denial]}
    s3.put_bucket_policy(Bucket="gap-bucket", Policy=json.dumps(policy))
    s3.put_object(Bucket="gap-bucket", Key="a", Body=b"1")
    assert s3.get_object(Bucket="gap-bucket", Key="a")["Body"].read() == b"1"


def test_a_user_pool_survives_an_update(aws: Aws) -> None:
    pools = aws("cognito-idp")
    made = pools.create_user_pool(PoolName="gap", UsernameAttributes=["email"])["UserPool"]
    pools.update_user_pool(UserPoolId=made["Id"], MfaConfiguration="OFF")
    found = pools.describe_user_pool(UserPoolId=made["Id"])["UserPool"]
    assert found["UsernameAttributes"] == ["email"]
    pools.tag_resource(ResourceArn=made["Arn"], Tags={"project": "shop"})
    tags = pools.list_tags_for_resource(ResourceArn=made["Arn"])["Tags"]
    assert tags == {"project": "shop"}


def test_definitions_of_both_query_languages_are_validated_at_once(aws: Aws) -> None:
    def definition(language: str) -> str:
        state = {"Type": "Pass", "End": True}
        if language == "JSONata":
            state["Output"] = "{% $states.input %}"
        else:
            state["OutputPath"] = "$"
        return json.dumps({"QueryLanguage": language, "StartAt": "A", "States": {"A": state}})

    def validate(number: int) -> str:
        text = definition("JSONata" if number % 2 else "JSONPath")
        return str(
            aws("stepfunctions").validate_state_machine_definition(definition=text)["result"]
        )

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(validate, range(24))) == {"OK"}


def test_cloudfront_has_header_policies_and_keeps_the_origins_control(aws: Aws) -> None:
    cloudfront = aws("cloudfront")
    config: dict[str, Any] = {
        "Name": "gap",
        "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}},
    }
    made = cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=config)
    policy = made["ResponseHeadersPolicy"]["Id"]
    config["Comment"] = "changed"
    cloudfront.update_response_headers_policy(
        Id=policy, IfMatch=made["ETag"], ResponseHeadersPolicyConfig=config
    )
    found = cloudfront.get_response_headers_policy(Id=policy)["ResponseHeadersPolicy"]
    assert found["ResponseHeadersPolicyConfig"]["Comment"] == "changed"
    origin = {"Id": "o", "DomainName": "b.s3.amazonaws.com", "OriginAccessControlId": "EOAC"}
    origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}  # type: ignore[assignment]
    own = "arn:aws:acm:us-east-1:210987654321:certificate/gap"
    distribution = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "gap",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o",
                "ViewerProtocolPolicy": "redirect-to-https",
                "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                "ResponseHeadersPolicyId": policy,
            },
            "ViewerCertificate": {"ACMCertificateArn": own, "SSLSupportMethod": "sni-only"},
        }
    )["Distribution"]["DistributionConfig"]
    assert distribution["ViewerCertificate"]["CloudFrontDefaultCertificate"] is False
    assert distribution["ViewerCertificate"]["ACMCertificateArn"] == own
    assert distribution["Origins"]["Items"][0]["OriginAccessControlId"] == "EOAC"
    assert "ForwardedValues" not in distribution["DefaultCacheBehavior"]
    cloudfront.delete_response_headers_policy(Id=policy)
    with pytest.raises(cloudfront.exceptions.ClientError):
        cloudfront.get_response_headers_policy(Id=policy)


def test_aurora_remembers_the_data_api_and_performance_insights(aws: Aws) -> None:
    rds = aws("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="gap",
        Engine="aurora-postgresql",
        EngineMode="provisioned",
        MasterUsername="shop",
        MasterUserPassword="a-long-password",
        EnableHttpEndpoint=True,
    )
    (cluster,) = rds.describe_db_clusters(DBClusterIdentifier="gap")["DBClusters"]
    assert cluster["HttpEndpointEnabled"] and "ScalingConfigurationInfo" not in cluster
    instance = rds.create_db_instance(
        DBInstanceIdentifier="gap-0",
        DBClusterIdentifier="gap",
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
        EnablePerformanceInsights=True,
    )["DBInstance"]
    assert instance["PerformanceInsightsEnabled"]


def test_a_rule_for_another_group_keeps_its_description(aws: Aws) -> None:
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = [
        ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        for name in ("gap-from", "gap-to")
    ]
    pair = {"GroupId": made[0], "Description": "TLS from the functions"}
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    ec2.authorize_security_group_ingress(GroupId=made[1], IpPermissions=[rule])
    filters = [{"Name": "group-id", "Values": [made[1]]}]
    rules = ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    assert "TLS from the functions" in {each.get("Description") for each in rules}


def test_an_api_takes_what_chalice_sends(aws: Aws) -> None:
    gateway = aws("apigateway")
    mock = {"type": "mock", "responses": {"default": {"statusCode": "200"}}}
    document = {
        "swagger": "2.0",
        "info": {"version": "1.0", "title": "gap"},
        "paths": {
            "/health": {
                "options": {
                    "responses": {"200": {"description": "ok"}},
                    "x-amazon-apigateway-integration": mock,
                }
            }
        },
        "x-amazon-apigateway-binary-media-types": ["image/jpeg"],
    }
    regional = {"endpointConfigurationTypes": "REGIONAL"}
    api = gateway.import_rest_api(body=json.dumps(document).encode(), parameters=regional)
    resources = gateway.get_resources(restApiId=api["id"])["items"]
    assert {each["path"] for each in resources} == {"/", "/health"}
    size = {"op": "replace", "path": "/minimumCompressionSize", "value": "1024"}
    gateway.update_rest_api(restApiId=api["id"], patchOperations=[size])
    first = _described(gateway, api["id"])
    assert first["binaryMediaTypes"] == ["image/jpeg"] and first["minimumCompressionSize"] == 1024
    assert first["endpointConfiguration"] == {"types": ["REGIONAL"]}
    gateway.put_rest_api(restApiId=api["id"], mode="overwrite", body=json.dumps(document).encode())
    gateway.update_rest_api(restApiId=api["id"], patchOperations=[size])
    assert _described(gateway, api["id"]) == first, "deploying again changes nothing of it"


def test_an_api_keeps_its_own_answers_only_if_its_document_says_them(aws: Aws) -> None:
    gateway = aws("apigateway")
    answer = {
        "statusCode": "401",
        "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'a'"},
    }
    said = {"x-amazon-apigateway-gateway-responses": {"UNAUTHORIZED": answer}}
    document = {"swagger": "2.0", "info": {"version": "1.0", "title": "own"}, "paths": {}}

    def put(text: dict[str, Any]) -> list[dict[str, Any]]:
        gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(text).encode())
        found: list[dict[str, Any]] = gateway.get_gateway_responses(restApiId=api)["items"]
        return found

    api = gateway.import_rest_api(body=json.dumps(document).encode())["id"]
    (kept,) = put(document | said)
    assert kept == {"responseType": "UNAUTHORIZED", "defaultResponse": False, **answer}
    assert put(document) == []


def _described(gateway: Any, api: str) -> dict[str, Any]:
    """What AWS says of the API, without what belongs to the one request."""
    found: dict[str, Any] = gateway.get_rest_api(restApiId=api)
    del found["ResponseMetadata"]
    return found
