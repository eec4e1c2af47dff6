"""DynamoDB: one adapter for every kind of record, with optimistic locking.

DynamoDB itself refuses a new record of an erased person: it is written in one transaction with a
check of its owner's tombstone. A changed record needs no check, since it must exist.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from chalicelib.adapters import codec
from chalicelib.adapters.aws.failures import translated
from chalicelib.adapters.optimistic import Optimistic
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    Erased,
    NotFound,
    Refused,
    Unavailable,
)
from chalicelib.domain.marks import MarkKind, owner_of
from chalicelib.domain.transaction import Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")
MOST_KEYS = 100
"""Keys that BatchGetItem accepts at most."""
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds before repeating a batch of which nothing was returned, because of throttling."""
CONDITION = "ConditionalCheckFailedException"

NO_CURSOR = BadRequest("this is no cursor of ours", "cursor_invalid")
ERASED = Erased("nothing is written about this person any more")


def living(tombstone_table: str, owner: str) -> Write:
    """The check that `tombstone_table` has no tombstone of the owner, as part of a transaction."""
    stone = {"subject": {"S": owner}, "kind": {"S": MarkKind.ERASED}}
    condition = "attribute_not_exists(subject)"
    check = {"TableName": tombstone_table, "Key": stone, "ConditionExpression": condition}
    return Write({"ConditionCheck": check}, ERASED)


@dataclass(frozen=True, slots=True)
class DynamoTransactions:
    """TransactWriteItems: up to a hundred writes, all or none. The SDK's retries of a call count
    once, since each call has its own token."""

    client: "DynamoDBClient"

    def commit(self, *writes: Write) -> None:
        """Makes all writes or none; raises the conflict of the first one whose condition fails."""
        from botocore.exceptions import ClientError

        with translated():
            try:
                self.client.transact_write_items(TransactItems=[write.work for write in writes])
            except ClientError as error:
                reasons = error.response.get("CancellationReasons")
                if not reasons:
                    raise
                raise _cancelled([str(r.get("Code")) for r in reasons], writes) from None


def _cancelled(codes: list[str], writes: tuple[Write, ...]) -> Exception:
    for code, write in zip(codes, writes, strict=False):
        if code in ("ConditionalCheckFailed", CONDITION):
            return copy(write.conflict)
    if "TransactionConflict" in codes:
        return Conflict("somebody else is writing the same", "transaction_conflict")
    if {"ValidationError", "ItemCollectionSizeLimitExceeded"} & set(codes):
        return Refused("DynamoDB refused a transaction")
    return Unavailable("DynamoDB cancelled a transaction")


