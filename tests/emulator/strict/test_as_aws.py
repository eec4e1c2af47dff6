"""Quotas, waiting and the standing of an account: as AWS has them, off until asked for."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from emulator.strict import as_aws


@pytest.fixture
def tell(cloud: Any) -> Any:
    def told(path: str, **body: Any) -> dict[str, Any]:
        answer = requests.put(f"{cloud.endpoint}/local/{path}", json=body, timeout=5)
        assert answer.ok, answer.text
        return dict(answer.json())

    return told


def test_every_quota_and_latency_has_a_source_and_a_figure() -> None:
    for quota in as_aws.QUOTAS:
        assert quota["source"].startswith("https://docs.aws.amazon.com/"), quota["name"]
        assert as_aws.rate(quota) > 0 and quota["operations"], quota["name"]
        for region in ("eu-west-1", "eu-central-1", "eu-west-2"):
            assert as_aws.rate(quota, region) > 0, (quota["name"], region)
    for name, figure in as_aws.LATENCIES.items():
        assert 0 < figure["typical"] <= figure["slow"], name
        assert figure["source"], name


def test_a_burst_above_the_quota_is_throttled_in_the_services_words(aws: Any, tell: Any) -> None:
    pool = aws("cognito-idp").create_user_pool(PoolName="p")["UserPool"]["Id"]
    for _ in range(40):
        aws("cognito-idp").list_users(UserPoolId=pool)  # nothing is asked of a laptop
    tell("quotas", on=True)
    refused = 0
    for _ in range(60):
        try:
            aws("cognito-idp").list_users(UserPoolId=pool, Limit=1)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "TooManyRequestsException"
            refused += 1
    assert refused
    time.sleep(0.2)  # the bucket fills again
    aws("cognito-idp").list_users(UserPoolId=pool)


def test_what_anybody_may_ask_for_is_counted_too(aws: Any, tell: Any, cloud: Any) -> None:
    """Signing up and logging in are not signed, so no signature tells whose operations they are."""
    pool = aws("cognito-idp").create_user_pool(PoolName="p")["UserPool"]["Id"]
    made = aws("cognito-idp").create_user_pool_client(UserPoolId=pool, ClientName="c")
    client = made["UserPoolClient"]["ClientId"]
    tell("account", quotas={"Rate of UserCreation requests": 0.01})
    tell("quotas", on=True)
    for name in ("first", "second"):
        with suppress(ClientError):
            aws("cognito-idp").sign_up(ClientId=client, Username=name, Password="Long-enough-2026")
    asked = requests.get(f"{cloud.endpoint}/local/quotas", timeout=5).json()
    assert asked["throttled"] == {"Rate of UserCreation requests": 1}


def test_a_call_waits_as_long_as_on_aws(aws: Any, tell: Any) -> None:
    aws("sqs").create_queue(QueueName="q")

    def took() -> float:
        started = time.perf_counter()
        aws("kms").list_keys()
        return time.perf_counter() - started

    took()
    tell("latencies", figure="slow")
    assert took() >= as_aws.LATENCIES["kms:*"]["slow"]
    tell("latencies", figure="none")


def test_the_account_says_of_itself_what_it_was_told(aws: Any, tell: Any) -> None:
    assert aws("sesv2").get_account()["ProductionAccessEnabled"]
    assert not aws("sns").get_sms_sandbox_account_status()["IsInSandbox"]
    tell("account", ses_production=False, sms_sandbox=True, lambda_concurrency=10)
    assert not aws("sesv2").get_account()["ProductionAccessEnabled"]
    assert aws("sns").get_sms_sandbox_account_status()["IsInSandbox"]
    assert aws("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"] == 10
    quotas = aws("service-quotas").list_service_quotas(ServiceCode="textract")["Quotas"]
    assert any("AnalyzeDocument" in quota["QuotaName"] for quota in quotas)
