"""Another backend over HTTP, each function with its own rights: from a key to a signed webhook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from local import demo
from local.applicant import Client, expect, wait_for
from local.backend import ROOT, Backend, hooks, journey, new_key
from local.pictures import Person, document, face, selfies
from tests.e2e.conftest import Aws, Steering


def told(what: str, work: Any) -> Any:
    return work()


@pytest.fixture(scope="module")
def shop(system: dict[str, str]) -> Backend:
    return Backend(system["api"], system["cloud"], new_key(system["cloud"], "live"))


def test_a_person_without_an_account_is_verified_and_their_backend_hears_of_it(
    system: dict[str, str], steer: Steering
) -> None:
    anna = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    own = face("astronaut")
    shows = selfies(own, seed=7)
    found = journey(
        told, system["api"], system["cloud"], ("Anna Demosthenous", "1991-03-14", "GRC"),
        document("td3", anna, own, seed=3), lambda gesture, number: shows[gesture][number],
    )  # fmt: skip
    assert (found["state"], found["kycStatus"]) == ("approved", "verified")
    assert found["attributes"]["name"]["value"].upper() == "ANNA DEMOSTHENOUS"
    assert found["attributes"]["dateOfBirth"]["value"] == "1991-03-14"
    assert set(found["evidence"]["documents"]) == {"front"}
    steer.quiet()


def test_whom_a_raised_level_overtakes_is_stale_and_their_backend_hears_of_it(
    shop: Backend, aws: Aws, system: dict[str, str], steer: Steering, tmp_path: Path
) -> None:
    """Behind the test before: whoever was verified there is too young now."""
    verified = expect(shop.client.call("GET", "/v1/verifications?state=approved"), 200)
    case = verified["verifications"][0]["id"]
    raised = json.loads((ROOT / "levels" / "default.json").read_text())
    text = json.dumps(raised | {"version": 2, "minimumAge": 99})
    (tmp_path / "default.json").write_text(text)
    command = [sys.executable, "-m", "operations.levels", "publish", "--folder", str(tmp_path)]
    port = str(urlsplit(system["cloud"]).port)
    env = os.environ | {"VESTIBULE_PORT_CLOUD": port}
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    answer = aws("lambda").invoke(FunctionName="vestibule-local-recheck-profiles", Payload="{}")
    assert json.loads(answer["Payload"].read())["approvals"]["stale"] == 1
    seen = shop.verification(case)
    assert (seen["state"], seen["kycStatus"]) == ("stale", "not_verified")
    assert (seen["reasons"], seen["attributes"]) == (["level_raised"], None)

    def told() -> bool:
        page = expect(shop.client.call("GET", "/v1/events?limit=100"), 200)
        return any(e["type"] == "verification.stale" for e in page["events"])

    assert wait_for(told, "the event", 60)
    steer.quiet()


def test_every_route_of_a_backend_works_with_the_rights_it_has(
    shop: Backend, steer: Steering, system: dict[str, str]
) -> None:
    call = shop.client.call
    with hooks() as server:
        endpoint = shop.listen(server, "verification.created", "verification.abandoned")
        person = shop.applicant("Ben Blau", "1990-01-02", "CYP")
        opened = expect(call("POST", f"/v1/applicants/{person}/verifications"), 201)
        path = f"/v1/verifications/{opened['id']}"
        assert expect(call("POST", f"{path}/cancel"), 200)["state"] == "abandoned"
        assert expect(call("POST", f"{path}/retry"), 201)["attempt"] == 2
        wait_for(lambda: len(server.events) >= 3, "three webhooks", 60)
        server.down = True
        expect(call("POST", f"/v1/webhook-endpoints/{endpoint}/ping"), 202)
        tried = wait_for(lambda: _failed(shop, endpoint), "a delivery that failed", 60)
        assert "503" in tried["answer"]
        server.down = False
        first = server.events[0]["id"]
        path = f"/v1/webhook-endpoints/{endpoint}"
        expect(call("POST", f"{path}/resend", {"eventId": first}), 202)
        wait_for(lambda: [e["id"] for e in server.events].count(first) == 2, "it again", 60)
        rotated = expect(call("POST", f"{path}/rotate", {"overlapHours": 1}), 200)
        assert rotated["secret"] != server.secret
        expect(call("PUT", path, {"enabled": False}), 200)
        assert len(expect(call("GET", "/v1/webhook-endpoints"), 200)["endpoints"]) >= 1
        expect(call("DELETE", path), 204)
    events = expect(call("GET", "/v1/events?limit=100"), 200)["events"]
    assert [e["position"] for e in events] == list(range(1, len(events) + 1))
    ours = [e["data"] for e in events if e["data"]["applicantId"] == person]
    mine = [data["state"] for data in sorted(ours, key=lambda data: data["sequence"])]
    assert mine[:2] == ["created", "abandoned"] and "created" in mine[2:]
    listed = expect(call("GET", f"/v1/verifications?applicantId={person}"), 200)
    assert len(listed["verifications"]) == 2
    assert expect(call("GET", "/v1/verifications?state=abandoned"), 200)["verifications"]
    page = expect(call("GET", "/v1/applicants?limit=1"), 200)
    assert len(page["applicants"]) == 1
    session = shop.session(person)
    inside = Client(f"{system['api']}/v1/session", system["cloud"], session["token"])
    assert expect(inside.call("GET", ""), 200)["applicantId"] == person
    expect(call("DELETE", f"/v1/applicants/{person}/sessions"), 204)
    expect(inside.call("GET", ""), 401)
    receipt = expect(call("DELETE", f"/v1/applicants/{person}"), 200)
    assert receipt["erased"]["verifications"] == 2
    expect(call("GET", f"/v1/applicants/{person}"), 404)
    steer.quiet()


@pytest.mark.slow  # half a minute: the same over all stores in memory is in tests/services
def test_what_was_tried_out_is_gone_after_fourteen_days(
    system: dict[str, str], aws: Aws, steer: Steering
) -> None:
    """By the function's own rights; in every table but those that keep ids for the law."""
    tries = Backend(system["api"], system["cloud"], new_key(system["cloud"], "test"))
    call = tries.client.call
    person = tries.applicant("Sandbox Late Reversal", "1991-03-14", "CYP")
    case = expect(call("POST", f"/v1/applicants/{person}/verifications"), 201)["id"]
    session = tries.session(person)
    inside = Client(f"{system['api']}/v1/session", system["cloud"], session["token"])
    assert "#vl_" in expect(inside.call("POST", "/hand-off", {}), 201)["url"]
    nobody = Person("Try", "Out", "1991-03-14", "GRC", demo.fresh_number())
    picture = document("td3", nobody, face("astronaut"), seed=4)
    for what in ("documents", "face"):
        sent = requests.post(
            f"{system['api']}/v1/verifications/{case}/{what}",
            picture,
            headers={"Authorization": f"Bearer {tries.key}", "Content-Type": "image/jpeg"},
            timeout=60,
        )
        assert sent.status_code == 201, sent.text
    steer.quiet()
    path = f"/v1/sandbox/verifications/{case}/advance"
    assert expect(call("POST", path, {}), 200)["state"] == "rejected"
    steer.quiet()
    names = set(aws("dynamodb").list_tables()["TableNames"])
    assert {"Applicants", "Verifications", "Feeds"} <= _naming(aws, names, 0, person, case)
    steer.move(days=14)
    for _ in range(2):  # and the second pass of the erasure
        answer = aws("lambda").invoke(FunctionName="vestibule-local-retention", Payload="{}")
        assert "FunctionError" not in answer, answer["Payload"].read()
        steer.move(minutes=16)
    expect(call("GET", f"/v1/applicants/{person}"), 404)
    kept = {h.name for h in HOLDINGS if h.kind == "table" and h.fate is Fate.KEPT}
    assert _naming(aws, names, 14, person, case) <= kept
    for bucket in aws("s3").list_buckets()["Buckets"]:
        if "kyc-" in bucket["Name"]:
            found = aws("s3").list_object_versions(Bucket=bucket["Name"], Prefix=case)
            assert not found.get("Versions"), bucket["Name"]


def _naming(aws: Any, tables: set[str], days: int, *words: str) -> set[str]:
    """Tables with a row that names one of these ids and still lives in so many days."""
    found = set()
    now = datetime.now(UTC).timestamp() + days * 86_400
    for table in tables:
        for page in aws("dynamodb").get_paginator("scan").paginate(TableName=table):
            for row in page["Items"]:
                ends = float(row.get("expiresAt", row.get("expiration", {})).get("N", now + 1))
                if ends > now and any(word in str(row) for word in words):
                    found.add(table.rpartition("-")[2])
    return found


def _failed(shop: Backend, endpoint: str) -> dict[str, Any] | None:
    page = expect(shop.client.call("GET", f"/v1/webhook-endpoints/{endpoint}/deliveries"), 200)
    return next((d for d in page["deliveries"] if not d["taken"]), None)
