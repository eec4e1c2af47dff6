"""Who calls, by what a token, a key or a signature says, and what each of them may not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.domain.errors import Forbidden, NotFound, Unauthenticated
from chalicelib.entrypoints.caller import LATELY, Caller, Kind, applicant_of, caller_of, signer_of
from tests.entrypoints.api_harness import ApiHarness

NOBODY = Caller(id="", groups=frozenset(), address="192.0.2.1")
ROLE = {"caller": "AROAEXAMPLE:session", "accountId": "123456789012"}


def request(identity: dict[str, Any] | None = None, **claims: Any) -> Any:
    context = {"accountId": "123456789012", "identity": identity or {}}
    if claims:
        context["authorizer"] = {"claims": claims}
    return SimpleNamespace(context=context, headers={}, uri_params={"mode": "test"})


def test_things_belong_to_people_who_are_signed_in_and_to_no_backend() -> None:
    with pytest.raises(Unauthenticated):
        assert NOBODY.user_id
    for kind in (Kind.BACKEND, Kind.SIGNER):
        with pytest.raises(Forbidden):
            assert replace(NOBODY, id="key:1", kind=kind).user_id
    assert replace(NOBODY, id="apl_1", kind=Kind.APPLICANT).user_id == "apl_1"


@pytest.mark.parametrize(("ago", "good"), [(timedelta(0), True), (LATELY, True), (None, False)])
def test_who_has_shown_a_password_lately(
    harness: ApiHarness, ago: timedelta | None, good: bool
) -> None:
    now = harness.system.now()
    caller = replace(NOBODY, id="anna", signed_in_at=now - ago if ago is not None else None)
    if good:
        assert caller.must_have_signed_in_lately() == "anna"
        caller = replace(caller, signed_in_at=now - LATELY - timedelta(seconds=1))
    with pytest.raises(Unauthenticated) as caught:
        caller.must_have_signed_in_lately()
    assert caught.value.code == "sign_in_again"


@pytest.mark.parametrize(
    "said", [["reviewers", "admins"], '["reviewers", "admins"]', "[reviewers admins]"]
)
def test_groups_as_a_list_as_json_and_as_text(harness: ApiHarness, said: list[str] | str) -> None:
    caller = caller_of(request(None, sub="anna", **{"cognito:groups": said}))
    assert caller.groups == {"reviewers", "admins"}


def test_groups_of_the_companys_directory_come_beside_ours(harness: ApiHarness) -> None:
    directory: Any = SimpleNamespace(groups_in=lambda claims: {"reviewers"})
    harness.system.app.directory = directory
    claims = {"cognito:groups": "admins", "custom:staff_groups": "kyc-desk"}
    assert caller_of(request(None, sub="anna", **claims)).groups == {"admins", "reviewers"}


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"caller": "AROAEXAMPLE:session"},
        {"accountId": "123456789012"},
        {"caller": ":session", "accountId": "123456789012"},
        ROLE | {"accountId": "210987654321"},
        ROLE | {"cognitoIdentityId": "eu-west-1:1"},
    ],
)
def test_a_signature_of_nobody_of_this_account_is_none(
    harness: ApiHarness, identity: dict[str, str]
) -> None:
    with pytest.raises(Unauthenticated) as caught:
        signer_of(request(identity), "applicants:read")
    assert caught.value.code == "signature_unknown"


def test_a_signature_speaks_for_live_or_test(harness: ApiHarness) -> None:
    asked = request(ROLE)
    asked.uri_params = {"mode": "both"}
    with pytest.raises(NotFound):
        signer_of(asked, "applicants:read")


def test_a_token_of_three_parts_is_of_the_companys_own_provider(harness: ApiHarness) -> None:
    federated: Any = SimpleNamespace(
        recognize=lambda text: SimpleNamespace(applicant_id=f"apl_{text}")
    )
    harness.system.app.federated = federated
    asked = request()
    asked.headers = {"authorization": "Bearer a.b.c"}
    caller = applicant_of(asked)
    assert (caller.id, caller.kind) == ("apl_a.b.c", Kind.FEDERATED)
    for text in ("Basic a.b.c", "Bearer a.b", ""):
        asked.headers = {"authorization": text}
        with pytest.raises(Unauthenticated):
            applicant_of(asked)
