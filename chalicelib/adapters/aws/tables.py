"""DynamoDB: one adapter for every record kind, with optimistic locking."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from chalicelib.adapters import codec
from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import Conflict, NotFound

T = TypeVar("T")
CONDITION = "ConditionalCheckFailedException"


class DynamoStore(Generic[T]):
    """Records of one dataclass in one table.

    `key`: attribute names of the table's key. `indexes`: index name -> its partition attribute.
    """

    def __init__(
        self,
        client: Any,
        table: str,
        kind: type[T],
        key: tuple[str, ...],
        indexes: Mapping[str, str] | None = None,
    ) -> None:
        from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

        self._client, self._table, self._kind = client, table, kind
        self._key = tuple(codec.camel(name) for name in key)
        self._indexes = {i: codec.camel(name) for i, name in (indexes or {}).items()}
        self._out, self._in = TypeSerializer(), TypeDeserializer()

    def find(self, *key: str) -> T | None:
        """The record or None; always the newest (consistent read)."""
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

    def add(self, item: T) -> None:
        """A new record; Conflict if the key is taken."""
        self._put(
            item,
            Conflict(f"this {self._kind.__name__.lower()} exists", "exists"),
            ConditionExpression="attribute_not_exists(#k)",
            ExpressionAttributeNames={"#k": self._key[0]},
        )

    def save(self, item: T) -> None:
        """A changed record; Conflict unless the stored one is exactly one version older."""
        before = item.version - 1  # type: ignore[attr-defined]
        self._put(
            item,
            Conflict("somebody else changed it first", "changed_meanwhile"),
            ConditionExpression="#v = :before",
            ExpressionAttributeNames={"#v": "version"},
            ExpressionAttributeValues={":before": {"N": str(before)}},
        )

    def put(self, item: T) -> None:
        """The record, whatever was there before."""
        self._put(item, Conflict("not stored"))

    def delete(self, *key: str) -> None:
        """Removes the record if it is there."""
        with translated():
            self._client.delete_item(
                TableName=self._table,
                Key={name: {"S": part} for name, part in zip(self._key, key, strict=True)},
            )

    def query(self, index: str, value: str, limit: int = 50) -> tuple[T, ...]:
        """Records of an index partition, newest first; index "" is the table itself."""
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

    def _put(self, item: T, conflict: Conflict, **condition: Any) -> None:
        # An empty string cannot be the key of an index (sparse indexes rely on it being absent).
        indexed = set(self._indexes.values()) | {"waitingSince"}
        plain = codec.encode(item)
        stored = {
            name: self._out.serialize(value)
            for name, value in plain.items()
            if value is not None and not (value == "" and name in indexed)
        }
        with translated({CONDITION: conflict}):
            self._client.put_item(TableName=self._table, Item=stored, **condition)

    def _decode(self, item: dict[str, Any]) -> T:
        plain = {name: self._in.deserialize(value) for name, value in item.items()}
        return codec.decode(self._kind, plain)
