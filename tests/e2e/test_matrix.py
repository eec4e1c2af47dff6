"""The matrix of tests/attacks over HTTP, with roles enforced: every guarded route, by everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local import second_factor
from local.applicant import Applicant, Client, expect, wait_for
from local.backend import new_key
from local.vendors.journey import clicked, start
from tests.attacks.test_matrix import GUARDED, ID, STAFF

pytestmark = pytest.mark.slow
SignUp = Callable[..., Applicant]


@pytest.mark.parametrize("route", GUARDED)
def test_nobody_and_no_person_gets_in_where_staff_does(
    route: str, client: Client, someone: Applicant
) -> None:
    method, _, path = route.partition(" ")
    for name in ("{verification_id}", "{case_id}", "{entry_id}", "{person_id}"):
        path = path.replace(name, ID)
    path = (
        path.replace("{name}", "standard").replace("{version}", "1").replace("{digest}", "0" * 64)
    )
    bare = Client(client.api, client.cloud)
    assert bare.call(method, path, {}).status_code in (401, 403)
    forged = Client(client.api, client.cloud, someone.client.token[:-4] + "AAAA")
    assert forged.call(method, path, {}).status_code in (401, 403)
    if route in STAFF:
        assert someone.client.call(method, path, {}).status_code == 403


@pytest.fixture(scope="module")
def live_key(system: dict[str, str]) -> str:
    return new_key(system["cloud"], "live")


@pytest.fixture(scope="module")
def someone(system: dict[str, str]) -> Applicant:
    made = Applicant(
        Client(system["api"], system["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC"
    )
    made.start()
    expect(made.confirm(made.read_code()), 200)
    made.login()
    return made


def test_a_key_of_one_mode_finds_nobody_of_the_other(system: dict[str, str], live_key: str) -> None:
    live = Client(system["api"], system["cloud"], live_key)
    test = Client(system["api"], system["cloud"], new_key(system["cloud"], "test"))
    made = expect(live.call("POST", "/v1/applicants", {"externalUserId": "a-1"}), 201)
    assert live.call("GET", f"/v1/applicants/{made['id']}").status_code == 200
    for method, path in (
        ("GET", "/v1/applicants/{}"), ("DELETE", "/v1/applicants/{}"),
        ("POST", "/v1/applicants/{}/sessions"), ("POST", "/v1/applicants/{}/verifications"),
    ):  # fmt: skip
        answer = test.call(method, path.format(made["id"]), {} if method == "POST" else None)
        assert answer.status_code == 404, (path, answer.text)


def test_an_open_case_outlives_a_wish_to_be_erased_and_is_nobodys_own(
    sign_up: SignUp, steer: Any, aws: Any, platform: dict[str, Any]
) -> None:
    who = sign_up()
    clicked(start(who, "persona")["sessionUrl"], "review")
    case = wait_for(lambda: _case(who), "a case")
    assert _case_is_open(who.client.call("DELETE", "/me"))
    pool = platform["user_pool_id"]
    aws("cognito-idp").admin_add_user_to_group(
        UserPoolId=pool, Username=who.email, GroupName="reviewers"
    )
    who.login()
    second_factor.sign_in(who, second_factor.turn_on(who))
    told = {"approved": True, "note": "It is me."}
    answers = {
        "look": who.client.call("GET", f"/reviews/{case}"),
        "decide": who.client.call("POST", f"/reviews/{case}/decision", told),
        "hold": who.client.call("POST", f"/reviews/{case}/holding", {}),
        "note": who.client.call("POST", f"/reviews/{case}/notes", {"text": "It is me."}),
    }
    for what, answer in answers.items():
        assert (answer.status_code, answer.json()["code"]) == (403, "own_case"), what
    assert _case(who) == case


def _case(who: Applicant) -> str:
    told = who.client.call("GET", f"/verifications/{who.verification_id}").json()
    return who.verification_id if told["status"] == "needs_review" else ""


def _case_is_open(answer: Any) -> bool:
    return (answer.status_code, answer.json()["code"]) == (409, "case_open")
