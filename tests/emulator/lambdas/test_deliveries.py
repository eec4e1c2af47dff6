"""EventBridge, SNS, SES and S3 hand things on as AWS does: one test per hook into moto."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from moto.s3.models import s3_backends

from emulator import activity, clock
from emulator.account import ACCOUNT
from emulator.events import events, outbox, schedules
from emulator.server import Cloud
from emulator.storage.buckets import policy_fault
from tests.emulator.apps import handlers
from tests.emulator.conftest import Client
from tests.emulator.present import present

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def put(aws: Any, detail: dict[str, Any], bus: str = "default") -> dict[str, Any]:
    entry = {
        "EventBusName": bus,
        "Source": "tests",
        "DetailType": "thing.happened",
        "Detail": json.dumps(detail),
    }
    found: dict[str, Any] = aws("events").put_events(Entries=[entry])
    return found


def rule(aws: Any, arn: str, **target: Any) -> None:
    pattern = json.dumps({"source": ["tests"]})
    aws("events").put_rule(Name="things", EventPattern=pattern)
    aws("events").put_targets(Rule="things", Targets=[{"Id": "1", "Arn": arn, **target}])


def test_a_rule_calls_a_function_with_the_event(
    aws: Client, make_function: Callable[..., str]
) -> None:
    rule(aws, make_function("echo"))
    assert put(aws, {"id": 7})["FailedEntryCount"] == 0
    assert activity.quiesce(5) == []
    [event] = handlers.seen("echo")
    assert event["detail"] == {"id": 7}
    assert event["detail-type"] == "thing.happened"
    assert event["time"].endswith("Z")


def test_a_disabled_rule_does_nothing_and_an_input_path_picks_a_part(
    aws: Client, make_function: Callable[..., str]
) -> None:
    rule(aws, make_function("echo"), InputPath="$.detail")
    put(aws, {"id": 1})
    aws("events").disable_rule(Name="things")
    put(aws, {"id": 2})
    assert activity.quiesce(5) == []
    assert handlers.seen("echo") == [{"id": 1}]


def test_what_a_target_refuses_goes_to_the_dead_letters_of_the_rule(aws: Client) -> None:
    url = aws("sqs").create_queue(QueueName="dead")["QueueUrl"]
    arn = "arn:aws:sqs:eu-west-1:123456789012:dead"
    gone = "arn:aws:lambda:eu-west-1:123456789012:function:gone"
    rule(aws, gone, DeadLetterConfig={"Arn": arn})
    assert put(aws, {"id": 3})["FailedEntryCount"] == 0
    [message] = aws("sqs").receive_message(
        QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1
    )["Messages"]
    assert json.loads(message["Body"])["detail"] == {"id": 3}
    assert message["MessageAttributes"]["TARGET_ARN"]["StringValue"] == gone


def test_a_scheduled_rule_runs_on_the_clock(aws: Client, make_function: Callable[..., str]) -> None:
    arn = make_function("echo")
    aws("events").put_rule(Name="often", ScheduleExpression="rate(5 minutes)")
    aws("events").put_targets(Rule="often", Targets=[{"Id": "1", "Arn": arn}])
    events.start_schedules()
    clock.advance(16 * 60)
    assert activity.quiesce(5) == []
    assert [event["detail-type"] for event in handlers.seen("echo")] == ["Scheduled Event"] * 3


def test_a_year_at_once_runs_a_frequent_rule_often_but_not_a_hundred_thousand_times(
    aws: Client, make_function: Callable[..., str]
) -> None:
    arn = make_function("echo")
    aws("events").put_rule(Name="often", ScheduleExpression="rate(5 minutes)")
    aws("events").put_targets(Rule="often", Targets=[{"Id": "1", "Arn": arn}])
    events.start_schedules()
    clock.advance(400 * 86_400)
    stood = clock.now()
    assert activity.quiesce(30) == []
    times = sorted(datetime.fromisoformat(event["time"]) for event in handlers.seen("echo"))
    assert events.MANY + 399 <= len(times) <= events.MANY + 402
    gaps = {later - earlier for earlier, later in pairwise(times[events.MANY + 1 : -1])}
    assert gaps == {timedelta(days=1)}
    assert stood - times[-1] < timedelta(seconds=5)  # the last one sees where the clock stands
    clock.advance(16 * 60)
    assert activity.quiesce(5) == []
    assert len(handlers.seen("echo")) == len(times) + 3


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("rate(1 hour)", datetime(2026, 3, 1, 13, 30, tzinfo=UTC)),
        ("cron(15 2 * * ? *)", datetime(2026, 3, 2, 2, 15, tzinfo=UTC)),
        ("cron(0 9 ? * MON-FRI *)", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        ("cron(*/20 12 * * ? *)", datetime(2026, 3, 1, 12, 40, tzinfo=UTC)),
    ],
)
def test_the_next_time_of_a_schedule(expression: str, wanted: datetime) -> None:
    sunday = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    seconds = schedules.seconds_until_next(expression, sunday)
    assert sunday + timedelta(seconds=seconds) == wanted


def test_a_topic_hands_a_function_the_real_message(
    aws: Client, make_function: Callable[..., str]
) -> None:
    topic = aws("sns").create_topic(Name="news")["TopicArn"]
    arn = make_function("echo")
    aws("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
    aws("sns").publish(TopicArn=topic, Subject="Hello", Message="something")
    assert activity.quiesce(5) == []
    [event] = handlers.seen("echo")
    sns = event["Records"][0]["Sns"]
    assert (sns["TopicArn"], sns["Subject"], sns["Message"]) == (topic, "Hello", "something")


def test_a_dead_web_hook_does_not_fail_the_publisher(aws: Client) -> None:
    topic = aws("sns").create_topic(Name="news")["TopicArn"]
    aws("sns").subscribe(TopicArn=topic, Protocol="http", Endpoint="http://127.0.0.1:9/")
    assert aws("sns").publish(TopicArn=topic, Message="something")["MessageId"]
    assert activity.quiesce(5) == []


def test_text_messages_and_subscribed_addresses_reach_the_outbox(aws: Client) -> None:
    aws("sns").publish(PhoneNumber="+306900000001", Message="your code")
    topic = aws("sns").create_topic(Name="alerts")["TopicArn"]
    aws("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@company.example")
    aws("sns").publish(TopicArn=topic, Subject="Trouble", Message="look")
    sms, mail = outbox.messages()
    assert (sms["kind"], sms["to"], sms["text"]) == ("sms", ["+306900000001"], "your code")
    assert (mail["kind"], mail["to"], mail["subject"]) == (
        "email",
        ["ops@company.example"],
        "Trouble",
    )


def test_a_templated_mail_is_filled_and_its_values_cannot_be_markup(aws: Client) -> None:
    ses = aws("ses")
    ses.verify_email_identity(EmailAddress="no-reply@company.example")
    ses.create_template(
        Template={
            "TemplateName": "hello",
            "SubjectPart": "Hello {{name}}",
            "TextPart": "Dear {{name}}{{#if reason}}: {{reason}}{{/if}}.",
            "HtmlPart": "<p>Dear {{name}}</p>",
        }
    )
    ses.send_templated_email(
        Source="no-reply@company.example",
        Destination={"ToAddresses": ["a@people.example"]},
        Template="hello",
        TemplateData=json.dumps({"name": "<b>Anna</b>"}),
    )
    [mail] = outbox.messages()
    assert mail["subject"] == "Hello <b>Anna</b>"
    assert mail["text"] == "Dear <b>Anna</b>."
    assert mail["html"] == "<p>Dear &lt;b&gt;Anna&lt;/b&gt;</p>"


@pytest.fixture
def s3(cloud: Cloud) -> S3Client:
    client = boto3.client(
        "s3", endpoint_url=cloud.endpoint, config=Config(signature_version="s3v4")
    )
    client.create_bucket(
        Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return client


@pytest.fixture
def form(s3: S3Client) -> Callable[..., dict[str, Any]]:
    def make(seconds: int = 300) -> dict[str, Any]:
        return s3.generate_presigned_post(
            "pictures",
            "incoming/1.jpg",
            Fields={"Content-Type": "image/jpeg"},
            Conditions=[{"Content-Type": "image/jpeg"}, ["content-length-range", 1, 10]],
            ExpiresIn=seconds,
        )

    return make


def post(form: dict[str, Any], data: bytes = b"12345", **changed: str) -> requests.Response:
    return requests.post(
        form["url"], data={**form["fields"], **changed}, files={"file": data}, timeout=5
    )


def test_a_form_within_its_policy_is_stored_with_its_type(
    s3: S3Client, form: Callable[..., dict[str, Any]]
) -> None:
    assert post(form()).status_code == 204
    stored = s3.get_object(Bucket="pictures", Key="incoming/1.jpg")
    assert stored["Body"].read() == b"12345"
    assert stored["ContentType"] == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "changed", "code"),
    [
        (b"12345678901", {}, "EntityTooLarge"),
        (b"", {}, "EntityTooSmall"),
        (b"1", {"key": "incoming/2.jpg"}, "AccessDenied"),
        (b"1", {"Content-Type": "text/html"}, "AccessDenied"),
        (b"1", {"x-amz-meta-more": "x"}, "AccessDenied"),
        (b"1", {"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
    ],
)
def test_a_form_outside_its_policy_stores_nothing(
    s3: S3Client,
    form: Callable[..., dict[str, Any]],
    data: bytes,
    changed: dict[str, str],
    code: str,
) -> None:
    answer = post(form(), data, **changed)
    assert answer.status_code in (400, 403)
    assert f"<Code>{code}</Code>" in answer.text
    assert "Contents" not in s3.list_objects_v2(Bucket="pictures")


def test_a_hundred_forms_at_once_are_taken_however_fast_their_objects_go(
    s3: S3Client, form: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One form again and again, and a reader that is quicker than the answer."""
    backend, made = s3_backends[ACCOUNT]["aws"], form()
    stored = backend.put_object

    def put_object(bucket: str, key: str, *arguments: Any, **named: Any) -> Any:
        found = stored(bucket, key, *arguments, **named)
        with suppress(KeyError):  # another one's reader was quicker still
            backend.buckets[bucket].keys.pop(key)
        return found

    monkeypatch.setattr(backend, "put_object", put_object)
    with ThreadPoolExecutor(10) as posters:
        answers = list(posters.map(lambda n: post(made, b"%d" % n), range(100)))
    assert Counter(answer.status_code for answer in answers) == {204: 100}


