"""Test mode: every reason and every course can be played; nothing paid is called, nothing real."""

from __future__ import annotations

import inspect
import io
import re
from typing import Any

import pytest
from PIL import Image

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.scenarios import (
    CODE,
    FAULTS,
    FLAWLESS,
    SCENARIOS,
    chosen_by,
    shown_by,
)
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications import checks
from chalicelib.domain.verifications.checks import CHECKS, Policy, decide
from chalicelib.domain.verifications.rebuilding import rebuilt
from chalicelib.domain.verifications.verification import MOVES, State
from chalicelib.services.applicants.sandbox import Sandbox
from tests.services.in_memory import START, InMemorySystem, picture
from tests.services.levels.test_deciding_under_levels import published

TEST, LIVE = f"apl_test_{1:032x}", f"apl_live_{1:032x}"


@pytest.fixture
def system() -> InMemorySystem:
    return InMemorySystem()


def sandbox(system: InMemorySystem) -> Sandbox:
    return Sandbox(
        verifications=system.verifications,
        profiles=system.profiles,
        sessions=system.sessions,
        pictures=system.pictures,
        scanner=system.outside.scanner,
    )


def claim(system: InMemorySystem, name: str, person: str = TEST) -> None:
    system.people.save_profile(person, name, START.date().replace(year=1991), "GRC", "")


def test_every_reason_of_every_rule_can_be_played() -> None:
    """A new rule without its scenario fails here."""
    source = inspect.getsource(checks)
    given = set(re.findall(r'Outcome\.(?:REVIEW|REJECT), "(\w+)"', source))
    given |= set(re.findall(r'(?:reason = |else )"(\w+)"', source)) - {"approved"}
    assert len(given) >= 14
    assert given <= set(SCENARIOS)
    for name in FAULTS:
        assert name in SCENARIOS[name].steps[0].reasons, name


def test_what_the_faults_are_put_into_is_flawless_to_every_rule() -> None:
    decision = decide(FLAWLESS, Policy())
    assert (decision.outcome, decision.reasons) == ("approved", ())
    assert len(decision.findings) == len(CHECKS)


def test_every_end_of_an_attempt_is_reached_by_some_scenario() -> None:
    reached = {step.state for one in SCENARIOS.values() for step in one.steps}
    ways = {State.CREATED, State.IN_PROGRESS, State.PROCESSING}
    ways |= {State.CONFIRMED}  # what an approval comes to under a level for less
    assert reached == set(State) - ways


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_begins_where_pictures_and_frames_have_led(name: str) -> None:
    first = SCENARIOS[name].steps[0]
    assert all(first.state in MOVES[state] for state in (State.IN_PROGRESS, State.PROCESSING))


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_is_a_legal_course_to_its_end(system: InMemorySystem, name: str) -> None:
    verification_id = system.verifications.open(TEST).verification_id
    desk = sandbox(system)
    walked = []
    for step in SCENARIOS[name].steps:
        after = desk.advance(verification_id, name)
        walked.append((after.state, after.reasons))
        assert after.state is step.state
    with pytest.raises(Conflict) as over:
        desk.advance(verification_id, name)
    assert over.value.code == "scenario_over"
    assert walked == [(step.state, step.reasons) for step in SCENARIOS[name].steps]
    assert system.cases.items == {}, "no reviewer meets who is not real"
    assert system.messages.alerts == [] and system.messages.texts == []


@pytest.mark.parametrize(
    ("name", "played"),
    [
        ("Sandbox Late Reversal", "late_reversal"),
        ("sandbox watchlist match", "watchlist_match"),
        ("Sandbox Nothing Like It", "approved"),
        ("Anna Blau", "approved"),
        ("", "approved"),
    ],
)
def test_the_claimed_name_chooses(name: str, played: str) -> None:
    assert chosen_by(name).name == played


