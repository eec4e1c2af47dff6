"""The state of a session is a function of the set of its events, not of their order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.vendors.history import (
    MOST_FACTS,
    RESUBMISSIONS,
    Ours,
    is_news,
    merged,
    standing,
    steps,
)
from chalicelib.domain.vendors.vendor import VendorEvent, from_message
from chalicelib.domain.verifications.verification import MOVES, State

T0 = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CLOSES = T0 + timedelta(days=7)
S = State
#: That an approval is stale, or means less than verified, is ours to say.
THEIRS = [state for state in State if state not in (S.STALE, S.CONFIRMED)]


def fact(state: State, minute: float, **more: Any) -> VendorEvent:
    at = T0 + timedelta(minutes=minute)
    made = VendorEvent("veriff", "s1", f"{state}@{minute}", at, str(state), state)
    return replace(made, **more)


def ends(facts: Any, now: datetime = T0 + timedelta(hours=1), **more: Any) -> State:
    return standing(facts, CLOSES, now, **more).state


REAL = {
    "approved at once": ([S.CREATED, S.IN_PROGRESS, S.PROCESSING, S.APPROVED], S.APPROVED),
    "fraud found later": ([S.IN_PROGRESS, S.APPROVED, S.REJECTED], S.REJECTED),
    "review, then approval": ([S.PROCESSING, S.NEEDS_REVIEW, S.APPROVED], S.APPROVED),
    "second try": ([S.RESUBMIT_REQUESTED, S.IN_PROGRESS, S.PROCESSING, S.APPROVED], S.APPROVED),
    "still trying": ([S.PROCESSING, S.RESUBMIT_REQUESTED, S.IN_PROGRESS], S.IN_PROGRESS),
    "rejection taken back": ([S.REJECTED, S.APPROVED], S.APPROVED),
    "ran out": ([S.CREATED, S.EXPIRED], S.EXPIRED),
    "checked again after approval": ([S.APPROVED, S.PROCESSING], S.APPROVED),
    "vendor stumbled": ([S.PROCESSING, S.ERROR, S.PROCESSING, S.APPROVED], S.APPROVED),
}


@pytest.mark.parametrize("story", REAL)
def test_stories_end_as_told(story: str) -> None:
    states, end = REAL[story]
    assert ends([fact(s, m) for m, s in enumerate(states)]) is end


@given(
    story=st.sampled_from(sorted(REAL)),
    order=st.randoms(use_true_random=False),
    doubled=st.integers(0, 5),
)
def test_order_and_doubling_change_nothing(story: str, order: Random, doubled: int) -> None:
    facts = [fact(s, m) for m, s in enumerate(REAL[story][0])]
    told = facts + order.choices(facts, k=doubled)
    order.shuffle(told)
    kept: tuple[VendorEvent, ...] = ()
    for one in told:  # one after the other, as the queue delivers them
        kept = merged(kept, [one])
    assert standing(kept, CLOSES, T0) == standing(facts, CLOSES, T0)
    assert len(kept) == len(facts)


@settings(max_examples=200)
@given(
    states=st.lists(
        st.tuples(st.sampled_from(THEIRS), st.integers(0, 20)),
        max_size=12,
    ),
    order=st.randoms(use_true_random=False),
)
def test_even_senseless_stories_have_one_end(
    states: list[tuple[State, int]], order: Random
) -> None:
    facts = [fact(s, m) for s, m in states]
    shuffled = list(facts)
    order.shuffle(shuffled)
    assert standing(merged((), shuffled), CLOSES, T0) == standing(merged((), facts), CLOSES, T0)


def test_two_decisions_of_one_instant_the_stricter_wins() -> None:
    assert ends([fact(S.APPROVED, 1), fact(S.REJECTED, 1)]) is S.REJECTED


def test_within_one_second_the_end_follows_the_request_to_try_again() -> None:
    assert ends([fact(S.APPROVED, 1), fact(S.RESUBMIT_REQUESTED, 1)]) is S.APPROVED
    assert ends([fact(S.REJECTED, 1), fact(S.RESUBMIT_REQUESTED, 1)]) is S.REJECTED


def tries(count: int) -> list[VendorEvent]:
    return [fact(S.RESUBMIT_REQUESTED, n, rounds=(f"try-{n}",)) for n in range(count)]


def test_trying_again_has_an_end() -> None:
    assert ends(tries(RESUBMISSIONS)) is S.RESUBMIT_REQUESTED
    over = standing(tries(RESUBMISSIONS + 1), CLOSES, T0)
    assert (over.state, over.reasons) == (S.REJECTED, ("resubmission_limit",))


def test_a_vendor_that_approves_past_the_cap_is_looked_at() -> None:
    assert ends([*tries(RESUBMISSIONS + 1), fact(S.APPROVED, 99)]) is S.NEEDS_REVIEW


def test_tries_whose_webhooks_were_lost_are_counted_from_the_fetched_truth() -> None:
    rounds = tuple(f"try-{n}" for n in range(RESUBMISSIONS + 1))
    assert ends([fact(S.RESUBMIT_REQUESTED, 9, rounds=rounds)]) is S.REJECTED


def test_what_nobody_finished_expires_and_what_was_decided_does_not() -> None:
    late = CLOSES + timedelta(seconds=1)
    assert ends([fact(S.IN_PROGRESS, 1)], now=late) is S.EXPIRED
    assert ends([fact(S.NEEDS_REVIEW, 1)], now=late) is S.NEEDS_REVIEW
    assert ends([fact(S.APPROVED, 1)], now=late) is S.APPROVED
    assert ends([], now=CLOSES) is S.CREATED


def test_our_reviewers_rejection_is_not_undone_by_the_vendor() -> None:
    ours = Ours(S.REJECTED, T0 + timedelta(minutes=10))
    before = [fact(S.NEEDS_REVIEW, 1), fact(S.APPROVED, 5)]
    assert ends(before, ours=ours) is S.REJECTED
    assert ends([*before, fact(S.APPROVED, 20)], ours=ours) is S.NEEDS_REVIEW
    assert ends([*before, fact(S.PROCESSING, 20)], ours=ours) is S.REJECTED


def test_our_reviewers_approval_is_reversed_by_later_fraud_only() -> None:
    ours = Ours(S.APPROVED, T0 + timedelta(minutes=10))
    assert ends([fact(S.REJECTED, 5)], ours=ours) is S.APPROVED
    assert ends([fact(S.REJECTED, 15)], ours=ours) is S.REJECTED


@pytest.mark.parametrize("before", THEIRS)
@pytest.mark.parametrize("after", [state for state in THEIRS if state is not S.CREATED])
def test_every_recorded_move_is_legal(before: State, after: State) -> None:
    settled = before not in {S.CREATED, S.IN_PROGRESS, S.PROCESSING, S.RESUBMIT_REQUESTED, S.ERROR}
    if after in {S.IN_PROGRESS, S.PROCESSING} and settled:
        return  # standing() never goes there
    here = before
    for move in steps(before, after):
        assert move in MOVES[here], f"{here} -> {move}"
        here = move
    assert here is after


def test_a_long_history_keeps_its_decisions() -> None:
    facts = [fact(S.APPROVED, 0.5)] + [fact(S.PROCESSING, n) for n in range(3 * MOST_FACTS)]
    kept = merged((), facts)
    assert len(kept) == MOST_FACTS
    assert ends(kept) is S.APPROVED


def test_an_event_survives_the_queue() -> None:
    event = fact(S.APPROVED, 1, rounds=("a",), reasons=("b",), signed_at=T0, test=True)
    assert from_message(event.as_message()) == event
    unknown = replace(event, state=None, signed_at=None)
    assert from_message(unknown.as_message()) == unknown


# Doubts: a status nobody knows, or a vendor that could not be asked, until there is an answer.


def doubt(minute: float, session: str = "s1") -> VendorEvent:
    return fact(
        S.NEEDS_REVIEW, minute, key=f"doubt@{minute}", known=False, session_id=session,
        reasons=("vendor_unclear",),
    )  # fmt: skip


def answer(state: State, said: float, asked: float, **more: Any) -> VendorEvent:
    at = T0 + timedelta(minutes=asked)
    return fact(state, said, key=f"fetched:{state}:{said}", fetched_at=at, **more)


def test_a_doubt_stands_until_a_later_answer() -> None:
    approved = fact(S.APPROVED, 1)
    assert ends([approved, doubt(5)]) is S.NEEDS_REVIEW
    assert ends([approved, doubt(5), answer(S.APPROVED, 1, 4)]) is S.NEEDS_REVIEW
    assert ends([approved, doubt(5), answer(S.APPROVED, 1, 6)]) is S.APPROVED
    assert ends([approved, doubt(5), answer(S.REJECTED, 4, 6)]) is S.REJECTED


def test_an_answer_about_another_session_settles_nothing() -> None:
    other = answer(S.APPROVED, 6, 9, session_id="s2")
    assert ends([doubt(7), other]) is S.NEEDS_REVIEW


def test_an_answer_that_is_a_doubt_itself_settles_nothing() -> None:
    unknown = answer(S.NEEDS_REVIEW, 1, 9, known=False)
    assert ends([fact(S.APPROVED, 1), doubt(5), unknown]) is S.NEEDS_REVIEW


def test_what_a_vendor_found_later_is_no_doubt_and_stays() -> None:
    found = fact(S.NEEDS_REVIEW, 5, reasons=("watchlist_match",))
    assert ends([fact(S.APPROVED, 1), found, answer(S.APPROVED, 1, 60)]) is S.NEEDS_REVIEW


def test_the_same_answer_once_more_is_no_news_unless_it_settles_a_doubt() -> None:
    first = merged((), [answer(S.APPROVED, 1, 4)])
    again = merged(first, [answer(S.APPROVED, 1, 60)])
    assert not is_news(first, again)
    doubted = merged(first, [doubt(5)])
    assert is_news(first, doubted)
    settled = merged(doubted, [answer(S.APPROVED, 1, 60)])
    assert is_news(doubted, settled)
    assert ends(settled) is S.APPROVED


@settings(max_examples=200)
@given(
    said=st.lists(
        st.tuples(
            st.sampled_from([S.APPROVED, S.REJECTED, S.NEEDS_REVIEW, S.PROCESSING]),
            st.integers(0, 9),
            st.integers(0, 20),
        ),
        max_size=6,
    ),
    doubts=st.lists(st.integers(0, 20), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_doubts_and_answers_in_any_order_have_one_end(
    said: list[tuple[State, int, int]], doubts: list[int], order: Random
) -> None:
    facts = [answer(*one) for one in said] + [doubt(minute) for minute in doubts]
    told = facts + order.choices(facts, k=3) if facts else []
    order.shuffle(told)
    kept: tuple[VendorEvent, ...] = ()
    for one in told:
        kept = merged(kept, [one])
    assert standing(kept, CLOSES, T0) == standing(merged((), facts), CLOSES, T0)


@pytest.mark.parametrize("end", [S.EXPIRED, S.ABANDONED, S.ERROR])
@pytest.mark.parametrize("decided", [S.APPROVED, S.REJECTED])
def test_an_end_without_a_decision_undoes_no_decision(end: State, decided: State) -> None:
    assert ends([fact(decided, 1), fact(end, 2)]) is decided


@pytest.mark.parametrize("end", [S.EXPIRED, S.ABANDONED])
def test_a_session_that_ended_can_be_taken_up_again(end: State) -> None:
    assert ends([fact(S.IN_PROGRESS, 1), fact(end, 2), fact(S.PROCESSING, 3)]) is S.PROCESSING
    assert ends([fact(S.IN_PROGRESS, 1), fact(end, 2), fact(S.CREATED, 3)]) is S.IN_PROGRESS


def test_what_says_nothing_of_a_state_is_no_fact_to_keep() -> None:
    told = replace(fact(S.APPROVED, 1), state=None)
    known = (fact(S.PROCESSING, 0),)
    assert merged(known, [told]) == known
