"""No confirmed user is lost between Cognito and the users table, whatever fails in between."""

from __future__ import annotations

import json
import random
import statistics
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from local.applicant import Applicant, Client, wait_for
from local.zygote import Zygote
from operations import redrive
from tests.e2e.conftest import Aws, Steering
from tests.fresh_clients import forget_clients

QUEUE = "vestibule-local-user-signups"


@pytest.fixture(scope="module")
def system(zygote: Zygote) -> Iterator[dict[str, str]]:
    # The database is given up on quickly, so that an outage ends in retries, not in waiting.
    with zygote.fork(VESTIBULE_DATABASE_PATIENCE_SECONDS="0.2") as urls:
        yield urls


@pytest.fixture(scope="module")
def rows(aws: Aws, platform: dict[str, Any]) -> Callable[[str], list[list[Any]]]:
    """Run SQL through the Data API; a list of rows."""

    def run(sql: str) -> list[list[Any]]:
        answer = aws("rds-data").execute_statement(
            resourceArn=platform["database_arn"],
            secretArn=platform["secret_database"],
            database=platform["database_name"],
            sql=sql,
        )
        return [[next(iter(field.values())) for field in row] for row in answer["records"]]

    return run


def fact(user_id: str, moment: datetime, phone: str = "+306900000001") -> dict[str, Any]:
    return {
        "version": 1,
        "eventId": str(uuid.uuid4()),
        "userId": user_id,
        "email": f"{user_id[:8]}@applicants.example",
        "phone": phone,
        "occurredAt": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


def publish(aws: Any, facts: list[dict[str, Any]]) -> None:
    entries = [
        {
            "EventBusName": "vestibule-local-events",
            "Source": "vestibule.accounts",
            "DetailType": "user.registered",
            "Detail": json.dumps(each),
        }
        for each in facts
    ]
    for start in range(0, len(entries), 10):
        answer = aws("events").put_events(Entries=entries[start : start + 10])
        assert answer["FailedEntryCount"] == 0


def ids(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]


@pytest.mark.alone
def test_the_row_is_there_within_300_milliseconds(
    system: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The median of fifteen; a machine that was busy with something else may try three times."""
    for _ in range(3):
        median = statistics.median(confirmation_to_row(system) for _ in range(15))
        with capsys.disabled():
            print(f"\nconfirmation to row, median of 15: {median * 1000:.0f} ms")
        if median < 0.3:
            return
    raise AssertionError("no median of three was under 300 ms")


def confirmation_to_row(system: dict[str, str]) -> float:
    """Seconds from the confirmed code to a row that `GET /me` sees, log-in included."""
    applicant = Applicant(
        Client(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )
    applicant.start()
    code = applicant.read_code()
    started = perf_counter()
    assert applicant.confirm(code).status_code == 200
    applicant.login()
    wait_for(lambda: applicant.me()["registered"], "the row")
    return perf_counter() - started


@pytest.mark.parametrize("many", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_so_many_users_twice_and_out_of_order_are_so_many_rows(
    aws: Aws, steer: Steering, rows: Callable[[str], list[list[Any]]], many: int
) -> None:
    people = ids(many)
    now = datetime.now(UTC)
    facts = [fact(person, now, "+306900000002") for person in people]
    late = [fact(person, now - timedelta(hours=1), "+306900000001") for person in people]
    both = facts + late
    random.Random(5).shuffle(both)
    steer.duplicates(1.0)
    publish(aws, both)
    steer.quiet(120)
    steer.duplicates(0.0)
    listed = ",".join(f"'{person}'" for person in people)
    told = rows(
        "select count(*), count(distinct cognito_id), min(phone), max(phone) from users "
        f"where cognito_id in ({listed})"
    )
    assert told == [[many, many, "+306900000002", "+306900000002"]]


@pytest.mark.slow
def test_a_database_that_is_away_costs_nobody_their_row(
    aws: Aws,
    steer: Steering,
    rows: Callable[[str], list[list[Any]]],
    system: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = ids(200)
    steer.outage("rds-data", error="DatabaseUnavailableException", status=504)
    publish(aws, [fact(person, datetime.now(UTC)) for person in people])
    for _ in range(8):  # every visibility timeout until the queue gives up
        steer.move(minutes=4)
        steer.quiet()
    steer.fair()
    assert count(aws, f"{QUEUE}-dlq") == 200
    enter(system, monkeypatch)
    assert redrive.redrive("user-signups") == (200, 0)
    steer.quiet()
    listed = ",".join(f"'{person}'" for person in people)
    assert rows(f"select count(*) from users where cognito_id in ({listed})") == [[200]]


def test_a_user_can_sign_up_and_log_in_while_the_database_is_away(
    steer: Steering, system: dict[str, str]
) -> None:
    steer.outage("rds-data", error="DatabaseUnavailableException", status=504)
    applicant = Applicant(
        Client(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )
    applicant.start()
    assert applicant.confirm(applicant.read_code()).status_code == 200
    answer = applicant.client.call(
        "POST", "/auth/login", {"username": applicant.email, "password": applicant.password}
    )
    assert answer.status_code == 200
    steer.fair()
    for _ in range(3):
        steer.move(minutes=4)
    steer.quiet()
    applicant.login()
    assert applicant.me()["registered"] is True


def test_a_poison_message_ends_in_the_dead_letters_and_holds_nobody_up(
    aws: Aws, steer: Steering, rows: Callable[[str], list[list[Any]]]
) -> None:
    before = count(aws, f"{QUEUE}-dlq")
    url = aws("sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"]
    aws("sqs").send_message(QueueUrl=url, MessageBody='{"detail-type": "something.else"}')
    [person] = ids(1)
    publish(aws, [fact(person, datetime.now(UTC))])
    steer.quiet()
    assert rows(f"select count(*) from users where cognito_id = '{person}'") == [[1]]
    for _ in range(8):
        steer.move(minutes=4)
        steer.quiet()
    assert count(aws, f"{QUEUE}-dlq") == before + 1


def test_the_reconcile_finds_a_user_whose_event_was_dropped(
    aws: Aws, steer: Steering, system: dict[str, str], rows: Callable[[str], list[list[Any]]]
) -> None:
    steer.outage("events", error="InternalException", status=500)
    applicant = Applicant(
        Client(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )
    applicant.start()
    assert applicant.confirm(applicant.read_code()).status_code == 200
    steer.fair()
    steer.quiet()
    mine = f"select count(*) from users where email = '{applicant.email}'"
    assert rows(mine) == [[0]]
    answer = aws("lambda").invoke(FunctionName="vestibule-local-reconcile-users", Payload="{}")
    assert json.loads(answer["Payload"].read())["missing"] >= 1
    assert rows(mine) == [[1]]


def count(aws: Any, queue: str) -> int:
    sqs = aws("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    names = ["ApproximateNumberOfMessages"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


def enter(system: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the operation's clients at this module's cloud."""
    from urllib.parse import urlsplit

    from local.cloud import environment

    for name, value in environment(int(urlsplit(system["cloud"]).port or 0)).items():
        monkeypatch.setenv(name, value)
    forget_clients()
