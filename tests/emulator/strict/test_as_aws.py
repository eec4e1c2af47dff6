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
        answer = requests.put(f"{cloud.endpoint}/_emulator/{path}", json=body, timeout=5)
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
    asked = requests.get(f"{cloud.endpoint}/_emulator/quotas", timeout=5).json()
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


# In memory, with a clock that is moved


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An account of its own, a clock that is moved, and how long calls waited."""
    moved = {"now": 1000.0}
    waited: list[float] = []
    monkeypatch.setattr(as_aws, "account", as_aws.Account())
    monkeypatch.setattr("emulator.strict.as_aws.time.monotonic", lambda: moved["now"])
    monkeypatch.setattr("emulator.strict.as_aws.time.sleep", waited.append)
    moved["waited"] = waited  # type: ignore[assignment]
    return moved


QUOTA = {"name": "Rate of things", "service": "things", "operations": ["Make"], "error": "TooFast",
         "rate": {"eu-west-1": 2, "*": 1}, "burst": {"*": 3}, "code": "t"}  # fmt: skip


def test_a_bucket_takes_its_burst_and_fills_at_its_rate(clock: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(as_aws, "QUOTAS", [QUOTA])
    assert [as_aws.throttling_error("things", "Make") for _ in range(9)] == [
        ""
    ] * 9  # a laptop has none
    as_aws.account.enforce = True
    assert [as_aws.throttling_error("things", "Make") for _ in range(5)] == [
        "",
        "",
        "",
        "TooFast",
        "TooFast",
    ]
    assert as_aws.account.throttled == {"Rate of things": 2}
    clock["now"] += 0.5  # one token in half a second
    assert [as_aws.throttling_error("things", "Make") for _ in range(2)] == ["", "TooFast"]
    clock["now"] += 100  # and never more than the burst
    assert [as_aws.throttling_error("things", "Make") for _ in range(4)] == ["", "", "", "TooFast"]
    assert (
        as_aws.throttling_error("things", "List") == as_aws.throttling_error("others", "Make") == ""
    )


def test_a_rate_is_the_regions_or_what_the_account_was_given(clock: Any) -> None:
    assert as_aws.rate(QUOTA) == 2
    assert as_aws.rate(QUOTA, "us-east-1") == 1
    assert as_aws.rate(QUOTA, what="burst") == 3
    assert as_aws.rate({**QUOTA, "burst": None}, what="burst") == 2
    assert as_aws.rate({**QUOTA, "rate": {"eu-west-1": 5}}, "us-east-1") == 0
    as_aws.account.facts["quotas"] = {"Rate of things": 0}
    assert as_aws.rate(QUOTA) == 0
    assert as_aws.rate(QUOTA, what="burst") == 3  # its own figure stands
    as_aws.account.clear()
    assert as_aws.rate(QUOTA) == 2


def test_a_call_waits_for_what_is_left_of_its_latency(clock: Any, monkeypatch: Any) -> None:
    figures = {"things:Make": {"typical": 0.2, "slow": 0.8}, "things:*": {"typical": 1, "slow": 4}}
    monkeypatch.setattr(as_aws, "LATENCIES", figures)
    as_aws.wait("things", "Make")  # a laptop waits for nothing
    assert clock["waited"] == []
    as_aws.account.figure = "typical"
    as_aws.wait("things", "Make", 0.05)
    as_aws.wait("things", "Make", 0.9)  # it took longer by itself
    as_aws.wait("things", "List")
    as_aws.wait("others", "Make")
    as_aws.wait("things", "ReceiveMessage")
    assert clock["waited"] == pytest.approx([0.15, 0.0, 1.0])
    as_aws.account.figure = "slow"
    as_aws.wait("things", "Make")
    assert clock["waited"][-1] == pytest.approx(0.8)


@pytest.mark.parametrize(("deviation", "seconds"), [(0.0, 0.2), (1.645, 0.8), (-1.645, 0.05)])
def test_a_drawn_latency_is_typical_in_the_middle_and_slow_once_in_twenty(
    clock: Any, monkeypatch: Any, deviation: float, seconds: float
) -> None:
    monkeypatch.setattr(as_aws, "LATENCIES", {"things:Make": {"typical": 0.2, "slow": 0.8}})
    monkeypatch.setattr(
        "emulator.strict.as_aws.random.gauss", lambda mean, spread: mean + spread * deviation
    )
    as_aws.account.figure = "drawn"
    as_aws.wait("things", "Make")
    assert clock["waited"] == pytest.approx([seconds])
