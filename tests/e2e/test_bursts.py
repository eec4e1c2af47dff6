"""More people at once than an account's quotas take: they wait or are told to come again, and
nobody, no picture and no row is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
import requests

from local import demo
from local.applicant import Applicant, Client, wait_for
from local.pictures import Person, document, face

pytestmark = pytest.mark.slow
CROWD = 6
#: Quota -> requests a second, far below what so few people ask for at once.
TIGHT = {
    "Rate of UserCreation requests": 1,
    "Rate of UserAuthentication requests": 1,
    "Transactions per second per account for the AnalyzeDocument synchronous operation": 0.5,
}
#: Answers that say "later", and nothing else.
LATER = {429, 503}


@pytest.fixture
def throttled(system: dict[str, str]) -> Any:
    """The account with these quotas; afterwards, how often each turned a call away."""

    def put(path: str, **body: Any) -> dict[str, Any]:
        answer = requests.put(f"{system['cloud']}/local/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    put("account", quotas=TIGHT)
    put("quotas", on=True)
    yield lambda: requests.get(f"{system['cloud']}/local/quotas", timeout=10).json()["throttled"]
    put("quotas", on=False)
    put("account", quotas={})


class Patient(Client):
    """Comes again as soon as it was told to; every other answer is the answer."""

    def call(self, *request: Any, **more: Any) -> requests.Response:
        for attempt in count():
            answer = super().call(*request, **more)
            if answer.status_code not in LATER or attempt == 120:
                return answer
            assert int(answer.headers["Retry-After"]) >= 1, "whoever comes later is told when"
            time.sleep(0.3)  # its seconds are real time, and cost this test some
        raise AssertionError


def test_a_crowd_above_the_quotas_loses_nothing(
    system: dict[str, str], steer: Any, aws: Any, platform: dict[str, Any], throttled: Any
) -> None:
    people = [applicant(system) for _ in range(CROWD)]
    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(_arrive, people))
    for _ in range(4):  # what Textract turned away comes again after a pause of the queue's
        steer.quiet()
        steer.move(minutes=5)
    steer.quiet()
    for each in people:
        each.login()  # the tokens of an hour ago
        status = each.status()
        checks = {check["check"]: check["outcome"] for check in status["checks"]}
        assert checks["document"] == "passed", status
    assert set(TIGHT) <= set(throttled()), "every quota was met"
    _nothing_is_left(aws)


def applicant(system: dict[str, str]) -> Applicant:
    return Applicant(
        Patient(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )


def _arrive(person: Applicant) -> None:
    """From the form to a picture of a document; each sends it as soon as they may."""
    person.join()
    holder = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    person.upload(document("td3", holder, face("astronaut"), seed=3))


def _nothing_is_left(aws: Callable[[str], Any]) -> None:
    """No queue holds a message, no dead letter either."""
    sqs = aws("sqs")

    def waiting() -> dict[str, str]:
        asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = {}
        for url in sqs.list_queues()["QueueUrls"]:
            numbers = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
            if any(int(number) for number in numbers.values()):
                found[url.rpartition("/")[2]] = str(numbers)
        return found

    wait_for(lambda: not waiting(), "every queue to be empty")
