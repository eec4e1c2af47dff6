"""What every liveness engine must do, whoever films; and what the managed one adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, NotFound, TooMany, Unavailable
from chalicelib.domain.liveness.liveness import Compared, Frame, LivenessSession, SessionState
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from chalicelib.domain.verifications.verification import State
from chalicelib.services.liveness.managed_liveness import ManagedLiveness
from chalicelib.services.ports import LivenessEngine
from tests.services.in_memory import InMemorySystem, picture

#: A frame for an engine that takes none.
FRAME = Frame("f1", "c1", 1, "2026-11-21T08:00:00+00:00", "")
SHOWN = ManagedResult("SUCCEEDED", 97.0, picture("the best frame"))


@dataclass
class Service:
    """A managed check that ends as it is told."""

    results: dict[str, ManagedResult] = field(default_factory=dict)
    ends: ManagedResult = SHOWN
    fault: Exception | None = None

    def create(self, token: str) -> str:
        self.results.setdefault(f"managed-{token}", ManagedResult("CREATED"))
        return f"managed-{token}"

    def result(self, session_id: str) -> ManagedResult:
        if self.fault:
            raise self.fault
        if session_id not in self.results:
            raise NotFound("no such liveness session", "session_not_found")
        return self.results[session_id]

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        return StreamAccess("wss://films", "eu-west-1", "A", f"s {session_id}", "t", until)


class EngineHarness:
    """One engine, and how an applicant goes through it."""

    def __init__(self, system: InMemorySystem, name: str) -> None:
        self.system, self.service = system, Service()
        managed = ManagedLiveness(shared=system.liveness, service=self.service, confidence=90.0)
        self.engine: LivenessEngine = managed if name == "rekognition" else system.liveness

    def through(self, user_id: str, verification_id: str, well: bool) -> LivenessSession:
        """From the start to the end of one session."""
        system = self.system
        if self.engine is system.liveness:
            session = system.show(user_id, verification_id)
            if not well:
                for frame in session.frames:
                    system.faces.seen[self.engine.frame_key(session, frame)] = ()
        else:
            session = self.engine.start(user_id, verification_id)
            self.service.results[session.session_id] = SHOWN if well else ManagedResult("FAILED", 3)
            self.engine.check_again(user_id, verification_id)
        return self.engine.compare(system.faces, session.session_id, 85.0)


@pytest.fixture(params=["gestures", "rekognition"])
def harness(request: pytest.FixtureRequest, system: InMemorySystem) -> EngineHarness:
    return EngineHarness(system, request.param)


@pytest.fixture
def managed(system: InMemorySystem) -> EngineHarness:
    return EngineHarness(system, "rekognition")


@pytest.fixture
def applicant(system: InMemorySystem) -> tuple[str, str]:
    _, user_id = system.confirmed()
    return user_id, system.uploaded(user_id)


def test_who_lives_passes_with_the_engine_s_assurance(
    harness: EngineHarness, applicant: tuple[str, str]
) -> None:
    ended = harness.through(*applicant, well=True)
    assert (ended.state, ended.reasons) == (SessionState.PASSED, ())
    assert ended.assurance == ("basic" if harness.engine is harness.system.liveness else "high")
    assert min(ended.similarity) == 99.0 and ended.portrait_sha256


def test_who_does_not_fails_with_a_reason_and_may_try_again(
    harness: EngineHarness, applicant: tuple[str, str]
) -> None:
    ended = harness.through(*applicant, well=False)
    assert ended.state is SessionState.FAILED and ended.reasons
    assert harness.system.verifications.get(applicant[1]).state is State.IN_PROGRESS
    harness.system.now.move(minutes=5)
    assert harness.through(*applicant, well=True).state is SessionState.PASSED


def test_a_judged_session_stays_as_it_is(
    harness: EngineHarness, applicant: tuple[str, str]
) -> None:
    ended = harness.through(*applicant, well=True)
    entries = list(harness.system.audit.entries)
    assert harness.engine.compare(harness.system.faces, ended.session_id, 85.0) == ended
    assert harness.system.audit.entries == entries
    with pytest.raises(Conflict, match="already shown"):
        harness.engine.start(*applicant)


def test_five_failures_lock(harness: EngineHarness, applicant: tuple[str, str]) -> None:
    for _ in range(5):
        harness.through(*applicant, well=False)
        harness.system.now.move(seconds=10)
    with pytest.raises(TooMany) as locked:
        harness.engine.start(*applicant)
    assert locked.value.code == "liveness_locked"


def test_somebody_else_s_verification_is_not_found(
    harness: EngineHarness, applicant: tuple[str, str]
) -> None:
    for use in (harness.engine.start, harness.engine.check_again):
        with pytest.raises(NotFound):
            use("another-user", applicant[1])


def test_a_face_that_is_not_alike_is_reported_and_not_refused(
    harness: EngineHarness, applicant: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    system = harness.system
    # As the engine's own method: the portrait is unlike, the frames are one person.
    monkeypatch.setattr(
        system.faces,
        "compare",
        lambda source, target: Compared(31.0 if source[0] == "pictures" else 99.0),
    )
    ended = harness.through(*applicant, well=True)
    assert ended.state is SessionState.PASSED
    assert set(ended.similarity) == {31.0}


def test_a_browser_is_lent_what_it_needs_to_film_for_its_session_and_no_longer(
    harness: EngineHarness, applicant: tuple[str, str]
) -> None:
    session = harness.engine.start(*applicant)
    access = harness.engine.access(session)
    if harness.engine is harness.system.liveness:  # its frames come to us
        assert access is None
        return
    assert access is not None and access.secret_access_key == f"s {session.session_id}"
    assert access.expires_at == session.valid_until
    assert access.secret_access_key not in repr(access)  # nor in a log


def test_the_managed_engine_takes_no_frames(
    managed: EngineHarness, applicant: tuple[str, str]
) -> None:
    session = managed.engine.start(*applicant)
    assert session.challenges == ()
    frame = Frame("f1", "c1", 1, managed.system.now().isoformat(), "")
    with pytest.raises(BadRequest) as refused:
        managed.engine.submit(applicant[0], session.session_id, frame, session.nonce, picture())
    assert refused.value.code == "frames_not_expected"
    assert managed.system.frames.items == {}


def test_a_check_that_still_runs_is_asked_for_again(
    managed: EngineHarness, applicant: tuple[str, str]
) -> None:
    session = managed.engine.start(*applicant)
    managed.engine.check_again(*applicant)
    waiting = managed.engine.compare(managed.system.faces, session.session_id, 85.0)
    assert waiting.state is SessionState.OPEN
    assert managed.system.verifications.get(applicant[1]).state is State.IN_PROGRESS
    managed.service.results[session.session_id] = SHOWN
    managed.engine.check_again(*applicant)
    ended = managed.engine.compare(managed.system.faces, session.session_id, 85.0)
    assert ended.state is SessionState.PASSED
    assert [q["sessionId"] for q in managed.system.queue.bodies] == [session.session_id] * 2


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (ManagedResult("EXPIRED"), "session_expired"),
        (ManagedResult("FAILED", 12.0), "liveness_not_shown"),
        (ManagedResult("SUCCEEDED", 89.9, SHOWN.reference), "liveness_not_shown"),
        (ManagedResult("SUCCEEDED", 99.0), "liveness_not_shown"),
        (ManagedResult("SOMETHING_NEW", 99.0, SHOWN.reference), "liveness_not_shown"),
    ],
)
def test_only_a_sure_success_passes(
    managed: EngineHarness, applicant: tuple[str, str], result: ManagedResult, reason: str
) -> None:
    session = managed.engine.start(*applicant)
    managed.service.results[session.session_id] = result
    managed.engine.check_again(*applicant)
    ended = managed.engine.compare(managed.system.faces, session.session_id, 85.0)
    assert (ended.state, ended.reasons) == (SessionState.FAILED, (reason,))
    assert managed.system.frames.items == {}


def test_a_stream_that_never_came_expires(
    managed: EngineHarness, applicant: tuple[str, str]
) -> None:
    session = managed.engine.start(*applicant)
    managed.engine.check_again(*applicant)
    managed.system.now.move(minutes=4)
    ended = managed.engine.compare(managed.system.faces, session.session_id, 85.0)
    assert ended.reasons == ("liveness_not_shown",)


def test_an_outage_of_the_service_leaves_the_session_to_the_queue(
    managed: EngineHarness, applicant: tuple[str, str]
) -> None:
    session = managed.engine.start(*applicant)
    managed.engine.check_again(*applicant)
    managed.service.fault = Unavailable("no answer")
    with pytest.raises(Unavailable):
        managed.engine.compare(managed.system.faces, session.session_id, 85.0)
    assert managed.system.sessions.get(session.session_id).state is SessionState.CHECKING
