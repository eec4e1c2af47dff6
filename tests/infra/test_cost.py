"""Counts become dollars: every call has a price, every price a source and a date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from operations import cost

PRICES: dict[str, Any] = json.loads(cost.PRICES.read_text())


def _usage(**calls: int) -> dict[str, Any]:
    named = {name.replace("__", ":"): count for name, count in calls.items()}
    return {"calls": {"vestibule-local": named}, "functions": {}}


def test_every_price_has_a_source_and_the_table_a_date() -> None:
    assert date.fromisoformat(PRICES["asOf"])
    for unit, price in PRICES["units"].items():
        assert price["source"].startswith("https://aws.amazon.com/"), unit
        assert price["price"] > 0 and price["per"] >= 1, unit


def test_every_unit_that_calls_are_charged_in_has_a_price() -> None:
    for charged in cost._CHARGED.values():
        assert {unit for unit, _ in charged} <= set(PRICES["units"])


def test_calls_are_counted_in_the_units_of_the_bill() -> None:
    found = cost.units(_usage(dynamodb__PutItem=4, sqs__SendMessage=1), 7, 2_000_000)
    assert found["dynamodb.write"] == 4
    assert found["sqs.request"] == 3  # sent, received, deleted
    assert found["stepfunctions.transition"] == 7
    assert found["logs.gb"] == pytest.approx(0.002)
    assert found["cognito.active_user.lite"] == 1


def test_a_write_of_a_transaction_is_two_writes() -> None:
    usage = {"calls": {"f": {"dynamodb:TransactWriteItems+5": 2}}, "functions": {}}
    assert cost.units(usage, 0, 0)["dynamodb.write"] == 20


def test_a_way_that_costs_more_than_its_goal_is_named() -> None:
    """35 calls of Rekognition did, before the portrait's answers were used; text messages are the
    country's price."""
    page = {"textract__AnalyzeDocument+FORMS+TABLES": 1, "sns__PublishText": 2}
    dear = cost.units(_usage(rekognition__CompareFaces=35, **page), 20, 20_000)
    good = cost.units(_usage(rekognition__CompareFaces=24, **page), 20, 20_000)
    assert cost.over({"in_house": dear, "persona": dear}, PRICES) == ("in_house",)
    assert cost.over({"in_house": good, "in_house-forms": good}, PRICES) == ("in_house-forms",)


def test_time_is_charged_by_the_memory_of_the_function() -> None:
    usage = {"calls": {}, "functions": {"vestibule-local": {"count": 10, "seconds": 4.0}}}
    found = cost.units(usage, 0, 0)
    assert found["lambda.gb_second"] == pytest.approx(4.0 * 1024 / 1024)
    assert found["apigateway.request"] == found["waf.request"] == 10


def test_a_text_message_costs_more_than_a_topic() -> None:
    text = cost.units(_usage(sns__PublishText=1), 0, 0)
    topic = cost.units(_usage(sns__Publish=1), 0, 0)
    assert cost.total(text, PRICES) > 1.5 * cost.total(topic, PRICES)


def test_a_call_without_a_price_is_not_passed_over() -> None:
    with pytest.raises(cost.Uncounted, match="translate:TranslateText"):
        cost.units(_usage(translate__TranslateText=1), 0, 0)
