"""The whole of prod, with the real provider, Chalice and the commands, against an empty account.

The account is the embedded cloud's. What it does not do is asserted on the plan with a mock
provider (infra/tests): Object Lock that really locks, CloudFront answering, WAF and usage plan
refusing, trails delivering, alarms firing, Aurora running (SQL is PostgreSQL's here).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
import requests

from operations import deploy, destroy, functions
from operations.chalice_config import sizes
from operations.stage import DeployError, Stage
from tests.infra.states import State

pytestmark = pytest.mark.slow
SITE = "https://kyc.company.test"
NOTHING = "Plan: 0 to add, 0 to change, 0 to destroy."


@dataclass
class Prod:
    """What was deployed: the stage, what each step said, and the states of both roots."""

    stage: Stage
    said: dict[str, str]

    def state(self, root: str) -> State:
        """The root's state, from the bucket Terraform keeps it in."""
        found = self.stage.client("s3").get_object(
            Bucket=self.stage.state_bucket, Key=f"{root}.tfstate"
        )
        return State(json.loads(found["Body"].read()))

    def lambdas(self) -> dict[str, dict[str, Any]]:
        """Name -> configuration of every function, without what each update changes."""
        pages = self.stage.client("lambda").get_paginator("list_functions").paginate()
        found = {f["FunctionName"]: f for page in pages for f in page["Functions"]}
        return {
            name: {k: v for k, v in f.items() if k not in ("LastModified", "RevisionId")}
            for name, f in found.items()
        }


@pytest.fixture(scope="module")
def prod(empty_account: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prod]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        patch.setenv("TF_VAR_site_origins", json.dumps([SITE]))
        patch.setenv("TF_VAR_email_sender", "no-reply@company.test")
        patch.setenv("VESTIBULE_ENV", "prod")  # what `enter` sets is undone with it
        for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "set-by-the-stage")
        stage = Stage("prod", endpoint=empty_account, cache=tmp_path_factory.mktemp("deploy"))
        _prepare(stage, patch)
        yield Prod(stage, deploy.run(stage))