class DynamoStore(Optimistic[T], Generic[T]):
    """Records of one dataclass in one table.

    `key`: attribute names of the table's key. `indexes`: index name -> its partition attribute.
    `tombstone_table`: set if the records belong to people.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        table: str,
        kind: type[T],
        key: tuple[str, ...],
        indexes: Mapping[str, str] | None = None,
        tombstone_table: str = "",
    ) -> None:
        from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

        self._client, self._table, self._kind = client, table, kind
        self._tombstone_table = tombstone_table
        self._key = tuple(codec.camel(name) for name in key)
        self._indexes = {i: codec.camel(name) for i, name in (indexes or {}).items()}
        self._out, self._in = TypeSerializer(), TypeDeserializer()

    def find(self, *key: str) -> T | None:
        """The record or None (consistent read); None for an empty key, which DynamoDB refuses."""
        if not all(key):
            return None
        with translated():
            answer = self._client.get_item(
                TableName=self._table,
                Key={name: {"S": part} for name, part in zip(self._key, key, strict=True)},
                ConsistentRead=True,
            )
        return self._decode(answer["Item"]) if "Item" in answer else None

    def get(self, *key: str) -> T:
        """The record; NotFound."""
        found = self.find(*key)
        if found is None:
            raise NotFound(f"no such {self._kind.__name__.lower()}")
        return found

    def find_all(self, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], T]:
        """Key -> record, for those that exist, by consistent reads."""
        asked = [key for key in dict.fromkeys(keys) if all(key)]
        found: dict[tuple[str, ...], T] = {}
        for start in range(0, len(asked), MOST_KEYS):
            for item in self._together(asked[start : start + MOST_KEYS]):
                found[tuple(item[name]["S"] for name in self._key)] = self._decode(item)
        return found

    def _together(self, keys: Sequence[tuple[str, ...]]) -> Iterator[dict[str, Any]]:
        """The items of these keys. BatchGetItem returns up to 16 MB and the remaining keys, which
        are requested again; Unavailable if DynamoDB keeps returning nothing."""
        wanted: dict[str, Any] = {
            self._table: {
                "Keys": [
                    {name: {"S": part} for name, part in zip(self._key, key, strict=True)}
                    for key in keys
                ],
                "ConsistentRead": True,
            }
        }
        pauses = iter(PAUSES)
        while wanted:
            with translated():
                answer = self._client.batch_get_item(RequestItems=wanted)
            came = answer["Responses"].get(self._table, ())
            yield from came
            wanted = answer.get("UnprocessedKeys") or {}
            if wanted and not came:
                try:
                    sleep(next(pauses))
                except StopIteration:
                    raise Unavailable("DynamoDB does not come to these items") from None

    def add(self, item: T) -> None:
        """Adds a record; Conflict if the key exists, Erased if its owner was erased."""
        self._do_together(*self.adding_for_living(item))

    def save(self, item: T) -> None:
        """Saves a changed record; Conflict unless the stored one is exactly one version older."""
        self._do(self.saving(item))

    def adding(self, item: T, code: str = "exists") -> Write:
        """The write that adds a record, as part of a transaction."""
        return Write(
            {
                "Put": {
                    "TableName": self._table,
                    "Item": self._stored(item),
                    "ConditionExpression": "attribute_not_exists(#k)",
                    "ExpressionAttributeNames": {"#k": self._key[0]},
                }
            },
            Conflict(f"this {self._kind.__name__.lower()} exists", code),
        )

    def adding_for_living(self, item: T) -> tuple[Write, ...]:
        """The writes of a transaction that add a record; Erased if its owner was erased."""
        owner = owner_of(item) if self._tombstone_table else ""
        return (
            (living(self._tombstone_table, owner), self.adding(item))
            if owner
            else (self.adding(item),)
        )

    def saving(self, item: T, code: str = "changed_meanwhile") -> Write:
        """The write that saves a changed record, as part of a transaction."""
        put = {"TableName": self._table, "Item": self._stored(item)}
        return Write({"Put": put | _version(item, 1)}, _overtaken(code))

    def unchanged(self, item: T, code: str = "changed_meanwhile") -> Write:
        """The check that the record still has this version, as part of a transaction."""
        of = codec.encode(item)
        key = {name: {"S": str(of[name])} for name in self._key}
        check = {"TableName": self._table, "Key": key}
        return Write({"ConditionCheck": check | _version(item, 0)}, _overtaken(code))

    def deleting(self, *key: str) -> Write:
        """The write that removes the record if it exists, as part of a transaction."""
        names = {name: {"S": part} for name, part in zip(self._key, key, strict=True)}
        delete = {"TableName": self._table, "Key": names}
        return Write({"Delete": delete}, Conflict("not deleted"))

    def _do_together(self, *writes: Write) -> None:
        if len(writes) > 1:
            DynamoTransactions(self._client).commit(*writes)
        else:
            self._do(*writes)

    def _do(self, write: Write) -> None:
        with translated({CONDITION: write.conflict}):
            self._client.put_item(**write.work["Put"])

    def put(self, item: T) -> None:
        """Stores the record in place of any other; Erased if its owner was erased."""
        put = {"Put": {"TableName": self._table, "Item": self._stored(item)}}
        owner = owner_of(item) if self._tombstone_table else ""
        asked = (living(self._tombstone_table, owner),) if owner else ()
        self._do_together(*asked, Write(put, Conflict("not stored")))

    def delete(self, *key: str) -> None:
        """Removes the record if it exists."""
        with translated():
            self._client.delete_item(
                TableName=self._table,
                Key={name: {"S": part} for name, part in zip(self._key, key, strict=True)},
            )

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """Up to `limit` records of an index partition, newest first; index "" is the table."""
        where: dict[str, Any] = {"IndexName": index} if index else {"ConsistentRead": True}
        attribute = self._indexes[index] if index else self._key[0]
        items: list[T] = []
        start: dict[str, Any] = {}
        while len(items) < limit:
            with translated():
                answer = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression="#p = :p",
                    ExpressionAttributeNames={"#p": attribute},
                    ExpressionAttributeValues={":p": {"S": value}},
                    ScanIndexForward=False,
                    Limit=min(limit - len(items), 100),
                    **where,
                    **start,
                )
            items += [self._decode(item) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                break
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return tuple(items)

    def page(
        self, index: str, value: str, limit: int = 50, cursor: str = "", newest_first: bool = False
    ) -> tuple[tuple[T, ...], str]:
        """(records of an index partition, cursor of the next page or ""). BadRequest for a cursor
        of another partition."""
        where: dict[str, Any] = {"IndexName": index} if index else {"ConsistentRead": True}
        part = self._indexes[index] if index else self._key[0]
        if cursor:
            where["ExclusiveStartKey"] = _start(cursor, part, value, self._key)
        # DynamoDB rejects a cursor of another partition; that is the caller's mistake.
        with translated({"ValidationException": NO_CURSOR} if cursor else None):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="#p = :p",
                ExpressionAttributeNames={"#p": part},
                ExpressionAttributeValues={":p": {"S": value}},
                ScanIndexForward=not newest_first,
                Limit=limit,
                **where,
            )
        after = answer.get("LastEvaluatedKey")
        found = tuple(self._decode(item) for item in answer["Items"])
        return found, _cursor(after) if after else ""

    def behind(self, value: str, after: str, limit: int) -> tuple[T, ...]:
        """Up to `limit` records of a partition with a sort key greater than `after`, in order, by a
        consistent read."""
        with translated():
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="#p = :p AND #s > :s",
                ExpressionAttributeNames={"#p": self._key[0], "#s": self._key[1]},
                ExpressionAttributeValues={":p": {"S": value}, ":s": {"S": after}},
                ConsistentRead=True,
                Limit=limit,
            )
        return tuple(self._decode(item) for item in answer["Items"])

    def _stored(self, item: T) -> dict[str, Any]:
        # An empty string cannot be the key of an index (sparse indexes rely on it being absent).
        indexed = set(self._indexes.values()) | {"waitingSince"}
        return {
            name: self._out.serialize(value)
            for name, value in codec.encode(item).items()
            if value is not None and not (value == "" and name in indexed)
        }

    def _decode(self, item: dict[str, Any]) -> T:
        plain = {name: self._in.deserialize(value) for name, value in item.items()}
        return codec.decode(self._kind, plain)


def _version(item: Any, older: int) -> dict[str, Any]:
    """The condition that the stored record is `older` versions behind `item`."""
    return {
        "ConditionExpression": "#v = :before",
        "ExpressionAttributeNames": {"#v": "version"},
        "ExpressionAttributeValues": {":before": {"N": str(item.version - older)}},
    }


def _overtaken(code: str) -> Conflict:
    return Conflict("somebody else changed it first", code)


def _cursor(key: Mapping[str, Any]) -> str:
    plain = json.dumps({name: value["S"] for name, value in key.items()}, sort_keys=True)
    return base64.urlsafe_b64encode(plain.encode()).decode()


def _start(cursor: str, part: str, value: str, key: tuple[str, ...]) -> dict[str, Any]:
    """The start key in a cursor; BadRequest unless it belongs to this partition."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        start = {str(name): {"S": str(found)} for name, found in plain.items()}
    except (ValueError, AttributeError):
        raise copy(NO_CURSOR) from None
    if start.get(part) != {"S": value} or not {*key} <= set(start):
        raise copy(NO_CURSOR)
    return start
