"""Amazon SES, SNS, EventBridge and SQS: mails, text messages, alerts, events and queues."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.languages.letter import Letter

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, slots=True)
class AwsMessages:
    """Sends mails by template, text messages, and alerts to operators."""

    ses: "SESClient"
    sns: "SNSClient"
    sender: str
    prefix: str
    site: str
    user_topic: str
    admin_topic: str
    configuration_set: str = ""

    def sms(self, phone: str, text: str) -> None:
        """Sends one transactional text message."""
        with translated():
            self.sns.publish(
                PhoneNumber=phone,
                Message=text,
                MessageAttributes={
                    "AWS.SNS.SMS.SMSType": {
                        "DataType": "String",
                        "StringValue": "Transactional",
                    }
                },
            )

    def email(self, address: str, letter: Letter) -> None:
        """Sends one mail by a template that Terraform created, with a link to the site.

        SES rejects a mail if its template has a variable that the data lack.
        """
        data = {"reason": letter.reason, "link": letter.link or f"{self.site}/#{letter.place}"}
        configuration: dict[str, Any] = (
            {"ConfigurationSetName": self.configuration_set} if self.configuration_set else {}
        )
        with translated():
            self.ses.send_templated_email(
                Source=self.sender,
                Destination={"ToAddresses": [address]},
                Template=f"{self.prefix}{letter.template}-{letter.language}",
                TemplateData=json.dumps(data),
                **configuration,
            )

    def alert(self, subject: str, facts: Mapping[str, str]) -> None:
        """Sends an alert to the operators, with ids and codes only."""
        with translated():
            self.sns.publish(
                TopicArn=self.admin_topic, Subject=subject[:100], Message=json.dumps(dict(facts))
            )

    def announce(self, kind: str, facts: Mapping[str, str]) -> None:
        """Tells the subscribers of the user topic that a user was notified."""
        with translated():
            self.sns.publish(TopicArn=self.user_topic, Message=json.dumps({"kind": kind, **facts}))


@dataclass(frozen=True, slots=True)
class EventBus:
    """One EventBridge bus."""

    client: "EventBridgeClient"
    bus: str
    source: str

    def publish(self, kind: str, detail: Mapping[str, Any]) -> None:
        """Publishes one event; Unavailable if the bus rejects it (PutEvents fails per entry)."""
        with translated():
            answer = self.client.put_events(
                Entries=[
                    {
                        "EventBusName": self.bus,
                        "Source": self.source,
                        "DetailType": kind,
                        "Detail": json.dumps(dict(detail)),
                    }
                ]
            )
        if answer.get("FailedEntryCount"):
            raise Unavailable("the event bus did not take the event")


@dataclass(frozen=True, slots=True)
class SqsQueue:
    """One queue."""

    client: "SQSClient"
    url: str

    def send(self, body: Mapping[str, Any]) -> None:
        """Sends one message."""
        with translated():
            self.client.send_message(QueueUrl=self.url, MessageBody=json.dumps(dict(body)))

    def send_later(self, body: Mapping[str, Any], seconds: int) -> None:
        """Sends one message that becomes visible after `seconds` (0 to 900)."""
        with translated():
            self.client.send_message(
                QueueUrl=self.url, MessageBody=json.dumps(dict(body)), DelaySeconds=seconds
            )

    def show_again(self, receipt: str, seconds: int) -> None:
        """Makes a received message visible again after `seconds`, instead of at the end of the
        queue's visibility timeout."""
        with translated():
            self.client.change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
