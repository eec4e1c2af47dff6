"""The Python client against the real application, and against a server that fails as told."""

from __future__ import annotations

import asyncio
import datetime
import importlib
import inspect
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.verifications.verification import State
from tests.entrypoints.backend import Backend
from tests.sdk.conftest import ROOT, Served, serving
from tests.services.in_memory import picture

KEY = "vk_test_000000000000_" + "a" * 43


@pytest.fixture(scope="module")
def sdk(kit: Path) -> Any:
    return importlib.import_module("vestibule_client")


@pytest.fixture
def vestibule(sdk: Any, api: Served, backend: Backend) -> Iterator[Any]:
    with sdk.Vestibule(backend.texts[Mode.TEST], api.url) as client:
        yield client


def claims(sdk: Any) -> Any:
    return sdk.models.ClaimsIn(
        full_name="Sandbox Approved", date_of_birth=datetime.date(1991, 3, 14), nationality="CYP"
    )


def test_a_person_is_verified_in_test_mode(sdk: Any, vestibule: Any, backend: Backend) -> None:
    person = vestibule.applicants.create("p-1", claims=claims(sdk), metadata={"plan": "gold"})
    assert (person.external_user_id, person.mode, person.metadata["plan"]) == (
        "p-1",
        "test",
        "gold",
    )
    assert vestibule.applicants.find("p-1").id == person.id
    assert vestibule.applicants.find("nobody") is None
    session = vestibule.sessions.create(person.id, ttl=600)
    assert "#vl_" in session.url
    attempt = vestibule.verifications.create(person.id)
    facts = sdk.models.FactsIn(amount=250.0, ip_country="CY")
    assert vestibule.verifications.facts(attempt.id, facts).id == attempt.id
    vestibule.verifications.document(attempt.id, vestibule.sandbox.document("approved"))
    assert vestibule.sandbox.advance(attempt.id).state == "approved"
    seen = vestibule.verifications.get(attempt.id)
    assert seen.attributes["name"].value == "Sandbox Approved"
    kinds = [event.type_ for event in vestibule.events.iterate(limit=1)]
    assert kinds[0] == "verification.created" and kinds[-1] == "verification.approved"
    vestibule.sessions.delete_all(person.id)


def test_pages_are_walked_to_their_end(vestibule: Any) -> None:
    made = {vestibule.applicants.create(f"p-{n}").id for n in range(5)}
    assert {one.id for one in vestibule.applicants.iterate(limit=2)} == made
    for person in made:
        vestibule.verifications.create(person)
    found = list(vestibule.verifications.iterate(state="created", limit=2))
    assert {one.applicant_id for one in found} == made


def test_the_same_key_does_the_same_once(sdk: Any, vestibule: Any) -> None:
    first = vestibule.applicants.create("p-1", idempotency_key="order-1")
    assert vestibule.applicants.create("p-1", idempotency_key="order-1") == first
    with pytest.raises(sdk.Unprocessable) as refused:
        vestibule.applicants.create("p-2", idempotency_key="order-1")
    assert refused.value.code == "idempotency_key_reused"


def test_refusals_are_typed(sdk: Any, api: Served, vestibule: Any, backend: Backend) -> None:
    with pytest.raises(sdk.NotFound) as missing:
        vestibule.verifications.get("00000000-0000-4000-8000-000000000000")
    assert missing.value.status == 404 and missing.value.code
    with sdk.Vestibule(KEY, api.url) as stranger, pytest.raises(sdk.Unauthenticated):
        stranger.applicants.get("apl_test_" + "0" * 32)
    reading = backend.key("applicants:read", mode=Mode.TEST)
    with sdk.Vestibule(reading, api.url) as reader, pytest.raises(sdk.Forbidden) as scope:
        reader.applicants.create("p-1")
    assert scope.value.code == "scope_missing"


def test_a_picture_is_taken(sdk: Any, api: Served, backend: Backend) -> None:
    with sdk.Vestibule(backend.texts[Mode.LIVE], api.url) as live:
        person = live.applicants.create("p-1", claims=claims(sdk))
        attempt = live.verifications.create(person.id)
        assert live.verifications.document(attempt.id, picture()).verification_id == attempt.id
        taken = live.verifications.face(attempt.id, picture("face"))
        assert (taken.verification_id, taken.assurance) == (attempt.id, "none")


