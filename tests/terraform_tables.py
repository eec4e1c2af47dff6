"""The tables as Terraform defines them; there is no second definition for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STORAGE = Path(__file__).resolve().parents[1] / "infra" / "platform" / "storage.tf"
_TOKEN = re.compile(r'\s*(?:#[^\n]*\n)?\s*("[^"]*"|[\w-]+|[={}])')


def tables() -> dict[str, dict[str, Any]]:
    """`local.tables` of the platform: name -> hash_key, range_key, indexes, ttl, stream."""
    text = STORAGE.read_text()
    start = text.index("tables = {") + len("tables = {")
    found: dict[str, dict[str, Any]] = _block(_tokens(text[start:].replace(",", " ")))
    return found


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        yield match[1]


def _block(tokens: Iterator[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in tokens:
        if name == "}":
            break
        next(tokens)  # the equals sign
        found[name] = _value(next(tokens), tokens)
    return found


def _value(token: str, tokens: Iterator[str]) -> Any:
    if token == "{":
        return _block(tokens)
    return None if token == "null" else token.strip('"')


def create(client: Any, name: str, alias: str) -> str:
    """Make the table `name` in (embedded) DynamoDB under the name `alias`; that name."""
    spec = tables()[name]
    indexes = spec.get("indexes", {})
    keys = {spec["hash_key"], spec.get("range_key")}
    for index in indexes.values():
        keys |= {index["hash_key"], index.get("range_key")}
    more: dict[str, Any] = {}
    if indexes:
        more["GlobalSecondaryIndexes"] = [
            {"IndexName": n, "KeySchema": _schema(i), "Projection": {"ProjectionType": "ALL"}}
            for n, i in indexes.items()
        ]
    client.create_table(
        TableName=alias,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"} for key in sorted(keys - {None})
        ],
        KeySchema=_schema(spec),
        **more,
    )
    return alias


def _schema(spec: dict[str, Any]) -> list[dict[str, str]]:
    kinds = {"hash_key": "HASH", "range_key": "RANGE"}
    return [{"AttributeName": spec[k], "KeyType": kinds[k]} for k in kinds if spec.get(k)]
