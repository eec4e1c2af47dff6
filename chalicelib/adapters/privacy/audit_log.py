"""KycAuditLog in DynamoDB: a chain of entries per subject, the day's checkpoints, their signature.

Entries have the sort key `e#<sequence>`, checkpoints are the entries of the subject `checkpoint`
with their day as sort key. The index byDay holds the entries of a day, in shards: all that happens
in a day under one key would be one partition, which takes 1,000 writes a second and no more.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zlib import crc32

from chalicelib.adapters.aws.failures import translated
from chalicelib.adapters.aws.tables import DynamoTransactions
from chalicelib.domain.errors import Conflict, NotFound, Unavailable
from chalicelib.domain.privacy.audit_chain import Checkpoint, Entry, Line, linked
from chalicelib.domain.transaction import Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient

CHECKPOINTS = "checkpoint"
#: Of a day: 16,000 writes a second.
SHARDS = 16
#: Writers of one subject at the same moment; more would be a fault of ours.
TRIES = 12
_CONDITION = "ConditionalCheckFailedException"
OTHERS_FIRST = frozenset({"audit_taken", "transaction_conflict"})
_TAKEN = {_CONDITION: Conflict("another entry came first", "audit_taken")}


@dataclass(frozen=True, slots=True)
class DynamoAudit:
    """Append only; kept for the legal retention."""

    client: "DynamoDBClient"
    table: str
    years: int
    now: Callable[[], datetime]

    def write(self, subject_id: str, kind: str, facts: Mapping[str, Any], *beside: Write) -> None:
        """One entry behind the subject's last, in one transaction with what is `beside` it.
        Unavailable if others always come first."""
        text = json.dumps(dict(facts), default=str, sort_keys=True)
        for _ in range(TRIES):
            before = next(self._entries(subject_id, newest_first=True, limit=1), None)
            entry = linked(before, subject_id, self.now().isoformat(), kind, text)
            try:
                self._put(entry, beside)
            except Conflict as lost:
                if lost.code not in OTHERS_FIRST:
                    raise
                continue
            return
        raise Unavailable("the audit log is busy")

    def appending(
        self, subject_id: str, *entries: tuple[str, Mapping[str, Any]]
    ) -> Sequence[Write]:
        """Entries behind the subject's last one, as parts of a transaction."""
        before = next(self._entries(subject_id, newest_first=True, limit=1), None)
        writes = []
        for kind, facts in entries:
            text = json.dumps(dict(facts), default=str, sort_keys=True)
            before = linked(before, subject_id, self.now().isoformat(), kind, text)
            writes.append(Write({"Put": self._item(before)}, _TAKEN[_CONDITION]))
        return writes

    def read(self, subject_id: str) -> tuple[dict[str, Any], ...]:
        """The entries of a subject, oldest first; screening results are kept under other keys."""
        return tuple(
            {"at": entry.at, "kind": entry.kind, "facts": json.loads(entry.facts)}
            for entry in self._entries(subject_id)
        )

    def keep(self, subject_id: str, until: datetime) -> None:
        """Everything of a subject, screening results too, is kept until then: nothing else of an
        entry is changed, and its copy in the locked bucket says so."""
        end = str(int(until.timestamp()))
        query: dict[str, Any] = {
            "KeyConditionExpression": "subjectId = :s",
            "ExpressionAttributeValues": {":s": {"S": subject_id}},
        }
        for item in self._items(ConsistentRead=True, **query):
            if item.get("expiresAt", {}).get("N") == end:
                continue
            with translated({_CONDITION: NotFound("it was over")}), suppress(NotFound):
                self.client.update_item(
                    TableName=self.table,
                    Key={"subjectId": item["subjectId"], "entryId": item["entryId"]},
                    UpdateExpression="SET expiresAt = :end",
                    ConditionExpression="attribute_exists(expiresAt)",
                    ExpressionAttributeValues={":end": {"N": end}},
                )

    def entries(self, subject_id: str) -> Iterator[Entry]:
        """The entries of a subject as they are chained, oldest first."""
        return self._entries(subject_id)

    def of_day(self, day: str) -> Iterator[Entry]:
        """The entries of a day (UTC) of all subjects, in no order."""
        for part in _parts(day):
            yield from map(_entry, self._part(part))

    def lines_of_day(self, day: str) -> Iterator[Line]:
        """What is sealed of the entries of a day, in order; a page of each shard in memory."""
        return merge(*(self._lines(part) for part in _parts(day)))

    def _lines(self, part: str) -> Iterator[Line]:
        """The index is in order of subjects; a subject has few entries a day."""
        found = self._part(
            part, ProjectionExpression="subjectId, entryId, #digest", digest="digest"
        )
        for subject, items in groupby(found, key=lambda item: str(item["subjectId"]["S"])):
            yield from sorted((subject, _sequence(item), item["digest"]["S"]) for item in items)

    def _part(self, part: str, digest: str = "", **more: Any) -> Iterator[dict[str, Any]]:
        names = {"#day": "day"} | ({"#digest": digest} if digest else {})
        return self._items(
            IndexName="byDay",
            KeyConditionExpression="#day = :day",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={":day": {"S": part}},
            **more,
        )

    def decisions_since(
        self, since: date, until: Callable[[], datetime]
    ) -> Iterator[dict[str, Any]]:
        """The facts of each decision recorded since that day (UTC), newest day first."""
        day = until().date()
        while day >= since:
            for entry in self.of_day(day.isoformat()):
                if entry.kind == "decided":
                    yield json.loads(entry.facts) | {"verificationId": entry.subject_id}
            day -= timedelta(days=1)

    def happened_since(
        self, since: date, until: Callable[[], datetime]
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(subject, kind, facts) of all entries since that day, oldest day first, a subject's of a
        day in their order; a subject in memory."""
        day = since
        while day <= until().date():
            for part in _parts(day.isoformat()):
                entries = map(_entry, self._part(part))
                for _, found in groupby(entries, key=lambda entry: entry.subject_id):
                    for entry in sorted(found, key=lambda one: one.sequence):
                        yield entry.subject_id, entry.kind, json.loads(entry.facts)
            day += timedelta(days=1)

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint."""
        found = next(self._checkpoints(newest_first=True, limit=1), None)
        return found

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keeps a signed checkpoint; Conflict if the day has one."""
        with translated(_TAKEN):
            self.client.put_item(
                TableName=self.table,
                Item={
                    "subjectId": {"S": CHECKPOINTS},
                    "entryId": {"S": checkpoint.day},
                    "count": {"N": str(checkpoint.count)},
                    "entries": {"S": checkpoint.entries},
                    "previous": {"S": checkpoint.previous},
                    "signature": {"S": checkpoint.signature},
                },
                ConditionExpression="attribute_not_exists(subjectId)",
            )

    def everything(self) -> Iterator[Entry | Checkpoint]:
        """The whole log, for the verifier; reads the whole table."""
        for page in self.client.get_paginator("scan").paginate(TableName=self.table):
            for item in page["Items"]:
                if item["subjectId"]["S"] == CHECKPOINTS:
                    yield _checkpoint(item)
                elif item["entryId"]["S"].startswith("e#"):
                    yield _entry(item)

    def _put(self, entry: Entry, beside: Sequence[Write]) -> None:
        if beside:
            own = Write({"Put": self._item(entry)}, _TAKEN[_CONDITION])
            DynamoTransactions(self.client).commit(*beside, own)
            return
        with translated(_TAKEN):
            self.client.put_item(**self._item(entry))

    def _item(self, entry: Entry) -> dict[str, Any]:
        """What puts the entry, unless its place is taken."""
        expires = int(self.now().timestamp()) + self.years * 366 * 86_400
        return {
            "TableName": self.table,
            "Item": {
                "subjectId": {"S": entry.subject_id},
                "entryId": {"S": f"e#{entry.sequence:08d}"},
                "at": {"S": entry.at},
                "day": {"S": _part_of(entry)},
                "kind": {"S": entry.kind},
                "facts": {"S": entry.facts},
                "previous": {"S": entry.previous},
                "digest": {"S": entry.digest},
                "expiresAt": {"N": str(expires)},
            },
            "ConditionExpression": "attribute_not_exists(subjectId)",
        }

    def _entries(self, subject_id: str, **order: Any) -> Iterator[Entry]:
        condition: dict[str, Any] = {
            "KeyConditionExpression": "subjectId = :s AND begins_with(entryId, :e)",
            "ExpressionAttributeValues": {":s": {"S": subject_id}, ":e": {"S": "e#"}},
        }
        return (_entry(item) for item in self._items(ConsistentRead=True, **condition, **order))

    def _checkpoints(self, **order: Any) -> Iterator[Checkpoint]:
        condition: dict[str, Any] = {
            "KeyConditionExpression": "subjectId = :s",
            "ExpressionAttributeValues": {":s": {"S": CHECKPOINTS}},
        }
        return (
            _checkpoint(item) for item in self._items(ConsistentRead=True, **condition, **order)
        )

    def _items(
        self, newest_first: bool = False, limit: int = 0, **query: Any
    ) -> Iterator[dict[str, Any]]:
        if limit:
            query["Limit"] = limit
        while True:
            with translated():
                answer = self.client.query(
                    TableName=self.table, ScanIndexForward=not newest_first, **query
                )
            yield from answer["Items"]
            if limit or "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


@dataclass(frozen=True, slots=True)
class KmsSigner:
    """Signs with a key that never leaves KMS (ECDSA on P-256, SHA-256)."""

    client: "KMSClient"
    key: str

    def sign(self, message: bytes) -> str:
        """Base64 of the DER signature; at most 4096 bytes are signed."""
        with translated():
            answer = self.client.sign(
                KeyId=self.key,
                Message=message,
                MessageType="RAW",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        return base64.b64encode(answer["Signature"]).decode()

    def public_key(self) -> bytes:
        """DER of the public key, for verifying offline."""
        with translated():
            return bytes(self.client.get_public_key(KeyId=self.key)["PublicKey"])


def _part_of(entry: Entry) -> str:
    """The shard that an entry belongs to; one subject's are together."""
    return f"{entry.day}#{crc32(entry.subject_id.encode()) % SHARDS:02d}"


def _parts(day: str) -> Iterator[str]:
    """Where a day's entries are; those from before there were shards are under the day itself."""
    yield day
    yield from (f"{day}#{shard:02d}" for shard in range(SHARDS))


def _sequence(item: Mapping[str, Any]) -> int:
    return int(item["entryId"]["S"].removeprefix("e#"))


def _entry(item: Mapping[str, Any]) -> Entry:
    return Entry(
        item["subjectId"]["S"],
        _sequence(item),
        item["at"]["S"],
        item["kind"]["S"],
        item["facts"]["S"],
        item["previous"]["S"],
        item["digest"]["S"],
    )


def _checkpoint(item: Mapping[str, Any]) -> Checkpoint:
    return Checkpoint(
        item["entryId"]["S"],
        int(item["count"]["N"]),
        item["entries"]["S"],
        item["previous"]["S"],
        item["signature"]["S"],
    )