def test_what_is_removed_while_somebody_reads_it_is_read_to_its_end(
    s3: S3Client, form: Callable[..., dict[str, Any]]
) -> None:
    assert post(form()).status_code == 204
    key = s3_backends[ACCOUNT]["aws"].buckets["pictures"].keys["incoming/1.jpg"]
    s3.delete_object(Bucket="pictures", Key="incoming/1.jpg")
    assert key.disposed
    digest = hashlib.md5(b"12345").hexdigest()  # noqa: S324 - it is what an ETag is
    assert (key.value, key.etag) == (b"12345", f'"{digest}"')


def test_an_expired_form_is_refused(form: Callable[..., dict[str, Any]]) -> None:
    fields = {name.lower(): value for name, value in form(60)["fields"].items()}
    now = datetime.now(UTC)
    assert policy_fault(fields, "pictures", 5, now) is None
    code, message = present(policy_fault(fields, "pictures", 5, now + timedelta(seconds=61)))
    assert code == "AccessDenied"
    assert "expired" in message


def test_a_link_expires(s3: S3Client, form: Callable[..., dict[str, Any]]) -> None:
    assert post(form()).status_code == 204
    params = {"Bucket": "pictures", "Key": "incoming/1.jpg"}
    fresh = s3.generate_presigned_url("get_object", Params=params, ExpiresIn=60)
    stale = s3.generate_presigned_url("get_object", Params=params, ExpiresIn=-1)
    assert requests.get(fresh, timeout=5).content == b"12345"
    assert requests.get(stale, timeout=5).status_code == 403
