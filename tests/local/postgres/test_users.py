"""The registry's table: one row per user whatever comes twice or late, and only legal moves."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chalicelib.adapters.accounts.users_postgres import PostgresUsers
from chalicelib.adapters.memory_people import MemoryUsers
from chalicelib.domain.accounts.user import KYC_MOVES, KycStatus, User
from chalicelib.domain.errors import Conflict, NotFound, Refused, Unavailable
from tests.data_api_server import DataApiServer
from tests.present import present

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_user(number: int = 1, **changed: Any) -> User:
    ident = str(UUID(int=number))
    plain = User(ident, f"pool-{number}", f"p{number}@x.example", "Anna", "+306900000001",
                 phone_verified=True, created_at=NOW)  # fmt: skip
    return replace(plain, **changed)


@pytest.fixture
def users(registry: DataApiServer) -> PostgresUsers:
    found: PostgresUsers = registry.users()
    return found


@pytest.fixture(params=["postgres", "memory"])
def both(request: pytest.FixtureRequest) -> MemoryUsers | PostgresUsers:
    """What the services' tests keep in memory behaves as the real table does."""
    if request.param == "memory":
        return MemoryUsers()
    found: PostgresUsers = request.getfixturevalue("users")
    return found


def test_a_row_is_new_once(both: MemoryUsers | PostgresUsers) -> None:
    assert both.upsert_registered(a_user()) is True
    assert both.upsert_registered(a_user(id=str(UUID(int=99)))) is False
    kept = both.get("pool-1")
    assert (kept.id, kept.email, kept.name, kept.phone_verified, kept.created_at) == (
        str(UUID(int=1)), "p1@x.example", "Anna", True, NOW
    )  # fmt: skip


def test_an_older_event_changes_nothing_and_a_newer_one_does(
    both: MemoryUsers | PostgresUsers,
) -> None:
    both.upsert_registered(a_user(phone="+306900000002"))
    both.upsert_registered(a_user(phone="+306900000001", created_at=NOW - MINUTE))
    assert both.get("pool-1").phone == "+306900000002"
    both.upsert_registered(a_user(phone="+306900000003", name=None, created_at=NOW + MINUTE))
    kept = both.get("pool-1")
    assert (kept.phone, kept.name) == ("+306900000003", "Anna")


def test_one_address_is_one_row_whatever_its_case(both: MemoryUsers | PostgresUsers) -> None:
    both.upsert_registered(a_user(1, email="Anna@x.example"))
    with pytest.raises(Conflict) as caught:
        both.upsert_registered(a_user(2, email="anna@X.example"))
    assert "anna" not in str(caught.value).lower()


def test_a_user_nobody_knows_is_not_found(both: MemoryUsers | PostgresUsers) -> None:
    with pytest.raises(NotFound):
        both.get("pool-7")


def test_who_is_missing_is_found_among_thousands(both: MemoryUsers | PostgresUsers) -> None:
    both.upsert_many(tuple(a_user(n) for n in range(1, 1201)))
    asked = tuple(f"pool-{n}" for n in range(1, 1204))
    assert both.missing_of(asked) == {"pool-1201", "pool-1202", "pool-1203"}
    assert both.missing_of(()) == frozenset()


def test_the_database_allows_exactly_the_legal_moves(
    registry: DataApiServer, users: PostgresUsers
) -> None:
    sql = "update users set kyc_status = :status where cognito_id = :who"
    for number, (before, after) in enumerate(itertools.product(KycStatus, repeat=2)):
        who = f"pool-{number}"
        users.upsert_registered(a_user(number))
        registry.api().execute(sql, status=str(before), who=who)
        legal = before is after or after in KYC_MOVES[before]
        if legal:
            registry.api().execute(sql, status=str(after), who=who)
        else:
            with pytest.raises(Conflict) as caught:
                registry.api().execute(sql, status=str(after), who=who)
            assert caught.value.code == "sql_VK001"
        assert users.get(who).kyc_status is (after if legal else before), (before, after)


