"""What is left of a journey, without what differs from one person to the next."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import requests

from tests.faults.patient import Journey

#: What counts as lost if it is missing and as doubled if there is more of it.
Outcome = dict[str, Any]


#: What a vendor's word moves to on the way; one that comes after the next leaves no move.
ON_THE_WAY = {"in_progress", "processing"}


def outcome_of(
    journey: Journey, aws: Any, platform: dict[str, Any], at_vendor: bool = False
) -> Outcome:
    """Registry, verification, audit trail, cases, workflow, notices and dead letters."""
    who, dynamodb = journey.who, aws("dynamodb")
    status = who.client.call("GET", "/api/kyc/status").json()
    attempts = dynamodb.query(
        TableName=platform["table_verifications"],
        IndexName="byUser",
        KeyConditionExpression="userId = :u",
        ExpressionAttributeValues={":u": {"S": who.user_id}},
    )["Items"]
    return {
        "registry": (status["kycStatus"], status["provider"]),
        "verifications": Counter(one["state"]["S"] for one in attempts),
        "audit": _audit(dynamodb, platform["table_kyc_audit_log"], who.verification_id, at_vendor),
        "case": bool(
            dynamodb.get_item(
                TableName=platform["table_reviews"], Key={"caseId": {"S": who.verification_id}}
            ).get("Item")
        ),
        "workflow": _executions(journey),
        "mails": Counter(
            str(m.get("template")) for m in who.client.outbox(who.email) if m.get("template")
        ),
        "texts": Counter(
            "code" if re.search(r"\b\d{6}\b", m.get("text", "")) else m.get("text", "")
            for m in who.client.outbox(who.phone)
        ),
        "dead letters": _dead(aws),
    }


def _audit(dynamodb: Any, table: str, subject: str, at_vendor: bool) -> Counter[str]:
    """How many entries of each kind, moves by where they led."""
    items = dynamodb.query(
        TableName=table,
        KeyConditionExpression="subjectId = :s",
        ExpressionAttributeValues={":s": {"S": subject}},
    )["Items"]
    found: Counter[str] = Counter()
    for item in items:
        kind = item.get("kind", {}).get("S", "")
        to = json.loads(item["facts"]["S"]).get("to", "") if kind == "moved" else ""
        if kind and not (at_vendor and to in ON_THE_WAY):
            found[f"{kind} {to}".strip()] += 1
    return found


def _executions(journey: Journey) -> Counter[str]:
    answer = requests.get(f"{journey.urls['cloud']}/local/executions", timeout=30).json()
    ours = [e for e in answer["executions"] if e["name"] == journey.who.onboarding_id]
    return Counter(e["status"].rsplit(".", 1)[-1] for e in ours)


def _dead(aws: Any) -> dict[str, int]:
    sqs = aws("sqs")
    found = {}
    for url in sqs.list_queues(QueueNamePrefix="vestibule-local-").get("QueueUrls", []):
        if url.endswith("-dlq"):
            names = ["ApproximateNumberOfMessages"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)
            if count := int(attributes["Attributes"]["ApproximateNumberOfMessages"]):
                found[url.rsplit("/", 1)[-1]] = count
    return found


def purge_dead_letters(aws: Any) -> None:
    """Takes away what earlier journeys left for an operator."""
    sqs = aws("sqs")
    for name in _dead(aws):
        sqs.purge_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])


def differences(expected: Outcome, found: Outcome) -> tuple[list[str], list[str]]:
    """(lost, doubled): what is missing and what there is too much of."""
    lost, doubled = [], []
    for name, right in expected.items():
        have = found[name]
        if isinstance(right, Counter):
            lost += [f"{name}: {key}" for key in (right - have)]
            doubled += [f"{name}: {key}" for key in (have - right)]
        elif have != right:
            lost.append(f"{name}: {have} instead of {right}")
    return lost, doubled
