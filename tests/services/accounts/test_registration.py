"""From the pool to the registry: nobody is lost or written twice, old news change nothing."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters import memory
from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.accounts.user import User
from chalicelib.domain.deadline import within
from chalicelib.domain.errors import BadRequest, Conflict, Refused, Unavailable, VestibuleError
from chalicelib.domain.events.events import USER_REGISTERED, user_registered
from chalicelib.domain.screening.rescreening import PLAN, Page
from chalicelib.services.accounts.registration import Reconciled
from tests.services.in_memory import EMAIL, PHONE, InMemorySystem

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def an_event(person: int, minute: int = 0, **changed: Any) -> dict[str, Any]:
    detail = {
        "version": 1,
        "eventId": str(UUID(int=person * 1000 + minute, version=4)),
        "userId": str(UUID(int=person, version=4)),
        "email": f"p{person}@applicants.example",
        "phone": f"+3069000000{minute:02}",
        "occurredAt": (NOW + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return {"detail-type": USER_REGISTERED, "detail": detail | changed}


def user_of(person: int) -> str:
    return str(UUID(int=person, version=4))


def test_what_is_announced_can_be_recorded(system: InMemorySystem) -> None:
    attributes = {"sub": user_of(1), "email": EMAIL, "phone_number": PHONE,
                  "phone_number_verified": "true"}  # fmt: skip
    system.registration.announce(attributes)
    [(kind, detail)] = system.events.published
    assert kind == USER_REGISTERED
    assert user_registered(detail).phone_verified is True
    assert system.registration.record({"detail-type": kind, "detail": detail}) is True
    row = system.users.get(user_of(1))
    assert (row.email, row.phone, row.phone_verified, row.email_verified) == (
        EMAIL, PHONE, True, False
    )  # fmt: skip


def test_an_account_without_an_address_is_announced_to_nobody(system: InMemorySystem) -> None:
    with pytest.raises(BadRequest):
        system.registration.announce({"sub": user_of(1)})
    assert system.events.published == []


@pytest.mark.parametrize(
    "poison",
    [
        None, 7, [], {}, {"detail-type": "something.else"}, {"detail-type": USER_REGISTERED},
        an_event(1, version=2), an_event(1, userId="x"), an_event(1, email="no address"),
        an_event(1, occurredAt="yesterday"), an_event(1, name="x" * 256),
        an_event(1, occurredAt="2026-02-31T08:00:00Z"),
    ],
)  # fmt: skip
def test_what_is_no_registration_is_refused_and_writes_nothing(
    system: InMemorySystem, poison: int | dict[str, Any] | None
) -> None:
    with pytest.raises(BadRequest):
        system.registration.record(poison)
    [fault] = system.registration.record_all([poison])
    assert isinstance(fault, BadRequest)
    assert system.users.rows == {}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5)), max_size=30), st.integers(1, 10))
def test_events_in_any_order_any_batches_and_any_number_end_as_the_newest(
    events: list[tuple[int, int]], size: int
) -> None:
    single, batched = InMemorySystem(), InMemorySystem()
    envelopes = [an_event(person, minute) for person, minute in events]
    for envelope in envelopes:
        single.registration.record(envelope)
    for start in range(0, len(envelopes), size):
        faults = batched.registration.record_all(envelopes[start : start + size])
        assert set(faults) <= {None}
    for system in (single, batched):
        assert {row.cognito_id: row.phone for row in system.users.rows.values()} == {
            user_of(person): f"+3069000000{max(m for p, m in events if p == person):02}"
            for person, _ in events
        }


def test_one_bad_event_holds_up_none_of_its_batch(system: InMemorySystem) -> None:
    envelopes = [an_event(1), {"detail-type": "x"}, an_event(2), an_event(3, userId="x")]
    faults = system.registration.record_all(envelopes)
    assert [fault and fault.code for fault in faults] == [
        None, "event_unknown", None, "event_invalid"
    ]  # fmt: skip
    assert set(system.users.rows) == {user_of(1), user_of(2)}


def test_one_row_the_database_refuses_holds_up_none_of_its_batch(system: InMemorySystem) -> None:
    system.registration.record(an_event(9, email="taken@applicants.example"))
    envelopes = [an_event(1), an_event(2, email="taken@applicants.example"), an_event(3)]
    faults = system.registration.record_all(envelopes)
    assert faults[0] is None and faults[2] is None
    assert isinstance(faults[1], Conflict)
    assert set(system.users.rows) == {user_of(1), user_of(3), user_of(9)}


def test_a_database_that_is_away_fails_the_whole_batch(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(users: Sequence[User]) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.users, "upsert_many", away)
    with pytest.raises(Unavailable):
        system.registration.record_all([an_event(1), an_event(2)])


def confirmed_account(system: InMemorySystem, email: str) -> str:
    user_id = system.identity.sign_up(email, "Long-enough-2026", PHONE)
    system.identity.confirm(user_id, phone_verified=True)
    return user_id


def test_the_reconcile_writes_who_is_missing_and_says_so_again(system: InMemorySystem) -> None:
    lost = confirmed_account(system, EMAIL)
    known = confirmed_account(system, "berta@applicants.example")
    system.identity.sign_up("carla@applicants.example", "Long-enough-2026", PHONE)
    system.registration.announce({"sub": known, "email": "berta@applicants.example"})
    system.record_all()
    assert system.registration.reconcile().missing == 1
    assert set(system.users.rows) == {lost, known}
    [(_, detail)] = system.events.published
    assert detail["userId"] == lost
    assert system.registration.reconcile().missing == 0


def test_a_user_who_cannot_be_written_holds_up_no_reconcile(system: InMemorySystem) -> None:
    system.registration.record(an_event(9, email=EMAIL))
    stuck = confirmed_account(system, EMAIL)
    others = [confirmed_account(system, f"p{n}@applicants.example") for n in range(3)]
    assert system.registration.reconcile().missing == 4
    assert set(others) <= set(system.users.rows)
    assert stuck in {detail["userId"] for _, detail in system.events.published}


def test_a_reconcile_that_runs_out_of_time_goes_on_where_it_stopped(system: InMemorySystem) -> None:
    """Sixty a page and a second a page: one turn of five minutes never sees a pool of 120,000."""
    people = {confirmed_account(system, f"p{n}@applicants.example") for n in range(7)}
    store = memory.MemoryStore(Page, ("job_id", "page_id"), {})
    registration = replace(system.registration, places=store)
    turns = list[Reconciled]()
    while not turns or not turns[-1].finished:
        with within(1.0):  # less than another page may take
            turns.append(registration.reconcile(again=False))
    assert [turn.missing for turn in turns] == [2, 2, 2, 1]
    assert set(system.users.rows) == people
    assert registration.reconcile(again=False).missing == 0  # tonight's pass is over
    late = confirmed_account(system, "late@applicants.example")
    assert late not in system.users.rows
    system.now.move(days=1)
    with within(1000.0):
        assert registration.reconcile(again=False) == Reconciled(missing=1, finished=True)


@pytest.mark.parametrize("fault", [BadRequest("no value", "value_invalid"), Refused("refused")])
def test_a_place_that_cognito_has_forgotten_begins_anew(
    system: InMemorySystem, monkeypatch: pytest.MonkeyPatch, fault: VestibuleError
) -> None:
    confirmed_account(system, EMAIL)
    store = memory.MemoryStore(Page, ("job_id", "page_id"), {})
    registration = replace(system.registration, places=store)
    store.put(Page("reconcile-users", PLAN, system.now(), cursor="gone"))
    whole = system.identity.page

    def page(cursor: str) -> tuple[tuple[MemoryAccount, ...], str | None]:
        if cursor == "gone":
            raise fault
        return whole(cursor)

    monkeypatch.setattr(system.identity, "page", page, raising=False)
    assert registration.reconcile(again=False) == Reconciled(missing=1, finished=True)


def test_a_thousand_sign_ups_twice_and_shuffled_are_a_thousand_right_rows(
    system: InMemorySystem,
) -> None:
    events = [an_event(person, minute) for person in range(1, 1001) for minute in (0, 1)] * 2
    random.Random(4).shuffle(events)
    for start in range(0, len(events), 10):
        assert set(system.registration.record_all(events[start : start + 10])) == {None}
    assert len(system.users.rows) == 1000
    assert {row.phone for row in system.users.rows.values()} == {"+306900000001"}
