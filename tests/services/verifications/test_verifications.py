"""Opening verifications: one at a time, whoever opens it first, and always somebody's own."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications.verification import DECIDED, MOVES, OPEN, State, Verification
from tests.present import present
from tests.services.in_memory import EMAIL, InMemorySystem

USER = "00000000-0000-4000-9000-00000000000a"


def test_an_open_one_is_used_again_and_an_ended_one_never(system: InMemorySystem) -> None:
    first = system.verifications.open(USER)
    assert system.verifications.open(USER) == first
    system.now.move(minutes=1)
    system.verifications.move(first, State.REJECTED)
    second = system.verifications.open(USER)
    assert (second.attempt, second.state) == (2, State.CREATED)


def test_the_workflow_takes_over_what_pictures_opened_while_others_change_it(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = system.verifications.open(USER)
    save, raced = system.verification_store.save, list[bool]()

    def race(item: Verification) -> None:
        if not raced:
            raced.append(True)
            save(opened.changed(system.now(), sides=("front",)))
        save(item)

    monkeypatch.setattr(system.verification_store, "save", race)
    found = system.verifications.open(USER, "the-onboarding")
    assert (found.verification_id, found.onboarding_id, found.sides) == (
        opened.verification_id, "the-onboarding", ("front",)
    )  # fmt: skip


def test_a_decided_one_of_the_same_onboarding_is_found_again(system: InMemorySystem) -> None:
    opened = system.verifications.open(USER, "the-onboarding")
    moved = system.verifications.move(opened, State.REJECTED)
    assert system.verifications.open(USER, "the-onboarding") == moved


def test_nobody_finds_the_verification_of_another(system: InMemorySystem) -> None:
    opened = system.verifications.open(USER)
    for ident, user in ((opened.verification_id, "another"), ("absent", USER)):
        with pytest.raises(NotFound) as caught:
            system.verifications.of_user(ident, user)
        assert caught.value.code == "verification_not_found"


def test_the_latest_is_the_newest(system: InMemorySystem) -> None:
    assert system.verifications.latest(USER) is None
    first = system.verifications.open(USER)
    system.verifications.move(first, State.EXPIRED)
    system.now.move(minutes=1)
    second = system.verifications.open(USER)
    assert present(system.verifications.latest(USER)).verification_id == second.verification_id


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("to", [State.REJECTED, State.EXPIRED])
def test_closing_ends_what_is_not_decided_and_leaves_what_has_ended(
    system: InMemorySystem, before: State, to: State
) -> None:
    opened = replace(system.verifications.open(USER), state=before)
    system.verification_store.put(opened)
    closed = system.verifications.close(opened.verification_id, to, ("timed_out",))
    ends = before not in DECIDED and to in MOVES[before]
    assert closed.state is (to if ends else before)
    assert closed == system.verifications.get(opened.verification_id)


def test_every_open_state_can_be_decided(system: InMemorySystem) -> None:
    for state in OPEN:
        assert DECIDED | {State.NEEDS_REVIEW} <= MOVES[state]


def test_a_move_that_is_none_is_refused_and_not_written(system: InMemorySystem) -> None:
    opened = system.verifications.open(USER)
    expired = system.verifications.move(opened, State.EXPIRED)
    with pytest.raises(Conflict) as caught:
        system.verifications.move(expired, State.REJECTED)
    assert caught.value.code == "illegal_state_move"
    assert system.verifications.get(opened.verification_id) == expired


def test_asking_again_needs_a_known_reason(system: InMemorySystem) -> None:
    for reasons in ((), ("made_up",)):
        with pytest.raises(BadRequest) as caught:
            system.reviews.ask_again("absent", reasons, "", "reviewer-rita")
        assert caught.value.code == "reason_unknown"


def test_a_code_for_an_account_that_is_gone_is_sent_to_nobody(system: InMemorySystem) -> None:
    onboarding_id = system.sign_up()
    system.identity.delete(EMAIL)
    with pytest.raises(NotFound) as caught:
        system.accounts.send_code(onboarding_id)
    assert caught.value.code == "onboarding_not_found"
    assert len(system.messages.texts) == 1
