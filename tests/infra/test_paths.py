"""What happens later is never lost: every asynchronous path ends in a dead-letter queue."""

from __future__ import annotations

import json

import pytest

from operations import chalice_config
from operations.redrive import FUNCTIONS
from tests.infra.states import State


@pytest.fixture(scope="module")
def dead(platform_state: State) -> set[str]:
    names = {queue.values["name"] for queue in platform_state.of("aws_sqs_queue")}
    return {name for name in names if name.endswith("-dlq")}


def test_every_work_queue_hands_on_what_fails(platform_state: State, dead: set[str]) -> None:
    for queue in platform_state.of("aws_sqs_queue"):
        name = queue.values["name"]
        if name in dead:
            assert not queue.values["redrive_policy"]
            assert queue.values["message_retention_seconds"] == 14 * 86_400
            continue
        policy = json.loads(queue.values["redrive_policy"])
        assert policy["deadLetterTargetArn"].endswith(f":{name}-dlq")
        assert 2 <= policy["maxReceiveCount"] <= 10


def test_a_message_stays_hidden_long_enough_for_its_reader(
    platform_state: State, bindings_state: State
) -> None:
    hidden = {
        queue.values["arn"]: queue.values["visibility_timeout_seconds"]
        for queue in platform_state.of("aws_sqs_queue")
    }
    for mapping in bindings_state.of("aws_lambda_event_source_mapping"):
        source = mapping.values["event_source_arn"]
        if ":sqs:" in source:
            name = mapping.values["function_name"].rpartition(":")[2]
            name = name.removeprefix("vestibule-local-")
            assert hidden[source] >= 6 * chalice_config.sizes()[name]["timeout"], source


def test_readers_report_each_message_and_streams_bury_what_fails(
    bindings_state: State, dead: set[str]
) -> None:
    for mapping in bindings_state.of("aws_lambda_event_source_mapping"):
        values = mapping.values
        assert values["function_response_types"] == ["ReportBatchItemFailures"], mapping.address
        if ":dynamodb:" in values["event_source_arn"]:
            buried = values["destination_config"][0]["on_failure"][0]["destination_arn"]
            assert buried.rpartition(":")[2] in dead
            assert values["bisect_batch_on_function_error"]
            assert values["maximum_retry_attempts"] > 0
            assert values["starting_position"] == "TRIM_HORIZON"
            pattern = json.loads(values["filter_criteria"][0]["filter"][0]["pattern"])
            # Who copies the audit log must see that an entry is gone; others have no use for it.
            gone = ["REMOVE"] if "audit-copy" in values["function_name"] else []
            assert pattern == {"eventName": ["INSERT", "MODIFY", *gone]}


def test_what_s3_calls_is_buried_when_it_fails(bindings_state: State, dead: set[str]) -> None:
    buried = {
        config.values["function_name"]: config.values["destination_config"][0]["on_failure"][0]
        for config in bindings_state.of("aws_lambda_function_event_invoke_config")
    }
    for notification in bindings_state.of("aws_s3_bucket_notification"):
        for called in notification.values["lambda_function"]:
            name = called["lambda_function_arn"].rpartition(":")[2]
            assert buried[name]["destination"].rpartition(":")[2] in dead


def test_events_that_cannot_be_delivered_are_kept(platform_state: State, dead: set[str]) -> None:
    for target in platform_state.of("aws_cloudwatch_event_target"):
        kept = target.values["dead_letter_config"][0]["arn"]
        assert kept.rpartition(":")[2] in dead


def test_every_dead_letter_queue_can_be_redriven(dead: set[str], platform_state: State) -> None:
    work = {queue.values["name"] for queue in platform_state.of("aws_sqs_queue")} - dead
    for name in dead:
        bare = name.removesuffix("-dlq")
        assert bare in work or bare.removeprefix("vestibule-local-") in FUNCTIONS


def test_only_named_services_may_call_a_function(bindings_state: State) -> None:
    for permission in bindings_state.of("aws_lambda_permission"):
        assert permission.values["source_arn"], permission.address
        assert permission.values["principal"] in {
            "s3.amazonaws.com",
            "cognito-idp.amazonaws.com",
            "events.amazonaws.com",
        }
