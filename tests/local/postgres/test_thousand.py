"""A thousand sign-ups, every event twice and out of order, end as a thousand right rows; the batch
call is worth it."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import pytest

from chalicelib.adapters.memory import MemoryStore
from chalicelib.adapters.memory_people import MemoryEvents, MemoryIdentity
from chalicelib.domain.events.events import USER_REGISTERED
from chalicelib.domain.screening.rescreening import Page
from chalicelib.services.accounts.registration import Registration
from tests.data_api_server import DataApiServer

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class Nobody:
    """Nobody of these was erased."""

    def refuse(self, *subjects: str) -> None:
        """Nothing to refuse."""


def a_registration(registry: DataApiServer) -> Registration:
    return Registration(
        events=MemoryEvents(),
        rows=registry.users(),
        identity=MemoryIdentity(),
        tombstones=Nobody(),
        now=lambda: NOW,
        new_id=lambda: str(uuid4()),
        places=MemoryStore(Page, ("job_id", "page_id"), {}),
    )


def an_event(person: int, minute: int) -> dict[str, Any]:
    detail = {
        "version": 1,
        "eventId": str(uuid4()),
        "userId": str(UUID(int=person, version=4)),
        "email": f"p{person}@applicants.example",
        "phone": f"+3069000000{minute:02}",
        "occurredAt": (NOW + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return {"detail-type": USER_REGISTERED, "detail": detail}


def tens(events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [events[start : start + 10] for start in range(0, len(events), 10)]


def test_a_thousand_sign_ups_by_three_lambdas_at_once(registry: DataApiServer) -> None:
    registration = a_registration(registry)
    events = [an_event(person, minute) for person in range(1, 1001) for minute in (0, 1)] * 2
    random.Random(4).shuffle(events)
    with ThreadPoolExecutor(3) as pool:
        faults = list(pool.map(registration.record_all, tens(events)))
    assert {fault for batch in faults for fault in batch} == {None}
    [found] = (
        registry.api()
        .execute(
            "select count(*) as rows, count(distinct cognito_id) as people, min(phone) as least,"
            " max(phone) as most, min(created_at) as born from users"
        )
        .rows
    )
    assert (found["rows"], found["people"]) == (1000, 1000)
    assert found["least"] == found["most"] == "+306900000001"


def test_a_batch_is_one_call_and_faster_than_ten(
    registry: DataApiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    registration = a_registration(registry)
    batches = tens([an_event(person, 0) for person in range(1, 301)])
    registration.record_all([an_event(9999, 0)])  # the first connection is nobody's
    started = perf_counter()
    for batch in batches[:15]:
        for event in batch:
            registration.record(event)
    single = perf_counter() - started
    calls = []
    registry.client.meta.events.register("before-send.rds-data", lambda **_: calls.append(1))
    started = perf_counter()
    for batch in batches[15:]:
        assert set(registration.record_all(batch)) == {None}
    together = perf_counter() - started
    with capsys.disabled():
        print(
            f"\n150 sign-ups: one by one {single * 1000:.0f} ms, in tens {together * 1000:.0f} ms"
            f" ({single / together:.1f} times faster)"
        )
    assert len(calls) == 15
    assert together < single
