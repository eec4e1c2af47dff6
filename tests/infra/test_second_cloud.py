"""Our Terraform and our adapters on a cloud that we did not write: LocalStack's last open release.

`make test-localstack` runs it; without that there is nothing to ask.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from chalicelib.adapters.aws.messages import EventBus, SqsQueue
from chalicelib.adapters.aws.objects import S3Objects
from chalicelib.adapters.aws.sealing import Sealer
from chalicelib.adapters.aws.secrets import Secrets, parameter
from chalicelib.domain.errors import NotAuthorized
from local.terraform import Terraform
from tests import second_engine

ROOT = Path(__file__).with_name("second_cloud")
PEPPER = secrets.token_hex(16)
SITE, OTHER = "https://kyc.company.test", "https://elsewhere.test"
pytestmark = [
    pytest.mark.slow,  # a process and an apply of its own
    pytest.mark.skipif(
        not os.environ.get(second_engine.ASKED), reason="asked for by make test-localstack"
    ),
]


@dataclass
class Cloud:
    """What Terraform made there, and clients of it."""

    endpoint: str
    terraform: Terraform
    made: dict[str, str]

    def client(self, service: str) -> Any:
        """A client of one of its services."""
        return second_engine.client(service, self.endpoint)

    @property
    def uploads(self) -> S3Objects[str]:
        """The bucket of uploads as the product has it."""
        return S3Objects(self.client("s3"), self.made["bucket"], "pictures")

    def next(self, wanted: Callable[[Any], bool], queue: str = "queue") -> Any:
        """The next message of this kind; others are taken off. None after some seconds."""
        sqs = self.client("sqs")
        url = self.made[queue]
        for _ in range(8):
            found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
            for message in found.get("Messages", []):
                body = json.loads(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                if wanted(body):
                    return body
        return None


@pytest.fixture(scope="module")
def cloud(second_cloud: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    names = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}  # LocalStack's
    there = {"AWS_ENDPOINT_URL": second_cloud, "AWS_REGION": "eu-west-1"}
    secret = {"TF_VAR_secret": PEPPER}
    terraform = Terraform(ROOT, tmp_path_factory.mktemp("second"), names | there | secret)
    terraform.init()
    terraform.apply()
    yield Cloud(second_cloud, terraform, terraform.output()["made"])
    terraform.destroy()


def test_what_was_made_is_what_is_there(cloud: Cloud) -> None:
    assert not [line for line in cloud.terraform.planned() if not line.startswith("Plan: 0 ")]


def test_an_event_reaches_the_queue_that_its_rule_names(cloud: Cloud) -> None:
    bus = EventBus(cloud.client("events"), cloud.made["bus"], "vestibule.accounts")
    bus.publish("user.unheard", {"id": "other"})
    bus.publish("user.registered", {"id": "u-1"})
    heard = cloud.next(lambda body: "detail" in body)
    assert (heard["detail-type"], heard["detail"]) == ("user.registered", {"id": "u-1"})
    assert cloud.next(lambda body: body.get("detail") == {"id": "other"}) is None


def test_a_message_that_nobody_can_handle_ends_among_the_dead_letters(cloud: Cloud) -> None:
    sqs, url = cloud.client("sqs"), cloud.made["queue"]
    SqsQueue(sqs, url).send({"poison": 1})
    for _ in range(3):  # twice as the module says; the third look moves it
        found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2).get("Messages", [])
        for message in found:
            receipt = {"QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"]}
            sqs.change_message_visibility(**receipt, VisibilityTimeout=0)
    dead = sqs.get_queue_url(QueueName=cloud.made["dead_letters"])["QueueUrl"]
    [letter] = sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=5)["Messages"]
    assert json.loads(letter["Body"]) == {"poison": 1}


def test_a_picture_posted_by_its_form_is_heard_of_and_encrypted(cloud: Cloud) -> None:
    picture = b"\xff\xd8" + bytes(98)
    form = cloud.uploads.form("incoming/v-1.jpg", "image/jpeg", len(picture), 300)

    def post(body: bytes, **other: str) -> int:
        sent = requests.post(
            form["url"], data=form["fields"] | other, files={"file": body}, timeout=10
        )
        return sent.status_code

    assert post(picture + b"\0") == 400
    assert post(picture, key="incoming/v-2.jpg") == 403
    assert post(picture) == 204
    heard = cloud.next(lambda body: "Records" in body)
    assert heard["Records"][0]["s3"]["object"]["key"] == "incoming/v-1.jpg"
    kept = cloud.client("s3").head_object(Bucket=cloud.made["bucket"], Key="incoming/v-1.jpg")
    assert (kept["ServerSideEncryption"], kept["SSEKMSKeyId"]) == ("aws:kms", cloud.made["key"])
    assert cloud.uploads.get("incoming/v-1.jpg") == picture


def test_what_is_shredded_leaves_no_version(cloud: Cloud) -> None:
    for body in (b"one", b"two"):
        cloud.uploads.put("frames/a/1.png", body, "image/png")
    cloud.uploads.delete("frames/a/1.png")
    assert cloud.uploads.shred("frames/a/") == 2
    left = cloud.client("s3").list_object_versions(Bucket=cloud.made["bucket"], Prefix="frames/a/")
    assert not left.get("Versions") and not left.get("DeleteMarkers")


@pytest.mark.parametrize(("origin", "welcome"), [(SITE, True), (OTHER, False)])
def test_only_our_site_may_post_to_the_bucket(cloud: Cloud, origin: str, welcome: bool) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    address = f"{cloud.endpoint}/{cloud.made['bucket']}/"
    answer = requests.options(address, headers=asked, timeout=10)
    assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is welcome


def test_secret_and_parameter_are_read_as_terraform_wrote_them(cloud: Cloud) -> None:
    assert Secrets(cloud.client("secretsmanager")).get(cloud.made["secret"]) == {"pepper": PEPPER}
    values = json.loads(parameter(cloud.client("ssm"), cloud.made["parameter"]))
    assert values["queue_work"] == cloud.made["queue"]
    assert PEPPER not in cloud.terraform.state.read_text()


def test_what_is_sealed_with_the_key_opens_only_in_its_context(cloud: Cloud) -> None:
    sealer = Sealer(cloud.client("kms"), cloud.made["key"])
    sealed = sealer.seal("token", {"case": "one"})
    assert sealer.open(sealed, {"case": "one"}) == "token"
    with pytest.raises(NotAuthorized):
        sealer.open(sealed, {"case": "two"})
