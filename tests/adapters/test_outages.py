"""S3, Textract and Rekognition on a bad day: throttled, slow, silent, or with the answer lost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import boto3
import pytest
from botocore.config import Config
from PIL import Image

from chalicelib.adapters.aws import clients
from chalicelib.adapters.aws.guarded import Guard, GuardedFaces, GuardedReader
from chalicelib.adapters.aws.objects import S3Objects
from chalicelib.adapters.aws.tables import DynamoStore
from chalicelib.adapters.aws.vision import RekognitionFaces, TextractReader
from chalicelib.adapters.memory import MemoryStore
from chalicelib.adapters.vendors.breaking import FAILURES, BreakerRow, SharedStorage
from chalicelib.domain.errors import BadRequest, NotFound, TooMany, Unavailable
from emulator.faults import faults
from emulator.http.http_server import HttpServer
from emulator.server import Mux
from local import cloud
from tests import terraform_tables
from tests.fresh_clients import forget_clients

THROTTLED = {"error": "ThrottlingException", "status": 400}
SILENT = {"error": "InternalServerError", "status": 500}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An embedded AWS with injected faults."""
    with pytest.MonkeyPatch.context() as patch:
        server = HttpServer(Mux(cloud.host()), 0, "outages")
        server.start()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.port}")
        forget_clients()
        s3 = clients.client("s3")
        for bucket in ("pictures", "raw"):
            s3.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
            )
        yield f"http://127.0.0.1:{server.port}"
        server.stop()
    forget_clients()


