"""The watchlists in a whole system: refreshed by a Lambda, and the verified asked about again."""

import json
from typing import Any

from local import watchlists
from tests.e2e.conftest import Aws

BUCKET = "vestibule-local-watchlists-123456789012"
VIKTOR = b"<firstName>Viktor</firstName><lastName>MALENKOV-TEST</lastName>"


def call(aws: Any, function: str) -> dict[str, Any]:
    name = f"vestibule-local-{function}"
    answer = aws("lambda").invoke(FunctionName=name, Payload="{}")
    body = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, body
    found: dict[str, Any] = body
    return found


def pointer(aws: Any) -> dict[str, Any]:
    stored = aws("s3").get_object(Bucket=BUCKET, Key="current.json")["Body"].read()
    found: dict[str, Any] = json.loads(stored)
    return found


def test_a_refresh_changes_nothing_refuses_what_is_broken_and_starts_rescreening(aws: Aws) -> None:
    before = pointer(aws)
    same = call(aws, "refresh-watchlists")
    assert (same["changed"], same["refused"]) == (False, {})
    assert same["version"] == before["version"]

    file = (watchlists.HERE / "ofac_sdn.xml").read_bytes()
    put = aws("s3").put_object
    put(Bucket=BUCKET, Key="incoming/ofac_sdn.xml", Body=file[:900])
    broken = call(aws, "refresh-watchlists")
    assert broken["refused"] == {"ofac-sdn": "list_broken"}
    assert pointer(aws)["version"] == before["version"]

    renamed = VIKTOR.replace(b"Viktor", b"Viktorin")
    put(Bucket=BUCKET, Key="incoming/ofac_sdn.xml", Body=file.replace(VIKTOR, renamed))
    changed = call(aws, "refresh-watchlists")
    assert changed["changed"] and changed["version"] == pointer(aws)["version"]

    worked = call(aws, "rescreen-users")
    assert worked["version"] == changed["version"]
    assert worked["finished"] and worked["screened"] == worked["planned"]
