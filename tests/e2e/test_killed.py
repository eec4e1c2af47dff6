"""kill -9 at each write, of a real process: no move and no event is lost or comes twice."""

from __future__ import annotations

import json
import multiprocessing
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from chalicelib.adapters.privacy.audit_log import DynamoAudit
from chalicelib.application import Application
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import Applicant
from chalicelib.domain.events.verification_events import VerificationMoved, moved_event
from chalicelib.domain.feeds.endpoint import WebhookEndpoint
from chalicelib.domain.verifications.verification import State
from tests import terraform_tables
from tests.e2e import killing

pytestmark = pytest.mark.slow
MOST_WRITES = 20
NUMBERS = count(1)


@dataclass
class Site:
    """An AWS behind HTTP, and processes that work on it."""

    url: str
    settings: dict[str, str]
    app: Application
    queue: Any

    def run(self, work: Callable[..., None], number: int, before: bool, about: Any) -> int:
        """The exit code of a process that does this work, killed at that write."""
        context: Any = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.e2e.killing"])
        process = context.Process(
            target=work, args=(self.settings, self.url, number, before, about)
        )
        process.start()
        process.join(60)
        assert process.exitcode is not None, "it hangs"
        return int(process.exitcode)

    def survived(self, work: Callable[..., None], before: bool, make: Callable[[], Any]) -> int:
        """Kills at the first write, the second, … until one ends by itself; each time the work is
        done again afterwards. How many were killed."""
        for number in range(1, MOST_WRITES):
            about = make()
            code = self.run(work, number, before, about)
            if code == 0:
                return number - 1
            assert code == -signal.SIGKILL, code
            assert self.run(work, 0, before, about) == 0
        raise AssertionError("so many writes are not expected")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("AWS_ENDPOINT_URL", url), ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"), ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("VESTIBULE_CLOCK_OFFSET_SECONDS", "0"),
        ):  # fmt: skip
            patch.setenv(name, value)
        dynamodb = boto3.client("dynamodb", region_name="eu-west-1")
        sqs = boto3.client("sqs", region_name="eu-west-1")
        settings = {}
        for table in terraform_tables.tables():
            name = re.sub("([a-z])([A-Z])", r"\1_\2", table).lower()
            settings[f"table_{name}"] = terraform_tables.create(dynamodb, table, table)
        queue = sqs.create_queue(QueueName="webhooks")["QueueUrl"]
        settings["queue_webhooks_url"] = queue

        def heard() -> Iterator[dict[str, Any]]:
            while found := sqs.receive_message(
                QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0
            ).get("Messages"):
                yield from (json.loads(one["Body"]) for one in found)

        yield Site(url, settings, killing.application(settings, url), heard)
    server.stop()


def applicant(site: Site) -> str:
    """The id of a new one."""
    person = f"apl_live_{next(NUMBERS):032x}"
    made = Applicant(person, Mode.LIVE, person[-6:], site.app.now())
    site.app.outside.records.applicants.add(made)
    return person


def test_no_move_is_lost_or_made_twice(site: Site) -> None:
    people: list[str] = []

    def remembered() -> str:
        people.append(applicant(site))
        return people[-1]

    killed = {before: site.survived(killing.move, before, remembered) for before in (True, False)}
    assert min(killed.values()) >= 2, killed
    for person in people:
        (attempt,) = site.app.verifications.person(person).attempts
        found = site.app.verifications.get(attempt.verification_id)
        assert (found.state, found.moves) == (State.ABANDONED, 2), person
        audit = site.app.outside.audit
        assert isinstance(audit, DynamoAudit)
        trail = Counter(e.kind for e in audit.entries(found.verification_id))
        assert max(trail.values()) == 1, trail


def test_no_event_is_lost_or_comes_twice(site: Site) -> None:
    endpoint = WebhookEndpoint(
        endpoint_id="wep-1", mode=Mode.LIVE, url="https://shop.example/hooks",
        created_at=site.app.now().replace(year=2020), created_by="ann",
    )  # fmt: skip
    site.app.outside.records.webhook_endpoints.add(endpoint)
    told: list[VerificationMoved] = []

    def event() -> VerificationMoved:
        opened = site.app.verifications.open(applicant(site))
        moved = moved_event(None, opened)
        assert moved is not None
        told.append(moved)
        return moved

    killed = {before: site.survived(killing.tell, before, event) for before in (True, False)}
    assert min(killed.values()) >= 4, killed
    wanted = {moved.event_id for moved in told}
    log = site.app.event_log.behind("live", 0, 100)
    assert [entry.place for entry in log] == list(range(1, len(told) + 1))
    assert {entry.event_id for entry in log} == wanted and len(log) == len(wanted)
    # Who died between sending and noting it sends again: the same event by the same id.
    assert {message["eventId"] for message in site.queue()} == wanted
