"""Facts on the event bus; versions are additive, and both sides check.

`user.registered`, version 1: a user of the pool is confirmed.
"""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import BadRequest

USER_REGISTERED = "user.registered"
VERSION = 1
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIELDS: dict[str, type] = {
    "version": int,
    "eventId": str,
    "occurredAt": str,
    "cognitoId": str,
    "email": str,
    "phone": str,
    "name": str,
    "emailVerified": bool,
    "phoneVerified": bool,
}
_LONGEST = 320


def checked(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of a `user.registered` event, if it is one; BadRequest names fields, not values.

    Fields that a later version adds are let through unread.
    """
    for name, kind in _FIELDS.items():
        value = detail.get(name)
        if type(value) is not kind:
            raise BadRequest(f"{USER_REGISTERED}: {name} is no {kind.__name__}", "event_invalid")
        if isinstance(value, str) and len(value) > _LONGEST:
            raise BadRequest(f"{USER_REGISTERED}: {name} is too long", "event_invalid")
    for name in ("eventId", "cognitoId"):
        if not _UUID.fullmatch(str(detail[name])):
            raise BadRequest(f"{USER_REGISTERED}: {name} is no UUID", "event_invalid")
    if detail["version"] < VERSION or "@" not in str(detail["email"]):
        raise BadRequest(f"{USER_REGISTERED}: not a valid event", "event_invalid")
    return {name: detail[name] for name in _FIELDS}
