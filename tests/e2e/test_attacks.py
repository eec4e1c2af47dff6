"""What strangers, applicants and staff once got away with, over HTTP with roles enforced.

docs/security.md tells which test shows which attack, and what HTTP cannot show.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from local import demo
from local.applicant import Applicant, Client, Unexpected, expect
from local.pictures import Person, document, face, selfies
from tests.attacks.test_matrix import ADMIN, GUARDED, ID, MAY, STAFF
from tests.e2e.strangers import coming_from

pytestmark = pytest.mark.slow
SignUp = Callable[..., Applicant]
PASSWORD = "Strangers-pass-2026"


def problem(answer: requests.Response) -> tuple[int, str]:
    told = answer.json() if answer.content else {}
    return answer.status_code, str(told.get("code", ""))


def papers() -> bytes:
    who = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
    return document("td3", who, face("astronaut"), seed=3)


# 1 and 3: gestures are not drawn until they suit, and another upload starts nothing anew


def test_gestures_are_drawn_a_few_times_a_day_and_an_upload_changes_nothing(
    sign_up: SignUp,
) -> None:
    who = sign_up()
    who.upload(papers())
    ref = {"verificationId": who.verification_id}
    drawn = [problem(who.client.call("POST", "/start-liveness", ref)) for _ in range(6)]
    assert [status for status, _ in drawn] == [201] * 5 + [429]
    who.upload(papers())
    assert who.client.call("POST", "/start-liveness", ref).status_code == 429


# 2: one picture, padded


def test_a_picture_that_is_sent_again_with_a_byte_more_is_no_living_person(
    sign_up: SignUp, steer: Any
) -> None:
    who = sign_up()
    who.upload(papers())
    still, sent = selfies(face("astronaut"), 7)["neutral"][0], iter(range(1, 100))
    try:
        who.show_liveness(lambda gesture, number: still + bytes(next(sent)))
    except Unexpected as refused:  # while it is being sent is as good
        assert "submit-frame" in str(refused)
    steer.quiet()
    assert who.status()["status"] != "approved"


# 4: an address that is somebody's


def test_a_strangers_sign_up_that_waits_for_its_code_is_not_replaced(client: Client) -> None:
    owner = Applicant(client, "Anna Demosthenous", "1991-03-14", "GRC")
    owner.start()
    code = owner.read_code()
    body = {"email": owner.email, "password": PASSWORD, "phoneNumber": "+306900000007"}
    assert client.call("POST", "/auth/signup/start", body).status_code == 202
    assert owner.confirm(code).status_code == 200
    owner.login()


# 6: attributes of one's own


def test_a_token_changes_neither_number_nor_address_without_a_code(
    sign_up: SignUp, aws: Any
) -> None:
    who, cognito = sign_up(), aws("cognito-idp")
    for name, value in (
        ("phone_number", "+306900000006"), ("phone_number_verified", "true"),
        ("email_verified", "true"), ("sub", ID), ("custom:kyc", "verified"),
    ):  # fmt: skip
        with pytest.raises(cognito.exceptions.ClientError):
            cognito.update_user_attributes(
                AccessToken=who.access_token, UserAttributes=[{"Name": name, "Value": value}]
            )
    ceo = f"ceo-{secrets.token_hex(4)}@company.example"
    cognito.update_user_attributes(
        AccessToken=who.access_token, UserAttributes=[{"Name": "email", "Value": ceo}]
    )
    told = cognito.get_user(AccessToken=who.access_token)["UserAttributes"]
    assert {"Name": "email", "Value": who.email} in told
    assert ceo not in str(expect(who.client.call("GET", "/me"), 200))


# 7: tokens after the event that ends them


def test_a_token_ends_with_the_session_the_account_and_the_group(
    sign_up: SignUp, client: Client, aws: Any, platform: dict[str, Any]
) -> None:
    pool, cognito = platform["user_pool_id"], aws("cognito-idp")
    left, disabled, erased = sign_up(), sign_up(), sign_up()
    expect(left.client.call("POST", "/auth/logout", {"accessToken": left.access_token}), 204)
    cognito.admin_disable_user(UserPoolId=pool, Username=disabled.email)
    expect(erased.client.call("DELETE", "/me"), 200)
    for who in (left, disabled, erased):
        for route in (route for route in GUARDED if route not in STAFF):
            method, _, path = route.partition(" ")
            answer = who.client.call(method, path.replace("{verification_id}", ID), {})
            assert answer.status_code == 401, (route, answer.text)
    reviewer = demo.reviewer_client(client)
    assert reviewer.call("GET", "/reviews").status_code == 200
    name = expect(reviewer.call("GET", "/me"), 200)["userId"]
    cognito.admin_remove_user_from_group(UserPoolId=pool, Username=name, GroupName="reviewers")
    for route in (route for route in STAFF if MAY[route] != ADMIN):
        method, _, path = route.partition(" ")
        path = path.replace("{case_id}", ID).replace("{digest}", "0" * 64)
        answer = reviewer.call(method, path, {})
        assert answer.status_code == 403, (route, answer.text)


# 11: who guesses


def test_who_guesses_passwords_shuts_out_themselves_and_not_the_owner(
    sign_up: SignUp, client: Client
) -> None:
    who, stranger = sign_up(), coming_from(client, "127.0.9.1")
    guess = {"username": who.email, "password": "Wrong-pass-2026"}
    statuses = [stranger.call("POST", "/auth/login", guess).status_code for _ in range(8)]
    assert statuses[0] == 401 and statuses[-1] == 429
    right = {"username": who.email, "password": who.password}
    assert stranger.call("POST", "/auth/login", right).status_code == 429
    assert client.call("POST", "/auth/login", right).status_code == 200


# 12: authenticators, and what asks for a fresh sign-in


def test_a_token_alone_enrols_nothing_and_staff_without_a_factor_see_nothing(
    sign_up: SignUp, aws: Any, platform: dict[str, Any], steer: Any
) -> None:
    who = sign_up()
    for shown in ({}, {"password": ""}, {"password": "Wrong-pass-2026"}):
        body = {"accessToken": who.access_token, **shown}
        assert who.client.call("POST", "/auth/mfa/enrol", body).status_code >= 400
    aws("cognito-idp").admin_add_user_to_group(
        UserPoolId=platform["user_pool_id"], Username=who.email, GroupName="reviewers"
    )
    who.login()
    assert who.client.call("GET", "/reviews").status_code == 403


# 14: two pictures under one frame


def test_two_pictures_under_one_frame_id_are_never_one_record(
    sign_up: SignUp, aws: Any, platform: dict[str, Any]
) -> None:
    who, pictures = sign_up(), [papers(), papers()]
    who.upload(pictures[0])
    ref = {"verificationId": who.verification_id}
    session = expect(who.client.call("POST", "/start-liveness", ref), 201)
    clock = requests.get(f"{who.client.cloud}/local/clock", timeout=10).json()["now"]

    def send(number: int) -> int:
        frame = {
            "sessionId": session["sessionId"], "nonce": session["nonce"], "seq": 1,
            "challengeId": session["challenges"][0]["id"], "frameId": "f1", "capturedAt": clock,
            "image": base64.b64encode(pictures[number % 2]).decode(),
        }  # fmt: skip
        mine = Client(who.client.api, who.client.cloud, who.client.token)
        return mine.call("POST", "/submit-frame", frame).status_code

    with ThreadPoolExecutor(6) as many:
        statuses = list(many.map(send, range(6)))
    assert max(statuses) < 500 and 202 in statuses
    held = aws("s3").list_objects_v2(Bucket=platform["bucket_live_frames"]).get("Contents", [])
    (key,) = (one["Key"] for one in held if session["sessionId"] in one["Key"])
    (own,) = (d for d in (hashlib.sha256(p).hexdigest() for p in pictures) if d[:16] in key)
    stored = aws("dynamodb").scan(TableName=platform["table_liveness_sessions"])["Items"]
    (record,) = (str(one) for one in stored if session["sessionId"] in str(one))
    told = {
        hashlib.sha256(p).hexdigest() for p in pictures if hashlib.sha256(p).hexdigest() in record
    }
    assert told == {own}


# 16: headers, and a refresh token that was copied


def test_a_refresh_token_that_is_used_again_ends_the_session(
    sign_up: SignUp, steer: Any, client: Client
) -> None:
    who = sign_up()
    body = {"username": who.email, "password": who.password}
    given = expect(client.call("POST", "/auth/login", body), 200)
    old = {"userId": who.user_id, "refreshToken": given["refreshToken"]}
    new = expect(client.call("POST", "/auth/refresh", old), 200)
    steer.move(minutes=1)
    assert client.call("POST", "/auth/refresh", old).status_code == 401
    later = {"userId": who.user_id, "refreshToken": new.get("refreshToken") or ""}
    assert client.call("POST", "/auth/refresh", later).status_code >= 400
    mine = Client(client.api, client.cloud, new["idToken"])
    answer = mine.call("GET", "/me")
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# 17: characters that cannot be seen


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u0000", "\u2066", "\u0007"])
def test_unseen_characters_are_in_no_profile(sign: str, sign_up: SignUp, who: Applicant) -> None:
    profile = {"fullName": f"Anna{sign} X", "dateOfBirth": "1991-03-14", "nationality": "GRC"}
    assert who.client.call("PUT", "/me/profile", profile).status_code in (400, 422)


@pytest.fixture
def who(sign_up: SignUp) -> Applicant:
    return sign_up()
