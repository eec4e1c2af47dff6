"""What an operator's commands do otherwise on AWS than on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from chalicelib.adapters.aws import migrations
from chalicelib.adapters.aws.data_api import DataApi
from chalicelib.domain.errors import Unavailable
from local.terraform import Limits, Terraform, TerraformError
from operations import destroy, stage
from operations.stage import DeployError, Stage

if TYPE_CHECKING:
    from mypy_boto3_rds_data import RDSDataServiceClient

ROOT = Path(__file__).resolve().parents[2]

# Terraform holds a lock, and lets go of what it is making when it is interrupted.
_SLOW = """#!/usr/bin/env python3
import pathlib, signal, sys, time
lock = pathlib.Path({lock!r})
def stop(*_):
    time.sleep(1.0)
    lock.unlink()
    print("interrupted")
    sys.exit(1)
signal.signal(signal.SIGINT, stop)
lock.write_text("held")
time.sleep(60)
"""


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Terraform, Path]:
    program, lock = tmp_path / "bin" / "terraform", tmp_path / "lock"
    program.parent.mkdir()
    program.write_text(_SLOW.format(lock=str(lock)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    root = tmp_path / "root"
    root.mkdir()
    return Terraform(root, tmp_path / "work"), lock


def test_an_interrupted_run_gets_the_time_to_let_go_of_its_lock(
    slow: tuple[Terraform, Path],
) -> None:
    terraform, lock = slow
    with pytest.raises(TerraformError, match="interrupted"):
        replace(terraform, limits=Limits(3, grace=60)).apply()
    assert not lock.exists()


def test_a_killed_run_says_that_its_lock_may_be_left(slow: tuple[Terraform, Path]) -> None:
    terraform, lock = slow
    with pytest.raises(TerraformError, match="force-unlock"):
        replace(terraform, limits=Limits(3, grace=0.2)).apply()
    assert lock.exists()


@pytest.fixture
def listening() -> Iterator[None]:
    """Ctrl-C is heard, also where whoever began us told us to ignore it (`nohup make test &`)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("moment", ["the program has begun", "its limit is set"])
def test_an_interrupt_at_the_first_moment_ends_what_has_begun(
    slow: tuple[Terraform, Path], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Found when one came between the start of the program and the first look at it: the command
    waited for a program that nobody had told to stop."""
    terraform, lock = slow
    begin, start = subprocess.Popen.__init__, threading.Timer.start

    def popen(*args: Any, **words: Any) -> None:
        begin(*args, **words)
        if moment == "the program has begun":
            soon(lock.exists)
            os.kill(os.getpid(), signal.SIGINT)

    def started(timer: threading.Timer) -> None:
        if moment == "its limit is set":
            soon(lock.exists)
            os.kill(os.getpid(), signal.SIGINT)
        start(timer)

    monkeypatch.setattr(subprocess.Popen, "__init__", popen)
    monkeypatch.setattr(threading.Timer, "start", started)
    with pytest.raises(KeyboardInterrupt):
        replace(terraform, limits=Limits(60, grace=60)).apply()
    assert not lock.exists()


def soon(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def test_on_aws_a_run_may_take_as_long_as_aurora_and_cloudfront_do() -> None:
    on_aws = Stage("dev", _clients={"sts": _Sts()}).root("platform")
    assert on_aws.limits.seconds >= 2 * 3600 and on_aws.limits.grace >= 1800
    here = Stage("dev", endpoint="http://127.0.0.1:9", _clients={"sts": _Sts()}).root("platform")
    assert here.limits == Limits()


class _Sts:
    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "210987654321"}


def test_what_is_said_on_the_command_line_beats_every_file(tmp_path: Path) -> None:
    """Row by row: the stage's file, the operator's own file, a variable of the call."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text(
        'variable "a" {}\nvariable "b" {}\nvariable "c" {}\n'
        'output "all" { value = [var.a, var.b, var.c] }\n'
    )
    first, own = tmp_path / "dev.tfvars", tmp_path / "dev.own.tfvars"
    first.write_text('a = "stage"\nb = "stage"\nc = "stage"\n')
    own.write_text('b = "own"\nc = "own"\n')
    terraform = Terraform(root, tmp_path / "work", var_files=(first, own))
    terraform.init()
    terraform.apply({"c": "call"})
    assert terraform.output()["all"] == ["stage", "own", "call"]


# Regions

SERVICES = (
    *("textract", "rekognition", "rds-data", "stepfunctions", "cognito-idp", "wafv2", "sns"),
    *("apigateway", "lambda", "dynamodb", "ses", "kms", "secretsmanager", "events", "cloudtrail"),
)


