"""What runs in a process that is killed: the application on AWS's protocols, and a hook that ends
the process at its n-th write, before it is sent or after it was answered.

A module of its own, imported ahead by the server that forks these processes: nothing of pytest is
in them, and no thread.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from typing import Any

import boto3

import chalicelib.outside.aws_records
from chalicelib.adapters.aws import messages, tables
from chalicelib.application import Application
from chalicelib.application.process import given
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.outside.aws import AwsOutside
from chalicelib.settings import Settings

__all__ = ["chalicelib", "given", "messages", "tables"]
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "SendMessage"}
#: More than the longest time for which a follower claims a move; who died is waited for no longer.
LATER = 3600


def application(settings: Mapping[str, str], url: str, later: bool = False) -> Application:
    """The application of this process, on the embedded AWS at `url`."""
    os.environ |= {
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "eu-west-1",
        "VESTIBULE_CLOCK_OFFSET_SECONDS": str(LATER if later else 0),
    }  # fmt: skip
    known: Any = dict(settings)
    made = Settings(**known)
    return Application(made, AwsOutside(made))


def _dies_at(number: int, before: bool) -> None:
    """Kills this process at that write; 0: never."""
    boto3.setup_default_session()
    session = boto3.DEFAULT_SESSION
    assert session is not None
    seen: list[str] = []

    def count(model: Any, **_: Any) -> None:
        if model.name in WRITES:
            seen.append(model.name)
            if len(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)

    session.events.register("before-call" if before else "after-call", count)


def move(settings: Mapping[str, str], url: str, number: int, before: bool, person: str) -> None:
    """Opens an attempt and ends it, as a backend's calls do; again, nothing happens twice."""
    _dies_at(number, before)
    app = application(settings, url, later=number == 0)
    newest = app.verifications.person(person).newest
    opened = newest.verification_id if newest else app.verifications.open(person).verification_id
    app.verified.cancel(Mode(app.verifications.get(opened).mode), opened)


def tell(
    settings: Mapping[str, str], url: str, number: int, before: bool, told: VerificationMoved
) -> None:
    """The event of a move: into the log, and to whoever wants to hear of it."""
    _dies_at(number, before)
    application(settings, url, later=number == 0).followers["follow-events"](told)
