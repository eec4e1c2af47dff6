"""A webhook's endpoint: when it is given up, which secrets sign, what may be written of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.feeds.endpoint import (
    WebhookEndpoint,
    checked_description,
    checked_events,
    checked_url,
)
from chalicelib.domain.feeds.entry import place_of, written

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIVE_DAYS = timedelta(days=5)


def endpoint(**changes: Any) -> WebhookEndpoint:
    return WebhookEndpoint(Mode.LIVE, "e-1", "https://a.example/hook", NOW, **changes)


def refused(code: str, work: Callable[..., object], *args: object) -> None:
    with pytest.raises(BadRequest) as caught:
        work(*args)
    assert caught.value.code == code


def test_one_that_fails_for_five_days_is_disabled_and_not_before() -> None:
    failing = endpoint().failed(NOW)
    assert (failing.failing_since, failing.disabled_at, failing.version) == (NOW, None, 2)
    assert failing.failed(NOW + FIVE_DAYS - SECOND) is failing
    disabled = failing.failed(NOW + FIVE_DAYS)
    assert (disabled.disabled_at, disabled.version) == (NOW + FIVE_DAYS, 3)
    assert disabled.failed(NOW + 2 * FIVE_DAYS) is disabled
    assert not disabled.wants("verification.approved")


def test_a_success_forgets_the_failures_before_it() -> None:
    fine = endpoint()
    assert fine.taken() is fine
    again = fine.failed(NOW).taken()
    assert (again.failing_since, again.version) == (None, 3)
    assert again.failed(NOW + FIVE_DAYS).disabled_at is None


def test_it_hears_of_all_or_of_what_it_asked_for() -> None:
    assert endpoint().wants("verification.approved")
    some = endpoint(events=("verification.rejected",))
    assert some.wants("verification.rejected") and not some.wants("verification.approved")


def test_the_secret_before_signs_until_the_overlap_is_over() -> None:
    rotated = endpoint().rotated(NOW, timedelta(hours=1))
    assert (rotated.generation, rotated.version) == (2, 2)
    assert rotated.generations(NOW + timedelta(hours=1) - SECOND) == (2, 1)
    assert rotated.generations(NOW + timedelta(hours=1)) == (2,)
    assert endpoint().generations(NOW) == (1,)


@pytest.mark.parametrize("url", ["https://a.example/hook?x=1", "http://127.0.0.1:8080/hook"])
def test_an_address_we_might_post_to(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["http://a.example/", "https://", "https://me@a.example/", "https://a.example/#x", "ftp://a.b/",
     "https://a.example:port/", "http://127.0.0.2/", "https://[::1/"],
)  # fmt: skip
def test_an_address_we_post_nothing_to(url: str) -> None:
    refused("webhook_url", checked_url, url)


def test_a_description_is_one_plain_line() -> None:
    assert checked_description("") == ""
    assert checked_description("a" * 200) == "a" * 200
    for text in ("a" * 201, "two\nlines", "<b>"):
        refused("webhook_description", checked_description, text)


def test_kinds_of_events_are_known_and_each_is_named_once() -> None:
    kinds = ("verification.rejected", "verification.approved", "verification.rejected")
    assert checked_events(kinds) == ("verification.approved", "verification.rejected")
    refused("event_unknown", checked_events, ("verification.lost",))


def test_a_place_in_the_feed_sorts_like_its_number() -> None:
    assert written(7) == "000000000007"
    assert written(9) < written(10)
    assert (place_of(""), place_of("0"), place_of("999999999999")) == (0, 0, 999_999_999_999)
    for cursor in ("1" * 13, "-1", "1.0", " 1", "x"):
        refused("cursor_invalid", place_of, cursor)
