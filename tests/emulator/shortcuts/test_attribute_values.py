"""An item is written as moto writes it, with a twentieth of the look-ups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from moto.core import serialize
from moto.core.utils import get_service_model

from emulator import hooks, installation

VALUES: dict[str, dict[str, Any]] = {
    "text": {"S": "x"},
    "empty text": {"S": ""},
    "number": {"N": "17"},
    "bytes": {"B": b"\x00\xff"},
    "sets": {"SS": ["a", "b"]},
    "nothing": {"NULL": True},
    "no": {"BOOL": False},
    "list": {"L": [{"S": "x"}, {"M": {"deep": {"L": [{"N": "1"}, {"M": {}}]}}}]},
    "map": {"M": {"s": {"S": "a member's name in small letters"}, "S": {"BOOL": True}}},
    "empty list": {"L": []},
    "none": {"S": None},
    "no kind": {},
    "a name of another's": {"s": "x"},
    "two": {"S": "x", "N": "1"},
}


@pytest.fixture(autouse=True)
def installed() -> None:
    installation.install()


def written(operation: str, result: dict[str, Any]) -> Any:
    model = get_service_model("dynamodb").operation_model(operation)
    picker = serialize.XFormedAttributePicker()  # as moto's answers are written
    return serialize.JSONSerializer(model, value_picker=picker).serialize(result)


def both(operation: str, result: dict[str, Any], patch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """What the shortcut writes, and what moto does."""
    short = written(operation, result)
    kind = serialize.BaseJSONSerializer
    [moto_own] = [
        original
        for (_, name), (owner, original) in hooks._ORIGINALS.items()
        if (owner, name) == (kind, "_serialize_type_structure")
    ]
    patch.setattr(kind, "_serialize_type_structure", moto_own)
    return short, written(operation, result)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_written_as_moto_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    item = {"Item": {"id": {"S": "1"}, "it": VALUES[name]}}
    short, moto_own = both("GetItem", item, monkeypatch)
    assert short == moto_own
    assert '"id": {"S": "1"}' in short["body"]


def test_what_is_no_value_is_written_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"Table": {"TableName": "t", "ItemCount": 3, "KeySchema": [{"AttributeName": "id"}]}}
    short, moto_own = both("DescribeTable", table, monkeypatch)
    assert short == moto_own and '"ItemCount": 3' in short["body"]


def test_a_value_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    pick: Callable[..., Any] = serialize.ResponseSerializer.get_value

    def get_value(self: Any, value: Any, key: str, shape: Any) -> Any:
        looked.append(key)
        return pick(self, value, key, shape)

    monkeypatch.setattr(serialize.ResponseSerializer, "get_value", get_value)
    written("GetItem", {"Item": {"id": {"S": "1"}}})
    assert sorted(looked) == ["ConsumedCapacity", "Item", "S"]