@pytest.fixture(autouse=True)
def fair(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """No outage before or after a test; backoff is counted, not waited for."""
    slept = list[float]()
    monkeypatch.setattr("botocore.endpoint.time.sleep", slept.append)
    forget_clients()  # botocore's quota of retries belongs to a client
    faults.clear()
    yield slept
    faults.clear()


@pytest.fixture
def bucket() -> S3Objects[Literal["pictures"]]:
    return S3Objects(clients.client("s3"), "pictures", "pictures")


@pytest.fixture(scope="module")
def card() -> bytes:
    """A white picture in which nothing can be read."""
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def reader(bucket: S3Objects[Literal["pictures"]], card: bytes) -> TextractReader:
    bucket.put("v.jpg", card, "image/jpeg")
    return TextractReader(clients.client("textract"))


def hits() -> int:
    return sum(fault["hits"] for fault in faults.current())


@pytest.mark.parametrize("fault", [THROTTLED, SILENT, {"error": "SlowDown", "status": 503}])
def test_two_bad_answers_in_a_row_are_outlived_with_growing_pauses(
    bucket: S3Objects[Literal["pictures"]], fair: list[float], fault: dict[str, Any]
) -> None:
    faults.put(service="s3", count=2, **fault)
    bucket.put("a.jpg", b"picture", "image/jpeg")
    assert hits() == 2
    assert len(fair) == 2 and all(0 <= pause <= 2**n for n, pause in enumerate(fair))
    assert bucket.get("a.jpg") == b"picture"


def test_storage_that_stays_busy_tells_the_caller_when_to_come_back(
    bucket: S3Objects[Literal["pictures"]],
) -> None:
    faults.put(service="s3", error="SlowDown", status=503)
    with pytest.raises(TooMany) as caught:
        bucket.put("b.jpg", b"picture", "image/jpeg")
    assert (caught.value.code, caught.value.retry_after) == ("storage_busy", 2)
    assert hits() == 3
    faults.clear()
    with pytest.raises(NotFound):
        bucket.get("b.jpg")


def test_an_answer_that_got_lost_leaves_one_object(bucket: S3Objects[Literal["pictures"]]) -> None:
    faults.put(service="s3", answered=True, count=1, **SILENT)
    bucket.put("c.jpg", b"picture", "image/jpeg")
    assert hits() == 1
    assert bucket.get("c.jpg") == b"picture"


def test_textract_is_asked_again_when_throttled(reader: TextractReader) -> None:
    faults.put(service="textract", count=2, **THROTTLED)
    assert reader.analyze("pictures", "v.jpg")["Blocks"][0]["BlockType"] == "PAGE"
    assert hits() == 2


def test_textract_that_stays_away_is_unavailable_after_three_tries(reader: TextractReader) -> None:
    faults.put(service="textract", **THROTTLED)
    with pytest.raises(Unavailable) as caught:
        reader.analyze("pictures", "v.jpg")
    assert "ThrottlingException" in str(caught.value)
    assert hits() == 3


def test_what_will_never_be_read_is_asked_for_once(
    reader: TextractReader, bucket: S3Objects[Literal["pictures"]]
) -> None:
    bucket.put("broken.jpg", b"no picture", "image/jpeg")
    with pytest.raises(BadRequest) as caught:
        reader.analyze("pictures", "broken.jpg")
    assert caught.value.code == "image_unreadable"
    with pytest.raises(NotFound):
        reader.analyze("pictures", "absent.jpg")


def test_an_engine_that_does_not_answer_in_time_is_unavailable(endpoint: str, card: bytes) -> None:
    """A socket that accepts and is silent; the time limit is the client's."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = boto3.client(
            "rekognition",
            endpoint_url=f"http://127.0.0.1:{silent.getsockname()[1]}",
            config=Config(read_timeout=0.05, retries={"total_max_attempts": 2, "mode": "standard"}),
        )
        with pytest.raises(Unavailable) as caught:
            RekognitionFaces(client).observe("pictures", "v.jpg")
    assert "ReadTimeoutError" in str(caught.value)


def test_nobody_listening_is_unavailable(endpoint: str) -> None:
    client = boto3.client("textract", endpoint_url="http://127.0.0.1:1")
    with pytest.raises(Unavailable):
        TextractReader(client).analyze("pictures", "v.jpg")


@pytest.fixture(params=["memory", "dynamodb"])
def rows(
    request: pytest.FixtureRequest, endpoint: str
) -> MemoryStore[BreakerRow] | DynamoStore[BreakerRow]:
    """Where processes share what they know of breakers."""
    if request.param == "memory":
        return MemoryStore(BreakerRow, ("name",), {})
    name = "Breakers"
    if name not in clients.client("dynamodb").list_tables()["TableNames"]:
        terraform_tables.create(clients.client("dynamodb"), name, name)
    store = DynamoStore(clients.client("dynamodb"), name, BreakerRow, ("name",))
    store.delete("engine#textract")
    return store


def guard_of(
    rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow],
    opened: Callable[[], None] = lambda: None,
) -> Guard:
    """The guard of one process."""
    storage = SharedStorage("engine#textract", rows, lambda: datetime.now(UTC))
    return Guard("textract", storage, opened)


def fail(reader: TextractReader | GuardedReader, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable):
            reader.analyze("pictures", "v.jpg")


def test_after_five_failures_no_process_calls_any_more(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    faults.put(service="textract", **SILENT)
    rung = []
    fail(GuardedReader(reader, guard_of(rows, lambda: rung.append(True))), FAILURES)
    asked = hits()
    assert asked == FAILURES * 3
    assert rung == [True]
    another_process = GuardedReader(reader, guard_of(rows))
    with pytest.raises(Unavailable) as caught:
        another_process.analyze("pictures", "v.jpg")
    assert caught.value.code == "engine_down"
    assert hits() == asked


def test_failures_of_several_processes_add_up(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    faults.put(service="textract", **SILENT)
    for _ in range(FAILURES):
        fail(GuardedReader(reader, guard_of(rows)), 1)
    assert rows.get("engine#textract").state == "open"


def test_after_the_pause_one_call_tries_and_closes_it(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    faults.put(service="textract", **SILENT)
    fail(GuardedReader(reader, guard_of(rows)), FAILURES)
    faults.clear()
    rows.put(
        replace(rows.get("engine#textract"), opened_at=datetime.now(UTC) - timedelta(seconds=31))
    )
    later = GuardedReader(reader, guard_of(rows))
    assert later.analyze("pictures", "v.jpg")["Blocks"]
    assert rows.get("engine#textract").state == "closed"


def test_a_try_that_fails_opens_it_again(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    faults.put(service="textract", **SILENT)
    fail(GuardedReader(reader, guard_of(rows)), FAILURES)
    rows.put(
        replace(rows.get("engine#textract"), opened_at=datetime.now(UTC) - timedelta(seconds=31))
    )
    asked = hits()
    fail(GuardedReader(reader, guard_of(rows)), 1)
    assert hits() == asked + 3
    fail(GuardedReader(reader, guard_of(rows)), 1)
    assert hits() == asked + 3


def test_a_picture_that_cannot_be_read_is_no_failure_of_the_engine(
    reader: TextractReader,
    rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow],
    bucket: S3Objects[Literal["pictures"]],
) -> None:
    bucket.put("broken.jpg", b"no picture", "image/jpeg")
    guarded = GuardedReader(reader, guard_of(rows))
    for _ in range(FAILURES + 1):
        with pytest.raises(BadRequest):
            guarded.analyze("pictures", "broken.jpg")
    assert guarded.analyze("pictures", "v.jpg")["Blocks"]


def test_being_told_to_slow_down_opens_no_breaker(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    """Textract's quota is single digits: a busy minute is no outage, and stops nobody else."""
    faults.put(service="textract", **THROTTLED)
    guarded = GuardedReader(reader, guard_of(rows))
    for _ in range(FAILURES + 2):
        with pytest.raises(Unavailable) as caught:
            guarded.analyze("pictures", "v.jpg")
        assert caught.value.code == "throttled"
    faults.clear()
    assert guarded.analyze("pictures", "v.jpg")["Blocks"]


def test_a_success_forgets_earlier_failures(
    reader: TextractReader, rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow]
) -> None:
    guarded = GuardedReader(reader, guard_of(rows))
    faults.put(service="textract", **SILENT)
    fail(guarded, FAILURES - 1)
    faults.clear()
    guarded.analyze("pictures", "v.jpg")
    faults.put(service="textract", **SILENT)
    fail(guarded, FAILURES - 1)
    faults.clear()
    assert guarded.analyze("pictures", "v.jpg")["Blocks"]


