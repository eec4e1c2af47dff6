"""What a directory says of its people counts for its own people, and for nobody else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.staff import FACTORS, FEDERATED, GROUPS, Directory, values

OURS = Directory("acme", {"kyc": "reviewers", "boss": "admins"}, frozenset({"mfa", "hwk"}))
ANN = {
    "identities": json.dumps([{"providerName": "acme"}]),
    GROUPS: "[kyc, other]",
    FACTORS: "[pwd, mfa]",
}


@pytest.mark.parametrize(
    ("claim", "held"),
    [("[a, b]", {"a", "b"}), ("a", {"a"}), ('["a"]', {"a"}), ("", set()), ("[ , ]", set())],
)
def test_a_claim_holds_one_value_or_several(claim: str, held: set[str]) -> None:
    assert values(claim) == held


def test_an_account_of_the_directory_has_its_groups_and_its_factor() -> None:
    assert OURS.groups_of(ANN, FEDERATED) == {"reviewers"}
    assert OURS.second_factor(ANN, FEDERATED)
    assert not OURS.second_factor({**ANN, FACTORS: "pwd"}, FEDERATED)
    assert OURS.groups_of({**ANN, GROUPS: "nobody"}, FEDERATED) == set()


@pytest.mark.parametrize(
    "identities",
    ['[{"providerName": "other"}]', "[]", "no json", "7", '["acme"]', "[null]", "null"],
)
def test_what_another_directory_says_gives_nothing(identities: str) -> None:
    theirs = {**ANN, "identities": identities}
    assert OURS.groups_of(theirs, FEDERATED) == set()
    assert not OURS.second_factor(theirs, FEDERATED)


def test_an_account_of_our_own_gets_nothing_by_its_attributes() -> None:
    assert OURS.groups_of(ANN, "CONFIRMED") == set()
    assert not OURS.second_factor(ANN, "CONFIRMED")
    nobody = replace(OURS, provider="")
    assert nobody.groups_of({**ANN, "identities": '[{"providerName": ""}]'}, FEDERATED) == set()
