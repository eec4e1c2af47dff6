"""The audit log in DynamoDB, signed by KMS: chains hold while many write, and verify offline."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from chalicelib.adapters.privacy.audit_log import DynamoAudit, KmsSigner
from chalicelib.domain.errors import Conflict
from chalicelib.domain.privacy.audit_chain import Checkpoint, Entry, flaws, summed, summed_in_order
from tests.conftest import Aws

T = TypeVar("T")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def log(aws: Aws, table: Callable[[str], str]) -> DynamoAudit:
    return DynamoAudit(aws("dynamodb"), table("KycAuditLog"), 6, lambda: NOW)


def of(log: DynamoAudit, kind: type[T]) -> list[T]:
    return [line for line in log.everything() if isinstance(line, kind)]


def test_entries_are_read_as_they_were_written(log: DynamoAudit) -> None:
    log.write("v-1", "opened", {"attempt": 1})
    log.write("v-1", "decided", {"outcome": "pass", "at": NOW})
    log.write("v-2", "opened", {"attempt": 1})
    assert log.read("v-1") == (
        {"at": NOW.isoformat(), "kind": "opened", "facts": {"attempt": 1}},
        {
            "at": NOW.isoformat(),
            "kind": "decided",
            "facts": {"outcome": "pass", "at": "2026-11-20 12:00:00+00:00"},
        },
    )


def test_writers_of_one_subject_at_once_make_one_chain(log: DynamoAudit) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: log.write("v-1", "viewed", {"reviewer": n}), range(12)))
    entries = of(log, Entry)
    assert sorted(e.sequence for e in entries) == list(range(1, 13))
    assert flaws(entries, []) == ()


def test_a_line_changed_in_the_table_is_found(log: DynamoAudit) -> None:
    log.write("v-1", "opened", {"attempt": 1})
    log.write("v-1", "decided", {"outcome": "review"})
    log.client.update_item(
        TableName=log.table,
        Key={"subjectId": {"S": "v-1"}, "entryId": {"S": "e#00000002"}},
        UpdateExpression="SET facts = :f",
        ExpressionAttributeValues={":f": {"S": '{"outcome": "pass"}'}},
    )
    assert [flaw.place for flaw in flaws(of(log, Entry), [])] == ["v-1 entry 2"]


def test_a_day_holds_the_entries_of_all_subjects_and_screening_results_are_none(
    log: DynamoAudit,
) -> None:
    log.write("v-1", "opened", {})
    log.write("v-2", "opened", {})
    log.client.put_item(
        TableName=log.table,
        Item={"subjectId": {"S": "v-1"}, "entryId": {"S": "screening#abc"}},
    )
    assert {e.subject_id for e in log.of_day("2026-11-20")} == {"v-1", "v-2"}
    assert list(log.of_day("2026-11-21")) == []
    assert len(log.read("v-1")) == 1
    assert len(of(log, Entry)) == 2


def test_what_happened_since_a_day_comes_in_the_order_of_days_and_of_each_subject(
    log: DynamoAudit,
) -> None:
    for number in range(12):  # more than nine: as texts, 10 comes before 2
        for subject in ("v-1", "v-2", "v-3"):
            log.write(subject, "moved", {"n": number})
    log = replace(log, now=lambda: NOW + timedelta(days=1))
    log.write("v-2", "moved", {"n": 12})
    found = list(log.happened_since(NOW.date(), log.now))
    assert len(found) == 37
    for subject in ("v-1", "v-2", "v-3"):
        numbers = [facts["n"] for who, kind, facts in found if who == subject]
        assert numbers == list(range(13 if subject == "v-2" else 12))
    assert list(log.happened_since(NOW.date() + timedelta(days=1), log.now)) == [
        ("v-2", "moved", {"n": 12})
    ]


def test_a_day_is_summed_line_by_line_across_its_shards_and_what_was_written_before_them(
    log: DynamoAudit,
) -> None:
    for number in range(40):
        for kind in ("opened", "decided"):
            log.write(f"v-{number}", kind, {})
    moved = {"subjectId": {"S": "v-7"}, "entryId": {"S": "e#00000001"}}
    log.client.update_item(  # as it was written before there were shards
        TableName=log.table,
        Key=moved,
        UpdateExpression="SET #d = :d",
        ExpressionAttributeNames={"#d": "day"},
        ExpressionAttributeValues={":d": {"S": "2026-11-20"}},
    )
    days = {item["day"]["S"] for item in log.client.scan(TableName=log.table)["Items"]}
    assert len(days) > 8 and "2026-11-20" in days
    sealed = summed("2026-11-20", of(log, Entry), None)
    assert sealed.count == 80
    assert summed_in_order("2026-11-20", log.lines_of_day("2026-11-20"), None) == sealed


def test_a_day_has_one_checkpoint_and_the_newest_is_the_last(log: DynamoAudit) -> None:
    assert log.last_checkpoint() is None
    first = summed("2026-11-20", [], None)
    second = summed("2026-11-21", [], first)
    for checkpoint in (second, first):
        log.add_checkpoint(checkpoint)
    with pytest.raises(Conflict):
        log.add_checkpoint(first)
    assert log.last_checkpoint() == second
    assert sorted(c.day for c in of(log, Checkpoint)) == ["2026-11-20", "2026-11-21"]


def test_an_entry_outlives_its_subject_by_the_legal_retention(log: DynamoAudit) -> None:
    log.write("v-1", "opened", {})
    item = log.client.scan(TableName=log.table)["Items"][0]
    end = datetime.fromtimestamp(int(item["expiresAt"]["N"]), UTC)
    assert end >= NOW + timedelta(days=6 * 365)


def test_everything_of_a_subject_is_kept_until_then_and_the_chain_holds(log: DynamoAudit) -> None:
    log.write("v-1", "opened", {})
    log.write("v-1", "decided", {})
    log.write("v-2", "opened", {})
    log.keep("v-1", NOW + timedelta(days=9))
    items = log.client.scan(TableName=log.table)["Items"]
    ends = {(i["subjectId"]["S"], int(i["expiresAt"]["N"])) for i in items}
    assert ("v-1", int((NOW + timedelta(days=9)).timestamp())) in ends and len(ends) == 2
    assert [e["kind"] for e in log.read("v-1")] == ["opened", "decided"]
    log.keep("nobody", NOW)


def test_a_signature_verifies_with_the_exported_key(aws: Aws) -> None:
    kms = aws("kms")
    key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    signer = KmsSigner(kms, key)
    message = summed("2026-11-20", [], None).message()
    public = load_der_public_key(signer.public_key())
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(base64.b64decode(signer.sign(message)), message, ec.ECDSA(hashes.SHA256()))
