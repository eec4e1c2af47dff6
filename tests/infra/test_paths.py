"""What happens later is never lost: every asynchronous path ends in a dead-letter queue."""

from __future__ import annotations

import json

import pytest

from emulator.strict.as_aws import QUOTAS
from operations import chalice_config
from operations.redrive import FUNCTIONS
from operations.stage import REGIONS
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


def test_a_bucket_tells_a_queue_that_it_may_send_to(
    platform_state: State, bindings_state: State
) -> None:
    """Never a function: what comes faster than Textract's quota has to wait somewhere."""
    policies = {
        queue.values["arn"]: json.loads(queue.values["policy"])["Statement"]
        for queue in platform_state.of("aws_sqs_queue")
    }
    notifications = bindings_state.of("aws_s3_bucket_notification")
    assert notifications
    for notification in notifications:
        assert not notification.values["lambda_function"]
        bucket = f"arn:aws:s3:::{notification.values['bucket']}"
        for told in notification.values["queue"]:
            (grant,) = (
                statement
                for statement in policies[told["queue_arn"]]
                if statement.get("Principal") == {"Service": "s3.amazonaws.com"}
            )
            assert grant["Condition"] == {"ArnEquals": {"aws:SourceArn": bucket}}


def test_no_more_documents_are_read_at_once_than_textract_takes(bindings_state: State) -> None:
    """A call takes 2.5 s: five requests a second (Ireland's quota) are twelve at once."""
    (reader,) = (
        mapping.values
        for mapping in bindings_state.of("aws_lambda_event_source_mapping")
        if mapping.values["function_name"].endswith("-ocr-extraction")
    )
    quota = next(q for q in QUOTAS if q["operations"] == ["AnalyzeDocument"])["rate"]["eu-west-1"]
    assert 2 <= reader["scaling_config"][0]["maximum_concurrency"] <= quota * 2.5
    assert reader["batch_size"] == 1


def test_no_more_faces_are_compared_at_once_than_rekognition_takes(bindings_state: State) -> None:
    """Alone, a comparison is as fast as its calls; together they keep the quota of each region.

    24 calls in two rounds of 0.6 s and some reading between them, about 2.5 s.
    """
    mappings = bindings_state.of("aws_lambda_event_source_mapping")
    (reader,) = (m.values for m in mappings if m.values["function_name"].endswith("-compare-faces"))
    assert reader["batch_size"] == 1, "nobody waits behind another in one batch"
    assert reader["scaling_config"][0]["maximum_concurrency"] == _at_once("eu-west-1")[1]
    quota = next(q for q in QUOTAS if q["operations"] == ["CompareFaces"])["rate"]
    for region in REGIONS:
        calls, comparisons = _at_once(region)
        assert calls / 0.6 <= quota[region], region
        longest = max(2.5, 24 / calls * 0.6)
        assert comparisons == 2 or comparisons * 24 / longest <= quota[region], region


def _at_once(region: str) -> tuple[int, int]:
    """Calls of one comparison, and comparisons (two is the least that Lambda takes)."""
    faces = REGIONS[region]["faces"]
    return faces["at_once"], faces["comparisons"]


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
            "cognito-idp.amazonaws.com",
            "events.amazonaws.com",
        }
