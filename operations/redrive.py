"""`make redrive QUEUE=user-signups [DRY_RUN=1] [STAGE=dev]`: retries dead letters.

A queue's dead letters go back to their queue; those of an asynchronous call or a stream go to their
function. Nothing is deleted before it was handed over, so an interrupted run can be repeated: every
reader is idempotent.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from operations import place

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import MessageTypeDef

console = Console(highlight=False)
BATCH = 10
#: Dead-letter queue of a call or a stream -> the function that retries its letters.
FUNCTIONS = {
    "sanctions-screening": "sanctions-screening",
    "publish-verifications": "publish-verifications",
    "audit-copy": "audit-copy",
    "post-confirmation": "cognito-post-confirmation",
}


class NotAgain(Exception):
    """A dead letter that cannot be retried; it stays in its queue."""


def prefix() -> str:
    """The prefix of names in this environment."""
    return f"vestibule-{os.environ['VESTIBULE_ENV']}-"


def redrive(name: str, dry_run: bool = False) -> tuple[int, int]:
    """Retries the dead letters of a queue; returns the numbers (handed over, left).

    `name`: the queue's, without prefix and `-dlq`. `dry_run`: only counts. boto3's errors, such as
    for a queue that does not exist.
    """
    sqs = place.client("sqs")
    dead = sqs.get_queue_url(QueueName=f"{prefix()}{name}-dlq")["QueueUrl"]
    count = _count(sqs, dead)
    console.print(f"{name}: {count} dead letters")
    if dry_run or not count:
        return 0, count
    again = _to_function(FUNCTIONS[name]) if name in FUNCTIONS else _to_queue(sqs, name)
    moved = left = 0
    for _ in track(range((count + BATCH - 1) // BATCH), description="handing over"):
        batch = sqs.receive_message(
            QueueUrl=dead, MaxNumberOfMessages=BATCH, MessageAttributeNames=["All"]
        ).get("Messages", [])
        for message in batch:
            try:
                again(message)
            except NotAgain as error:
                left += 1
                console.print(f"[yellow]{message['MessageId']}: {error}[/]")
                continue
            sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved, left


def _count(sqs: SQSClient, url: str) -> int:
    names: list[QueueAttributeNameType] = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
    ]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(value) for value in found.values())


def _to_queue(sqs: SQSClient, name: str) -> Callable[[MessageTypeDef], None]:
    url = sqs.get_queue_url(QueueName=f"{prefix()}{name}")["QueueUrl"]

    def send(message: MessageTypeDef) -> None:
        attributes: Mapping[str, Any] = message.get("MessageAttributes", {})
        kept: dict[str, Any] = {
            key: {part: value[part] for part in ("DataType", "StringValue") if part in value}
            for key, value in attributes.items()
        }
        sqs.send_message(QueueUrl=url, MessageBody=message["Body"], MessageAttributes=kept)

    return send


def _to_function(function: str) -> Callable[[MessageTypeDef], None]:
    caller = place.client("lambda")

    def call(message: MessageTypeDef) -> None:
        body = json.loads(message["Body"])
        event = _records(body["DDBStreamBatchInfo"]) if "DDBStreamBatchInfo" in body else body
        answer = caller.invoke(
            FunctionName=f"{prefix()}{function}",
            Payload=json.dumps(event.get("requestPayload", event)),
        )
        said = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise NotAgain(f"{function} failed again with {said.get('errorType')}")
        if isinstance(said, dict) and said.get("batchItemFailures"):
            raise NotAgain(f"{function} could not take all records")

    return call


def _records(batch: Mapping[str, Any]) -> dict[str, Any]:
    """The stream's records that a dead letter refers to; they are kept for 24 hours."""
    from botocore.exceptions import ClientError

    streams = place.client("dynamodbstreams")
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=batch["streamArn"],
            ShardId=batch["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch["startSequenceNumber"],
        )["ShardIterator"]
        found = streams.get_records(ShardIterator=iterator, Limit=batch["batchSize"])["Records"]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise NotAgain(
            f"the records are gone ({code}); the sweep looks after their cases"
        ) from None
    return {"Records": json.loads(json.dumps(found, default=_plain))}


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hands over all dead letters. Exit status: 1 if some are left."""
    parser = argparse.ArgumentParser(prog="make redrive", description=__doc__)
    parser.add_argument("queue", help="user-signups, documents, liveness-checks, …")
    parser.add_argument("--dry-run", action="store_true", help="only count")
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    moved, left = redrive(chosen.queue.removesuffix("-dlq"), chosen.dry_run)
    if chosen.dry_run:
        return 0
    console.print(f"[green]{moved} handed over[/]" + (f", [yellow]{left} left[/]" if left else ""))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
