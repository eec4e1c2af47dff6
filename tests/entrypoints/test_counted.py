"""What a Lambda counts, publishes and hands on: when there is something to say, and not before."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from chalicelib.adapters import codec
from chalicelib.domain.screening.rescreening import Progress
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.entrypoints import followers, runtime, triggers, webhook_tasks
from chalicelib.services.screening.lists import Refreshed
from tests.entrypoints.api_harness import CONTEXT, ApiHarness
from tests.entrypoints.test_triggers import change, failed, messages, put
from tests.services.in_memory import passport
from tests.services.in_memory import printed as page

TEST = f"apl_test_{1:032x}"


def counted(printed: Any) -> set[str]:
    """The names of the metrics that were written."""
    lines = [line for line in printed.getvalue().splitlines() if '"CloudWatchMetrics"' in line]
    return {
        metric["Name"]
        for line in lines
        for space in json.loads(line)["_aws"]["CloudWatchMetrics"]
        for metric in space["Metrics"]
    }


def row(verification: Any) -> dict[str, Any]:
    """A verification as the stream of its table brings it."""
    plain = {k: v for k, v in codec.encode(verification).items() if v is not None}
    return {key: TypeSerializer().serialize(value) for key, value in plain.items()}


def streamed(name: str, before: Any, after: Any) -> dict[str, Any]:
    record = change("v", name=name)
    record["dynamodb"] |= {"OldImage": row(before)} if before else {}
    record["dynamodb"] |= {"NewImage": row(after)} if after else {}
    return {"Records": [record]}


def test_a_move_is_published_and_neither_a_change_nor_an_erasure_is(harness: ApiHarness) -> None:
    system, publish = harness.system, followers.publish_verifications
    told = system.outside.verification_events.published
    begun = system.verifications.open(system.confirmed()[1])
    moved = system.moved(begun.verification_id, State.ABANDONED)
    assert failed(publish(streamed("MODIFY", begun, begun.changed(system.now())), CONTEXT)) == []
    assert failed(publish(streamed("REMOVE", moved, None), CONTEXT)) == []
    assert told == []
    assert failed(publish(streamed("INSERT", None, begun), CONTEXT)) == []
    assert failed(publish(streamed("MODIFY", begun, moved), CONTEXT)) == []
    assert [detail["sequence"] for _, detail in told] == [1, 2]


@pytest.mark.parametrize("whole", [True, False])
def test_a_document_that_lacks_something_is_counted(
    harness: ApiHarness, printed: io.StringIO, whole: bool
) -> None:
    found = harness.system.uploaded(harness.system.confirmed()[1])
    answer = (
        passport("Demosthenous", "Anna", date(1991, 3, 14), "AB123456", "GRC")
        if whole
        else page(Name="Anna Demosthenous")
    )
    harness.system.ocr.answers[f"{found}.jpg"] = answer
    assert failed(triggers.ocr_extraction(put(f"{found}.jpg"), CONTEXT)) == []
    assert ("OCRMissingFields" in counted(printed)) is not whole
    assert "OCRLatency" in counted(printed)


def test_of_who_is_not_real_nothing_is_read_and_no_face_compared(
    harness: ApiHarness, printed: io.StringIO
) -> None:
    system = harness.system
    found = system.uploaded(TEST)
    assert failed(triggers.ocr_extraction(put(f"{found}.jpg"), CONTEXT)) == []
    assert system.documents.find(found) is None
    session = system.show(TEST, found)
    assert (
        failed(triggers.compare_faces(messages({"sessionId": session.session_id}), CONTEXT)) == []
    )
    assert system.faces.asked == 0 and "LivenessFails" not in counted(printed)
    assert system.sessions.get(session.session_id).state == "passed"


@pytest.mark.parametrize("found", [True, False])
def test_whoever_is_found_on_a_list_is_counted(
    harness: ApiHarness, printed: io.StringIO, found: bool
) -> None:
    system = harness.system
    if found:
        system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    case = system.uploaded(system.confirmed()[1])
    system.read(case)
    assert failed(triggers.sanctions_screening({"Records": [change(case)]}, CONTEXT)) == []
    assert ("SanctionsFlags" in counted(printed)) is found


def test_a_face_that_does_not_live_is_counted(harness: ApiHarness, printed: io.StringIO) -> None:
    system = harness.system
    user_id = system.confirmed()[1]
    session = system.show(user_id, system.uploaded(user_id))
    for frame in session.frames:
        system.faces.seen[system.liveness.frame_key(session, frame)] = ()
    assert (
        failed(triggers.compare_faces(messages({"sessionId": session.session_id}), CONTEXT)) == []
    )
    assert "LivenessFails" in counted(printed)


@pytest.mark.parametrize("some", [0, 2])
def test_what_a_pass_could_not_do_is_counted(
    harness: ApiHarness, printed: io.StringIO, some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, refused = harness.system.app, dict.fromkeys([*"ab"][:some], "list_empty")
    approvals: Any = SimpleNamespace(look=lambda enough: {"looked": 9, "failed": some})
    app.approvals = approvals
    monkeypatch.setattr(app, "refresh_lists", lambda: Refreshed("v2", True, {}, refused))
    monkeypatch.setattr(
        app, "rescreen", lambda seconds: Progress("v2", True, 3, 1, 600, 200, some, 0)
    )
    vendor_cases: Any = SimpleNamespace(reconcile=lambda everything: {"moved": some})
    app.vendor_cases = vendor_cases
    assert triggers.recheck_profiles({}, CONTEXT)["approvals"]["failed"] == some
    assert triggers.refresh_watchlists({}, CONTEXT)["refused"] == refused
    assert triggers.rescreen_users({}, CONTEXT)["rung"] == some
    assert webhook_tasks.reconcile_webhooks({}, CONTEXT) == {"moved": some}
    names = {"ApprovalsNotLookedAt", "WatchlistRefused", "RescreeningRung", "WebhooksLost"}
    assert counted(printed) & names == (names if some else set())


def test_each_kind_of_message_goes_to_whom_it_concerns(harness: ApiHarness) -> None:
    app, seen = harness.system.app, []
    for name in ("outbound", "deliveries", "webhooks"):
        part = SimpleNamespace(process=lambda body, name=name: seen.append((name, body["n"])))
        setattr(app, name, part)
    kinds = ("outbound", "delivery", "vendor-event", "")
    batch = messages(*({"kind": kind, "n": n} for n, kind in enumerate(kinds)))
    assert failed(webhook_tasks.process_webhook(batch, CONTEXT)) == []
    assert seen == [("outbound", 0), ("deliveries", 1), ("webhooks", 2), ("webhooks", 3)]


@pytest.mark.parametrize(("took", "waited"), [(0.1, [0.4]), (0.5, []), (0.9, [])])
def test_an_even_answer_waits_for_what_is_left_of_its_time(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch, took: float, waited: list[float]
) -> None:
    slept: list[float] = []
    harness.system.app.settings = replace(harness.system.app.settings, even_answer_seconds=0.5)
    monkeypatch.setattr(runtime, "monotonic", lambda: 100 + took)
    monkeypatch.setattr(runtime, "sleep", slept.append)
    runtime._wait_for(100.0)
    assert slept == [pytest.approx(left) for left in waited]
