"""What one process has: its settings, its clock, its secrets."""

import base64
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from chalicelib.adapters.aws.clients import client
from chalicelib.settings import Settings, load
from chalicelib.wiring.plug_ins import SCREENERS, TEXTRACT_FEATURES, VENDORS, WATCHLISTS


@cache
def settings() -> Settings:
    """The settings of this process."""
    from chalicelib.adapters.aws.secrets import parameter

    known = {
        "VENDORS": VENDORS,
        "SCREENERS": SCREENERS,
        "WATCHLISTS": WATCHLISTS,
        "TEXTRACT_FEATURES": TEXTRACT_FEATURES,
    }
    return load(parameters=lambda name: parameter(client("ssm"), name), known=known)


def now() -> datetime:
    """The time, in UTC. On a laptop the clock can be moved."""
    import os

    moment = datetime.now(UTC)
    if settings().local:
        offset = float(os.environ.get("VESTIBULE_CLOCK_OFFSET_SECONDS", "0"))
        return moment + timedelta(seconds=offset)
    return moment


def new_id() -> str:
    """A random identifier nobody can guess (RFC 9562, version 4)."""
    return str(uuid.uuid4())


@cache
def secrets() -> Any:
    from chalicelib.adapters.aws.secrets import Secrets

    return Secrets(client("secretsmanager"))


def pepper() -> bytes:
    """The key of all keyed hashes."""
    return base64.b64decode(secrets().get(settings().secret_pepper)["pepper"])
