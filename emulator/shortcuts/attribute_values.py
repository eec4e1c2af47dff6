"""The values of DynamoDB's attributes, written by the one kind that each has.

An AttributeValue has ten members of which a value has one. moto looks for every member under every
name that it could have, some fifty look-ups for `{"S": "x"}`, and an item has dozens of values.
README.md says what it costs the tests. tests/emulator/shortcuts/test_attribute_values.py compares
the answers with moto's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulator.hooks import replace

Write = Callable[[Any, Any, Any, Any, str], None]


def install() -> None:
    """Installs the shortcut; a second call changes nothing."""
    from moto.core.serialize import BaseJSONSerializer

    replace(BaseJSONSerializer, "_serialize_type_structure", _by_its_kind)


def _by_its_kind(moto_own: Write) -> Write:
    def structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        # All its keys are names of members: none can be another name of a member that is not there.
        plain = shape.name == "AttributeValue" and type(value) is dict and key
        if not plain or not value.keys() <= shape.members.keys():
            moto_own(self, serialized, value, shape, key)
            return
        made = self.MAP_TYPE()
        for kind in (kind for kind in shape.members if kind in value):
            member = shape.members[kind]
            member.parent = shape
            self._serialize_structure_member(made, value, member, kind)
        self._default_serialize(serialized, made, shape, key)

    return structure
