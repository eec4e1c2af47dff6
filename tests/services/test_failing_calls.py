"""Every call to the outside may fail, before or after it did its work; everything is delivered
again until it succeeds. The journey still ends right, once."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Stage
from chalicelib.domain.errors import Conflict, TooMany, Unavailable
from chalicelib.domain.liveness.liveness import Frame, SessionState
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import (
    EMAIL,
    PASSWORD,
    PHONE,
    POSES,
    InMemorySystem,
    passport,
    picture,
)

PORTS = (
    "onboardings", "profiles", "verification_store", "sessions", "documents", "screenings",
    "cases", "numbers", "codes", "audit", "messages", "identity", "users", "events", "workflow",
    "tokens", "queue", "frames", "pictures", "raw", "ocr", "faces", "persons", "told",
    "transactions",
)  # fmt: skip
CARD = passport("Demosthenous", "Anna", date(1991, 3, 14), "AB123456", "GRC")


class Failing:
    """A port whose calls fail as the storm says."""

    def __init__(self, inside: Any, failures: Iterator[str]) -> None:
        self._inside, self._failures = inside, failures

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **named: Any) -> Any:
            failure = next(self._failures, "fair")
            if failure == "before":
                raise Unavailable("not now")
            answer = found(*arguments, **named)
            if failure == "after":
                raise Unavailable("the answer got lost")
            return answer

        return call


class FailingSystem(InMemorySystem):
    """All services upon stormy ports; `calm` are the ports themselves."""

    def __init__(self, failures: Iterator[str]) -> None:
        self._failures = failures
        super().__init__()

    def _outside(self) -> None:
        super()._outside()
        self.working = {name: getattr(self, name) for name in PORTS}
        failing = {id(port): Failing(port, self._failures) for port in self.working.values()}
        for holder in (self.outside, self.outside.records):
            for name, port in vars(holder).items():
                if id(port) in failing:
                    setattr(holder, name, failing[id(port)])
        for name, port in self.working.items():
            setattr(self, name, failing[id(port)])


def delivered(act: Callable[[], Any]) -> Any:
    """What `act` answers in the end: queues and people try again."""
    for _ in range(400):
        try:
            return act()
        except Unavailable:
            continue
    raise AssertionError("it never succeeded")


def proven(system: FailingSystem, onboarding_id: str) -> None:
    """The person types the code until they are told that it is done; every try counts."""
    while True:
        try:
            delivered(lambda: system.accounts.confirm_phone(onboarding_id, system.code()))
        except Conflict as done:
            assert done.code == "phone_already_verified"
        except TooMany as spent:
            assert spent.code == "code_tries_exhausted"
            system.now.move(hours=1)
            delivered(lambda: system.accounts.send_code(onboarding_id))
            continue
        return


def shown(system: FailingSystem, user_id: str, verification_id: str) -> str:
    """The person makes the movements, in the session whose start was answered; a frame without an
    answer is sent again. That session's id.
    """
    session = delivered(lambda: system.liveness.start(user_id, verification_id))
    for seq in range(1, 13):
        system.now.move(milliseconds=100)
        challenge = session.expected()
        data = picture(f"{session.session_id} {seq}")
        digest = hashlib.sha256(data).hexdigest()
        frame = Frame(f"f{seq}", challenge.id, seq, system.now().isoformat(), digest)
        key = system.liveness.frame_key(session, frame)
        face = system.working["faces"].observe("", key)[0]
        system.working["faces"].seen[key] = (
            type(face)(**{f: getattr(face, f) for f in face.__slots__} | POSES[challenge.gesture]),
        )
        session = delivered(
            partial(system.liveness.submit, user_id, session.session_id, frame, session.nonce, data)
        )
    return str(session.session_id)


def lambdas(system: FailingSystem, verification_id: str, session_id: str) -> dict[str, Any]:
    """What the bucket, the stream and the queue start."""

    def read() -> None:
        record = system.reading.read(f"{verification_id}.jpg")
        if record:
            system.decisions.consider(verification_id)

    def screen() -> None:
        document = system.documents.find(verification_id)
        if document:
            system.screening.screen(document)
            system.decisions.consider(verification_id)

    def compare() -> None:
        system.now.move(minutes=1)  # a queue brings a message again after a while
        system.liveness.compare(system.faces, session_id, 85.0)
        system.decisions.consider(verification_id)

    return {"read": read, "screen": screen, "compare": compare}


def random_failures(seed: int, share: float) -> Iterator[str]:
    """The weather of each call: this share of them fails."""
    chance = random.Random(seed)
    while True:
        yield chance.choice(["before", "after"]) if chance.random() < share else "fair"


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.integers(0, 2**32),
    st.sampled_from([0.01, 0.03, 0.08]),
    st.permutations(["compare", "screen", "read", "compare", "screen"]),
)
def test_the_journey_ends_right_once_whatever_fails(
    seed: int, share: float, order: list[str]
) -> None:
    system = FailingSystem(random_failures(seed, share))
    onboarding_id = signed_up(system)
    user_id = system.working["onboardings"].get(onboarding_id).user_id
    proven(system, onboarding_id)
    attributes = {"sub": user_id, "email": EMAIL, "phone_number": PHONE}
    delivered(lambda: system.registration.announce(attributes))
    delivered(lambda: system.record_all())
    born = system.now().date().replace(year=1991, month=3, day=14)
    delivered(lambda: system.people.save_profile(user_id, "Anna Demosthenous", born, "GRC", ""))
    delivered(lambda: system.steps.start_kyc(onboarding_id))
    delivered(lambda: system.steps.await_decision(onboarding_id, "decision"))
    case = delivered(lambda: system.uploads.accept(user_id, picture())).verification_id
    system.working["ocr"].answers[f"{case}.jpg"] = CARD
    started = lambdas(system, case, shown(system, user_id, case))
    for name in [*order, "screen"]:  # the stream speaks after the reading
        delivered(started[name])
    while system.waiting or system.stream:  # queues deliver until every follower is done
        system.now.move(minutes=1)
        system.settle()
    delivered(lambda: system.steps.approved(onboarding_id))
    check(system, onboarding_id, user_id, case)


def signed_up(system: FailingSystem) -> str:
    """The onboarding of the last sign-up whose answer arrived, waiting for its code."""
    onboarding_id: str = delivered(lambda: system.accounts.start_signup(EMAIL, PASSWORD, PHONE))
    token = f"phone-{onboarding_id}"
    while True:
        try:
            delivered(lambda: system.accounts.send_code(onboarding_id, token))
        except Exception as error:
            if getattr(error, "code", "") != "too_many_codes":
                raise
            system.now.move(hours=1)
            continue
        return onboarding_id


def check(system: FailingSystem, onboarding_id: str, user_id: str, case: str) -> None:
    """One of everything, and everything right."""
    working = system.working
    assert working["verification_store"].get(case).state is State.APPROVED
    assert len(working["verification_store"].items) == 1
    assert working["onboardings"].get(onboarding_id).stage is Stage.VERIFIED
    assert working["users"].get(user_id).kyc_status is KycStatus.VERIFIED
    assert len(working["users"].rows) == 1
    assert working["workflow"].answered["decision"]["approved"] is True
    passed = [s for s in working["sessions"].items.values() if s["state"] == SessionState.PASSED]
    assert len(passed) == 1
    assert len(working["screenings"].items) == len(working["numbers"].items) == 1
    assert working["cases"].items == {}
    decided = [facts for subject, kind, facts in working["audit"].entries if kind == "decided"]
    assert {facts["outcome"] for facts in decided} == {"approved"}