@pytest.mark.parametrize("region", sorted(stage.REGIONS))
def test_a_region_that_is_offered_has_every_service(region: str) -> None:
    session = boto3.Session()
    lacks = [s for s in SERVICES if region not in session.get_available_regions(s)]
    assert lacks == []


def test_a_region_that_begins_right_and_lacks_a_service_is_refused() -> None:
    assert "eu-north-1" not in boto3.Session().get_available_regions("textract")
    with pytest.raises(DeployError, match="eu-north-1 lacks a service"):
        Stage("dev", "eu-north-1").enter()


@pytest.mark.parametrize(
    "command",
    [
        *("preflight", "deploy", "destroy", "reconcile", "migrate", "refresh-lists", "rescreen"),
        *("redrive QUEUE=q", "resume", "replay CASE=c", "hold USER_ID=u", "audit-verify"),
    ],
)
def test_every_command_of_an_operator_takes_the_region(command: str) -> None:
    run = subprocess.run(
        ["make", "-n", *command.split(), "STAGE=dev", "REGION=eu-central-1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said = [line for line in run.stdout.splitlines() if " operations." in line or "\\" in line]
    assert "--region eu-central-1" in run.stdout, said


def test_a_deployment_builds_the_site_first() -> None:
    run = subprocess.run(
        ["make", "-n", "deploy", "STAGE=dev"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = run.stdout.splitlines()
    built = next(n for n, line in enumerate(lines) if ".ci/web" in line)
    assert built < next(n for n, line in enumerate(lines) if "operations.deploy" in line)


# Destroying

_WAITS = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 604800, "End": True}}}


def test_what_waits_is_stopped_before_its_machine_is_deleted(stepfunctions: Any) -> None:
    role = "arn:aws:iam::123456789012:role/vestibule-dev-workflow"
    made = {
        name: stepfunctions.create_state_machine(
            name=name, definition=json.dumps(_WAITS), roleArn=role
        )["stateMachineArn"]
        for name in ("vestibule-dev-user-onboarding", "somebody-elses")
    }
    started = [
        stepfunctions.start_execution(stateMachineArn=arn)["executionArn"]
        for arn in made.values()
        for _ in range(3)
    ]
    stopped = destroy.stop_executions(Stage("dev", _clients={"stepfunctions": stepfunctions}))
    assert stopped == 3
    found = [stepfunctions.describe_execution(executionArn=arn)["status"] for arn in started]
    assert found == ["ABORTED"] * 3 + ["RUNNING"] * 3


@pytest.fixture
def stepfunctions(monkeypatch: pytest.MonkeyPatch) -> Any:
    from emulator.server import reset
    from local.cloud import cloud, environment

    for name in environment(0):  # a cloud points its process at itself; undone with the test
        monkeypatch.setenv(name, "set by the cloud")
    reset()
    with cloud() as running:
        yield boto3.client(
            "stepfunctions",
            endpoint_url=running.endpoint,
            region_name="eu-west-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
    reset()


# A database that sleeps


class _Asleep:
    """A cluster at 0 capacity units: the first calls of some seconds only wake it."""

    def __init__(self, seconds: float) -> None:
        self.wakes = time.monotonic() + seconds

    def begin_transaction(self, **given: Any) -> dict[str, str]:
        from botocore.exceptions import ClientError

        if time.monotonic() < self.wakes:
            error = {"Code": "DatabaseResumingException", "Message": "resuming"}
            raise ClientError({"Error": error}, "BeginTransaction")  # type: ignore[typeddict-item]
        return {"transactionId": "t"}


def _asleep(seconds: float) -> RDSDataServiceClient:
    return cast("RDSDataServiceClient", _Asleep(seconds))


def test_a_migration_waits_for_a_database_that_wakes_slowly() -> None:
    assert migrations.WAKE_SECONDS >= 120
    api = DataApi(_asleep(3600), "c", "s", "d", patience=0.5)
    with pytest.raises(Unavailable, match="Resuming"), api.transaction():
        pass
    api = DataApi(_asleep(2.0), "c", "s", "d", patience=0.5)
    begun = migrations.patient(api)._patiently(
        lambda: migrations.patient(api)._send("begin_transaction")
    )
    assert begun == {"transactionId": "t"}


def test_a_database_that_never_wakes_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Registry:
        api = DataApi(_asleep(3600), "c", "s", "d")

    from chalicelib.application import process

    monkeypatch.setattr(process, "on_aws", lambda: SimpleNamespace(users=Registry))
    monkeypatch.setattr(migrations, "WAKE_SECONDS", 0.3)
    monkeypatch.setattr(sys, "argv", ["migrate"])
    with pytest.raises(SystemExit, match="did not answer within 0 s; try again in a minute"):
        migrations.main()
