"""What reaches a function on AWS is what Chalice and Terraform give it, and nothing of a laptop."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib import settings
from operations import chalice_config, functions
from tests.infra.states import State

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://kyc.company.test"
#: Settings that are empty where a choice was not made, each with the choice.
CHOSEN = {
    "vendor_base_url": "vendors are at their own addresses",
    "outbound_urls": "nobody of the company's wants to be told",
    "watchlist_origin": "the issuers, outside local",
    "bucket_audit_log": "there is no trail in dev",
    "staff_provider": "staff sign in with accounts of the pool, unless a directory is named",
    "oidc_issuer": "nobody comes with a token of the company's own identity provider",
    "oidc_audience": "the same",
    "iam_scopes": "nobody in the account signs with IAM until a scope is given",
    "iam_redirects": "the same",
    "review_rules": "nobody is given a case unasked",
    "role_face_liveness": "no browser films for Rekognition where its check is not chosen",
    "chip_certificates": "no chip is believed until a company says whose",
    "review_holidays": "reviewers have no holidays but their weekends",
}


@pytest.fixture(scope="module")
def platform(platform_state: State) -> dict[str, Any]:
    """What a deployment knows from the platform root's outputs."""
    (parameter,) = platform_state.of("aws_ssm_parameter")
    given: dict[str, Any] = json.loads(parameter.values["value"])
    given = {
        # A queue's address is the service's, and here the service is on this machine.
        name: re.sub(r"^http://127.0.0.1:\d+", "https://sqs.eu-west-1.amazonaws.com", value)
        for name, value in given.items()
    }
    given["site_origin"] = SITE  # a variable of the root; `local` has an origin of its own
    roles = {name: f"arn:aws:iam::210987654321:role/{name}" for name in chalice_config.sizes()}
    return {
        "parameters": given,
        "site_origin": SITE,
        "role_arns": roles,
        "subnet_ids": [],
        "security_group_ids": [],
    }


@pytest.fixture(scope="module")
def stage_config(platform: dict[str, Any]) -> dict[str, Any]:
    """What Chalice is told for prod."""
    made = chalice_config.complete(
        "prod", platform["role_arns"], variables=functions.packaging_variables(platform)
    )
    found: dict[str, Any] = made["stages"]["prod"]
    return found


def seen(stage_config: dict[str, Any], platform: dict[str, Any]) -> settings.Settings:
    """The settings of a function of prod: its variables, then the parameter, then defaults."""
    return settings.load(
        stage_config["environment_variables"], lambda name: json.dumps(platform["parameters"])
    )


def test_no_setting_keeps_the_default_of_a_laptop(
    stage_config: dict[str, Any], platform: dict[str, Any]
) -> None:
    found = seen(stage_config, platform)
    kept = {
        spec.name
        for spec in fields(settings.Settings)
        if _of_a_laptop(getattr(found, spec.name)) and spec.name not in CHOSEN
    }
    assert kept == set()
    assert found.env == "prod"


def _of_a_laptop(value: object) -> bool:
    return value in ("", (), "local") or "127.0.0.1" in str(value) or "localhost" in str(value)


def test_terraform_hands_the_sites_origin_on(platform_state: State) -> None:
    (parameter,) = platform_state.of("aws_ssm_parameter")
    origin = json.loads(parameter.values["value"])["site_origin"]
    cors = platform_state.of("aws_s3_bucket_cors_configuration")
    assert cors
    for bucket in cors:
        assert origin in bucket.values["cors_rule"][0]["allowed_origins"]


_ASK = """
import json, sys
from app import app
cors = app.routes["/health"]["GET"].cors or app.api.cors
print(json.dumps(cors.get_access_control_headers()))
"""


def test_a_real_answer_allows_the_site_as_the_preflight_does(stage_config: dict[str, Any]) -> None:
    """In a process that sees the variables of Lambda and nothing else."""
    run = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **stage_config["environment_variables"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["Access-Control-Allow-Origin"] == SITE


def test_nothing_reserves_concurrency(stage_config: dict[str, Any]) -> None:
    """New accounts have ten calls at once, and every reservation is refused there."""
    for name, function in stage_config["lambda_functions"].items():
        assert "reserved_concurrency" not in function, name


def test_the_trigger_of_a_sign_up_is_quick(stage_config: dict[str, Any]) -> None:
    """Cognito waits 5 s: a cold start in a private network with little processor takes as long."""
    trigger = stage_config["lambda_functions"]["cognito-post-confirmation"]
    assert trigger["subnet_ids"] == trigger["security_group_ids"] == []
    assert trigger["lambda_memory_size"] >= 1024 and trigger["lambda_timeout"] == 5


def test_the_api_is_regional() -> None:
    assert chalice_config.document()["api_gateway_endpoint_type"] == "REGIONAL"


_REGIONS = ("eu-west-1", "eu-central-1", "eu-west-2", "us-east-1")
_SIGN = """
import json
from chalicelib.adapters.aws import clients
s3 = clients.client("s3")
form = s3.generate_presigned_post("vestibule-prod-kyc-id-uploads-210987654321", "a.jpg")
link = s3.generate_presigned_url(
    "get_object", Params={"Bucket": "vestibule-prod-kyc-id-uploads-210987654321", "Key": "a.jpg"}
)
print(json.dumps({"form": form["url"], "link": link, "fields": sorted(form["fields"])}))
"""


def _signed(region: str, **more: str) -> dict[str, Any]:
    """A form and a link, made in a process that knows nothing but the region and `more`."""
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_SESSION_TOKEN": "z"}
    run = subprocess.run(
        [sys.executable, "-c", _SIGN],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": region, **keys, **more},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_a_place_that_is_named_for_s3_alone_goes_before_the_one_for_all() -> None:
    everywhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}
    assert urlsplit(_signed("eu-west-1", **everywhere)["form"]).netloc == "127.0.0.1:4566"
    named = everywhere | {"AWS_ENDPOINT_URL_S3": "https://s3.eu-west-1.amazonaws.com"}
    assert _signed("eu-west-1", **named)["form"] == _signed("eu-west-1")["form"]


@pytest.mark.parametrize("region", _REGIONS)
def test_forms_and_links_name_the_buckets_own_region(region: str) -> None:
    """botocore's own choice is the global host (run: in every region), and version 2 in some."""
    said = _signed(region)
    host = f"vestibule-prod-kyc-id-uploads-210987654321.s3.{region}.amazonaws.com"
    assert urlsplit(said["form"]).netloc == urlsplit(said["link"]).netloc == host
    assert "x-amz-signature" in said["fields"] and "X-Amz-Signature=" in said["link"]
    policy = (ROOT / "infra" / "platform" / "site.tf").read_text()
    assert ".s3.${local.region}.amazonaws.com" in policy, "the site's policy names this host"


def test_an_operators_values_are_not_overruled() -> None:
    """`*.auto.tfvars` beat what an operator says: there are none, and no stage brings addresses."""
    assert list((ROOT / "infra").rglob("*.auto.tfvars")) == []
    for file in (ROOT / "infra" / "envs").glob("*.tfvars"):
        if not file.name.endswith(".own.tfvars"):
            assert ".example" not in file.read_text(), file.name