def _prepare(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """What only people can do in an account, and what `make preflight` asks for in prod."""
    stage.client("sns").set_sms_attributes(attributes={"MonthlySpendLimit": "500"})
    asked = {"DomainName": SITE.removeprefix("https://"), "ValidationMethod": "DNS"}
    made = stage.client("acm:us-east-1").request_certificate(**asked)
    patch.setenv("TF_VAR_site_certificate_arn", made["CertificateArn"])
    patch.setenv("TF_VAR_alert_emails", json.dumps(["on-call@company.test"]))
    patch.setenv("TF_VAR_repository", "company/vestibule")
    # Levels of this company ask for managed liveness.
    patch.setenv("TF_VAR_features", json.dumps({"face_liveness": True}))


def test_every_step_of_a_deployment_is_done(prod: Prod) -> None:
    assert list(prod.said) == list(deploy.STEPS)
    assert set(prod.lambdas()) == {
        "vestibule-prod" if name == "api_handler" else f"vestibule-prod-{name}" for name in sizes()
    }


def test_the_api_alone_lends_browsers_the_right_to_film(prod: Prod) -> None:
    state = prod.state("platform")
    name = "vestibule-prod-face-liveness"
    (role,) = (each for each in state.of("aws_iam_role") if each.values["name"] == name)
    lenders = {
        lender
        for lender, parts in state.roles().items()
        for part in parts
        if part.allows("sts:AssumeRole", role.values["arn"])
    }
    assert lenders == {"vestibule-prod-api_handler"}
    (trust,) = json.loads(role.values["assume_role_policy"])["Statement"]
    assert trust["Principal"]["AWS"].endswith(":role/vestibule-prod-api_handler")
    (told,) = (json.loads(each.values["value"]) for each in state.of("aws_ssm_parameter"))
    assert told["role_face_liveness"] == role.values["arn"]
    (headers,) = state.of("aws_cloudfront_response_headers_policy")
    assert " wss://streaming-rekognition.eu-west-1.amazonaws.com; " in json.dumps(headers.values)


def test_nothing_was_asked_that_the_account_does_not_know(prod: Prod) -> None:
    assert prod.stage.endpoint
    misses = requests.get(f"{prod.stage.endpoint}/local/misses", timeout=5).json()
    assert misses == {"misses": {}}


def test_every_request_was_one_that_awss_own_model_takes(prod: Prod) -> None:
    """Terraform's and Chalice's: required, words, lengths, bounds and patterns of each field."""
    assert prod.stage.endpoint
    held = requests.get(f"{prod.stage.endpoint}/local/manners", timeout=5).json()
    assert held["refused"] == {}
    assert sum(held["seen"].values()) > 1000 and len(held["seen"]) > 15


@pytest.mark.parametrize("root", ["platform", "bindings"])
def test_a_second_plan_is_empty(prod: Prod, root: str) -> None:
    """Although AWS has raised the database's minor version by itself: back is no way."""
    if root == "platform":
        _raise_the_engines_version(prod.stage.client("rds"))
    assert prod.stage.prepared(root).planned(prod.stage.variables) == [NOTHING]


def _raise_the_engines_version(rds: Any) -> None:
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    major, _, minor = cluster["EngineVersion"].partition(".")
    raised = {"EngineVersion": f"{major}.{int(minor) + 2}", "ApplyImmediately": True}
    rds.modify_db_cluster(DBClusterIdentifier=cluster["DBClusterIdentifier"], **raised)
    instances = rds.describe_db_instances()["DBInstances"]
    assert {each["EngineVersion"] for each in instances} == {raised["EngineVersion"]}


def test_chalice_deploys_twice_without_a_change(prod: Prod) -> None:
    before, record = prod.lambdas(), functions.recorded(prod.stage)
    apis = prod.stage.client("apigateway").get_rest_apis()["items"]
    platform = prod.stage.prepared("platform").output()
    functions.pack(prod.stage, platform)
    again = functions.deploy(prod.stage, platform)
    assert again == record
    assert prod.stage.client("apigateway").get_rest_apis()["items"] == apis
    packed = base64.b64encode(sha256(functions.archive(prod.stage).read_bytes()).digest()).decode()
    after = prod.lambdas()
    for name, made in after.items():
        # The same sources give the same bytes (test_package.py): what runs is exactly our zip.
        assert made.pop("CodeSha256") == packed, name
        for changed in ("CodeSha256", "CodeSize"):
            before[name].pop(changed, None)
            made.pop(changed, None)
    assert after == before


def test_an_api_that_a_broken_deployment_made_is_found_again(prod: Prod) -> None:
    """The record is written last: without it Chalice would make a second API."""
    record = functions.recorded(prod.stage)
    assert record
    found = functions.recovered(prod.stage)
    assert found
    (api,) = (r for r in record["resources"] if r["resource_type"] == "rest_api")
    assert found["resources"][0]["rest_api_id"] == api["rest_api_id"]


def test_functions_run_as_their_own_role_in_the_private_subnets(prod: Prod) -> None:
    outputs = prod.stage.prepared("platform").output()
    for name in sizes():
        full = "vestibule-prod" if name == "api_handler" else f"vestibule-prod-{name}"
        made = prod.lambdas()[full]
        assert made["Role"] == outputs["role_arns"][name]
        assert made["MemorySize"] == sizes()[name]["memory"]
        assert made["Timeout"] == sizes()[name]["timeout"]
        inside = outputs["subnet_ids"] if sizes()[name].get("network", True) else []
        assert set(made["VpcConfig"]["SubnetIds"]) == set(inside)
        assert made["TracingConfig"]["Mode"] == "Active"


def test_every_dead_letter_queue_has_an_alarm_that_tells_the_admins(prod: Prod) -> None:
    platform = prod.state("platform")
    queues = {q.values["name"] for q in platform.of("aws_sqs_queue")}
    alarms = platform.of("aws_cloudwatch_metric_alarm")
    watched = {
        alarm.values["dimensions"]["QueueName"]
        for alarm in alarms
        if "QueueName" in (alarm.values["dimensions"] or {})
    }
    assert {name for name in queues if name.endswith("-dlq")} <= watched
    topics = {t.values["arn"] for t in platform.of("aws_sns_topic")}
    for alarm in alarms:
        assert set(alarm.values["alarm_actions"]) & topics, alarm.address
        assert "runbook" in alarm.values["alarm_description"], alarm.address


def test_every_function_has_an_alarm_for_its_errors(prod: Prod) -> None:
    alarms = prod.state("platform").of("aws_cloudwatch_metric_alarm")
    watched = {json.dumps(alarm.values, default=str) for alarm in alarms}
    for name in prod.lambdas():
        assert any(f'"{name}"' in text for text in watched), name


def test_trail_and_vault_are_locked_for_as_long_as_law_asks(prod: Prod) -> None:
    locks = prod.state("platform").of("aws_s3_bucket_object_lock_configuration")
    account = prod.stage.account
    locked = {lock.values["bucket"] for lock in locks}
    assert locked == {f"vestibule-prod-audit-{what}-{account}" for what in ("log", "vault")}
    for lock in locks:
        rule = lock.values["rule"][0]["default_retention"][0]
        assert rule["mode"] == "COMPLIANCE" and rule["days"] == 2190, lock.address


def test_the_api_is_throttled_and_behind_the_firewall(prod: Prod) -> None:
    bindings = prod.state("bindings")
    (plan,) = bindings.of("aws_api_gateway_usage_plan")
    assert plan.values["throttle_settings"][0]["rate_limit"] == 100
    throttled = {
        each.values["method_path"]: each.values["settings"][0]
        for each in bindings.of("aws_api_gateway_method_settings")
    }
    hooks = [f"~1api~1webhooks~1kyc-status{more}/POST" for more in ("", "~1{provider}")]
    assert set(throttled) == {"*/*", *hooks}
    assert throttled["*/*"]["throttling_rate_limit"] == 100
    for path, settings in throttled.items():
        assert settings["throttling_rate_limit"] > 0, path
        assert not settings["data_trace_enabled"], path
    assert bindings.of("aws_wafv2_web_acl_association")


def test_a_browser_may_read_what_the_gateway_itself_answers(prod: Prod) -> None:
    """In force on the stage, even after Chalice alone, who overwrites the API and deploys it."""
    assert prod.stage.endpoint
    apis = requests.get(f"{prod.stage.endpoint}/local/answers", timeout=5).json()
    (api,) = apis.values()
    for kind in (
        "UNAUTHORIZED",
        "ACCESS_DENIED",
        "THROTTLED",
        "INTEGRATION_TIMEOUT",
        "DEFAULT_5XX",
    ):
        headers = api["api"][kind]["responseParameters"]
        origin = headers["gatewayresponse.header.Access-Control-Allow-Origin"]
        assert origin == f"'{SITE}'", kind


def test_destroy_refuses_while_data_is_protected(prod: Prod) -> None:
    before = prod.lambdas()
    with pytest.raises(DeployError, match="data_may_go"):
        destroy.run(prod.stage)
    assert prod.lambdas() == before
    tables = prod.state("platform").of("aws_dynamodb_table")
    assert all(table.values["deletion_protection_enabled"] for table in tables)
    (pool,) = prod.state("platform").of("aws_cognito_user_pool")
    assert pool.values["deletion_protection"] == "ACTIVE"
    (cluster,) = prod.state("platform").of("aws_rds_cluster")
    assert cluster.values["deletion_protection"]


def test_a_wrong_confirmation_destroys_nothing() -> None:
    assert destroy.main(["--stage", "prod"]) == 2
    assert destroy.main(["--stage", "prod", "--confirm", "vestibule-dev"]) == 2


def test_destroy_works_once_the_data_may_go(prod: Prod) -> None:
    """Last in this file: it takes everything away."""
    platform = prod.stage.prepared("platform")
    platform.apply(prod.stage.variables | {"data_may_go": True})
    destroy.run(prod.stage, {"data_may_go": True})
    assert prod.lambdas() == {}
    assert prod.stage.client("dynamodb").list_tables()["TableNames"] == []
    left = {bucket["Name"] for bucket in prod.stage.client("s3").list_buckets()["Buckets"]}
    assert left == {prod.stage.state_bucket}, "in prod the states stay"
