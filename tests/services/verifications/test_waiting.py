"""Nothing waits for nobody: two sessions at once, lost messages, engines that are away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.domain.errors import Conflict, Unavailable, VestibuleError
from chalicelib.domain.liveness.liveness import SessionState, standing
from chalicelib.domain.verifications.verification import OPEN, State
from tests.services.world import CALM, POSES, World, picture

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.fixture
def case(world):
    return world.uploaded(USER)


def all_frames(world, session):
    while session.remaining:
        session = world.frame(session)
    return session


def test_a_new_session_closes_the_older_one(world, case):
    first = world.liveness.start(USER, case)
    world.now.move(seconds=1)
    second = world.liveness.start(USER, case)
    with pytest.raises(Conflict) as caught:
        world.frame(first)
    assert caught.value.code == "session_used"
    assert world.sessions.get(first.session_id).state is SessionState.REPLACED
    assert world.verifications.get(case).state is State.IN_PROGRESS
    assert all_frames(world, second).state is SessionState.CHECKING


def test_an_older_session_that_fails_beside_a_newer_one_gives_the_document_back(world, case):
    """The last frame of the older one came in the very moment in which the newer one was drawn."""
    older = world.liveness.start(USER, case)
    world.now.move(seconds=1)
    newer = world.liveness.start(USER, case)
    stored = world.sessions.get(older.session_id)
    world.sessions.save(replace(older, state=SessionState.OPEN, version=stored.version + 1))
    older = all_frames(world, world.sessions.get(older.session_id))
    for frame in older.frames:
        world.faces.seen[world.liveness.frame_key(older, frame)] = ()
    world.compare(older)
    assert world.verifications.get(case).state is State.IN_PROGRESS
    assert world.uploads.accept(USER, picture("another")).verification_id == case
    assert all_frames(world, newer).state is SessionState.CHECKING


def test_what_counts_is_told_by_state_and_not_by_age(world, case):
    world.show(USER, case)
    checking = world.liveness.view(case)
    late = replace(checking, session_id="late", state=SessionState.OPEN,
                   created_at=world.now())  # fmt: skip
    assert standing([late, checking]) is checking
    passed = replace(late, session_id="p", state=SessionState.PASSED)
    assert standing([checking, late, passed]) is passed
    assert standing([]) is None


def test_the_sweep_frees_what_nothing_works_on(world, case):
    session = world.show(USER, case)
    world.sessions.save(session.ended(SessionState.FAILED))  # and then its function died
    assert world.verifications.get(case).state is State.PROCESSING
    world.queue.bodies.clear()
    world.now.move(minutes=11)
    assert world.sweeping.sweep() == 1
    assert world.verifications.get(case).state is State.IN_PROGRESS


class Waiting(RuleBasedStateMachine):
    """One applicant draws sessions and sends frames; messages get lost, engines are away."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.case = self.world.uploaded(USER)
        self.world.read(self.case)
        self.drawn: list[str] = []

    @property
    def state(self) -> State:
        return self.world.verifications.get(self.case).state

    @rule()
    def draw(self) -> None:
        self.world.now.move(seconds=1)
        with suppress(VestibuleError):
            self.drawn.append(self.world.liveness.start(USER, self.case).session_id)

    @precondition(lambda self: self.drawn)
    @rule(which=st.integers(0, 9), good=st.booleans(), frames=st.integers(1, 12))
    def send(self, which: int, good: bool, frames: int) -> None:
        session = self.world.sessions.get(self.drawn[which % len(self.drawn)])
        with suppress(VestibuleError):
            for _ in range(min(frames, session.remaining)):
                gesture = session.expected().gesture
                session = self.world.frame(session)
                key = self.world.liveness.frame_key(session, session.frames[-1])
                seen = (replace(CALM, **POSES[gesture]),) if good else ()
                self.world.faces.seen[key] = seen

    @rule()
    def upload_again(self) -> None:
        with suppress(VestibuleError):
            self.world.uploads.accept(USER, picture(str(self.world.now())))

    @rule(lost=st.booleans(), away=st.booleans())
    def work(self, lost: bool, away: bool) -> None:
        bodies, self.world.queue.bodies[:] = list(self.world.queue.bodies), []
        for body in bodies:
            if lost:
                continue
            self.world.faces.fault = Unavailable("not now") if away else None
            with suppress(VestibuleError):
                self.world.compare(self.world.sessions.get(body["sessionId"]))
                self.world.decisions.consider(self.case)
            self.world.faces.fault = None

    @rule(minutes=st.sampled_from([1, 4, 12]))
    def time_passes(self, minutes: int) -> None:
        self.world.now.move(minutes=minutes)
        self.world.sweeping.sweep()

    @invariant()
    def somebody_works_on_it_or_the_person_may(self) -> None:
        """What is seen from a copy of this moment: after two sweeps nothing is left waiting."""
        if self.state is not State.PROCESSING:
            return
        sessions = self.world.sessions.query("byVerification", self.case, 50)
        assert any(s.state in (SessionState.CHECKING, SessionState.PASSED) for s in sessions)

    def teardown(self) -> None:
        """Everything that is still under way is done; then the case is decided, or the person's."""
        for _ in range(4):
            self.work(lost=False, away=False)
            self.world.now.move(minutes=11)
            self.world.sweeping.sweep()
        assert self.state is not State.PROCESSING
        if self.state in OPEN:  # the person can go on, at the latest the next day
            self.world.now.move(hours=25)
            self.world.uploads.accept(USER, picture("again"))
            self.world.liveness.start(USER, self.case)


Waiting.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestWaiting = Waiting.TestCase
