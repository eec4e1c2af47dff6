"""Nothing waits for nobody: two sessions at once, lost messages, engines that are away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.domain.errors import Conflict, Unavailable, VestibuleError
from chalicelib.domain.liveness.liveness import LivenessSession, SessionState, standing
from chalicelib.domain.verifications.verification import OPEN, State
from tests.present import present
from tests.search import SEARCH
from tests.services.in_memory import CALM, POSES, InMemorySystem, picture

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.fixture
def case(system: InMemorySystem) -> str:
    return system.uploaded(USER)


def all_frames(system: InMemorySystem, session: LivenessSession) -> LivenessSession:
    while session.remaining:
        session = system.frame(session)
    return session


def test_a_new_session_closes_the_older_one(system: InMemorySystem, case: str) -> None:
    first = system.liveness.start(USER, case)
    system.now.move(seconds=1)
    second = system.liveness.start(USER, case)
    with pytest.raises(Conflict) as caught:
        system.frame(first)
    assert caught.value.code == "session_used"
    assert system.sessions.get(first.session_id).state is SessionState.REPLACED
    assert system.verifications.get(case).state is State.IN_PROGRESS
    assert all_frames(system, second).state is SessionState.CHECKING


def test_an_older_session_that_fails_beside_a_newer_one_gives_the_document_back(
    system: InMemorySystem, case: str
) -> None:
    """The last frame of the older one came in the very moment in which the newer one was drawn."""
    older = system.liveness.start(USER, case)
    system.now.move(seconds=1)
    newer = system.liveness.start(USER, case)
    stored = system.sessions.get(older.session_id)
    system.sessions.save(replace(older, state=SessionState.OPEN, version=stored.version + 1))
    older = all_frames(system, system.sessions.get(older.session_id))
    for frame in older.frames:
        system.faces.seen[system.liveness.frame_key(older, frame)] = ()
    system.compare(older)
    assert system.verifications.get(case).state is State.IN_PROGRESS
    assert system.uploads.accept(USER, picture("another")).verification_id == case
    assert all_frames(system, newer).state is SessionState.CHECKING


def test_what_counts_is_told_by_state_and_not_by_age(system: InMemorySystem, case: str) -> None:
    system.show(USER, case)
    checking = system.liveness.view(case)
    late = replace(present(checking), session_id="late", state=SessionState.OPEN,
                   created_at=system.now())  # fmt: skip
    assert standing([present(late), present(checking)]) is checking
    passed = replace(present(late), session_id="p", state=SessionState.PASSED)
    assert standing([present(checking), present(late), present(passed)]) is passed
    assert standing([]) is None


def test_the_sweep_frees_what_nothing_works_on(system: InMemorySystem, case: str) -> None:
    session = system.show(USER, case)
    system.sessions.save(session.ended(SessionState.FAILED))  # and then its function died
    assert system.verifications.get(case).state is State.PROCESSING
    system.queue.bodies.clear()
    system.now.move(minutes=11)
    assert system.sweeping.sweep() == 1
    assert system.verifications.get(case).state is State.IN_PROGRESS


class Waiting(RuleBasedStateMachine):
    """One applicant draws sessions and sends frames; messages get lost, engines are away."""

    def __init__(self) -> None:
        super().__init__()
        self.system = InMemorySystem()
        self.case = self.system.uploaded(USER)
        self.system.read(self.case)
        self.drawn: list[str] = []

    @property
    def state(self) -> State:
        return self.system.verifications.get(self.case).state

    @rule()
    def draw(self) -> None:
        self.system.now.move(seconds=1)
        with suppress(VestibuleError):
            self.drawn.append(self.system.liveness.start(USER, self.case).session_id)

    @precondition(lambda self: self.drawn)
    @rule(which=st.integers(0, 9), good=st.booleans(), frames=st.integers(1, 12))
    def send(self, which: int, good: bool, frames: int) -> None:
        session = self.system.sessions.get(self.drawn[which % len(self.drawn)])
        with suppress(VestibuleError):
            for _ in range(min(frames, session.remaining)):
                gesture = session.expected().gesture
                session = self.system.frame(session)
                key = self.system.liveness.frame_key(session, session.frames[-1])
                seen = (replace(CALM, **POSES[gesture]),) if good else ()
                self.system.faces.seen[key] = seen

    @rule()
    def upload_again(self) -> None:
        with suppress(VestibuleError):
            self.system.uploads.accept(USER, picture(str(self.system.now())))

    @rule(lost=st.booleans(), away=st.booleans())
    def work(self, lost: bool, away: bool) -> None:
        bodies, self.system.queue.bodies[:] = list(self.system.queue.bodies), []
        for body in bodies:
            if lost:
                continue
            self.system.faces.fault = Unavailable("not now") if away else None
            with suppress(VestibuleError):
                self.system.compare(self.system.sessions.get(body["sessionId"]))
                self.system.decisions.consider(self.case)
            self.system.faces.fault = None

    @rule(minutes=st.sampled_from([1, 4, 12]))
    def time_passes(self, minutes: int) -> None:
        self.system.now.move(minutes=minutes)
        self.system.sweeping.sweep()

    @invariant()
    def somebody_works_on_it_or_the_person_may(self) -> None:
        """What is seen from a copy of this moment: after two sweeps nothing is left waiting."""
        if self.state is not State.PROCESSING:
            return
        sessions = self.system.sessions.query("byVerification", self.case, 50)
        assert any(s.state in (SessionState.CHECKING, SessionState.PASSED) for s in sessions)

    def teardown(self) -> None:
        """Everything that is still under way is done; then the case is decided, or the person's."""
        for _ in range(4):
            self.work(lost=False, away=False)
            self.system.now.move(minutes=11)
            self.system.sweeping.sweep()
        assert self.state is not State.PROCESSING
        if self.state in OPEN:  # the person can go on, at the latest the next day
            self.system.now.move(hours=25)
            self.system.uploads.accept(USER, picture("again"))
            self.system.liveness.start(USER, self.case)


Waiting.TestCase.settings = settings(
    max_examples=SEARCH or 15, stateful_step_count=25, deadline=None
)
TestWaiting = Waiting.TestCase
