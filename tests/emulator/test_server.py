"""The embedded cloud as a whole: it comes and goes without a trace in the process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

import emulator
from emulator import control, installation
from emulator.account import environment
from emulator.host import Fetch, Host, Roles
from emulator.http.http_server import WSGI
from emulator.server import Cloud, reset


@pytest.fixture
def aws_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is not pointed at any cloud before."""
    for name in environment(0):
        monkeypatch.delenv(name, raising=False)
    reset()


def test_a_cloud_that_stops_gives_the_environment_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment(0):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", "mars-1")
    before = {name: os.environ.get(name) for name in environment(0)}
    with Cloud(port=0) as cloud:
        assert os.environ["AWS_ENDPOINT_URL"] == cloud.endpoint
        os.environ["AWS_DEFAULT_REGION"] = "mars-2"  # somebody else's from now on
    reset()
    after = {name: os.environ.get(name) for name in environment(0)}
    assert after == before | {"AWS_DEFAULT_REGION": "mars-2"}
    monkeypatch.delenv("AWS_DEFAULT_REGION")


def test_a_service_is_handed_in_and_reads_objects(aws_keys: None) -> None:
    def make(fetch: Fetch) -> WSGI:
        def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            start_response("200 OK", [("Content-Type", "application/x-amz-json-1.1")])
            text = fetch("pictures", "a.txt").decode()
            return [json.dumps({"Blocks": [{"Text": text}]}).encode()]

        return app

    with Cloud(port=0, host=Host(services={"textract": make})) as cloud:
        s3 = boto3.client("s3", endpoint_url=cloud.endpoint)
        where: Any = {"LocationConstraint": "eu-west-1"}
        s3.create_bucket(Bucket="pictures", CreateBucketConfiguration=where)
        s3.put_object(Bucket="pictures", Key="a.txt", Body=b"hello")
        textract = boto3.client("textract", endpoint_url=cloud.endpoint)
        found = textract.detect_document_text(
            Document={"S3Object": {"Bucket": "pictures", "Name": "a.txt"}}
        )
    reset()
    assert found["Blocks"][0]["Text"] == "hello"


def test_the_control_endpoints_are_where_the_host_says(aws_keys: None) -> None:
    with Cloud(port=0, host=Host(control="/steer/", environment={"COLOUR": "green"})) as cloud:
        assert requests.get(f"{cloud.endpoint}/steer/health", timeout=5).json()["status"] == "ok"
        assert requests.get(f"{cloud.endpoint}/_emulator/health", timeout=5).status_code != 200
        assert os.environ["COLOUR"] == "green"
    assert "COLOUR" not in os.environ
    reset()


def test_it_runs_as_a_program_of_its_own() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "emulator", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while "MOTO_PORT" not in told:
            name, _, value = process.stdout.readline().removeprefix("export ").partition("=")
            assert name, "it ended at once"
            told[name] = value.strip()
        sqs = boto3.client(
            "sqs",
            endpoint_url=told["AWS_ENDPOINT_URL"],
            aws_access_key_id=told["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=told["AWS_SECRET_ACCESS_KEY"],
            region_name=told["AWS_REGION"],
        )
        assert sqs.list_queues().get("QueueUrls", []) == []
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_the_readme_names_every_control_endpoint() -> None:
    installation.install(Host(roles=Roles.WATCHED, mishaps=True))
    readme = (Path(emulator.__file__).parent / "README.md").read_text()
    rows = re.findall(r"^\| `((?:GET|PUT|POST|DELETE)[A-Z, ]*) (\w+)", readme, re.M)
    named = {(method, path) for methods, path in rows for method in methods.split(", ")}
    ours = {
        where
        for where, view in control.endpoints().items()
        if view.__module__.startswith("emulator")
    }
    assert named == ours
    installation.install(Host())
