"""An operation moto does not know is answered 501 at once.

moto answers 500, which every SDK retries with backoff: one missing operation then looks like a
plan that hangs for ten minutes. 501 is not retried and names the operation.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import Any
from xml.sax.saxutils import escape

from moto.core.responses import BaseResponse

log = logging.getLogger(__name__)

#: How often each missing operation was asked for: {"kms.SomeOperation": 2}. Empty after a good run.
MISSES: Counter[str] = Counter()


def install() -> None:
    """Wrap the one place through which every action of moto is called."""
    call_action = BaseResponse.call_action

    def answered(self: BaseResponse) -> Any:
        try:
            return call_action(self)
        except NotImplementedError as absent:
            return _refusal(self, str(absent))

    BaseResponse.call_action = answered  # type: ignore[method-assign]


def _refusal(response: BaseResponse, reason: str) -> tuple[int, dict[str, Any], str]:
    """The 501, in the protocol the caller speaks: (status, headers, body)."""
    action = f"{response.service_name}.{response._get_action()}"
    MISSES[action] += 1
    message = f"{action} is not in the embedded cloud ({reason})"
    log.warning(message)
    if "json" in response.headers.get("Content-Type", ""):
        body = json.dumps({"__type": "NotImplemented", "message": message})
    else:
        body = (
            "<ErrorResponse><Error><Code>NotImplemented</Code>"
            f"<Message>{escape(message)}</Message></Error></ErrorResponse>"
        )
    return 501, {"status": 501}, body
