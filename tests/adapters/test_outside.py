"""AWS services behind our ports: limits, seals, secrets, buckets, mail, events, workflows."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

import pytest
import requests
from botocore.exceptions import ClientError

from chalicelib.adapters.aws import failures, secrets
from chalicelib.adapters.aws.counters import DynamoLimits
from chalicelib.adapters.aws.messages import AwsMessages, EventBus, SqsQueue
from chalicelib.adapters.aws.objects import S3Objects
from chalicelib.adapters.aws.sealing import SealedTokens, Sealer
from chalicelib.adapters.aws.secrets import Secrets, parameter
from chalicelib.adapters.aws.workflow import StepFunctions
from chalicelib.adapters.memory import MemoryLimits, MemoryTokens, MemoryWorkflow
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    NotAuthorized,
    NotFound,
    Refused,
    TooMany,
    Unavailable,
    VestibuleError,
)
from chalicelib.domain.languages.letter import Letter
from tests import second_engine
from tests.conftest import Aws

if TYPE_CHECKING:
    from botocore.exceptions import _ClientErrorResponseTypeDef
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_stepfunctions import SFNClient

NOW = datetime(2026, 11, 21, 8, 0, 10, tzinfo=UTC)
SITE = "https://kyc.company.test"


class Clock:
    moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "dynamodb"])
def limits(
    request: pytest.FixtureRequest, aws: Aws, table: Callable[[str], str], clock: Clock
) -> MemoryLimits | DynamoLimits:
    if request.param == "memory":
        return MemoryLimits(clock)
    return DynamoLimits(aws("dynamodb"), table("RateLimits"), clock)


def test_a_limit_holds_within_its_window_and_for_its_key(
    limits: MemoryLimits | DynamoLimits, clock: Clock
) -> None:
    for _ in range(3):
        limits.hit("login:ab", 3, 60)
    with pytest.raises(TooMany) as caught:
        limits.hit("login:ab", 3, 60)
    assert 0 < caught.value.retry_after <= 60
    limits.hit("login:cd", 3, 60)
    clock.moment = NOW + timedelta(seconds=60)
    limits.hit("login:ab", 3, 60)


@pytest.mark.parametrize("kind", ["memory", "dynamodb"])
def test_asking_counts_nothing_and_knows_what_one_more_would_be(
    aws: Aws, table: Callable[[str], str], clock: Clock, kind: str
) -> None:
    limits: DynamoLimits | MemoryLimits = DynamoLimits(aws("dynamodb"), table("RateLimits"), clock)
    if kind == "memory":
        limits = MemoryLimits(clock)
    for _ in range(5):
        assert limits.hit("login:ab", 2, 60, by=0) == 0
    assert [limits.hit("login:ab", 2, 60) for _ in range(2)] == [1, 2]
    for _ in range(2):
        with pytest.raises(TooMany) as caught:
            limits.hit("login:ab", 2, 60, by=0)
        assert caught.value.count == 2
    with pytest.raises(TooMany) as caught:
        limits.hit("login:ab", 2, 60)
    assert caught.value.count == 3


def test_counters_leave_by_themselves_after_their_window(
    aws: Aws, table: Callable[[str], str], clock: Clock
) -> None:
    limits = DynamoLimits(aws("dynamodb"), table("RateLimits"), clock)
    limits.hit("login:ab", 3, 60)
    [item] = aws("dynamodb").scan(TableName=limits.table)["Items"]
    assert NOW.timestamp() + 60 < int(item["expiresAt"]["N"]) <= NOW.timestamp() + 120


def test_who_is_too_many_learns_when_to_come_back(
    aws: Aws, table: Callable[[str], str], clock: Clock
) -> None:
    limits = DynamoLimits(aws("dynamodb"), table("RateLimits"), clock)
    with pytest.raises(TooMany) as caught:
        limits.hit("login:ab", 0, 60)
    assert caught.value.retry_after == 50  # ten seconds of the minute have passed


@pytest.fixture
def sealer(aws: Aws) -> Sealer:
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    return Sealer(aws("kms"), key)


def test_what_is_sealed_opens_only_in_its_context(sealer: Sealer) -> None:
    context = {"caseId": "c-1", "step": "phone"}
    sealed = sealer.seal("the token", context)
    assert "the token" not in sealed
    assert sealer.open(sealed, context) == "the token"
    for other in ({"caseId": "c-2", "step": "phone"}, {"caseId": "c-1"}, {}):
        with pytest.raises(NotAuthorized):
            sealer.open(sealed, other)


@pytest.fixture(params=["memory", "dynamodb"])
def tokens(
    request: pytest.FixtureRequest, aws: Aws, table: Callable[[str], str], sealer: Sealer
) -> MemoryTokens | SealedTokens:
    if request.param == "memory":
        return MemoryTokens()
    return SealedTokens(aws("dynamodb"), table("TaskTokens"), sealer, table("Marks"))


def test_tokens_are_kept_by_case_and_step_and_the_newest_counts(
    tokens: MemoryTokens | SealedTokens,
) -> None:
    tokens.put("c-1", "phone", "first", NOW)
    tokens.put("c-1", "phone", "second", NOW)
    tokens.put("c-1", "profile", "other", NOW)
    assert tokens.find("c-1", "phone") == "second"
    tokens.drop("c-1", "phone")
    tokens.drop("c-1", "phone")
    assert tokens.find("c-1", "phone") is None
    assert tokens.find("c-1", "profile") == "other"


def test_a_token_in_the_table_is_sealed_for_its_case_and_forgotten(
    aws: Aws, table: Callable[[str], str], sealer: Sealer
) -> None:
    tokens = SealedTokens(aws("dynamodb"), table("TaskTokens"), sealer, table("Marks"))
    tokens.put("c-1", "phone", "the token", NOW)
    [item] = aws("dynamodb").scan(TableName=tokens.table)["Items"]
    assert "the token" not in json.dumps(item)
    assert item["expiresAt"] == {"N": str(int(NOW.timestamp()))}
    moved = item | {"caseId": {"S": "c-2"}}
    aws("dynamodb").put_item(TableName=tokens.table, Item=moved)
    with pytest.raises(NotAuthorized):
        tokens.find("c-2", "phone")


def test_a_secret_is_kept_five_minutes_and_then_read_anew(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = aws("secretsmanager")
    manager.create_secret(Name="pepper", SecretString='{"pepper": "old"}')
    read = Secrets(manager)
    assert read.get("pepper") == {"pepper": "old"}
    manager.put_secret_value(SecretId="pepper", SecretString='{"pepper": "new"}')
    assert read.get("pepper") == {"pepper": "old"}
    later = time.monotonic() + secrets.LIFETIME_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert read.get("pepper") == {"pepper": "new"}
    assert "new" not in repr(read)


def test_a_parameter_that_is_not_there_is_refused(aws: Aws) -> None:
    aws("ssm").put_parameter(
        Name="/vestibule/local/platform", Value="{}", Type="String", Overwrite=True
    )
    assert parameter(aws("ssm"), "/vestibule/local/platform") == "{}"
    with pytest.raises(Refused):
        parameter(aws("ssm"), "/vestibule/local/nothing")


@pytest.fixture
def bucket(aws: Aws) -> Iterator[S3Objects[Literal["pictures"]]]:
    where = {"LocationConstraint": "eu-west-1"}
    aws("s3").create_bucket(Bucket="pictures", CreateBucketConfiguration=where)
    yield S3Objects(aws("s3"), "pictures", "pictures")
    for key in aws("s3").list_objects_v2(Bucket="pictures").get("Contents", []):
        aws("s3").delete_object(Bucket="pictures", Key=key["Key"])
    aws("s3").delete_bucket(Bucket="pictures")


def test_objects_come_and_go(bucket: S3Objects[Literal["pictures"]]) -> None:
    bucket.put("a/b.jpg", b"\xff\xd8", "image/jpeg")
    assert bucket.get("a/b.jpg") == b"\xff\xd8"
    assert bucket.client.head_object(Bucket="pictures", Key="a/b.jpg")["ContentType"] == (
        "image/jpeg"
    )
    bucket.delete("a/b.jpg")
    bucket.delete("a/b.jpg")
    with pytest.raises(NotFound):
        bucket.get("a/b.jpg")


def test_a_form_is_for_one_key_one_type_and_a_size(bucket: S3Objects[Literal["pictures"]]) -> None:
    form = bucket.form("incoming/v.jpg", "image/jpeg", 1000, 300)
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    assert ["content-length-range", 1000, 1000] in policy["conditions"]
    assert {"Content-Type": "image/jpeg"} in policy["conditions"]
    assert {"key": "incoming/v.jpg"} in policy["conditions"]
    ends = datetime.fromisoformat(policy["expiration"].replace("Z", "+00:00"))
    assert (ends - datetime.now(UTC)).total_seconds() < 301


def test_a_link_is_for_one_object_and_ends(bucket: S3Objects[Literal["pictures"]]) -> None:
    bucket.put("v.jpg", b"picture", "image/jpeg")
    link = bucket.link("v.jpg", 300)
    assert "Expires" in link and "v.jpg" in link
    assert requests.get(link, timeout=5).content == b"picture"


def test_mail_goes_by_template_with_its_data(aws: Aws) -> None:
    ses = aws("ses")
    ses.verify_email_identity(EmailAddress="no-reply@vestibule.example")
    ses.create_template(
        Template={"TemplateName": "vestibule-local-welcome-de", "SubjectPart": "Hallo",
                  "TextPart": "{{reason}} {{link}}"}
    )  # fmt: skip
    messages = AwsMessages(
        ses, aws("sns"), "no-reply@vestibule.example", "vestibule-local-", SITE, "", ""
    )
    messages.email("anna@applicants.example", Letter("welcome", "de", "Darum."))
    from moto.ses.models import ses_backends

    [sent] = ses_backends["123456789012"]["eu-west-1"].sent_messages
    assert json.loads(sent.template_data) == {"reason": "Darum.", "link": f"{SITE}/#/status"}
    with pytest.raises(Refused) as caught:
        messages.email("anna@applicants.example", Letter("welcome", "xx"))
    assert "anna" not in str(caught.value)


def topic_with_queue(aws: Aws, name: str) -> tuple[str, str]:
    topic = aws("sns").create_topic(Name=name)["TopicArn"]
    url = aws("sqs").create_queue(QueueName=name)["QueueUrl"]
    names = ["QueueArn"]
    arn = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
    aws("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"])
    return topic, url


def received(aws: Aws, url: str) -> list[Any]:
    found = aws("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def test_alerts_and_announcements_reach_their_topics(aws: Aws) -> None:
    users, heard = topic_with_queue(aws, "users")
    admins, rung = topic_with_queue(aws, "admins")
    messages = AwsMessages(aws("ses"), aws("sns"), "", "", SITE, users, admins)
    messages.alert("x" * 150, {"caseId": "c-1"})
    messages.announce("welcome", {"onboardingId": "o-1"})
    [alert] = received(aws, rung)
    assert (alert["Subject"], json.loads(alert["Message"])) == ("x" * 100, {"caseId": "c-1"})
    [notice] = received(aws, heard)
    assert json.loads(notice["Message"]) == {"kind": "welcome", "onboardingId": "o-1"}


@pytest.mark.skipif(bool(os.environ.get(second_engine.ASKED)), reason="looks into moto")
def test_a_text_message_is_sent_as_transactional(aws: Aws) -> None:
    messages = AwsMessages(aws("ses"), aws("sns"), "", "", SITE, "", "")
    messages.sms("+306900000001", "123456 is your code.")
    from moto.sns.models import sns_backends

    sent = list(sns_backends["123456789012"]["eu-west-1"].sms_messages.values())
    assert ("+306900000001", "123456 is your code.") in [(m[0], m[1]) for m in sent]


def test_an_event_the_bus_did_not_take_is_not_lost_in_silence(aws: Aws) -> None:
    class Half:
        def put_events(self, Entries: object) -> dict[str, Any]:
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}

    aws("events").create_event_bus(Name="bus")
    EventBus(aws("events"), "bus", "vestibule.accounts").publish("user.registered", {"a": 1})
    with pytest.raises(Unavailable):
        EventBus(cast("EventBridgeClient", Half()), "bus", "vestibule.accounts").publish(
            "user.registered", {"a": 1}
        )


def test_a_queue_gets_json(aws: Aws) -> None:
    url = aws("sqs").create_queue(QueueName="checks")["QueueUrl"]
    SqsQueue(aws("sqs"), url).send({"sessionId": "s-1"})
    assert received(aws, url) == [{"sessionId": "s-1"}]


@pytest.fixture(params=["memory", "step functions"])
def workflow(request: pytest.FixtureRequest, aws: Aws) -> MemoryWorkflow | StepFunctions:
    if request.param == "memory":
        return MemoryWorkflow()
    trust = {"Version": "2012-10-17", "Statement": []}
    role = "states-role"
    if role not in [r["RoleName"] for r in aws("iam").list_roles()["Roles"]]:
        aws("iam").create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(trust))
    machine = aws("stepfunctions").create_state_machine(
        name="user-onboarding",
        roleArn=f"arn:aws:iam::123456789012:role/{role}",
        definition=json.dumps(
            {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 9, "End": True}}}
        ),
    )
    return StepFunctions(aws("stepfunctions"), machine["stateMachineArn"])


def test_a_workflow_starts_once_per_onboarding(workflow: MemoryWorkflow | StepFunctions) -> None:
    first = workflow.start("o-1")
    workflow.start("o-1")
    assert first != workflow.start("o-2")


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_step_that_no_longer_waits_is_told_so(code: str) -> None:
    class Late:
        def send_task_success(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": code, "Message": "the token AAAA"}}, "x")

        send_task_failure = send_task_success

    machine = StepFunctions(cast("SFNClient", Late()), "arn")
    assert machine.succeed("AAAA", {}) is False
    assert machine.fail("AAAA", "error", "cause") is False


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ThrottlingException", 400, Unavailable),
        ("ProvisionedThroughputExceededException", 400, Unavailable),
        ("SlowDown", 503, Unavailable),
        ("Whatever", 500, Unavailable),
        ("AccessDeniedException", 403, Refused),
        ("ValidationException", 400, Refused),
    ],
)
def test_errors_of_aws_become_ours_without_their_words(
    code: str, status: int, kind: type[VestibuleError]
) -> None:
    response: _ClientErrorResponseTypeDef = {
        "Error": {"Code": code, "Message": "canary@applicants.example"},
        "ResponseMetadata": {
            "HTTPStatusCode": status, "HTTPHeaders": {}, "HostId": "", "RequestId": "",
            "RetryAttempts": 0,
        },
    }  # fmt: skip
    with pytest.raises(kind) as caught, failures.translated():
        raise ClientError(response, "PutItem")
    assert code in str(caught.value) and "canary" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_one_meaning_raised_twice_is_two_errors() -> None:
    """A shared exception would keep the frames, and so the passwords, of every earlier raise."""
    meaning = BadRequest("the code is wrong", "code_wrong")
    raised = []
    for _ in range(2):
        with pytest.raises(BadRequest) as caught, failures.translated({"Mismatch": meaning}):
            raise ClientError({"Error": {"Code": "Mismatch"}}, "Confirm")
        raised.append(caught.value)
    assert raised[0] is not raised[1]
    assert (str(raised[1]), raised[1].code) == ("the code is wrong", "code_wrong")
    assert meaning.__traceback__ is None
    slow = TooMany("storage is busy", "storage_busy", retry_after=2)
    with pytest.raises(TooMany) as refused, failures.translated({"SlowDown": slow}):
        raise ClientError({"Error": {"Code": "SlowDown"}}, "Put")
    assert refused.value.retry_after == 2


def test_conflict_is_what_a_condition_means() -> None:
    with (
        pytest.raises(Conflict),
        failures.translated({"ConditionalCheckFailedException": Conflict("late")}),
    ):
        raise ClientError({"Error": {"Code": "ConditionalCheckFailedException"}}, "Put")
