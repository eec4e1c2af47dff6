"""Copies every change of the audit log into the locked bucket, moments after it happened.

A copy cannot be changed, whatever happens to the table: `audit-verify` compares the two. A change
of an entry, or its removal before its time, raises an alarm.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.services.ports import AuditVault, Messages

#: What DynamoDB's own forgetting (TTL) signs with: docs.aws.amazon.com/amazondynamodb, "Time to
#: Live and DynamoDB Streams".
FORGETTING = "dynamodb.amazonaws.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCopies:
    """`vault`: the locked bucket, from which nobody can delete."""

    vault: AuditVault
    messages: Messages

    def copy(self, record: Mapping[str, Any]) -> str:
        """Copies one record of the table's stream; the kind of change.

        The key is derived from the content, so a record that is delivered twice is one copy.
        """
        change = record["dynamodb"]
        kind = str(record["eventName"])
        if kind == "REMOVE" and _forgotten(record):
            return "forgotten"
        if kind == "MODIFY" and _only_kept(change):
            kind = "KEPT"
        keys = change["Keys"]
        subject, entry = keys["subjectId"]["S"], keys["entryId"]["S"]
        image = change.get("NewImage") or change.get("OldImage") or {}
        text = json.dumps({"change": kind, "item": _plain(image)}, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        key = f"entries/{subject}/{entry}/{kind.lower()}-{digest}.json"
        self.vault.put(key, text.encode(), "application/json")
        if kind not in ("INSERT", "KEPT") and entry.startswith("e#"):
            facts = {"subject": subject, "entry": entry, "change": kind.lower()}
            self.messages.alert("An entry of the audit log was changed", facts)
        return kind.lower()


def _only_kept(change: Mapping[str, Any]) -> bool:
    """Whether only the entry's retention was changed, as a level says."""
    before, after = dict(change.get("OldImage") or {}), dict(change.get("NewImage") or {})
    moved = before.pop("expiresAt", None) != after.pop("expiresAt", None)
    return moved and before == after


def _forgotten(record: Mapping[str, Any]) -> bool:
    return dict(record.get("userIdentity") or {}).get("principalId") == FORGETTING


def _plain(image: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes without DynamoDB's type tags; an entry has only texts and numbers."""
    return {name: next(iter(value.values())) for name, value in image.items()}
