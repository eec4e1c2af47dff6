"""Hook into moto's SNS and SES: messages to people go to the outbox; those to a Lambda or a webhook
are delivered after the request, with real values.
"""

from __future__ import annotations

import json
import logging
import re
from email import message_from_string
from html import escape
from typing import Any

from moto.ses.models import SESBackend
from moto.sns.models import SNSBackend, Subscription

from emulator import activity, clock, hooks
from emulator.events import outbox
from emulator.lambdas import delivery

_LOG = logging.getLogger(__name__)
_SENT_BY_PERSON = ("email", "email-json", "sms")
_VARIABLE = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_CONDITION = re.compile(r"\{\{#if ([\w-]+)\}\}(.*?)(?:\{\{else\}\}(.*?))?\{\{/if\}\}", re.DOTALL)


def install() -> None:
    """Replaces the delivery of SNS and SES."""
    hooks.replace(Subscription, "publish", _subscriber)
    hooks.replace(SNSBackend, "publish", _text_message)
    hooks.replace(SESBackend, "send_email", _plain_mail)
    hooks.replace(SESBackend, "send_templated_email", _templated_mail)
    hooks.replace(SESBackend, "send_raw_email", _raw_mail)


def _subscriber(original: Any) -> Any:
    def publish(
        self: Subscription,
        message: str,
        message_id: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        if self.protocol in ("sqs", "application"):
            original(self, message, message_id, subject, message_attributes, **more)
            return
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, message):
            return
        if self.protocol in _SENT_BY_PERSON:
            kind = "sms" if self.protocol == "sms" else "email"
            outbox.add(kind, [str(self.endpoint)], subject=subject, text=message)
        elif self.protocol == "lambda":
            _to_function(self, message, message_id, subject, message_attributes or {})
        else:
            activity.spawn(
                lambda: _quietly(original, self, message, message_id, subject, message_attributes),
                f"web hook of {self.topic.name}",
            )

    return publish


def _quietly(original: Any, *arguments: Any) -> None:
    try:
        original(*arguments)
    except Exception:  # a subscriber that does not answer is no error of the publisher
        _LOG.warning("a subscribed web hook did not answer")


def _to_function(
    subscription: Subscription,
    message: str,
    message_id: str,
    subject: str | None,
    attributes: dict[str, Any],
) -> None:
    """The event AWS sends. Source: docs.aws.amazon.com/lambda, "Using AWS Lambda with SNS"."""
    from emulator.lambdas import lambdas

    sns = {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": subscription.topic.arn,
        "Subject": subject,
        "Message": message,
        "Timestamp": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "MessageAttributes": attributes,
    }
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription.arn,
        "Sns": sns,
    }
    delivery.submit(lambdas.function(str(subscription.endpoint)), {"Records": [record]})


def _text_message(original: Any) -> Any:
    def publish(self: SNSBackend, message: str, arn: str | None, **more: Any) -> str:
        message_id = str(original(self, message, arn, **more))
        if more.get("phone_number"):
            outbox.add("sms", [more["phone_number"]], text=message)
        return message_id

    return publish


def _plain_mail(original: Any) -> Any:
    def send_email(
        self: SESBackend, source: str, subject: str, body: str, destinations: Any
    ) -> Any:
        sent = original(self, source, subject, body, destinations)
        outbox.add("email", _addresses(destinations), from_=source, subject=subject, text=body)
        return sent

    return send_email


def _templated_mail(original: Any) -> Any:
    def send_templated_email(
        self: SESBackend, source: str, template: str, template_data: str, destinations: Any
    ) -> Any:
        sent = original(self, source, template, template_data, destinations)
        parts, data = self.templates[template], json.loads(template_data)
        outbox.add(
            "email",
            _addresses(destinations),
            from_=source,
            template=template,
            subject=fill_template(str(parts["subject_part"]), data),
            text=fill_template(str(parts.get("text_part") or ""), data),
            html=fill_template(str(parts.get("html_part") or ""), data, markup=True),
        )
        return sent

    return send_templated_email


def _raw_mail(original: Any) -> Any:
    def send_raw_email(
        self: SESBackend, source: str, destinations: list[str], raw_data: str
    ) -> Any:
        sent = original(self, source, destinations, raw_data)
        mail = message_from_string(raw_data)
        outbox.add(
            "email",
            list(sent.destinations),
            from_=source or mail["from"],
            subject=mail["subject"],
            text=raw_data,
        )
        return sent

    return send_raw_email


def _addresses(destinations: dict[str, list[str]]) -> list[str]:
    return [address for some in destinations.values() for address in some]


def fill_template(template: str, data: dict[str, Any], markup: bool = False) -> str:
    """A mail template with its `{{variables}}` and `{{#if}}` parts filled in.

    A missing value is "". `markup`: the template is HTML, so values are escaped. Source:
    docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html.
    """
    chosen = _CONDITION.sub(lambda m: m[2] if data.get(m[1]) else m[3] or "", template)
    return _VARIABLE.sub(
        lambda m: escape(str(data.get(m[1], ""))) if markup else str(data.get(m[1], "")), chosen
    )
