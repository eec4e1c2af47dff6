"""Everything that was ever delivered about somebody comes again after their erasure: nothing of
them may be in any store afterwards that the receipt calls erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from chalicelib.domain.vendors.vendor import VendorEvent
from chalicelib.domain.verifications.verification import State
from local.applicant import Applicant, expect
from local.pictures import Person, document, face
from local.vendors.journey import clicked, start

Aws = Callable[[str], Any]
NUMBER = "KN4411223"
BUCKETS = ("bucket_id_uploads", "bucket_live_frames", "bucket_ocr_raw", "bucket_attachments")
ERASED = {h.name for h in HOLDINGS if h.kind == "table" and h.fate is Fate.ERASED}


@dataclass
class Recorder:
    """Hears every event of the bus, and what the tables and buckets held."""

    aws: Aws
    platform: dict[str, Any]
    queue: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def listen(self) -> None:
        made = self.aws("sqs").create_queue(QueueName="recorder")["QueueUrl"]
        named = self.aws("sqs").get_queue_attributes(QueueUrl=made, AttributeNames=["QueueArn"])
        arn, bus = named["Attributes"]["QueueArn"], self.platform["event_bus"]
        may = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
               "Action": "sqs:SendMessage", "Resource": arn}  # fmt: skip
        policy = json.dumps({"Version": "2012-10-17", "Statement": may})
        self.aws("sqs").set_queue_attributes(QueueUrl=made, Attributes={"Policy": policy})
        pattern = json.dumps({"source": [{"prefix": "vestibule"}]})
        events = self.aws("events")
        events.put_rule(Name="recorder", EventBusName=bus, EventPattern=pattern)
        events.put_targets(
            Rule="recorder", EventBusName=bus, Targets=[{"Id": "recorder", "Arn": arn}]
        )
        self.queue = made

    def stop(self) -> None:
        bus = self.platform["event_bus"]
        self.aws("events").remove_targets(Rule="recorder", EventBusName=bus, Ids=["recorder"])
        sqs = self.aws("sqs")
        while found := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in found:
                self.events.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        """Every item of every table, by the table's own name."""
        found = {}
        for name, table in self.platform.items():
            if name.startswith("table_"):
                pages = self.aws("dynamodb").get_paginator("scan").paginate(TableName=table)
                found[str(table).rsplit("-", 1)[-1]] = [i for page in pages for i in page["Items"]]
        return found

    def objects(self) -> dict[str, list[str]]:
        """Every version of every object."""
        found = {}
        for bucket in BUCKETS:
            held = self.aws("s3").list_object_versions(Bucket=self.platform[bucket])
            found[bucket] = [each["Key"] for each in held.get("Versions", [])]
        return found

    def remember(self) -> None:
        self.items, self.keys = self.stored(), self.objects()

    # What comes again.

    def invoke(self, name: str, event: dict[str, Any]) -> None:
        self.aws("lambda").invoke(
            FunctionName=f"vestibule-local-{name}", Payload=json.dumps(event, default=str)
        )

    def redeliver(self) -> int:
        """Each event of the bus, each object's, each record of the streams, each queue's."""
        bus = self.platform["event_bus"]
        for event in self.events:
            told = {"Source": event["source"], "DetailType": event["detail-type"]}
            entry = {"EventBusName": bus, **told, "Detail": json.dumps(event["detail"])}
            self.aws("events").put_events(Entries=[entry])
        for bucket, keys in self.keys.items():
            for key in keys:
                where = {"bucket": {"name": self.platform[bucket]}, "object": {"key": key}}
                self.invoke("ocr-extraction", {"Records": [{"s3": where}]})
        for item in self.items["KycOcrData"]:
            self.invoke("sanctions-screening", _changed(item, "verificationId"))
        for item in self.items["Verifications"]:
            self.invoke("publish-verifications", _changed(item, "verificationId"))
            if session := item.get("providerSession", {}).get("S"):
                self._vendor_says(item, session)
        sent = {"QueueUrl": self.platform["queue_liveness_checks_url"]}
        for item in self.items["LivenessSessions"]:
            self.aws("sqs").send_message(
                **sent, MessageBody=json.dumps({"sessionId": item["sessionId"]["S"]})
            )
        return len(self.events)

    def _vendor_says(self, item: dict[str, Any], session: str) -> None:
        now = datetime.now(UTC)
        for number, state in enumerate((State.APPROVED, State.REJECTED, State.NEEDS_REVIEW)):
            said = VendorEvent(item["provider"]["S"], session, f"late-{number}", now, "late", state)
            told = {"kind": "vendor-event", "receivedAt": now.isoformat(), "sha256": "0" * 64}
            self.aws("sqs").send_message(
                QueueUrl=self.platform["queue_webhooks_url"],
                MessageBody=json.dumps({**told, **said.as_message()}),
            )


def _changed(item: dict[str, Any], key: str) -> dict[str, Any]:
    change = {"Keys": {key: item[key]}, "NewImage": item, "SequenceNumber": "1"}
    return {"Records": [{"eventID": "1", "eventName": "INSERT", "dynamodb": change}]}


@pytest.fixture
def recorder(aws: Aws, platform: dict[str, Any]) -> Iterator[Recorder]:
    found = Recorder(aws, platform)
    found.listen()
    yield found
    aws("sqs").delete_queue(QueueUrl=found.queue)


def test_what_comes_again_after_an_erasure_leaves_nothing(
    sign_up: Callable[..., Applicant], recorder: Recorder, steer: Any
) -> None:
    who = sign_up("Anna Demosthenous")
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", NUMBER)
    who.upload(document("td3", person, face("astronaut"), seed=3))
    steer.quiet()
    recorder.remember()
    page = start(who, "persona")["sessionUrl"]  # the same attempt, at a vendor now
    clicked(page, "approve")
    steer.quiet()
    later, keys = recorder.stored(), recorder.objects()
    for table, items in later.items():
        recorder.items[table] = [*recorder.items[table], *items]
    recorder.keys = {bucket: [*recorder.keys[bucket], *keys[bucket]] for bucket in BUCKETS}
    receipt = expect(who.client.call("DELETE", "/me"), 200)
    assert receipt["erased"]["verifications"] >= 1
    steer.quiet()
    recorder.stop()
    assert recorder.redeliver() >= 3, "nothing was heard, so nothing came again"
    steer.quiet()
    steer.move(minutes=20)  # retries, sweeps and the second pass of the erasure
    steer.quiet()

    after = recorder.stored()
    names = (who.email, who.phone, "Demosthenous", "DEMOSTHENOUS", NUMBER)
    for table, items in after.items():
        text = json.dumps(items, default=str)
        assert [name for name in names if name in text] == [], table
        if table in ERASED:
            assert who.user_id not in text and who.verification_id not in text, table
    assert recorder.objects() == {bucket: [] for bucket in BUCKETS}
    users = recorder.aws("cognito-idp").list_users(UserPoolId=recorder.platform["user_pool_id"])
    assert who.email not in json.dumps(users["Users"], default=str)
