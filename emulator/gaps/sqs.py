"""SQS queues: who may use a queue as dead-letter queue, and a policy that survives an update.

moto refuses the attribute RedriveAllowPolicy, drops a queue's policy at the next SetQueueAttributes
without one, and returns the redrive policy with blanks, which the provider takes for a difference.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue


def _compact(document: str) -> str:
    return json.dumps(json.loads(document), separators=(",", ":"))


def install() -> None:
    """Adds the attribute, keeps the policy, returns JSON without blanks. RuntimeError if moto has
    changed."""
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    Queue.redrive_allow_policy = None  # type: ignore[attr-defined]
    set_attributes = Queue._set_attributes

    def _set_attributes(self: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
        known = getattr(self, "_policy_json", None)
        if "Policy" not in attributes and known and known.get("Statement"):
            attributes = {**attributes, "Policy": json.dumps(known)}
        set_attributes(self, attributes, now)

    described: Any = Queue.attributes
    read_attributes = described.fget
    if read_attributes is None:  # pragma: no cover - moto is pinned
        raise RuntimeError("moto's Queue.attributes is no longer a property")

    def attributes(self: Queue) -> dict[str, Any]:
        answer: dict[str, Any] = read_attributes(self)
        for name in ("RedrivePolicy", "RedriveAllowPolicy"):
            if answer.get(name):
                answer[name] = _compact(answer[name])
        if not answer.get("RedriveAllowPolicy"):
            answer.pop("RedriveAllowPolicy", None)
        return answer

    Queue._set_attributes = _set_attributes  # type: ignore[method-assign]
    Queue.attributes = property(attributes)  # type: ignore[assignment,method-assign]
