"""Applicants, their onboardings and keys: twice at once, too late, or not yet enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.verifications.verification import State
from chalicelib.services.applicants import recent_keys
from chalicelib.services.applicants.recent_keys import RecentKeys
from tests.present import present
from tests.services.in_memory import START, InMemorySystem, picture
from tests.services.meanwhile import Busy, after

BORN = START.date().replace(year=1991)
TEST = f"apl_test_{1:032x}"


def phone_proven(system: InMemorySystem) -> str:
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    return onboarding_id


def test_a_step_that_is_run_again_waits_as_it_did(system: InMemorySystem) -> None:
    onboarding_id = phone_proven(system)
    assert system.steps.check_profile(onboarding_id, "first") is False
    before = system.onboardings.get(onboarding_id)
    system.now.move(minutes=1)
    assert system.steps.check_profile(onboarding_id, "second") is False
    assert system.onboardings.get(onboarding_id) == before


def test_a_profile_that_lacks_something_wakes_nobody(system: InMemorySystem) -> None:
    onboarding_id = phone_proven(system)
    system.steps.check_profile(onboarding_id, "token")
    user_id = system.onboardings.get(onboarding_id).user_id
    system.people.save_profile(user_id, "Anna", BORN, "", "")
    assert system.steps.recheck_profiles() == 0
    assert "token" not in system.workflow.answered
    assert system.onboardings.get(onboarding_id).waiting_for == "profile"


def test_news_of_a_decision_behind_which_another_attempt_has_begun_wake_nobody(
    system: InMemorySystem,
) -> None:
    onboarding_id, user_id, case = system.ready()
    system.at_once = False  # who follows hears of it only after the next attempt has begun
    rejected = system.moved(case, State.REJECTED, ("document_expired",))
    system.steps.await_decision(onboarding_id, "waiting")
    del system.workflow.answered["waiting"]
    system.workflow.closed.clear()
    system.verifications.open(user_id)
    system.resumer.wait(onboarding_id, "decision", "waiting", timedelta(days=8))
    assert system.steps.decided(rejected) is False
    assert "waiting" not in system.workflow.answered


def test_a_mark_of_somebody_real_removes_nobody(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    mark = Mark(user_id, MarkKind.TEST, system.now(), system.now())
    system.marks.put(mark)
    refused = system.app.passing.remove(mark)
    assert (type(refused), present(refused).code) == (Conflict, "mode_wrong")
    assert system.identity.find(user_id) and system.profiles.find(user_id)
    assert system.marks.find(user_id, MarkKind.ERASED) is None


@dataclass
class Asked:
    """Recognizes every key and counts."""

    times: int = 0
    now: Any = field(default=lambda: START)

    def __call__(self, text: str) -> Any:
        self.times += 1
        return self

    def usable(self, now: Any) -> bool:
        return True


def test_the_memory_of_keys_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_keys, "MOST", 3)
    asked = Asked()
    recent: Any = RecentKeys(recognize=asked, now=lambda: START)
    for number in range(20):
        recent.find(f"key-{number}")
        assert len(recent.known) <= 3
    recent.find("key-19")
    assert asked.times == 20, "the last one is still known"


@pytest.fixture
def backend(system: InMemorySystem) -> Any:
    """(an applicant of a backend, the rights of its key)."""
    made, _ = system.app.applicants.create(Mode.TEST, "u-1")
    key = system.app.api_keys.make(Mode.TEST, "shop", ("applicants:read",), None, "ann").key
    return made, key.rights


@pytest.mark.parametrize(
    ("seconds", "good"), [(299, False), (300, True), (86_400, True), (86_401, False)]
)
def test_a_session_lives_five_minutes_to_a_day(
    system: InMemorySystem, backend: Any, seconds: int, good: bool
) -> None:
    sessions, (made, rights) = system.app.applicant_sessions, backend
    if good:
        session = sessions.create(made, rights, "", seconds)
        assert session.expires_at - session.created_at == timedelta(seconds=seconds)
    else:
        with pytest.raises(BadRequest) as caught:
            sessions.create(made, rights, "", seconds)
        assert caught.value.code == "session_ttl"
        assert isinstance(sessions.sessions, MemoryStore) and not sessions.sessions.items


def test_an_external_id_that_names_somebody_else_by_now_stays(
    system: InMemorySystem, backend: Any
) -> None:
    applicants, (made, _) = system.app.applicants, backend
    [key] = system.outside.records.external_ids.items
    applicants.unname(Mode.TEST, "apl_test_of_another", *key)
    assert applicants.by_external_id(Mode.TEST, "u-1") == made
    applicants.forget(Mode.TEST, made.applicant_id)
    applicants.unname(Mode.TEST, made.applicant_id, *key)  # again is no error
    assert not system.outside.records.external_ids.items


@pytest.fixture
def attempt(system: InMemorySystem, backend: Any) -> str:
    return str(system.verifications.open(backend[0].applicant_id).verification_id)


def test_facts_that_are_told_again_change_nothing(system: InMemorySystem, attempt: str) -> None:
    first = system.app.verified.tell(Mode.TEST, attempt, {"amount": 100})
    assert system.app.verified.tell(Mode.TEST, attempt, {"amount": 100}) == first
    assert system.app.verified.tell(Mode.TEST, attempt, {"amount": 200}).version > first.version


def test_facts_that_come_behind_the_decision_are_refused(
    system: InMemorySystem, attempt: str
) -> None:
    store = system.verification_store
    after(store, "find", lambda: system.moved(attempt, State.REJECTED, ("age_unknown",)))
    with pytest.raises(Conflict) as caught:
        system.app.verified.tell(Mode.TEST, attempt, {"amount": 100})
    assert caught.value.code == "verification_closed"
    assert "told" not in system.verifications.get(attempt).evidence


def test_a_scenario_whose_attempt_always_changes_says_so(system: InMemorySystem) -> None:
    found = system.uploads.accept(TEST, picture()).verification_id
    busy = Busy(system.verification_store)
    with pytest.raises(Conflict) as caught:
        system.app.sandbox.advance(found, "")
    assert caught.value.code == "changed_meanwhile"
    assert busy.looks >= 20
    assert system.verification_store.get(found).state is State.IN_PROGRESS
