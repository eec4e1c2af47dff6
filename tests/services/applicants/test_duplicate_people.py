"""Who shows a face that another user has shown is looked at by a human, and never refused by us."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.liveness.liveness import SessionState
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import EMAIL, InMemorySystem


@dataclass
class Enrolled:
    """Says who looks alike; remembers who was enrolled and who was forgotten."""

    alike: tuple[str, ...] = ()
    asked: list[float] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    fault: Exception | None = None

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        if self.fault:
            raise self.fault
        self.asked.append(similarity)
        return self.alike

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        self.kept[f"face-{len(self.kept)}"] = user_id
        return f"face-{len(self.kept) - 1}"

    def forget(self, face_id: str) -> None:
        self.kept.pop(face_id, None)


@pytest.fixture
def enrolled(system: InMemorySystem) -> Enrolled:
    faces = Enrolled()
    system.liveness = replace(system.liveness, enrolled=faces)
    return faces


def test_a_known_face_of_another_user_asks_for_a_review(
    system: InMemorySystem, enrolled: Enrolled
) -> None:
    enrolled.alike = ("somebody-else", "somebody-else", "a-third")
    _, user_id, verification_id = system.ready()
    session = system.liveness.view(verification_id)
    assert session and session.known_as == ("somebody-else", "a-third")
    decision = system.decisions.consider(verification_id)
    assert decision and decision.reasons == ("duplicate_person",)
    assert system.verifications.get(verification_id).state is State.NEEDS_REVIEW
    shown = system.verdicts.view(user_id, verification_id)
    assert "duplicate" not in str(shown)


def test_one_s_own_face_is_no_duplicate(system: InMemorySystem, enrolled: Enrolled) -> None:
    _, user_id = system.confirmed(EMAIL)
    enrolled.alike = (user_id,)
    verification_id = system.uploaded(user_id)
    ended = system.compare(system.show(user_id, verification_id))
    assert ended.known_as == ()
    assert enrolled.kept == {ended.face_id: user_id}
    assert enrolled.asked == [95.0]


def test_who_did_not_pass_is_neither_searched_nor_enrolled(
    system: InMemorySystem, enrolled: Enrolled
) -> None:
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    session = system.show(user_id, verification_id)
    for frame in session.frames:
        system.faces.seen[system.liveness.frame_key(session, frame)] = ()
    assert system.compare(session).reasons == ("no_face",)
    assert enrolled.asked == [] and enrolled.kept == {}


def test_an_outage_leaves_the_session_for_another_try(
    system: InMemorySystem, enrolled: Enrolled
) -> None:
    _, user_id = system.confirmed()
    session = system.show(user_id, system.uploaded(user_id))
    enrolled.fault = Unavailable("no answer", "engine_down")
    with pytest.raises(Unavailable):
        system.compare(session)
    assert system.sessions.get(session.session_id).state is SessionState.CHECKING
    enrolled.fault = None
    assert system.compare(session).state is SessionState.PASSED
    assert system.compare(session).state is SessionState.PASSED
    assert len(enrolled.kept) == 1
