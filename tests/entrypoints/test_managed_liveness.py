"""What a browser is told of a check that a managed service films."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from chalicelib.services.liveness.by_level import LivenessByLevel
from chalicelib.services.liveness.managed_liveness import ManagedLiveness
from tests.entrypoints.api_harness import ApiHarness
from tests.services.in_memory import InMemorySystem, picture

USER = "7b1f0c9e-6d0a-4b53-9e86-25c4a1f00d11"
SESSION = "0f959dbb-37cc-45d8-a08d-dc42cce85fa8"


class Films:
    """A managed service that lends what it is asked for, or nothing."""

    lends = True

    def create(self, token: str) -> str:
        return SESSION

    def result(self, session_id: str) -> ManagedResult:
        return ManagedResult("CREATED")

    def lend(self, session_id: str, until: datetime) -> StreamAccess | None:
        found = StreamAccess("wss://films.test/x", "eu-west-1", "key", "the-secret", "tok", until)
        return found if self.lends else None


def started(system: InMemorySystem, monkeypatch: pytest.MonkeyPatch, films: Films) -> Any:
    managed = ManagedLiveness(shared=system.liveness, service=films, confidence=90.0)
    by_level = system.app.liveness
    assert isinstance(by_level, LivenessByLevel)
    system.app.liveness = replace(by_level, managed=managed)
    harness = ApiHarness(system).open(monkeypatch)
    jpeg = {"Content-Type": "image/jpeg"}
    sent = harness.call("POST", "/upload-id", picture(), user=USER, headers=jpeg)
    case = sent.json["verificationId"]
    answer = harness.call("POST", "/start-liveness", {"verificationId": case}, user=USER)
    assert answer.status == 201
    return answer.json


def test_a_managed_check_says_where_to_film_and_lends_the_right_to(
    monkeypatch: pytest.MonkeyPatch, printed: io.StringIO
) -> None:
    system = InMemorySystem(liveness_engine="rekognition")
    session = started(system, monkeypatch, Films())
    assert (session["sessionId"], session["challenges"]) == (SESSION, [])
    assert session["stream"] == {
        "url": "wss://films.test/x",
        "region": "eu-west-1",
        "accessKeyId": "key",
        "secretAccessKey": "the-secret",
        "sessionToken": "tok",
        "expiresAt": session["expiresAt"],
    }
    kept = system.sessions.get(SESSION)
    assert "the-secret" not in repr(kept) and "the-secret" not in printed.getvalue()


def test_where_nothing_is_lent_the_host_films(monkeypatch: pytest.MonkeyPatch) -> None:
    films = Films()
    films.lends = False
    system = InMemorySystem(liveness_engine="rekognition")
    assert started(system, monkeypatch, films)["stream"] is None


def test_gestures_come_to_us(monkeypatch: pytest.MonkeyPatch) -> None:
    session = started(InMemorySystem(), monkeypatch, Films())
    assert session["stream"] is None and session["challenges"]
