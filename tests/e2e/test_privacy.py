"""DELETE /me and GET /me/export over HTTP: complete, for nobody else, and gone means gone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import requests

from local.applicant import Applicant, expect
from local.demo import reviewer_client
from local.pictures import Person, document, face
from tests.services.reviews.test_attachments import paper

Aws = Callable[[str], Any]
NAME = "Anna Demosthenous"


@pytest.fixture
def applicant(sign_up: Callable[..., Applicant]) -> Applicant:
    """Somebody whose document was read."""
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", "KN4411223")
    made = sign_up(NAME)
    made.upload(document("td3", person, face("astronaut"), seed=3))
    return made


def test_what_reviewers_attach_is_fetched_whole_and_goes_with_the_person(
    applicant: Applicant, aws: Aws, platform: dict[str, Any]
) -> None:
    case = applicant.verification_id
    expect(applicant.client.call("POST", f"/verifications/{case}/assistance"), 202)
    reviewer = reviewer_client(applicant.client)
    path, pdf = f"/reviews/{case}/attachments", {"Content-Type": "application/pdf"}
    letter = paper("A letter of the registry")
    file = expect(reviewer.call("POST", path, letter, pdf), 201)
    expect(reviewer.call("POST", path, letter, pdf), 201)
    link = expect(reviewer.call("GET", f"{path}/{file['digest']}"), 200)["link"]
    fetched = requests.get(link, timeout=30)
    assert hashlib.sha256(fetched.content).hexdigest() == file["digest"]
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert applicant.client.call("GET", f"{path}/{file['digest']}").status_code == 403
    refusal = {"approved": False, "reasons": ["document_unreadable"], "note": ""}
    expect(reviewer.call("POST", f"/reviews/{case}/decision", refusal), 200)
    receipt = expect(applicant.client.call("DELETE", "/me"), 200)
    assert receipt["erased"]["attachments"] == 2, "every version"
    versions = aws("s3").list_object_versions(Bucket=platform["bucket_attachments"])
    assert case not in json.dumps(versions, default=str)
    assert requests.get(link, timeout=30).status_code in (403, 404)


def _hold(system: dict[str, str], user_id: str, *more: str) -> None:
    port = system["cloud"].rpartition(":")[2]
    command = ["--user", user_id, "--reference", "court-17", *more]
    run = subprocess.run(
        [sys.executable, "-m", "operations.hold", *command],
        env={**os.environ, "VESTIBULE_PORT_CLOUD": port},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _stored(aws: Aws, platform: dict[str, Any]) -> str:
    """Every item of every table and every key of every bucket that holds people's data."""
    found: list[Any] = []
    for name, table in platform.items():
        if name.startswith("table_"):
            pages = aws("dynamodb").get_paginator("scan").paginate(TableName=table)
            found += [item for page in pages for item in page["Items"]]
    for bucket in (
        "bucket_id_uploads",
        "bucket_live_frames",
        "bucket_ocr_raw",
        "bucket_attachments",
    ):
        versions = aws("s3").list_object_versions(Bucket=platform[bucket])
        found += [each["Key"] for each in versions.get("Versions", [])]
    return json.dumps(found, default=str)


def test_a_copy_shows_what_was_given_and_read(applicant: Applicant) -> None:
    copy = expect(applicant.client.call("GET", "/me/export"), 200)
    assert copy["account"]["email"] == applicant.email
    assert copy["profile"]["fullName"] == NAME
    assert copy["verifications"][0]["verificationId"] == applicant.verification_id
    assert len(copy["verifications"][0]["pictures"]) == 1
    assert copy["registry"]["email"] == applicant.email


def test_nobody_gets_a_copy_without_signing_in(applicant: Applicant) -> None:
    applicant.client.token = ""
    assert applicant.client.call("GET", "/me/export").status_code == 401
    assert applicant.client.call("DELETE", "/me").status_code == 401


def test_a_hold_keeps_everything_until_it_is_lifted(
    applicant: Applicant, system: dict[str, str]
) -> None:
    user_id = expect(applicant.client.call("GET", "/me"), 200)["userId"]
    _hold(system, user_id)
    refused = applicant.client.call("DELETE", "/me")
    assert refused.status_code == 409 and refused.json()["code"] == "legal_hold"
    _hold(system, user_id, "--lift")
    expect(applicant.client.call("DELETE", "/me"), 200)


def test_after_erasure_nothing_names_the_person_anywhere(
    applicant: Applicant, aws: Aws, platform: dict[str, Any], steer: Any
) -> None:
    steer.quiet()
    assert applicant.email in json.dumps(expect(applicant.client.call("GET", "/me/export"), 200))
    assert NAME in _stored(aws, platform) and applicant.verification_id in _stored(aws, platform)
    receipt = expect(applicant.client.call("DELETE", "/me"), 200)
    assert receipt["erased"]["accounts"] == receipt["erased"]["registryRows"] == 1
    assert receipt["erased"]["documentPictures"] >= 1
    assert {each["law"] for each in receipt["kept"]}
    steer.quiet()
    left = _stored(aws, platform)
    assert applicant.email not in left and f"{applicant.verification_id}.jpg" not in left
    users = aws("cognito-idp").list_users(UserPoolId=platform["user_pool_id"])["Users"]
    assert applicant.email not in json.dumps(users, default=str)
    assert applicant.client.call("GET", "/me/export").status_code in (200, 401)