def test_a_breaker_table_that_is_away_stops_nobody(reader: TextractReader, endpoint: str) -> None:
    nothing = DynamoStore(clients.client("dynamodb"), "NoSuchTable", BreakerRow, ("name",))
    assert GuardedReader(reader, guard_of(nothing)).analyze("pictures", "v.jpg")["Blocks"]


def test_faces_are_guarded_as_well(
    rows: MemoryStore[BreakerRow] | DynamoStore[BreakerRow], endpoint: str
) -> None:
    faces = GuardedFaces(RekognitionFaces(clients.client("rekognition")), guard_of(rows))
    faults.put(service="rekognition", **SILENT)
    for n in range(FAILURES):
        with pytest.raises(Unavailable):
            if n % 2:
                faces.compare(("pictures", "v.jpg"), ("pictures", "v.jpg"))
            else:
                faces.observe("pictures", "v.jpg")
    asked = hits()
    with pytest.raises(Unavailable) as caught:
        faces.observe("pictures", "v.jpg")
    assert (caught.value.code, hits()) == ("engine_down", asked)


def test_messages_of_faults_name_no_object(reader: TextractReader) -> None:
    faults.put(service="textract", **THROTTLED)
    with pytest.raises(Unavailable) as caught:
        reader.analyze("pictures", "v.jpg")
    assert "v.jpg" not in json.dumps([str(caught.value), caught.value.code])
