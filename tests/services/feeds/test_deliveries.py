"""Webhooks to backends: signed as a library of others verifies it, again until taken, logged."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.feeds.delivery import SCHEDULE
from chalicelib.domain.verifications.verification import State
from tests.services.feeds.telling import Telling
from tests.services.in_memory import InMemorySystem

ANNA, TEST = f"apl_live_{1:032x}", f"apl_test_{2:032x}"
URL = "https://shop.example/hooks"


@pytest.fixture
def system() -> InMemorySystem:
    return InMemorySystem()


@pytest.fixture
def telling(system: InMemorySystem) -> Telling:
    return Telling(system, {ANNA: "u-1", TEST: "u-2"}.get)


def made(telling: Telling, *events: str, mode: Mode = Mode.LIVE) -> Any:
    return telling.endpoints.add(mode, URL, events, "", "key:1")


def secret_of(telling: Telling, endpoint: Any) -> str:
    return telling.endpoints.secret(telling.endpoints.get(endpoint.mode, endpoint.endpoint_id))


def verified(system: InMemorySystem, secret: str, came: tuple[str, dict[str, str], bytes]) -> Any:
    """What the library of standardwebhooks.com makes of it; its clock is the real one, so the
    time that was signed is put beside it."""
    import standardwebhooks.webhooks as library

    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return system.now()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "datetime", Then)
        return Webhook(secret).verify(came[2], came[1])


def test_the_library_of_others_verifies_what_we_sign(
    system: InMemorySystem, telling: Telling
) -> None:
    secret = secret_of(telling, made(telling))
    attempt = system.verifications.open(ANNA)
    system.moved(attempt.verification_id, State.REJECTED, ("under_age",))
    telling.deliver()
    assert len(telling.receiver.came) == 2
    opened, rejected = sorted(
        (verified(system, secret, came) for came in telling.receiver.came),
        key=lambda event: event["position"],
    )
    assert (opened["type"], rejected["type"]) == ("verification.created", "verification.rejected")
    assert rejected["data"]["externalUserId"] == "u-1"
    assert (rejected["data"]["reasons"], rejected["data"]["sequence"]) == (["under_age"], 2)
    url, headers, body = telling.receiver.came[0]
    for wrong in (body[:-1] + b" ", b"{}"):
        with pytest.raises(WebhookVerificationError):
            verified(system, secret, (url, headers, wrong))


def test_both_secrets_verify_while_they_overlap_and_only_the_new_one_later(
    system: InMemorySystem, telling: Telling
) -> None:
    endpoint = made(telling)
    old = secret_of(telling, endpoint)
    telling.endpoints.rotate(Mode.LIVE, endpoint.endpoint_id, timedelta(hours=1), "key:1")
    new = secret_of(telling, endpoint)
    assert old != new
    telling.endpoints.ping(Mode.LIVE, endpoint.endpoint_id)
    telling.deliver()
    for secret in (old, new):
        assert verified(system, secret, telling.receiver.came[-1])["type"] == "endpoint.ping"
    system.now.move(hours=1)
    telling.endpoints.ping(Mode.LIVE, endpoint.endpoint_id)
    telling.deliver()
    verified(system, new, telling.receiver.came[-1])
    with pytest.raises(WebhookVerificationError):
        verified(system, old, telling.receiver.came[-1])


def test_a_filter_and_the_mode_decide_who_hears(system: InMemorySystem, telling: Telling) -> None:
    made(telling, "verification.rejected")
    made(telling, mode=Mode.TEST)
    for person in (ANNA, TEST):
        attempt = system.verifications.open(person)
        system.moved(attempt.verification_id, State.REJECTED)
    telling.deliver()
    heard = [json.loads(body) for _, _, body in telling.receiver.came]
    assert sorted((e["mode"], e["type"]) for e in heard) == [
        ("live", "verification.rejected"),
        ("test", "verification.created"),
        ("test", "verification.rejected"),
    ]


def test_told_twice_it_is_sent_once(system: InMemorySystem, telling: Telling) -> None:
    made(telling)
    system.verifications.open(ANNA)
    for moved in system.published * 3:
        telling.follower.follow(moved)
    telling.deliver()
    assert len(telling.receiver.came) == 1


def test_what_is_not_taken_comes_again_and_every_try_is_in_the_log(
    system: InMemorySystem, telling: Telling
) -> None:
    endpoint = made(telling)
    telling.receiver.down = True
    system.verifications.open(ANNA)
    telling.deliver()
    system.now.move(seconds=SCHEDULE[0])
    telling.deliver()
    telling.deliver()  # too early: it waits
    telling.receiver.down = False
    system.now.move(seconds=SCHEDULE[1])
    telling.deliver()
    assert telling.queue.bodies == []
    page, _ = telling.endpoints.log(Mode.LIVE, endpoint.endpoint_id, 10, "")
    assert [(d.number, d.taken, d.answer) for d in page] == [
        (3, True, "2xx"),
        (2, False, "the address answered 503"),
        (1, False, "the address answered 503"),
    ]
    assert len({d.event_id for d in page}) == 1
    assert telling.endpoints.get(Mode.LIVE, endpoint.endpoint_id).failing_since is None


def test_after_days_of_failure_it_is_disabled_and_operators_hear_of_it_once(
    system: InMemorySystem, telling: Telling
) -> None:
    endpoint = made(telling)
    telling.receiver.down = True
    for day in range(8):
        attempt = system.verifications.open(ANNA)
        system.moved(attempt.verification_id, State.ABANDONED)
        for _ in range(len(SCHEDULE) + 2):
            telling.deliver()
            system.now.move(hours=2 if day < 7 else 0)
    found = telling.endpoints.get(Mode.LIVE, endpoint.endpoint_id)
    assert found.disabled_at is not None
    alerts = [subject for subject, _ in system.messages.alerts if "was disabled" in subject]
    assert len(alerts) == 1
    telling.queue.bodies.clear()
    system.verifications.open(ANNA)
    assert telling.queue.bodies == []
    telling.receiver.down = False
    telling.endpoints.change(Mode.LIVE, endpoint.endpoint_id, None, None, True, "key:1")
    event = telling.log.behind("live", 0, 1)[0]
    telling.endpoints.resend(Mode.LIVE, endpoint.endpoint_id, event)
    telling.deliver()
    assert [json.loads(b)["id"] for _, _, b in telling.receiver.came] == [event.event_id]


def test_what_happened_before_an_endpoint_was_made_is_in_the_log_only(
    system: InMemorySystem, telling: Telling
) -> None:
    system.verifications.open(ANNA)
    system.now.move(seconds=1)
    made(telling)
    telling.follower.follow(system.published[0])
    assert telling.queue.bodies == []
    assert len(telling.log.behind("live", 0, 10)) == 1


def test_an_endpoint_that_was_taken_away_hears_nothing_more(
    system: InMemorySystem, telling: Telling
) -> None:
    endpoint = made(telling)
    system.verifications.open(ANNA)
    telling.endpoints.remove(Mode.LIVE, endpoint.endpoint_id, "key:1")
    telling.deliver()
    assert (telling.receiver.came, telling.queue.bodies) == ([], [])
    with pytest.raises(NotFound):
        telling.endpoints.get(Mode.LIVE, endpoint.endpoint_id)


@pytest.mark.parametrize(
    "url",
    [
        *("http://shop.example/", "ftp://shop.example/", "https://", "https://u:p@shop.example/"),
        *("http://localhost/", "https://[::1/", "https://shop.example:99999/", "https://a.b/#c"),
    ],
)
def test_an_address_we_would_never_post_to_is_refused(telling: Telling, url: str) -> None:
    with pytest.raises(BadRequest) as refused:
        telling.endpoints.add(Mode.LIVE, url, (), "", "key:1")
    assert refused.value.code == "webhook_url"


def test_there_are_so_many_endpoints_and_no_more(telling: Telling) -> None:
    for _ in range(20):
        made(telling)
    made(telling, mode=Mode.TEST)
    with pytest.raises(Conflict) as refused:
        made(telling)
    assert refused.value.code == "too_many_endpoints"
    with pytest.raises(BadRequest):
        telling.endpoints.add(Mode.TEST, URL, ("verification.imagined",), "", "key:1")


@pytest.mark.parametrize("disabled", [True, False])
def test_a_trial_that_is_not_taken_is_noted_and_neither_rings_nor_comes_again(
    system: InMemorySystem, telling: Telling, disabled: bool
) -> None:
    endpoint = made(telling)
    if disabled:
        telling.endpoints.change(Mode.LIVE, endpoint.endpoint_id, None, None, False, "key:1")
    telling.receiver.down = True
    telling.endpoints.ping(Mode.LIVE, endpoint.endpoint_id)
    telling.deliver()
    assert (telling.queue.bodies, system.messages.alerts) == ([], [])
    [tried] = telling.endpoints.log(Mode.LIVE, endpoint.endpoint_id, 10, "")[0]
    assert (tried.kind, tried.taken) == ("endpoint.ping", False)


def test_a_disabled_endpoint_is_told_nothing_again(
    system: InMemorySystem, telling: Telling
) -> None:
    endpoint = made(telling)
    system.verifications.open(ANNA)
    telling.deliver()
    telling.endpoints.change(Mode.LIVE, endpoint.endpoint_id, None, None, False, "key:1")
    with pytest.raises(Conflict) as caught:
        telling.endpoints.resend(
            Mode.LIVE, endpoint.endpoint_id, telling.log.behind("live", 0, 1)[0]
        )
    assert (caught.value.code, telling.queue.bodies) == ("endpoint_disabled", [])


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (7, True), (7.1, False)])
def test_secrets_overlap_for_seven_days_at_most(telling: Telling, days: float, good: bool) -> None:
    endpoint = made(telling)
    turn = (Mode.LIVE, endpoint.endpoint_id, timedelta(days=days), "key:1")
    if good:
        assert telling.endpoints.rotate(*turn).generation == endpoint.generation + 1
    else:
        with pytest.raises(BadRequest) as caught:
            telling.endpoints.rotate(*turn)
        assert caught.value.code == "webhook_overlap"
        assert telling.endpoints.get(Mode.LIVE, endpoint.endpoint_id) == endpoint
