"""The door for pictures: raw bytes or a form, and one answer per Idempotency-Key."""

import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.entrypoints.api_harness import Answer, ApiHarness
from tests.services.in_memory import picture

USER = "00000000-0000-4000-9000-00000000000a"
JPEG = {"Content-Type": "image/jpeg"}


def upload(
    harness: ApiHarness,
    data: bytes | str | None,
    user: str = USER,
    query: dict[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    sent = JPEG | dict(headers or {})
    return harness.call("POST", "/upload-id", data, user=user, query=query, headers=sent)


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/jpeg; charset=binary"])
def test_a_picture_is_taken_as_its_raw_bytes(harness: ApiHarness, kind: str) -> None:
    answer = harness.call(
        "POST", "/upload-id", picture(), user=USER, headers={"Content-Type": kind.split(";")[0]}
    )
    assert answer.status == 201
    assert set(answer.json) == {"verificationId", "side", "expiresAt", "sha256"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GIF89a", "image_type_unsupported"),
        (b"\x89PNG\r\n\x1a\nrubbish", "image_unreadable"),
        (picture(size=(50, 50)), "image_too_small"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_code(
    harness: ApiHarness, data: bytes, code: str
) -> None:
    assert upload(harness, data).code == (400, code)
    assert harness.system.pictures.items == {}


def test_json_asks_for_a_form_only_when_the_mode_says_so(harness: ApiHarness) -> None:
    form = {"contentType": "image/png", "size": 1000, "side": "back"}
    answer = harness.call("POST", "/upload-id", form, user=USER, query={"mode": "presigned"})
    assert answer.status == 201
    assert set(answer.json["upload"]) == {"url", "fields"}
    assert harness.call("POST", "/upload-id", form, user=USER).code == (400, "upload_mode")
    wrong = upload(harness, picture(), query={"mode": "presigned"})
    assert wrong.code == (400, "upload_mode")


@pytest.mark.parametrize(
    "query", [{"mode": "other"}, {"side": "left"}, {"unknown": "1"}, {"mode": ""}]
)
def test_queries_are_checked_as_bodies_are(harness: ApiHarness, query: dict[str, str]) -> None:
    assert upload(harness, picture(), query=query).code == (400, "invalid_request")


@pytest.mark.parametrize(
    "changed", [{"size": 0}, {"size": 10_000_001}, {"contentType": "text/html"}, {"side": "x"}]
)
def test_forms_are_bounded(harness: ApiHarness, changed: dict[str, Any]) -> None:
    form = {"contentType": "image/png", "size": 1000} | changed
    answer = harness.call("POST", "/upload-id", form, user=USER, query={"mode": "presigned"})
    assert answer.code == (400, "invalid_request")


KEY = {"Idempotency-Key": "upload-1"}


def test_the_same_key_and_bytes_get_the_same_answer_and_one_picture(
    harness: ApiHarness, kept: Any
) -> None:
    first = upload(harness, picture(), headers=KEY)
    harness.system.now.move(minutes=5)
    again = upload(harness, picture(), headers=KEY)
    assert (first.status, again.json) == (201, first.json)
    assert len(harness.system.verification_store.items) == 1


def test_the_same_key_with_other_bytes_is_refused(harness: ApiHarness, kept: Any) -> None:
    upload(harness, picture(), headers=KEY)
    assert upload(harness, picture("other"), headers=KEY).code == (422, "idempotency_key_reused")
    assert upload(harness, picture(), query={"side": "back"}, headers=KEY).code == (
        422, "idempotency_key_reused"
    )  # fmt: skip


def test_keys_of_two_people_are_two_keys(harness: ApiHarness, kept: Any) -> None:
    other = "00000000-0000-4000-9000-00000000000b"
    first, second = (
        upload(harness, picture(), headers=KEY),
        upload(harness, picture(), other, headers=KEY),
    )
    assert first.json["verificationId"] != second.json["verificationId"]


def test_a_refusal_is_not_kept_so_that_the_key_can_be_used_again(
    harness: ApiHarness, kept: Any
) -> None:
    assert upload(harness, b"GIF89a", headers=KEY).code == (400, "image_type_unsupported")
    assert upload(harness, picture(), headers=KEY).status == 201


@pytest.mark.parametrize("key", ["with space", "x" * 129, "ü"])
def test_a_key_out_of_form_is_refused(harness: ApiHarness, kept: Any, key: str) -> None:
    answer = upload(harness, picture(), headers={"Idempotency-Key": key})
    assert answer.code == (400, "idempotency_key_invalid")


def test_answers_are_forgotten_after_a_day(harness: ApiHarness, kept: Any) -> None:
    upload(harness, picture(), headers=KEY)
    [item] = kept()
    assert 86_000 < int(item["expiration"]["N"]) - time.time() <= 86_400
