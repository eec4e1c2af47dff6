"""Everything that holds data: encrypted with our key, private, TLS only, forgetting in time."""

from __future__ import annotations

import json
from typing import Any

from tests.infra.states import State, statements

PUBLIC_LISTS = "watchlists"  # no personal data of ours, needed until replaced
#: Kept for good: profiles and words about them live as long as their account; levels hold nothing
#: of people, and old decisions are derived again under theirs.
WITHOUT_TTL = {"Persons", "Profiles", "ScreeningDecisions", "Levels"}
WITHOUT_TTL |= {"ApiKeys", "Applicants", "ExternalIds", "WebhookEndpoints"}


def _names(state: State, kind: str, attribute: str = "bucket") -> set[str]:
    return {each.values[attribute] for each in state.of(kind)}


def test_buckets_refuse_plain_http(platform_state: State) -> None:
    policies = {
        p.values["bucket"]: p.values["policy"] for p in platform_state.of("aws_s3_bucket_policy")
    }
    assert set(policies) == _names(platform_state, "aws_s3_bucket")
    for bucket, policy in policies.items():
        document = json.loads(policy)
        denials = [s for s in document["Statement"] if s["Effect"] == "Deny"]
        plain = [
            d for d in denials if d["Condition"].get("Bool") == {"aws:SecureTransport": "false"}
        ]
        assert len(plain) == 1, bucket
        assert plain[0]["Action"] == "s3:*" and plain[0]["Principal"] in ("*", {"AWS": "*"})
        assert set(plain[0]["Resource"]) == {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"}


def test_buckets_are_private_versioned_and_encrypted_with_our_key(platform_state: State) -> None:
    buckets = _names(platform_state, "aws_s3_bucket")
    for block in platform_state.of("aws_s3_bucket_public_access_block"):
        given = (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        )
        assert all(block.values[name] for name in given)
    for versioning in platform_state.of("aws_s3_bucket_versioning"):
        assert versioning.values["versioning_configuration"][0]["status"] == "Enabled"
    for rule in platform_state.of("aws_s3_bucket_server_side_encryption_configuration"):
        chosen = rule.values["rule"][0]["apply_server_side_encryption_by_default"][0]
        assert chosen["sse_algorithm"] == "aws:kms" and chosen["kms_master_key_id"]
    for kind in ("public_access_block", "versioning", "server_side_encryption_configuration"):
        assert _names(platform_state, f"aws_s3_bucket_{kind}") == buckets


def test_pictures_expire_and_so_do_their_old_versions(platform_state: State) -> None:
    rules = {
        r.values["bucket"]: r.values["rule"]
        for r in platform_state.of("aws_s3_bucket_lifecycle_configuration")
    }
    for bucket in _names(platform_state, "aws_s3_bucket"):
        assert any(rule["noncurrent_version_expiration"] for rule in rules[bucket]), bucket
        if PUBLIC_LISTS not in bucket:
            assert any(_days(rule) for rule in rules[bucket]), bucket


def _days(rule: dict[str, Any]) -> int:
    return sum(each.get("days") or 0 for each in rule["expiration"])


def test_only_upload_buckets_answer_browsers_and_only_our_site(platform_state: State) -> None:
    rules = {
        c.values["bucket"]: c.values["cors_rule"]
        for c in platform_state.of("aws_s3_bucket_cors_configuration")
    }
    assert {name.rpartition("-")[0].removeprefix("vestibule-local-") for name in rules} == {
        "kyc-id-uploads",
        "kyc-live-frames",
    }
    for rule in rules.values():
        for each in rule:
            assert "*" not in each["allowed_origins"]
            assert all(
                origin.startswith("http://127.0.0.1") or "localhost" in origin
                for origin in each["allowed_origins"]
            )
            assert set(each["allowed_methods"]) <= {"GET", "PUT", "POST", "HEAD"}


def test_tables_are_encrypted_recoverable_and_forget(platform_state: State) -> None:
    for table in platform_state.of("aws_dynamodb_table"):
        values = table.values
        assert values["billing_mode"] == "PAY_PER_REQUEST"
        assert values["server_side_encryption"][0]["enabled"]
        assert values["server_side_encryption"][0]["kms_key_arn"]
        assert values["point_in_time_recovery"][0]["enabled"]
        name = values["name"].removeprefix("vestibule-local-")
        forgets = any(each["enabled"] for each in values["ttl"])
        assert forgets == (name not in WITHOUT_TTL), name


def test_queues_and_topics_are_encrypted_with_our_key(platform_state: State) -> None:
    for queue in platform_state.of("aws_sqs_queue"):
        assert queue.values["kms_master_key_id"], queue.address
    for topic in platform_state.of("aws_sns_topic"):
        assert topic.values["kms_master_key_id"], topic.address


def test_queues_refuse_plain_http(platform_state: State) -> None:
    for queue in platform_state.of("aws_sqs_queue"):
        document = json.loads(queue.values["policy"])
        conditions = [part.conditions.get("Bool") for part in statements(document)]
        assert {"aws:SecureTransport": "false"} in conditions, queue.address


def test_keys_rotate(platform_state: State) -> None:
    for key in platform_state.of("aws_kms_key"):
        if key.values["key_usage"] == "ENCRYPT_DECRYPT":
            assert key.values["enable_key_rotation"], key.address


def test_logs_are_encrypted_and_end(platform_state: State) -> None:
    for group in platform_state.of("aws_cloudwatch_log_group"):
        assert group.values["kms_key_id"] and group.values["retention_in_days"] > 0


def test_secrets_are_encrypted_with_our_key_and_not_in_the_state(platform_state: State) -> None:
    for secret in platform_state.of("aws_secretsmanager_secret"):
        assert secret.values["kms_key_id"]
    for version in platform_state.of("aws_secretsmanager_secret_version"):
        assert not version.values["secret_string"] and not version.values["secret_binary"]
