"""Hook into moto's TransactWriteItems: one put and the conditions it depends on, without a copy.

moto copies every table a transaction names, all of its items, to be able to roll back. A single
put beside conditions needs no way back: all conditions are asked first. Everything else goes moto's
way. (2 000 items in the table: 41 ms a transaction with the copy, 0.3 ms without.)
"""

from __future__ import annotations

from typing import Any

from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import TransactionCanceledException
from moto.dynamodb.models import DynamoDBBackend

_plain = DynamoDBBackend.transact_write_items
Failure = tuple[str, str, None] | tuple[None, None, None]


def _single_put(items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The put of a transaction of one put and conditions on other items; None for any other."""
    kinds = [kind for item in items for kind in item]
    if sorted(kinds) != ["ConditionCheck"] * (len(items) - 1) + ["Put"]:
        return None
    put = next(item["Put"] for item in items if "Put" in item)
    tables = [item["ConditionCheck"]["TableName"] for item in items if "ConditionCheck" in item]
    return None if put["TableName"] in tables or len(set(tables)) < len(tables) else put


def _key(backend: DynamoDBBackend, operation: dict[str, Any]) -> dict[str, Any]:
    if "Key" in operation:
        key: dict[str, Any] = operation["Key"]
        return key
    table = backend.get_table(operation["TableName"])
    names = [table.hash_key_attr, *([table.range_key_attr] if table.range_key_attr else [])]
    return {name: operation["Item"][name] for name in names}


def _failure(backend: DynamoDBBackend, operation: dict[str, Any]) -> Failure:
    condition = operation.get("ConditionExpression")
    if condition is None:
        return None, None, None
    met = get_filter_expression(
        condition,
        operation.get("ExpressionAttributeNames"),
        operation.get("ExpressionAttributeValues"),
    )
    current = backend.get_item(operation["TableName"], _key(backend, operation))
    if met.expr(current):
        return None, None, None
    return "ConditionalCheckFailed", "The conditional request failed", None


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    put = _single_put(transact_items)
    if put is None:
        _plain(backend, transact_items)
        return
    operations = [next(iter(item.values())) for item in transact_items]
    failures = [_failure(backend, operation) for operation in operations]
    if any(code for code, _, _ in failures):
        raise TransactionCanceledException(failures)
    backend.put_item(put["TableName"], put["Item"])


def install() -> None:
    """Take the short way where there is one."""
    DynamoDBBackend.transact_write_items = _transact  # type: ignore[method-assign, assignment]