def test_a_status_nobody_knows_is_refused(registry: DataApiServer, users: PostgresUsers) -> None:
    users.upsert_registered(a_user())
    with pytest.raises(Conflict):  # no move leads there
        registry.api().execute("update users set kyc_status = 'sanctioned'")
    with pytest.raises(Refused) as caught:
        registry.api().execute(
            "insert into users (cognito_id, email, registered_at, kyc_status)"
            " values ('p', 'p@x.example', now(), 'sanctioned')"
        )
    assert str(caught.value).endswith("SQLState 23514 of users_kyc_status_known")


def test_a_change_of_the_row_is_dated(users: PostgresUsers) -> None:
    users.upsert_registered(a_user())
    before = present(users.get("pool-1").updated_at)
    users.set_kyc_status("pool-1", KycStatus.PENDING)
    assert present(users.get("pool-1").updated_at) > before


def test_a_status_keeps_what_it_was_not_told(both: MemoryUsers | PostgresUsers) -> None:
    both.upsert_registered(a_user())
    both.set_kyc_status("pool-1", KycStatus.PENDING, "in_house", "v-1", None, 2, NOW)
    both.set_kyc_status("pool-1", KycStatus.REJECTED, reason="under_age", event_time=NOW + MINUTE)
    kept = both.get("pool-1")
    assert (kept.kyc_status, kept.kyc_provider, kept.kyc_session_id, kept.kyc_attempt) == (
        KycStatus.REJECTED, "in_house", "v-1", 2
    )  # fmt: skip
    assert (kept.kyc_rejection_reason, kept.kyc_event_time) == ("under_age", NOW + MINUTE)


def test_an_older_word_on_kyc_changes_nothing(both: MemoryUsers | PostgresUsers) -> None:
    both.upsert_registered(a_user())
    assert both.set_kyc_status("pool-1", KycStatus.VERIFIED, event_time=NOW + MINUTE) is True
    assert both.set_kyc_status("pool-1", KycStatus.PENDING, event_time=NOW) is False
    assert both.get("pool-1").kyc_status is KycStatus.VERIFIED


def test_the_same_word_twice_is_harmless(both: MemoryUsers | PostgresUsers) -> None:
    both.upsert_registered(a_user())
    for _ in range(2):
        assert both.set_kyc_status("pool-1", KycStatus.PENDING, event_time=NOW) is True


def test_a_status_never_overtakes_its_row(both: MemoryUsers | PostgresUsers) -> None:
    with pytest.raises(Unavailable) as caught:
        both.set_kyc_status("pool-1", KycStatus.PENDING, event_time=NOW)
    assert caught.value.code == "row_on_its_way"


def test_words_on_kyc_in_any_order_end_as_the_newest(registry: DataApiServer) -> None:
    users = registry.users()
    words = [(KycStatus.PENDING, 0), (KycStatus.VERIFIED, 1), (KycStatus.REJECTED, 2)]
    for number, order in enumerate(itertools.permutations(words * 2, 4), start=1):
        if number % 20:
            continue
        users.upsert_registered(a_user(number))
        for status, minute in order:
            users.set_kyc_status(f"pool-{number}", status, event_time=NOW + minute * MINUTE)
        newest = max(order, key=lambda word: word[1])[0]
        assert users.get(f"pool-{number}").kyc_status is newest, order


def test_events_twice_and_out_of_order_end_as_one_right_row_each(
    both: MemoryUsers | PostgresUsers,
) -> None:
    facts = [
        a_user(n, id=str(UUID(int=n * 10 + late)), phone=f"+30690000000{late}",
               created_at=NOW + late * MINUTE)
        for n in range(1, 31) for late in (0, 1, 1, 2)
    ]  # fmt: skip
    random.Random(7).shuffle(facts)
    new = sum(both.upsert_registered(fact) for fact in facts)
    assert new == 30
    assert {both.get(f"pool-{n}").phone for n in range(1, 31)} == {"+306900000002"}