def test_pictures_and_frames_go_the_whole_way_and_no_service_is_asked(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim(system, "Sandbox Watchlist Match")
    verification_id = system.uploads.accept(TEST, picture()).verification_id
    asked: list[Any] = []
    system.ocr.analyze = lambda *given: asked.append(given)  # type: ignore[method-assign, assignment]
    assert system.reading.read(f"{verification_id}.jpg") is None
    session = system.show(TEST, verification_id)
    monkeypatch.setattr(system.faces, "observe", lambda *given: asked.append(given))
    assert sandbox(system).shown(session.session_id)
    assert sandbox(system).shown(session.session_id), "a second delivery changes nothing"
    after = system.verifications.get(verification_id)
    assert (after.state, after.reasons) == (State.NEEDS_REVIEW, ("watchlist_match",))
    assert (asked, system.documents.items) == ([], {})
    assert system.sweeping.sweep() == 0


def test_no_live_attempt_is_played(system: InMemorySystem) -> None:
    claim(system, "Sandbox Approved", LIVE)
    verification_id = system.uploads.accept(LIVE, picture()).verification_id
    session = system.show(LIVE, verification_id)
    assert not sandbox(system).shown(session.session_id)
    with pytest.raises(NotFound):
        sandbox(system).advance(verification_id, "approved")
    assert system.verifications.get(verification_id).state is State.PROCESSING


def test_a_scenario_has_a_name_of_ours(system: InMemorySystem) -> None:
    verification_id = system.verifications.open(TEST).verification_id
    with pytest.raises(BadRequest) as refused:
        sandbox(system).advance(verification_id, "nothing_like_it")
    assert refused.value.code == "scenario_unknown"


def test_what_is_played_in_test_never_touches_the_live_person(system: InMemorySystem) -> None:
    """The same backend, the same person by name: two ids, two rows, two logs."""
    for person in (TEST, LIVE):
        system.verifications.open(person)
    test = system.verifications.latest(TEST)
    assert test
    sandbox(system).advance(test.verification_id, "approved")
    assert system.verifications.person(TEST).standing().status == "verified"
    assert system.verifications.person(LIVE).standing().status == "pending"
    assert {moved.mode for moved in system.published if moved.user_id == TEST} == {Mode.TEST}
    assert system.counted.count("approved") == 0


def test_nobody_calls_the_pool_or_the_registry_for_another_backends_person(
    system: InMemorySystem,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    system.identity.find = lambda name: asked.append(name)  # type: ignore[method-assign, assignment]
    monkeypatch.setattr(system.users, "set_kyc_status", lambda *a, **k: asked.append(a))
    for person in (TEST, LIVE):
        attempt = system.verifications.open(person)
        system.moved(attempt.verification_id, State.REJECTED, ("under_age",))
    assert asked == []


def test_the_log_of_a_test_attempt_asks_for_no_case(system: InMemorySystem) -> None:
    attempt = system.verifications.open(TEST)
    system.moved(attempt.verification_id, State.NEEDS_REVIEW, ("face_mismatch",))
    entries = system.audit.read(attempt.verification_id)
    assert rebuilt({attempt.verification_id: entries}).open_cases == frozenset()


def test_time_moves_on_for_one_applicant_alone(system: InMemorySystem) -> None:
    desk, other = sandbox(system), system.verifications.open(f"apl_test_{2:032x}")
    mine = system.verifications.open(TEST)
    days = (mine.closes_at - system.now()).days
    assert desk.pass_days(mine.verification_id, days - 1).state is State.CREATED
    after = desk.pass_days(mine.verification_id, 1)
    assert (after.state, after.reasons) == (State.EXPIRED, ("timed_out",))
    assert system.verifications.get(other.verification_id) == other


def test_an_approval_is_told_about_and_goes_stale(system: InMemorySystem) -> None:
    published(system, 2, periodicReview={"lowMonths": 12, "mediumMonths": 12, "highMonths": 12})
    desk, mine = system.app.sandbox, system.verifications.open(TEST)
    desk.advance(mine.verification_id, "approved")
    told = desk.pass_days(mine.verification_id, 360)
    assert (told.state, list(told.notices)) == (State.APPROVED, ["periodic_review"])
    after = desk.pass_days(mine.verification_id, 6)
    assert (after.state, after.reasons) == (State.STALE, ("review_due",))


def test_nobody_of_live_mode_grows_older_and_nobody_for_ever(system: InMemorySystem) -> None:
    live, test = system.verifications.open(LIVE), system.verifications.open(TEST)
    with pytest.raises(NotFound):
        sandbox(system).pass_days(live.verification_id, 1)
    sandbox(system).advance(test.verification_id, "approved")
    with pytest.raises(BadRequest):
        sandbox(system).pass_days(test.verification_id, 36_501)


def worn(data: bytes) -> bytes:
    """As a phone sends it: askew, smaller, of less quality."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as card:
        askew = card.rotate(3, expand=True, fillcolor=(90, 90, 90))
        askew.thumbnail((700, 700))
        askew.save(out, "JPEG", quality=55)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_has_a_document_that_chooses_it(system: InMemorySystem, name: str) -> None:
    scanner = system.outside.scanner
    drawn = sandbox(system).document(name)
    assert drawn.startswith(b"\xff\xd8")
    for seen in (drawn, worn(drawn)):
        assert shown_by(scanner.codes(seen)) is SCENARIOS[name]


def test_a_document_is_believed_before_the_claims(system: InMemorySystem) -> None:
    claim(system, "Sandbox Under Age")
    played = sandbox(system)
    sent = system.uploads.accept(TEST, worn(played.document("late_reversal")))
    case = sent.verification_id
    played.shown(system.show(TEST, case).session_id)
    assert system.verification_store.get(case).state is State.APPROVED
    after = played.advance(case, "")
    assert (after.state, after.reasons) == (State.REJECTED, ("fraud_suspected",))


def test_a_code_that_names_nothing_leaves_it_to_the_claims(system: InMemorySystem) -> None:
    claim(system, "Sandbox Under Age")
    played = sandbox(system)
    odd = system.outside.scanner.drawn(f"{CODE}no_such_thing", "odd")
    case = system.uploads.accept(TEST, odd).verification_id
    played.shown(system.show(TEST, case).session_id)
    assert system.verification_store.get(case).reasons == ("under_age",)
    with pytest.raises(BadRequest):
        played.document("no_such_thing")


def test_in_live_mode_it_is_a_picture_like_any_other(system: InMemorySystem) -> None:
    played = sandbox(system)
    case = system.uploads.accept(LIVE, played.document("approved")).verification_id
    assert not played.shown(system.show(LIVE, case).session_id)
    with pytest.raises(NotFound):
        played.advance(case, "")
    assert system.verification_store.get(case).state is not State.APPROVED


def _read(system: InMemorySystem, case: str) -> None:
    system.verifications.change(case, lambda found: found.changed(system.now(), evidence={}))


def _compared(system: InMemorySystem, case: str) -> None:
    system.verifications.move(system.verification_store.get(case), State.PROCESSING)


def _filmed(system: InMemorySystem, case: str) -> None:
    sandbox(system).shown(system.show(TEST, case).session_id)


def _ran_out(system: InMemorySystem, case: str) -> None:
    system.verifications.close(case, State.EXPIRED, ("timed_out",))


@pytest.mark.parametrize(
    ("meanwhile", "tries"), [(_read, 2), (_compared, 2), (_filmed, 1), (_ran_out, 1)]
)
def test_only_another_end_is_a_conflict_with_the_step_that_is_asked_for(
    system: InMemorySystem, meanwhile: Any, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document is read, frames are compared, the last of them begins the scenario itself."""
    played = sandbox(system)
    case = system.uploads.accept(TEST, played.document("late_reversal")).verification_id
    chosen = type(played)._chosen
    seen: list[str] = []

    def slowly(self: Any, verification: Any) -> Any:
        seen.append(case)
        if len(seen) == 1:
            monkeypatch.setattr(type(played), "_chosen", chosen)
            meanwhile(system, case)
            monkeypatch.setattr(type(played), "_chosen", slowly)
        return chosen(self, verification)

    monkeypatch.setattr(type(played), "_chosen", slowly)
    if meanwhile is _ran_out:
        with pytest.raises(Conflict) as lost:
            played.advance(case, "")
        assert lost.value.code == "changed_meanwhile"
    else:
        assert played.advance(case, "").state is State.APPROVED
    assert len(seen) == tries
