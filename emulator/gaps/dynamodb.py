"""Transactions of moto's DynamoDB: conditions first, then writes.

moto writes as it goes and rolls back by restoring deep copies of whole tables, which costs more
with every item (a hundred times more with ten thousand) and forks the shard a stream reads. Here
every condition is checked before anything is written, under the lock that makes a request atomic,
so that nothing has to be rolled back.
"""

from __future__ import annotations

from typing import Any

from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    ConditionalCheckFailed,
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
    TransactWriteSingleOpException,
)
from moto.dynamodb.models import DynamoDBBackend

_KINDS = ("ConditionCheck", "Put", "Delete", "Update")
Part = tuple[str, dict[str, Any], dict[str, Any]]


def _parts(backend: DynamoDBBackend, items: list[dict[str, Any]]) -> list[Part]:
    """(kind, request, key) of each part. No two parts may have the same item."""
    found: list[Part] = []
    seen = set()
    for item in items:
        if len(item) != 1:
            raise TransactWriteSingleOpException
        [(kind, asked)] = item.items()
        if kind not in _KINDS:
            raise ValueError("unsupported transaction operation")
        table = backend.get_table(asked["TableName"])
        names = [n for n in (table.hash_key_attr, table.range_key_attr) if n]
        source = asked["Item"] if kind == "Put" else asked["Key"]
        key = {name: source[name] for name in names}
        mark = (asked["TableName"], str(sorted(key.items())))
        if mark in seen:
            raise MultipleTransactionsException
        seen.add(mark)
        found.append((kind, asked, key))
    return found


def _failure(backend: DynamoDBBackend, part: Part) -> tuple[Any, Any, Any]:
    """(code, message, item) of a condition that fails; three Nones for one that holds."""
    _, asked, key = part
    condition = asked.get("ConditionExpression")
    if condition is None:
        return None, None, None
    current = backend.get_item(asked["TableName"], key)
    names, values = asked.get("ExpressionAttributeNames"), asked.get("ExpressionAttributeValues")
    if get_filter_expression(condition, names, values).expr(current):
        return None, None, None
    shown = asked.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    item = current.to_json()["Attributes"] if current and shown else None
    return "ConditionalCheckFailed", str(ConditionalCheckFailed(item=item).message), item


def _write(backend: DynamoDBBackend, part: Part) -> None:
    kind, asked, key = part
    if kind == "Put":
        backend.put_item(asked["TableName"], asked["Item"])
    elif kind == "Delete":
        backend.delete_item(asked["TableName"], key)
    elif kind == "Update":
        backend.update_item(
            asked["TableName"],
            key,
            update_expression=asked["UpdateExpression"],
            expression_attribute_names=asked.get("ExpressionAttributeNames") or {},
            expression_attribute_values=asked.get("ExpressionAttributeValues") or {},
        )


def _transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    if len(transact_items) > 100:
        raise TooManyTransactionsException
    parts = _parts(backend, transact_items)
    failures = [_failure(backend, part) for part in parts]
    if any(code for code, _, _ in failures):
        raise TransactionCanceledException(failures)
    for part in parts:
        _write(backend, part)


def install() -> None:
    """Replaces moto's TransactWriteItems."""
    DynamoDBBackend.transact_write_items = _transact_write_items  # type: ignore
