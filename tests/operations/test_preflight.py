"""Each fault of an account is a line in plain words before anything is made; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from emulator.server import reset
from local.cloud import cloud, environment
from operations import deploy, own_values, preflight
from operations.preflight import ASK, NO, OK
from operations.stage import DeployError, Stage

OWN = {
    "site_origins": '["https://kyc.company.test"]',
    "email_sender": "no-reply@company.test",
    "alert_emails": '["on-call@company.test"]',
    "repository": "company/vestibule",
}


class Desk:
    """A stage on an embedded account, and words to spoil it."""

    def __init__(self, endpoint: str, patch: pytest.MonkeyPatch) -> None:
        self.endpoint, self.patch = endpoint, patch

    def client(self, service: str, region: str = "eu-west-1") -> Any:
        make: Any = boto3.client  # by name
        return make(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def tell(self, **facts: Any) -> None:
        """What AWS says of the account."""
        assert requests.put(f"{self.endpoint}/local/account", json=facts, timeout=5).ok

    def says(self, name: str, value: str | None) -> None:
        """What the operator wrote."""
        if value is None:
            self.patch.delenv(f"TF_VAR_{name}")
        else:
            self.patch.setenv(f"TF_VAR_{name}", value)

    def look(self, stage: str = "prod", region: str = "eu-west-1") -> list[preflight.Line]:
        return preflight.look(Stage(stage, region, self.endpoint))

    def certificate(self, *names: str) -> str:
        acm = self.client("acm", "us-east-1")
        arn = acm.request_certificate(
            DomainName=names[0], SubjectAlternativeNames=list(names), ValidationMethod="DNS"
        )["CertificateArn"]
        return str(arn)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    for name in environment(0):
        monkeypatch.setenv(name, "set by the cloud")
    monkeypatch.setattr(own_values, "ENVS", tmp_path)
    monkeypatch.setattr(own_values.read, "__defaults__", (tmp_path, None))
    monkeypatch.setattr("moto.settings.ACM_VALIDATION_WAIT", -1)  # the domain is proven at once
    reset()
    with cloud() as running:
        made = Desk(running.endpoint, monkeypatch)
        for name, value in OWN.items():
            made.says(name, value)
        made.says("site_certificate_arn", made.certificate("kyc.company.test"))
        made.client("sns").set_sms_attributes(attributes={"MonthlySpendLimit": "500"})
        made.client("ses").verify_email_identity(EmailAddress="no-reply@company.test")
        yield made
    reset()


def marked(lines: list[preflight.Line], mark: str) -> list[str]:
    return [line.what for line in lines if line.mark == mark]


def test_a_ready_account_has_no_cross(desk: Desk) -> None:
    lines = desk.look()
    assert marked(lines, NO) == []
    right = "\n".join(marked(lines, OK))
    for said in ("account 123456789012", "Lambda runs 1000", "SES sends to everybody", "500 US"):
        assert said in right
    assert all(line.todo for line in lines if line.mark != OK), "each says what to do"


def _own(name: str, value: str | None) -> Callable[[Desk], None]:
    return lambda desk: desk.says(name, value)


def _fact(**facts: Any) -> Callable[[Desk], None]:
    return lambda desk: desk.tell(**facts)


_TEXTRACT = "Transactions per second per account for the AnalyzeDocument synchronous operation"
_STATES = "Throttle token refill rate per second - StartExecution"


def _role(seconds: int | None) -> Callable[[Desk], None]:
    def spoil(desk: Desk) -> None:
        iam = desk.client("iam")
        iam.create_open_id_connect_provider(
            Url="https://token.actions.githubusercontent.com", ThumbprintList=["0" * 40]
        )
        if seconds:
            iam.create_role(
                RoleName="vestibule-prod-deploy",
                AssumeRolePolicyDocument="{}",
                MaxSessionDuration=seconds,
            )

    return spoil


def _other_certificate(desk: Desk) -> None:
    desk.says("site_certificate_arn", desk.certificate("www.company.test"))


def _unproven(desk: Desk) -> None:
    desk.patch.setattr("moto.settings.ACM_VALIDATION_WAIT", 3600)
    desk.says("site_certificate_arn", desk.certificate("kyc.company.test"))


def _spend(desk: Desk) -> None:
    desk.client("sns").set_sms_attributes(attributes={"MonthlySpendLimit": "1"})


FAULTS: dict[str, tuple[Callable[[Desk], None], str, str]] = {
    "another account": (_own("account_id", '"210987654321"'), "credentials are of", "AWS_PROFILE"),
    "no origin": (_own("site_origins", None), "site_origins is not set", "own.tfvars"),
    "an example": (_own("email_sender", "a@vestibule.example"), "still an example", "own.tfvars"),
    "no alarms": (_own("alert_emails", None), "nobody is told", "alert_emails"),
    "ten at once": (_fact(lambda_concurrency=10), "only 10 functions", "Service Quotas"),
    "slow reading": (_fact(quotas={_TEXTRACT: 1}), "textract: only 1", "Service Quotas"),
    "few starts": (_fact(quotas={_STATES: 1}), "states: only 1", "Service Quotas"),
    "mail sandbox": (_fact(ses_production=False), "SES is in its sandbox", "production access"),
    "mail stopped": (_fact(ses_sending=False), "SES does not send", "dashboard"),
    "text sandbox": (_fact(sms_sandbox=True), "SMS is in its sandbox", "Exit SMS sandbox"),
    "a dollar a month": (_spend, "SMS stops at 1 US dollar", "spend limit"),
    "no certificate": (_own("site_certificate_arn", None), "no certificate for", "us-east-1"),
    "unproven": (_unproven, "certificate is pending_validation", "DNS records"),
    "other names": (_other_certificate, "certificate lacks kyc.company.test", "all names"),
    "no role": (_role(None), "no role vestibule-prod-deploy", "import it"),
    "an hour only": (_role(3600), "allows 3600 s", "two hours"),
    "no streaming": (
        _own("settings", '{ liveness_engine = "rekognition" }'),
        "cannot be streamed",
        "eu-west-1",
    ),
    "no streaming for a level": (
        _own("features", "{ face_liveness = true }"),
        "cannot be streamed",
        "eu-west-1",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_cross_with_what_to_do(desk: Desk, fault: str) -> None:
    spoil, said, todo = FAULTS[fault]
    spoil(desk)
    streams = fault.startswith("no streaming")
    region = "eu-central-1" if streams else "eu-west-1"
    if streams:  # the identities of the other region are not made
        found = [
            line
            for line in preflight.region(
                preflight.Account(Stage("prod", region, desk.endpoint), own_values.read("prod"))
            )
            if line.mark == NO
        ]
    else:
        found = [line for line in desk.look() if line.mark == NO]
    assert [line for line in found if said in line.what and todo in line.todo], found
    assert len(found) == 1, "one fault, one line"


def test_testers_are_only_asked_where_people_would_be_stopped(desk: Desk) -> None:
    desk.tell(ses_production=False, sms_sandbox=True, lambda_concurrency=10)
    _spend(desk)
    assert marked(desk.look("dev"), NO) == []
    assert len(marked(desk.look("prod"), NO)) == 4


def test_it_only_reads(desk: Desk) -> None:
    before = requests.get(f"{desk.endpoint}/local/manners", timeout=5).json()
    desk.look()
    after = requests.get(f"{desk.endpoint}/local/manners", timeout=5).json()
    assert after["refused"] == before["refused"] == {}
    assert desk.client("s3").list_buckets()["Buckets"] == []
    assert desk.client("dynamodb").list_tables()["TableNames"] == []


def test_what_may_not_be_looked_at_is_a_question(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import ClientError

    def denied(account: preflight.Account) -> Iterator[preflight.Line]:
        """Whether mail reaches applicants."""
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "GetAccount")
        yield

    monkeypatch.setattr(preflight, "QUESTIONS", (denied,))
    (line,) = desk.look()
    assert line.mark == ASK and "AccessDenied" in line.what and "ReadOnlyAccess" in line.todo


def test_a_deployment_begins_with_it_and_stops(desk: Desk) -> None:
    desk.says("email_sender", None)
    with pytest.raises(DeployError, match=r"(?s)account is not ready.*email_sender is not set"):
        deploy.run(Stage("prod", endpoint=desk.endpoint))
    assert desk.client("s3").list_buckets()["Buckets"] == [], "nothing was made"


def test_the_command_fails_where_a_deployment_would(desk: Desk) -> None:
    given = ["--stage", "prod", "--endpoint", desk.endpoint]
    assert preflight.main(given) == 0
    desk.tell(sms_sandbox=True)
    assert preflight.main(given) == 1
    assert preflight.main([*given, "--region", "eu-north-1"]) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a = "b" # why', {"a": "b"}),
        ('a = ["x", "y"]\nb = 5', {"a": ["x", "y"], "b": 5}),
        ('a = [\n  "x",\n  "y",\n]\n', {"a": ["x", "y"]}),
        ('s = { minimum_age = "21", n = 2 }', {"s": {"minimum_age": "21", "n": 2}}),
        ('s = {\n  a = "1"\n  b = "2"\n}\nx = true', {"s": {"a": "1", "b": "2"}, "x": True}),
        ('u = "https://a.b#c" // not that', {"u": "https://a.b#c"}),
    ],
)
def test_plain_values_are_understood(text: str, value: dict[str, Any]) -> None:
    assert own_values.parsed(text) == value
