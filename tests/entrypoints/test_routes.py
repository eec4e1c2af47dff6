"""The REST doors: what is taken, what is refused, and always with a stable code."""

import base64
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import app
from chalicelib.domain.errors import Unavailable
from chalicelib.entrypoints.runtime import Shape
from tests.entrypoints.api_harness import ApiHarness
from tests.present import present
from tests.services.in_memory import EMAIL, PASSWORD, PHONE, picture

SIGN_UP = {"email": EMAIL, "password": PASSWORD, "phoneNumber": PHONE}
NOBODY = "00000000-0000-4000-8000-00000000dead"


def the_doors() -> Iterator[tuple[str, str, Any, Shape]]:
    """(method, path, entry, shape) of every route."""
    for path, methods in sorted(app.routes.items()):
        for method, entry in methods.items():
            yield method, path, entry, vars(entry.view_function)["shape"]


#: Doors of backends and of sessions ask who is there before they look at a body; see below.
WITH_BODY = [(m, p, s) for m, p, _, s in the_doors() if s.body and not (s.scope or s.session)]
FOR_BACKENDS = [(m, p, s) for m, p, _, s in the_doors() if s.body and (s.scope or s.session)]
ELSEWHERE = {"/api/kyc/start-verification", "/me/export"}  # services with tests of their own
GUARDED = [
    (m, p)
    for m, p, entry, _ in the_doors()
    if entry.authorizer and p not in ELSEWHERE and m != "DELETE"
]


def path_of(path: str) -> str:
    return "/".join(NOBODY if part.startswith("{") else part for part in path.split("/"))


def test_the_whole_way_over_the_doors(harness: ApiHarness) -> None:
    started = harness.call("POST", "/auth/signup/start", SIGN_UP)
    assert started.status == 202
    onboarding_id = started.json["onboardingId"]
    harness.system.accounts.send_code(onboarding_id, "token")
    confirm = {"onboardingId": onboarding_id, "code": harness.system.code()}
    confirmed = harness.call("POST", "/auth/signup/confirm", confirm)
    assert (confirmed.status, confirmed.json["status"]) == (200, "phone_verified")
    tokens = harness.call("POST", "/auth/login", {"username": EMAIL, "password": PASSWORD}).json
    assert tokens["expiresIn"] == 3600
    user = harness.system.onboardings.get(onboarding_id).user_id
    profile = {"fullName": "Anna", "dateOfBirth": "1991-03-14", "nationality": "GRC"}
    assert harness.call("PUT", "/me/profile", profile, user=user).json["complete"] is True
    assert harness.call("GET", "/me", user=user).json["onboarding"]["stage"] == "profile_complete"
    sent = harness.call(
        "POST", "/upload-id", picture(), user=user, headers={"Content-Type": "image/jpeg"}
    )
    assert sent.status == 201
    case = sent.json["verificationId"]
    session = harness.call("POST", "/start-liveness", {"verificationId": case}, user=user)
    assert session.status == 201
    assert len(session.json["challenges"]) == 4
    answer = harness.call("POST", "/submit-frame", a_frame(harness, session.json), user=user)
    assert (answer.status, answer.json) == (202, {"received": 1, "remaining": 11})
    seen = harness.call("GET", "/verify", user=user, query={"verificationId": case})
    assert seen.json["status"] == "in_progress"
    assert harness.call("GET", f"/verifications/{case}", user=user).json == seen.json


def a_frame(harness: ApiHarness, session: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "sessionId": session["sessionId"],
        "challengeId": session["challenges"][0]["id"],
        "frameId": "f1",
        "nonce": session["nonce"],
        "seq": 1,
        "capturedAt": harness.system.now().isoformat(),
        "image": base64.b64encode(picture("frame")).decode(),
    } | changed


@pytest.mark.parametrize(("method", "path"), GUARDED, ids=str)
def test_without_a_token_no_guarded_door_answers(
    harness: ApiHarness, method: str, path: str
) -> None:
    """API Gateway refuses first; should it be misconfigured, we refuse too."""
    answer = harness.call(method, path_of(path), {} if method != "GET" else None)
    assert answer.status in (400, 401, 403), answer
    words = ("unauthenticated", "invalid_request", "forbidden", "upload_mode", "signature_unknown")
    assert answer.code[1] in words


@pytest.mark.parametrize(("method", "path", "shape"), WITH_BODY, ids=str)
def test_unknown_fields_are_named_and_refused(
    harness: ApiHarness, method: str, path: str, shape: Shape
) -> None:
    answer = harness.call(
        method, path_of(path), {"surprise": "canary-value"}, user=NOBODY, groups=shape.group
    )
    assert answer.code == (400, "invalid_request")
    assert "surprise: extra_forbidden" in answer.json["detail"]
    assert "canary-value" not in answer.text


