"""The laptop's console: what it sends, and that it sends nothing twice."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from werkzeug.test import Client

from emulator.events import outbox
from emulator.lambdas import printed
from emulator.server import Cloud, reset
from emulator.tables import changes
from local import console
from local.cloud import cloud as embedded
from local.console import reference
from tests.present import present

PERSON = "0f3c8f0e-1111-4222-8333-444455556666"
WORDS = json.dumps({"step": "upload_id", "status": "ok", "ms": 12, "verificationId": PERSON})


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    reset()
    with embedded() as running:
        yield running
    reset()


class Page(Client):
    """The console's page in a browser; `now` is the cursor it began with."""

    now = ""


@pytest.fixture
def page() -> Page:
    outbox.clear()
    made = Page(console.app({"web": "http://127.0.0.1:1", "api": "http://127.0.0.1:2"}))
    made.now = present(made.get("/local/feed").json)["cursor"]
    return made


def news(page: Page, after: str, wait: float = 0) -> dict[str, Any]:
    answer: dict[str, Any] = present(page.get(f"/local/feed?after={after}&wait={wait}").json)
    return answer


def test_a_line_and_a_message_come_once_with_whom_they_concern(page: Page) -> None:
    printed.store("vestibule-local-api_handler", "r1", ["START RequestId: r1", WORDS])
    outbox.add("sms", ["+306912345678"], text=f"Your case {PERSON}")
    first = news(page, page.now)
    assert [(e["kind"], e["ids"]) for e in first["events"]] == [
        ("sms", [PERSON]),
        ("log", [PERSON]),
    ]
    assert first["events"][1]["step"] == "upload_id"
    assert first["events"][1]["function"] == "api_handler"
    printed.store("vestibule-local", "r2", [WORDS])
    assert news(page, first["cursor"])["events"][0]["function"] == "api"
    first = news(page, page.now)
    assert news(page, first["cursor"])["events"] == []


def test_webhooks_are_told_from_other_steps(page: Page) -> None:
    for step in ("kyc_webhook", "upload_id"):
        printed.store(
            "vestibule-local", step, [json.dumps({"step": step, "verificationId": PERSON})]
        )
    printed.store("vestibule-local-follow-company", "r9", [WORDS])
    told = [(e["kind"], e["step"]) for e in news(page, page.now)["events"]]
    assert told == [("webhook", "kyc_webhook"), ("log", "upload_id"), ("webhook", "upload_id")]


def test_a_written_row_comes_once_with_whom_it_concerns_and_without_its_content(
    page: Page, cloud: Cloud
) -> None:
    tables = boto3.client(
        "dynamodb",
        endpoint_url=cloud.endpoint,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    name = "vestibule-local-Profiles"
    tables.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "userId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "userId", "AttributeType": "S"}],
    )
    item = {"userId": {"S": PERSON}, "fullName": {"S": "Anna Demosthenous"}}
    tables.put_item(TableName=name, Item=item)
    tables.put_item(TableName=name, Item={"userId": {"S": "nobody's"}})
    tables.get_item(TableName=name, Key={"userId": {"S": PERSON}})
    with pytest.raises(ClientError):
        tables.put_item(
            TableName=name, Item=item, ConditionExpression="attribute_not_exists(userId)"
        )
    tables.transact_write_items(
        TransactItems=[{"Delete": {"TableName": name, "Key": {"userId": {"S": PERSON}}}}]
    )
    told = news(page, page.now)
    rows = [e for e in told["events"] if e["kind"] == "row"]
    assert [(e["table"], e["how"], e["ids"]) for e in rows] == [
        ("Profiles", "put", [PERSON]),
        ("Profiles", "delete", [PERSON]),
    ]
    assert "Anna" not in json.dumps(rows)
    assert news(page, told["cursor"])["events"] == []


def test_a_question_stays_open_until_something_happens(page: Page) -> None:
    import threading

    threading.Timer(0.4, outbox.add, ("sms", ["+30691"]), {"text": "123456"}).start()
    began = time.monotonic()
    assert len(news(page, page.now, wait=10)["events"]) == 1
    assert 0.3 < time.monotonic() - began < 5


def test_an_execution_that_is_being_started_is_no_fault(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moto.stepfunctions.parser.backend.execution import Execution
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    begun = Execution.__new__(Execution)
    begun.exec_status = None  # as moto makes it, until its thread runs
    machine = SimpleNamespace(executions=[begun], arn="arn:aws:states:::stateMachine:onboarding")
    backend = stepfunctions_parser_backends["123456789012"]["eu-west-1"]
    monkeypatch.setattr(backend, "state_machines", [machine])
    answer = page.get(f"/local/feed?after={page.now}&wait=0")
    assert answer.status_code == 200
    assert [e for e in present(answer.json)["events"] if e["kind"] == "execution"] == []


def test_the_first_page_is_light_and_a_quiet_minute_is_silent(page: Page) -> None:
    files = [page.get(path).data for path in console.FILES]
    for number in range(400):
        printed.store("vestibule-local-api_handler", f"r{number}", [WORDS])
    first = page.get(f"/local/feed?after={page.now}").data
    assert len(b"".join(files)) + len(first) < 100_000
    quiet = page.get(f"/local/feed?after={json.loads(first)['cursor']}").data
    assert len(quiet) * 60 / console.feed.LONGEST < 10_000


def test_the_first_page_is_light_on_a_busy_system_and_has_what_is_newest(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [page.get(path).data for path in console.FILES]
    keys = ["VERIFICATION#" + "x" * 80, PERSON, PERSON]
    row = {"table": "vestibule-local-LivenessSessions", "how": "put", "key": keys, "time": "2026"}
    written = [{**row, "number": n} for n in range(1, 2_000)]
    monkeypatch.setattr(changes, "since", lambda after: [r for r in written if r["number"] > after])
    for number in range(600):
        printed.store("vestibule-local-api_handler", f"r{number}", [WORDS, "odd " * 200])
        outbox.add("sms", ["+306912345678"], text=f"Your case {PERSON} " + "and more " * 60)
    outbox.add("sms", ["+306900000000"], text="the newest")
    answer = page.get(f"/local/feed?after={page.now}")
    first = answer.json
    assert len(b"".join(files)) + len(answer.data) < 100_000
    assert present(first)["older"] > 500
    assert {"sms", "log"} <= {event["kind"] for event in present(first)["events"]}
    assert "the newest" in [event.get("text") for event in present(first)["events"]]
    again = news(page, present(first)["cursor"])
    assert (again["events"], again["older"]) == ([], 0)


def test_no_file_of_the_page_is_forgotten() -> None:
    kept = {path.name for path in Path(console.__file__).parent.glob("*.*") if path.suffix != ".py"}
    viewer = {file.name for file, _ in reference.FILES.values() if file.parent == reference.HERE}
    assert kept == {name for name, _ in console.FILES.values()} | viewer
