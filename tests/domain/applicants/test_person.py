"""Where a person stands: total, whatever their attempts are, and never more than they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.person import MOST_ATTEMPTS, Attempt, Person, standing
from chalicelib.domain.verifications.verification import State, Verification

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
S, K = State, KycStatus
ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(State), st.integers(1, 30)), max_size=6, unique_by=lambda a: a[1]
).map(
    lambda found: tuple(
        Attempt(f"v{number}", number, state, sequence)
        for number, (state, sequence) in enumerate(found, start=1)
    )
)


def attempts(*states: State) -> tuple[Attempt, ...]:
    return tuple(Attempt(f"v{n}", n, state, n) for n, state in enumerate(states, start=1))


@pytest.mark.parametrize(
    ("states", "status", "named"),
    [
        ((), K.NOT_VERIFIED, ""),
        ((S.CREATED,), K.PENDING, "v1"),
        ((S.APPROVED,), K.VERIFIED, "v1"),
        ((S.REJECTED, S.APPROVED), K.VERIFIED, "v2"),
        ((S.REJECTED, S.IN_PROGRESS), K.PENDING, "v2"),
        ((S.REJECTED, S.EXPIRED), K.REJECTED, "v1"),
        ((S.EXPIRED,), K.NOT_VERIFIED, "v1"),
        ((S.NEEDS_REVIEW, S.APPROVED), K.PENDING, "v1"),
        ((S.APPROVED, S.NEEDS_REVIEW), K.PENDING, "v2"),
        ((S.APPROVED, S.REJECTED), K.REJECTED, "v2"),
        ((S.ERROR,), K.PENDING, "v1"),
    ],
)
def test_where_somebody_stands_by_their_attempts(
    states: tuple[State, ...], status: KycStatus, named: str
) -> None:
    found = standing(attempts(*states))
    assert (found.status, found.verification_id) == (status, named)


def test_a_late_refusal_of_an_old_attempt_outweighs_a_newer_approval() -> None:
    old, new = attempts(S.REJECTED, S.APPROVED)
    assert standing((replace(old, sequence=9), new)).status is K.REJECTED


def test_an_open_case_outweighs_an_approval() -> None:
    assert standing(attempts(S.APPROVED), open_cases=frozenset({"v1"})).status is K.PENDING


@given(ATTEMPTS)
def test_verified_means_that_the_newest_decisions_say_so_and_nobody_looks(
    found: tuple[Attempt, ...],
) -> None:
    result = standing(found)
    assert (result.verification_id == "") == (not found)
    if result.status is not K.VERIFIED:
        return
    decided = [a for a in found if a.state in (S.APPROVED, S.REJECTED)]
    assert max(decided, key=lambda a: a.number).state is S.APPROVED
    assert max(decided, key=lambda a: a.sequence).state is S.APPROVED
    assert all(a.state is not S.NEEDS_REVIEW for a in found)
    assert max(found, key=lambda a: a.number).state in (S.APPROVED, S.EXPIRED, S.ABANDONED)


@given(st.lists(st.sampled_from([S.EXPIRED, S.ABANDONED, S.REJECTED]), max_size=90))
def test_a_row_stays_small_and_forgets_no_decision(states: list[State]) -> None:
    person = Person("live#u", "u")
    for number, state in enumerate(states, start=1):
        base = Verification(f"v{number}", "u", NOW, NOW, NOW + timedelta(days=7), state)
        person = person.moved(replace(base, attempt=number))
    refused = states.count(S.REJECTED)
    assert person.sequence == len(states)
    assert len(person.attempts) <= max(MOST_ATTEMPTS, refused + 1)
    assert sum(a.state is S.REJECTED for a in person.attempts) == refused


def test_a_tombstone_knows_nothing() -> None:
    person = Person("live#u", "u", attempts=attempts(S.APPROVED)).erased(NOW)
    assert (person.attempts, person.standing().status) == ((), K.NOT_VERIFIED)