@pytest.mark.parametrize(("method", "path", "shape"), WITH_BODY, ids=str)
@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "7", "\x00", "{'a': 1}"])
def test_what_is_no_json_object_is_refused(
    harness: ApiHarness, method: str, path: str, shape: Shape, body: str
) -> None:
    if body == "" and not present(shape.body).model().model_json_schema().get("required"):
        return  # an empty body is the empty object
    answer = harness.call(method, path_of(path), body, user=NOBODY, groups=shape.group)
    assert answer.code == (400, "invalid_request")


@pytest.mark.parametrize(("method", "path", "shape"), WITH_BODY, ids=str)
def test_a_wrong_content_type_is_refused(
    harness: ApiHarness, method: str, path: str, shape: Shape
) -> None:
    answer = harness.call(
        method, path_of(path), "a=1", user=NOBODY,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.code == (415, "media_type_unsupported")


def test_a_body_of_megabytes_is_refused_before_it_is_read(harness: ApiHarness) -> None:
    answer = harness.call("POST", "/auth/login", '{"username": "' + "x" * 2_000_001 + '"}')
    assert answer.code == (400, "body_too_large")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@" + "b" * 260 + ".example"}, "email"),
        ({"password": "Sh0rt-pass"}, "password"),
        ({"password": "x" * 257}, "password"),
        ({"phoneNumber": "+" + "1" * 64}, "phoneNumber"),
        ({"phoneNumber": None}, "phoneNumber"),
        ({"email": ["a@b.example"]}, "email"),
    ],
)
def test_values_out_of_bounds_are_named_and_never_repeated(
    harness: ApiHarness, changed: dict[str, Any], field: str
) -> None:
    answer = harness.call("POST", "/auth/signup/start", SIGN_UP | changed)
    assert answer.code == (400, "invalid_request")
    assert answer.json["detail"].startswith(f"{field}:")
    for value in changed.values():
        assert str(value) not in answer.text
    assert harness.system.onboardings.items == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"fullName": ""}, {"fullName": "x" * 201}, {"fullName": "<b>Anna</b>"},
        {"fullName": "Anna\x00"}, {"dateOfBirth": "14.03.1991"}, {"dateOfBirth": "1991-02-30"},
        {"nationality": "Greece"}, {"nationality": "gr"}, {"address": "x" * 501},
    ],
)  # fmt: skip
def test_profiles_are_bounded(harness: ApiHarness, changed: dict[str, str]) -> None:
    plain = {"fullName": "Anna", "dateOfBirth": "1991-03-14", "nationality": "GRC"}
    answer = harness.call("PUT", "/me/profile", plain | changed, user=NOBODY)
    assert answer.code == (400, "invalid_request")
    assert harness.system.profiles.items == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"frameId": "../../etc"}, {"frameId": ""}, {"frameId": "x" * 65}, {"seq": 0}, {"seq": 101},
        {"seq": "1"}, {"capturedAt": "now"}, {"nonce": ""}, {"image": ""},
        {"image": "x" * 1_400_001}, {"sessionId": "x"}, {"challengeId": "' or 1=1"},
    ],
)  # fmt: skip
def test_frames_are_bounded(harness: ApiHarness, changed: dict[str, Any]) -> None:
    session: dict[str, Any] = {"sessionId": NOBODY, "challenges": [{"id": NOBODY}], "nonce": "n"}
    answer = harness.call(
        "POST", "/submit-frame", a_frame(harness, session, **changed), user=NOBODY
    )
    if changed == {"seq": "1"}:  # JSON text for a number is read as the number
        assert answer.code == (404, "session_not_found")
    else:
        assert answer.code == (400, "invalid_request")


def test_what_is_no_base64_is_no_image(harness: ApiHarness) -> None:
    session: dict[str, Any] = {"sessionId": NOBODY, "challenges": [{"id": NOBODY}], "nonce": "n"}
    frame = a_frame(harness, session, image="*" * 100)
    assert harness.call("POST", "/submit-frame", frame, user=NOBODY).code == (400, "image_encoding")


@pytest.mark.parametrize("ident", ["x", "../../etc/passwd", NOBODY.upper(), f"{NOBODY}0", "%00"])
def test_ids_that_are_none_are_not_found(harness: ApiHarness, ident: str) -> None:
    found = harness.call("GET", f"/verifications/{ident.replace('/', '.')}", user=NOBODY)
    assert found.code == (404, "not_found")