def test_endpoints_live_and_ring(sdk: Any, vestibule: Any, backend: Backend) -> None:
    hook = vestibule.webhook_endpoints.create("https://shop.example/hooks")
    assert hook.secret.startswith("whsec_")
    assert [one.id for one in vestibule.webhook_endpoints.all()] == [hook.id]
    ping = vestibule.webhook_endpoints.ping(hook.id)
    backend.told.deliver()
    ((_, heads, body),) = backend.told.receiver.came
    event = sdk.verify(body, heads, hook.secret, now=backend.system.now().timestamp())
    assert (event.id, event.type, event.position) == (ping, "endpoint.ping", None)
    assert [one.event_id for one in vestibule.webhook_endpoints.deliveries(hook.id)] == [ping]
    new = vestibule.webhook_endpoints.rotate(hook.id, overlap_hours=0).secret
    assert new not in (None, hook.secret)
    assert not vestibule.webhook_endpoints.update(hook.id, enabled=False).enabled
    vestibule.webhook_endpoints.delete(hook.id)
    assert vestibule.webhook_endpoints.all() == []


class Now:
    """The client for `async` code, asked as the other one: each call runs to its end."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return NowNoun(getattr(self._client, name))


class NowNoun:
    """One noun of it."""

    def __init__(self, noun: Any) -> None:
        self._noun = noun

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._noun, name)

        def call(*given: Any, **named: Any) -> Any:
            asked = function(*given, **named)
            return RUN.run(asked if inspect.iscoroutine(asked) else everything(asked))

        return call


RUN = asyncio.Runner()


async def everything(found: Any) -> list[Any]:
    return [one async for one in found]


@pytest.fixture
def later(sdk: Any, api: Served, backend: Backend) -> Iterator[Any]:
    client = sdk.AsyncVestibule(backend.texts[Mode.TEST], api.url)
    yield Now(client)
    RUN.run(client.aclose())


def test_every_noun_can_be_waited_for(sdk: Any) -> None:
    """Names, arguments and answers are those of the client that waits."""
    with sdk.Vestibule(KEY, "http://127.0.0.1:9") as now:
        client = sdk.AsyncVestibule(KEY, "http://127.0.0.1:9")
        nouns = {name for name, one in vars(now).items() if isinstance(one, sdk.calling.Part)}
        assert nouns == {
            name for name, one in vars(client).items() if isinstance(one, sdk.calling.Part)
        }
        for noun in nouns:
            here, there = type(getattr(now, noun)), type(getattr(client, noun))
            verbs = {name for name in vars(here) if not name.startswith("_")}
            assert verbs == {name for name in vars(there) if not name.startswith("_")}
            for verb in verbs:
                same, other = getattr(here, verb), getattr(there, verb)
                told, told_later = inspect.signature(same), inspect.signature(other)
                assert list(told.parameters.values()) == list(told_later.parameters.values())
                answer = told.return_annotation
                pages = answer.startswith("Iterator[")
                assert told_later.return_annotation == ("Async" * pages) + answer
                kind = inspect.isasyncgenfunction if pages else inspect.iscoroutinefunction
                assert kind(other), (noun, verb)


def test_async_code_does_what_other_code_does(sdk: Any, later: Any, backend: Backend) -> None:
    test_a_person_is_verified_in_test_mode(sdk, later, backend)
    test_endpoints_live_and_ring(sdk, later, backend)


def test_async_code_sends_pictures_and_walks_pages(sdk: Any, api: Served, backend: Backend) -> None:
    async def sent() -> tuple[str, set[str]]:
        async with sdk.AsyncVestibule(backend.texts[Mode.LIVE], api.url) as live:
            person = await live.applicants.create("p-1", claims=claims(sdk))
            attempt = await live.verifications.create(person.id)
            await live.verifications.document(attempt.id, picture())
            taken = await live.verifications.face(attempt.id, picture("face"))
            for number in range(2, 5):
                await live.applicants.create(f"p-{number}")
            found = {one.external_user_id async for one in live.applicants.iterate(limit=2)}
            return taken.assurance, found

    assert asyncio.run(sent()) == ("none", {"p-1", "p-2", "p-3", "p-4"})


@pytest.mark.parametrize("state", sorted(State))
def test_any_state_is_read(vestibule: Any, state: State) -> None:
    """Words are text, so that a server that knows more of them can be read."""
    assert list(vestibule.verifications.iterate(state=state.value)) == []


def problem(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    body = {"type": "about:blank", "title": code, "status": status, "detail": "x", "code": code}
    return status, {"Content-Type": "application/problem+json"}, json.dumps(body).encode()


GOOD = (202, {"Content-Type": "application/json"}, b'{"eventId": "e-1"}')


def tried(sdk: Any, *answers: Any, tries: int = 4) -> tuple[Any, list[float], list[Any]]:
    """What a ping answers or raises, the waits, and the idempotency keys that came."""
    waits: list[float] = []
    left = list(answers)
    with serving(lambda *_: left.pop(0)) as server:
        retries = sdk.client.Retries(tries=tries)
        client = sdk.Vestibule(KEY, server.url, retries=retries, sleep=waits.append)
        try:
            outcome: Any = client.webhook_endpoints.ping("wep-1")
        except sdk.VestibuleError as error:
            outcome = error
        client.close()
    keys = [heads["idempotency-key"] for _, _, heads in server.seen]
    return outcome, waits, keys


def tried_later(sdk: Any, *answers: Any, tries: int = 4) -> tuple[Any, list[float], list[Any]]:
    """The same of the client for `async` code."""
    route = importlib.import_module(
        "vestibule_client._generated.api.webhook_endpoints.webhook_endpoints_ping"
    ).asyncio
    waits: list[float] = []
    left = list(answers)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def ping(url: str) -> Any:
        retries = sdk.client.Retries(tries=tries)
        async with sdk.AsyncVestibule(KEY, url, retries=retries, sleep=sleep) as client:
            try:
                return (await client.call(route, "wep-1")).event_id
            except sdk.VestibuleError as error:
                return error

    with serving(lambda *_: left.pop(0)) as server:
        outcome = asyncio.run(ping(server.url))
    keys = [heads["idempotency-key"] for _, _, heads in server.seen]
    return outcome, waits, keys


def test_the_client_for_async_code_does_the_same(sdk: Any) -> None:
    busy = problem(503, "unavailable")
    outcome, waits, keys = tried_later(sdk, busy, (504, {}, b"gateway"), busy, GOOD)
    assert (outcome, len(waits), len(set(keys)), len(keys)) == ("e-1", 3, 1, 4)
    outcome, waits, keys = tried_later(sdk, asking(problem(429, "too_many"), "7"), GOOD)
    assert (outcome, waits) == ("e-1", [7.0])
    outcome, waits, keys = tried_later(sdk, problem(409, "verification_closed"))
    assert (type(outcome), waits, len(keys)) == (sdk.Conflict, [], 1)
    outcome, waits, keys = tried_later(sdk, *[busy] * 2, tries=2)
    assert (type(outcome), len(waits), len(keys)) == (sdk.Unavailable, 1, 2)
    odd = (202, {"Content-Type": "text/html"}, b"<html>")
    assert isinstance(tried_later(sdk, odd)[0], sdk.UnexpectedAnswer)


def test_no_answer_to_async_code_is_tried_again_and_then_said(sdk: Any) -> None:
    with serving(lambda *_: GOOD) as server:
        nowhere = server.url
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def ping() -> None:
        route = importlib.import_module(
            "vestibule_client._generated.api.webhook_endpoints.webhook_endpoints_ping"
        ).asyncio
        async with sdk.AsyncVestibule(KEY, nowhere, sleep=sleep) as client:
            await client.call(route, "wep-1")

    with pytest.raises(sdk.ConnectionFailed):
        asyncio.run(ping())
    assert len(waits) == 3


def asking(answer: tuple[int, dict[str, str], bytes], wait: str) -> Any:
    status, heads, body = answer
    return status, heads | {"Retry-After": wait}, body


def test_what_may_succeed_later_is_tried_again_with_the_same_key(sdk: Any) -> None:
    busy = problem(503, "unavailable")
    outcome, waits, keys = tried(sdk, busy, (504, {}, b"gateway"), busy, GOOD)
    assert (outcome, len(waits), len(set(keys)), len(keys)) == ("e-1", 3, 1, 4)
    assert all(0 <= wait <= 0.5 * 2**n for n, wait in enumerate(waits))
    outcome, waits, keys = tried(sdk, problem(409, "request_in_progress"), GOOD)
    assert (outcome, len(keys)) == ("e-1", 2)


def test_retry_after_is_honoured(sdk: Any) -> None:
    limited = problem(429, "too_many_requests")
    assert tried(sdk, asking(limited, "7"), GOOD)[:2] == ("e-1", [7.0])
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=30)
    dated = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    outcome, (wait,), _ = tried(sdk, asking(limited, dated), GOOD)
    assert outcome == "e-1" and 0 < wait <= 30
    outcome, waits, _ = tried(sdk, asking(limited, "3600"))
    assert (type(outcome), outcome.retry_after, waits) == (sdk.TooManyRequests, 3600.0, [])
    assert tried(sdk, asking(limited, "0"), GOOD)[:2] == ("e-1", [0.0])


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(400, "invalid_request", "BadRequest"), (410, "gone", "Gone"), (500, "x", "ServerError"),
     (409, "verification_closed", "Conflict"), (502, "refused", "ServerError")],
)  # fmt: skip
def test_what_never_succeeds_is_not_tried_again(
    sdk: Any, status: int, code: str, kind: str
) -> None:
    outcome, waits, keys = tried(sdk, problem(status, code))
    assert (type(outcome).__name__, outcome.code, waits, len(keys)) == (kind, code, [], 1)


def test_tries_end(sdk: Any) -> None:
    outcome, waits, _ = tried(sdk, *[problem(503, "unavailable")] * 2, tries=2)
    assert isinstance(outcome, sdk.Unavailable) and len(waits) == 1


def test_no_answer_is_tried_again_and_then_said(sdk: Any) -> None:
    with serving(lambda *_: GOOD) as server:
        nowhere = server.url
    waits: list[float] = []
    client = sdk.Vestibule(KEY, nowhere, sleep=waits.append)
    with pytest.raises(sdk.ConnectionFailed):
        client.webhook_endpoints.ping("wep-1")
    assert len(waits) == 3


@pytest.mark.parametrize(
    "answer", [(202, {"Content-Type": "text/html"}, b"<html>"), (202, {}, b"{}"), (204, {}, b"")]
)
def test_an_answer_of_somebody_else_is_said_to_be_one(sdk: Any, answer: Any) -> None:
    assert isinstance(tried(sdk, answer)[0], sdk.UnexpectedAnswer)


def test_a_key_goes_nowhere_in_the_clear(sdk: Any) -> None:
    for key, place in ((KEY, "http://api.example"), ("secret", "https://api.example")):
        with pytest.raises(ValueError, match="begins with"):
            sdk.Vestibule(key, place)
    assert KEY not in repr(sdk.Vestibule(KEY, "https://api.example/api"))


def operations(language: str) -> set[str]:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("sdk_document", ROOT / "sdk" / "document.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    paths = module.document(language)["paths"]
    return {one["operationId"] for methods in paths.values() for one in methods.values()}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


SAYS: list[tuple[str, str, Callable[[str], str]]] = [
    ("python", "sdk/python/src/vestibule_client/*.py", lambda name: f"{name}."),
    ("typescript", "sdk/typescript/src/*.ts", lambda name: f"api.{camel(name)}("),
]


@pytest.mark.parametrize(("language", "file", "call"), SAYS, ids=["python", "typescript"])
def test_every_route_for_a_key_has_its_method(language: str, file: str, call: Any) -> None:
    text = "".join(path.read_text() for path in sorted(ROOT.glob(file)))
    assert {name for name in operations(language) if call(name) not in text} == set()


def test_the_wheel_holds_types_and_what_is_generated(kit: Path) -> None:
    (wheel,) = kit.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"vestibule_client/py.typed", "vestibule_client/_generated/client.py"} <= names
    assert not [name for name in names if "test" in name]
