"""Each change of the audit log is copied as it was; a change of what was written rings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from chalicelib.adapters.memory import MemoryMessages, MemoryObjects
from chalicelib.domain.privacy.audit_copies import Copy, unlike_copies
from chalicelib.services.privacy.audit_copies import AuditCopies


def _record(event: str, digest: str = "d1", **more: Any) -> dict[str, Any]:
    image = {"subjectId": {"S": "v-1"}, "entryId": {"S": "e#00000001"}, "digest": {"S": digest}}
    keys = {name: image[name] for name in ("subjectId", "entryId")}
    which = "OldImage" if event == "REMOVE" else "NewImage"
    return {"eventName": event, "dynamodb": {"Keys": keys, which: image}, **more}


def test_a_new_entry_is_copied_once_however_often_it_comes() -> None:
    vault, messages = MemoryObjects[Literal["auditLog"]]("auditLog"), MemoryMessages()
    copies = AuditCopies(vault=vault, messages=messages)
    for _ in range(3):
        assert copies.copy(_record("INSERT")) == "insert"
    ((key, body),) = vault.items.items()
    assert key.startswith("entries/v-1/e#00000001/insert-")
    assert json.loads(body)["item"]["digest"] == "d1"
    assert messages.alerts == []


def test_an_entry_that_is_changed_or_removed_is_copied_too_and_rings() -> None:
    vault, messages = MemoryObjects[Literal["auditLog"]]("auditLog"), MemoryMessages()
    copies = AuditCopies(vault=vault, messages=messages)
    copies.copy(_record("INSERT"))
    copies.copy(_record("MODIFY", "forged"))
    copies.copy(_record("REMOVE", "forged"))
    assert len(vault.items) == 3
    assert [facts["change"] for _, facts in messages.alerts] == ["modify", "remove"]


def test_what_retention_forgets_is_no_fault() -> None:
    vault, messages = MemoryObjects[Literal["auditLog"]]("auditLog"), MemoryMessages()
    forgotten: dict[str, Any] = {
        "userIdentity": {"principalId": "dynamodb.amazonaws.com", "type": "Service"}
    }
    assert (
        AuditCopies(vault=vault, messages=messages).copy(_record("REMOVE", **forgotten))
        == "forgotten"
    )
    assert vault.items == {} and messages.alerts == []


def test_how_long_an_entry_is_kept_may_change_and_nothing_else() -> None:
    vault, messages = MemoryObjects[Literal["auditLog"]]("auditLog"), MemoryMessages()
    copies = AuditCopies(vault=vault, messages=messages)
    record = _record("MODIFY")
    before = {**record["dynamodb"]["NewImage"], "expiresAt": {"N": "1"}}
    record["dynamodb"] |= {"OldImage": before, "NewImage": before | {"expiresAt": {"N": "2"}}}
    assert copies.copy(record) == "kept" and messages.alerts == []
    ((key, body),) = vault.items.items()
    assert "/kept-" in key and json.loads(body)["item"]["expiresAt"] == "2"
    record["dynamodb"]["NewImage"] |= {"digest": {"S": "forged"}}
    assert copies.copy(record) == "modify" and len(messages.alerts) == 1


def test_an_entry_that_a_level_kept_for_less_is_missed_only_before_its_end() -> None:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    later = int((now + timedelta(days=900)).timestamp())
    inserted = Copy("v-1", "e#00000001", "insert", "d1", later)
    for days, flaws in ((-1, 0), (1, 1)):
        end = int((now + timedelta(days=days)).timestamp())
        found = unlike_copies(
            (), (), (inserted, replace(inserted, change="kept", expires=end)), now
        )
        assert len(list(found)) == flaws