def test_the_verification_of_another_does_not_exist(harness: ApiHarness) -> None:
    _, _, case = harness.system.ready()
    assert harness.call("GET", f"/verifications/{case}", user=NOBODY).code == (
        404, "verification_not_found"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/auth/login", {"username": EMAIL, "password": "wrong"}, (401, "not_authorized")),
        ("/auth/signup/confirm", {"onboardingId": NOBODY, "code": "123456"}, (400, "code_wrong")),
        ("/auth/logout", {"accessToken": "x"}, (401, "not_authorized")),
        ("/auth/refresh", {"userId": NOBODY, "refreshToken": "x"}, (401, "not_authorized")),
        ("/auth/mfa/answer", {"username": EMAIL, "session": "x" * 40, "code": "123456"},
         (400, "code_wrong")),
        ("/auth/password/reset", {"username": EMAIL, "code": "123456", "password": PASSWORD},
         (400, "code_wrong")),
    ],
)  # fmt: skip
def test_a_no_has_its_stable_code(
    harness: ApiHarness, path: str, body: dict[str, str], code: tuple[int, str]
) -> None:
    harness.system.confirmed()
    assert harness.call("POST", path, body).code == code


def test_who_is_too_many_is_told_when_to_come_back(harness: ApiHarness) -> None:
    body = {"username": EMAIL, "password": "wrong"}
    for _ in range(20):
        harness.call("POST", "/auth/login", body)
    answer = harness.call("POST", "/auth/login", body)
    assert answer.code == (429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) == 300


def test_a_dependency_that_is_away_is_503_and_says_nothing_of_itself(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Unavailable("AWS answered ThrottlingException")

    monkeypatch.setattr(harness.system.identity, "login", away)
    body = {"username": EMAIL, "password": PASSWORD}
    assert harness.call("POST", "/auth/login", body).code == (503, "unavailable")


def test_a_bug_is_500_without_its_words(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch, printed: io.StringIO
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("canary@applicants.example")

    monkeypatch.setattr(harness.system.identity, "login", broken)
    answer = harness.call("POST", "/auth/login", {"username": EMAIL, "password": PASSWORD})
    assert answer.code == (500, "internal_error")
    assert "canary" not in answer.text + printed.getvalue()
    assert "RuntimeError" in printed.getvalue()


def test_one_line_is_logged_per_call_and_names_nobody(
    harness: ApiHarness, printed: io.StringIO
) -> None:
    harness.call("POST", "/auth/signup/start", SIGN_UP)
    harness.call("POST", "/auth/login", {"username": EMAIL, "password": "wrong"})
    lines = [json.loads(line) for line in printed.getvalue().splitlines()]
    steps = [(line["step"], line["status"], line["errorCode"]) for line in lines if "step" in line]
    assert steps == [("signup_start", "ok", ""), ("login", "refused", "not_authorized")]
    told = json.dumps(lines)
    for personal in (EMAIL, PHONE, PASSWORD, "wrong"):
        assert personal not in told


def test_addresses_are_one_whatever_their_case(harness: ApiHarness) -> None:
    harness.call("POST", "/auth/signup/start", SIGN_UP | {"email": EMAIL.upper()})
    assert harness.system.identity.find(EMAIL)


def test_health_is_open(harness: ApiHarness) -> None:
    assert harness.call("GET", "/health").json == {"status": "ok"}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([door for door in WITH_BODY if door[1] not in ELSEWHERE]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["email", "password", "phoneNumber", "verificationId", "code", "seq"]
                )
                | st.text(max_size=10),
                inner,
                max_size=5,
            )
        ),
        max_leaves=8,
    ),
)
def test_no_body_whatsoever_makes_a_fault_of_ours(door: tuple[str, str, Shape], body: Any) -> None:
    method, path, _ = door
    with pytest.MonkeyPatch.context() as patch:
        answer = ApiHarness().open(patch).call(method, path_of(path), json.dumps(body), user=NOBODY)
    assert answer.status < 500, answer


@pytest.mark.parametrize(("method", "path", "shape"), FOR_BACKENDS, ids=str)
@pytest.mark.parametrize("body", ["{", {"surprise": "canary-value"}], ids=str)
def test_a_backends_door_asks_for_its_key_before_it_reads(
    harness: ApiHarness, method: str, path: str, shape: Shape, body: dict[str, str] | str
) -> None:
    answer = harness.call(method, path_of(path), body, user=NOBODY)
    assert answer.status == 401
    assert "canary-value" not in answer.text
