"""yente and ComplyAdvantage as documented, over HTTP: answers, outages, and two side by side."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pybreaker
import pytest

from chalicelib.adapters.memory import MemoryAudit, MemoryStore
from chalicelib.adapters.screening import comply_advantage, yente
from chalicelib.adapters.vendors.calling import Tools
from chalicelib.domain.errors import Unavailable, VestibuleError
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.screening.screening import (
    Interval,
    Listed,
    ListedName,
    Person,
    ScreeningResult,
)
from chalicelib.services.screening.screening import Screening
from chalicelib.settings import Settings
from emulator.http.http_server import HttpServer
from local.screening_fakes import CREDENTIALS, Fakes
from tests.present import present

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LISTED = Person("Viktor Malenkov", "1961-04-12", "UT")
STRANGER = Person("Anna Demosthenous", "1991-03-14")
BUILDERS = {"yente": yente.build, "comply-advantage": comply_advantage.build}


def entry(number: str, *names: str, born: str = "1961-04-12") -> Listed:
    texts = tuple(ListedName(name) for name in names)
    return Listed("made-up-list", number, texts, (Interval(born, born),))


@pytest.fixture
def fakes() -> Fakes:
    return Fakes([entry("Q1", "Viktor Malenkov", "Wiktor Malenkow"), entry("Q2", "Oleandra Fict")])


@pytest.fixture
def url(fakes: Fakes) -> Iterator[str]:
    server = HttpServer(fakes, 0, "screening")
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def source(name: str, url: str, **secret: Any) -> Any:
    credentials = {**CREDENTIALS[name], **secret}
    breaker = pybreaker.CircuitBreaker(fail_max=100)
    tools = Tools(lambda: credentials, breaker, lambda: NOW, base_url=url, budget=2.0)
    return BUILDERS[name](Settings(), lambda asked: tools)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_listed_person_is_found_with_what_explains_it_and_a_stranger_is_not(
    name: str, url: str
) -> None:
    found = source(name, url).screen(LISTED)
    assert found.status == "potential_match"
    assert found.matches[0]["entryId"] == "Q1"
    assert found.matches[0]["parts"]
    assert found.algorithm and found.threshold and found.list_versions
    assert source(name, url).screen(STRANGER) == ScreeningResult(
        "clear", (), found.algorithm, found.threshold, found.list_versions
    )


def test_yente_is_asked_as_documented_with_a_pinned_algorithm(fakes: Fakes, url: str) -> None:
    source("yente", url).screen(LISTED)
    path, query, headers, body = fakes.seen[0]
    assert path == "/yente/match/sanctions"
    assert query == {"algorithm": "logic-v2", "threshold": "0.7", "limit": "100"}
    assert headers["Authorization"] == "ApiKey yente-key"
    (asked,) = body["queries"].values()
    assert asked == {
        "schema": "Person",
        "properties": {
            "name": ["Viktor Malenkov"],
            "birthDate": ["1961-04-12"],
            "nationality": ["ut"],
        },
    }


def test_comply_advantage_is_asked_as_documented(fakes: Fakes, url: str) -> None:
    source("comply-advantage", url).screen(LISTED)
    path, _, headers, body = fakes.seen[0]
    assert path == "/comply-advantage/searches"
    assert headers["Authorization"] == "Token ca-key"
    assert body["search_term"] == "Viktor Malenkov"
    assert body["filters"] == {
        "types": ["sanction", "warning"],
        "entity_type": "person",
        "birth_year": 1961,
    }
    assert (body["search_profile"], body["limit"], body["offset"]) == ("kyc", 100, 0)


def test_comply_advantages_loose_hits_are_scored_again_with_the_whole_date(
    fakes: Fakes, url: str
) -> None:
    """The service knows years only: what speaks against a weak likeness is for us to see."""
    fakes.entries = [entry("Q1", "Viktor Malzev", born="1962-09-30"), entry("Q2", "Vik Malen")]
    asked = source("comply-advantage", url)
    assert asked.screen(LISTED).status == "clear"
    fakes.entries.append(entry("Q3", "Wiktor Malenkov", born="1961-12-04"))  # day and month swapped
    assert [m["entryId"] for m in asked.screen(LISTED).matches] == ["Q3"]


def test_comply_advantages_whitelist_is_heeded(fakes: Fakes, url: str) -> None:
    fakes.whitelisted = {"Q1"}
    assert source("comply-advantage", url).screen(LISTED).status == "clear"


def test_comply_advantages_pages_are_read_and_what_is_left_unread_goes_to_a_human(
    fakes: Fakes, url: str
) -> None:
    fakes.entries = [entry(f"N{n}", f"Viktor Malen{n:04d}") for n in range(150)]
    fakes.entries.append(entry("Q1", "Viktor M Malenkovas"))
    source("comply-advantage", url).screen(LISTED)
    assert [body["offset"] for *_, body in fakes.seen] == [0, 100]
    fakes.seen.clear()
    fakes.crowd = 700
    found = source("comply-advantage", url).screen(STRANGER)
    assert found.status == "potential_match"
    assert found.matches[-1]["unread"] == 700


def test_yente_is_asked_for_many_and_a_full_answer_is_not_taken_for_all(
    fakes: Fakes, url: str
) -> None:
    fakes.entries = [entry(f"N{n}", LISTED.name) for n in range(99)]
    assert len(source("yente", url).screen(LISTED).matches) == 99
    fakes.entries += [entry(f"M{n}", LISTED.name) for n in range(20)]
    found = source("yente", url).screen(LISTED)
    assert len(found.matches) == 101
    assert found.matches[-1]["unread"] == 1


def trouble(
    status: int, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    return (status, headers or {}, body)


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize(
    "failures",
    [
        [trouble(429, {"Retry-After": "0"})],
        [trouble(500), trouble(503)],
        [trouble(200, body=b"<html>maintenance</html>")],
    ],
)
def test_throttling_and_faults_of_the_service_are_retried(
    fakes: Fakes, url: str, name: str, failures: list[Any]
) -> None:
    fakes.trouble = list(failures)
    assert source(name, url).screen(LISTED).status == "potential_match"
    assert len(fakes.seen) == len(failures) + 1


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        None,
        {"responses": {"person": {"status": 500}}},
        {"responses": {"somebody": {"status": 200, "results": []}}},
        {"content": {"data": {"total_hits": 3}}},
        {"content": {"data": {"hits": [], "total_hits": None}}},
    ],
)
def test_half_an_answer_is_no_answer_and_never_a_pass(
    fakes: Fakes, url: str, name: str, answer: dict[str, Any] | None
) -> None:
    fakes.trouble = [trouble(200, body=json.dumps(answer).encode())] * 3
    with pytest.raises(Unavailable):
        source(name, url).screen(LISTED)


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_a_no_is_not_repeated_and_is_never_a_pass(
    fakes: Fakes, url: str, name: str, status: int
) -> None:
    fakes.trouble = [trouble(status)]
    with pytest.raises(VestibuleError) as refused:
        source(name, url).screen(LISTED)
    assert len(fakes.seen) == 1
    assert "Malenkov" not in str(refused.value)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_service_that_is_gone_is_unavailable_within_the_budget(name: str) -> None:
    started = datetime.now(UTC)
    with pytest.raises(Unavailable):
        source(name, "http://127.0.0.1:9").screen(LISTED)
    assert (datetime.now(UTC) - started).total_seconds() < 6


def test_comply_advantage_without_a_key_is_unavailable(url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        source("comply-advantage", url, apiKey="").screen(LISTED)
    assert refused.value.code == "vendor_not_configured"


def screening(*sources: Any) -> Screening:
    records = MemoryStore(ScreeningRecord, ("subject_id", "entry_id"), {})
    return Screening(
        records=records, sources=sources, audit=MemoryAudit(), keep_years=6, now=lambda: NOW
    )


def document(name: str = LISTED.name) -> DocumentRecord:
    fields = {"name": {"value": name}, "dateOfBirth": {"value": LISTED.date_of_birth}}
    return DocumentRecord("v1", "u1", NOW, NOW, fields, screening_fingerprint="f1")


def test_two_sources_side_by_side_and_the_stricter_wins(fakes: Fakes, url: str) -> None:
    fakes.whitelisted = {"Q1"}  # ComplyAdvantage passes, yente does not
    both = screening(source("comply-advantage", url), source("yente", url))
    record = both.screen(document())
    assert present(record).sanctions_status == "potential_match"
    assert set(present(record).list_versions) == {"comply-advantage", "yente"}
    assert present(record).algorithm == "comply-advantage+vestibule-name-index-9+yente-logic-v2"


def test_an_outage_comes_again_and_ends_with_a_human_never_with_a_pass(
    fakes: Fakes, url: str
) -> None:
    fakes.trouble = [trouble(503)] * 3
    one = screening(source("yente", url))
    with pytest.raises(Unavailable):
        one.screen(document("Anna Demosthenous"))
    assert isinstance(one.records, MemoryStore) and not one.records.items
    fakes.trouble = [trouble(503)] * 3
    record = one.screen(document("Anna Demosthenous"), last_try=True)
    assert present(record).sanctions_status == "unavailable"


def test_a_match_counts_at_once_though_the_other_source_is_down(fakes: Fakes, url: str) -> None:
    fakes.trouble = [trouble(503)] * 3
    both = screening(source("yente", url), source("comply-advantage", url))
    assert present(both.screen(document())).sanctions_status == "potential_match"


def test_a_clear_answer_does_not_count_while_the_other_source_is_down(
    fakes: Fakes, url: str
) -> None:
    fakes.trouble = [trouble(503)] * 3
    both = screening(source("yente", url), source("comply-advantage", url))
    with pytest.raises(Unavailable):
        both.screen(document("Anna Demosthenous"))
