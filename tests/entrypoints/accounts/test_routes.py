"""The account's doors when all is well: codes, tokens, the second factor, the profile, help."""

from typing import Any

import pytest

from tests.entrypoints.api_harness import ApiHarness
from tests.services.in_memory import EMAIL, PASSWORD, PHONE

LOGIN = {"username": EMAIL, "password": PASSWORD}


@pytest.fixture
def user(harness: ApiHarness) -> str:
    return harness.system.confirmed()[1]


@pytest.fixture
def tokens(harness: ApiHarness, user: str) -> dict[str, Any]:
    found: dict[str, Any] = harness.call("POST", "/auth/login", LOGIN).json
    return found


def test_another_code_can_be_asked_for_and_nobody_learns_of_whom(harness: ApiHarness) -> None:
    started = harness.call(
        "POST", "/auth/signup/start", {"email": EMAIL, "password": PASSWORD, "phoneNumber": PHONE}
    ).json
    known = harness.call("POST", "/auth/signup/resend", started)
    assert (known.status, known.json) == (202, started)
    stranger = {"onboardingId": "00000000-0000-4000-8000-00000000dead"}
    unknown = harness.call("POST", "/auth/signup/resend", stranger)
    assert (unknown.status, unknown.json) == (202, stranger)
    assert len(harness.system.messages.texts) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+30 691 234 5678", "+306912345678"),
        ("+49 0171 2345678", "+491712345678"),  # the zero of calls within the country
        ("+44 (0)20 7031 3000", "+442070313000"),
        ("+39 06 698 12345", "+390669812345"),  # in Italy it belongs to the number
    ],
)
def test_a_phone_number_is_understood_as_people_write_it(
    harness: ApiHarness, written: str, kept: str
) -> None:
    body = {"email": EMAIL, "password": PASSWORD, "phoneNumber": written}
    assert harness.call("POST", "/auth/signup/start", body).status == 202
    assert [each.phone for each in harness.system.identity.accounts.values()] == [kept]


@pytest.mark.parametrize(
    "written",
    [
        "+30 0691",
        "+0690000000",
        "+1 20255501231234",
        "+3012",
        "06900000001",
        "12",
        "+30 69one2345678",
    ],
)
def test_a_number_that_no_country_gives_is_refused_by_its_own_name(
    harness: ApiHarness, written: str
) -> None:
    body = {"email": EMAIL, "password": PASSWORD, "phoneNumber": written}
    assert harness.call("POST", "/auth/signup/start", body).code == (400, "phone_invalid")


def test_tokens_are_refreshed_and_ended(
    harness: ApiHarness, user: str, tokens: dict[str, Any]
) -> None:
    body = {"userId": user, "refreshToken": tokens["refreshToken"]}
    fresh = harness.call("POST", "/auth/refresh", body)
    assert fresh.status == 200 and fresh.json["accessToken"] != tokens["accessToken"]
    out = harness.call("POST", "/auth/logout", {"accessToken": tokens["accessToken"]})
    assert (out.status, out.text) == (204, "")
    assert harness.call("POST", "/auth/refresh", body).code == (401, "not_authorized")


def test_a_second_factor_is_asked_for_once_it_is_turned_on(
    harness: ApiHarness, tokens: dict[str, Any]
) -> None:
    access = {"accessToken": tokens["accessToken"]}
    again = {**access, "password": PASSWORD}
    assert harness.call("POST", "/auth/mfa/enrol", again).json["secret"].startswith("SECRET")
    wrong = harness.call("POST", "/auth/mfa/confirm", access | {"code": "000000"})
    assert wrong.code == (400, "code_wrong")
    assert harness.call("POST", "/auth/mfa/confirm", access | {"code": "123456"}).status == 204
    asked = harness.call("POST", "/auth/login", LOGIN).json
    assert asked["challenge"] == "SOFTWARE_TOKEN_MFA"
    assert "accessToken" not in asked


def test_a_forgotten_password_is_reset(harness: ApiHarness, user: str) -> None:
    assert harness.call("POST", "/auth/password/forgot", {"username": EMAIL}).status == 204
    new = {"username": EMAIL, "code": "654321", "password": "Another-pass-2026"}
    assert harness.call("POST", "/auth/password/reset", new).status == 204
    assert harness.call("POST", "/auth/login", LOGIN).code == (401, "not_authorized")
    again = {"username": EMAIL, "password": "Another-pass-2026"}
    assert harness.call("POST", "/auth/login", again).status == 200


def test_the_profile_is_shown_and_the_status_too(harness: ApiHarness, user: str) -> None:
    assert harness.call("GET", "/me/profile", user=user).json["fullName"] == "Anna Demosthenous"
    assert harness.call("GET", "/api/kyc/status", user=user).json["kycStatus"] == "not_verified"


def test_a_comparison_can_be_asked_for(harness: ApiHarness, user: str) -> None:
    case = harness.system.uploaded(user)
    harness.system.show(user, case)
    answer = harness.call("POST", "/verify", {"verificationId": case}, user=user)
    assert (answer.status, answer.json["status"]) == (202, "processing")
    assert len(harness.system.queue.bodies) == 2


def test_a_person_instead_of_a_camera_can_be_asked_for(harness: ApiHarness, user: str) -> None:
    case = harness.system.uploaded(user)
    answer = harness.call("POST", f"/verifications/{case}/assistance", {}, user=user)
    assert (answer.status, answer.json["status"]) == (202, "needs_review")
    assert harness.system.cases.get(case).reasons == ("assistance_requested",)


def test_a_reviewer_asks_again_over_the_door(harness: ApiHarness, user: str) -> None:
    case = harness.system.uploaded(user)
    harness.system.decisions.ask_for_help(user, case)
    body = {"approved": False, "askAgain": True, "reasons": ["document_unreadable"], "note": ""}
    answer = harness.call(
        "POST", f"/reviews/{case}/decision", body,
        user="00000000-0000-4000-9000-0000000000aa", groups="reviewers",
    )  # fmt: skip
    assert (answer.status, answer.json["status"]) == (200, "asked_again")
