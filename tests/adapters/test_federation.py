"""Staff who sign in with their company: a directory here, the embedded Cognito, our door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters.accounts.cognito import CognitoIdentity
from chalicelib.domain.accounts import staff
from chalicelib.domain.errors import Forbidden
from chalicelib.services.accounts.door import Door, Token
from emulator.identity import federation, tokens
from emulator.server import reset
from local.cloud import cloud as embedded
from tests.adapters.staff_pool import mapped, staff_pool
from tests.emulator.identity import directory as directories

CONSOLE = "https://verify.company.test/console/"
MFA = {
    "email": "rita@company.test",
    "groups": ["Staff", "Identity reviewers"],
    "amr": ["pwd", "mfa"],
}


@dataclass
class Company:
    """A directory, a pool that trusts it, and our client of the pool."""

    directory: directories.Directory
    client: Any
    pool: str
    app: str

    def sign_in(self, person: str, back_to: str = CONSOLE) -> dict[str, Any]:
        """The claims of the ID token that the console gets."""
        code = self.directory.code(person, CONSOLE)
        given = federation.sign_in(self.pool, self.app, code, back_to)
        return tokens.verify(given["IdToken"], self.pool)

    @property
    def identity(self) -> CognitoIdentity:
        known = staff.directory("Company", '{"Identity reviewers": "reviewers"}', ("mfa",))
        return CognitoIdentity(self.client, self.pool, dict, known)

    def admitted(self, claims: dict[str, Any], group: str = "reviewers") -> bool | str:
        """Whether the door lets them in; the code of what stands against it."""
        now = datetime.fromtimestamp(claims["iat"], UTC) + timedelta(seconds=1)
        marks: Any = Marks()
        door = Door(marks=marks, identity=self.identity, now=lambda: now, keep_years=6)
        token = Token(claims["sub"], datetime.fromtimestamp(claims["iat"], UTC))
        door.admit(token)
        try:
            door.admit_staff(token, group)
        except Forbidden as refused:
            return refused.code
        return True


class Marks:
    """Nobody was erased, nobody's session ended."""

    def find(self, *key: Any) -> None:
        return None


@pytest.fixture
def company() -> Iterator[Company]:
    reset()
    with embedded() as cloud, directories.running() as directory:
        client = boto3.client("cognito-idp", endpoint_url=cloud.endpoint)
        pool, app = staff_pool(client, directory.issuer, CONSOLE)
        yield Company(directory, client, pool, app)
    reset()


def test_the_mapping_of_terraform_is_the_one_we_read() -> None:
    assert mapped() == {"email": "email", staff.GROUPS: "groups", staff.FACTORS: "amr"}


def test_a_group_of_the_directory_makes_a_reviewer(company: Company) -> None:
    company.directory.people["rita"] = MFA
    claims = company.sign_in("rita")
    assert claims[staff.GROUPS] == "[Staff, Identity reviewers]"
    assert company.identity.directory.groups_in(claims) == {"reviewers"}
    account = company.identity.find(claims["sub"])
    assert account and (account.email, account.status) == ("rita@company.test", staff.FEDERATED)
    assert company.admitted(claims) is True
    assert company.admitted(claims, "admins") == "forbidden"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"groups": ["Staff"]}, "forbidden"),
        ({"groups": ["reviewers"]}, "forbidden"),  # our name for it is not theirs
        ({"groups": []}, "forbidden"),
        ({"groups": "Identity reviewers", "amr": "pwd"}, "second_factor_required"),
        ({"amr": ["pwd"]}, "second_factor_required"),
        ({"amr": []}, "second_factor_required"),
        ({"amr": ["not-mfa"]}, "second_factor_required"),
    ],
)
def test_whoever_is_in_no_such_group_or_showed_one_factor_stays_out(
    company: Company, said: dict[str, Any], refused: str
) -> None:
    company.directory.people["rita"] = MFA | said
    assert company.admitted(company.sign_in("rita")) == refused


@pytest.mark.parametrize("claim", ["groups", "amr"])
def test_a_directory_that_says_nothing_opens_nothing(company: Company, claim: str) -> None:
    company.directory.people["rita"] = {k: v for k, v in MFA.items() if k != claim}
    assert company.admitted(company.sign_in("rita")) is not True


def test_who_left_the_group_is_out_at_the_next_sign_in_with_older_tokens_too(
    company: Company,
) -> None:
    company.directory.people["rita"] = MFA
    before = company.sign_in("rita")
    assert company.admitted(before) is True
    company.directory.people["rita"] = {k: v for k, v in MFA.items() if k != "groups"}
    after = company.sign_in("rita")
    assert after["sub"] == before["sub"]
    assert company.admitted(before) == company.admitted(after) == "forbidden"


def test_an_account_of_the_pool_gains_nothing_by_such_attributes(company: Company) -> None:
    """Not even if somebody could write them: it did not come from the directory."""
    made = company.client.admin_create_user(
        UserPoolId=company.pool,
        Username="mallory@applicants.example",
        UserAttributes=[
            {"Name": "email", "Value": "mallory@applicants.example"},
            {"Name": staff.GROUPS, "Value": "Identity reviewers"},
            {"Name": staff.FACTORS, "Value": "mfa"},
            {"Name": "identities", "Value": '[{"providerName": "Company"}]'},
        ],
        MessageAction="SUPPRESS",
    )["User"]
    user_id = next(a["Value"] for a in made["Attributes"] if a["Name"] == "sub")
    assert company.identity.groups(user_id) == frozenset()
    account = company.identity.find(user_id)
    assert account and not account.second_factor


def test_a_code_is_worth_nothing_twice_elsewhere_or_signed_by_another(company: Company) -> None:
    company.directory.people["rita"] = MFA
    code = company.directory.code("rita", CONSOLE)
    federation.sign_in(company.pool, company.app, code, CONSOLE)
    with pytest.raises(Exception, match="refused"):
        federation.sign_in(company.pool, company.app, code, CONSOLE)
    with pytest.raises(Exception, match="refused"):
        company.sign_in("rita", "https://elsewhere.test/")
    company.directory.signs_with = rsa.generate_private_key(65537, 2048)
    with pytest.raises(Exception, match="refused"):
        company.sign_in("rita")


def test_without_a_directory_in_the_settings_nobody_comes_from_one(company: Company) -> None:
    company.directory.people["rita"] = MFA
    claims = company.sign_in("rita")
    alone = CognitoIdentity(company.client, company.pool, dict)
    assert alone.groups(claims["sub"]) == frozenset()
    assert staff.Directory().groups_in(claims) == frozenset()


def test_the_id_names_no_account_where_aws_asks_for_a_user_name(company: Company) -> None:
    """AdminGetUser: "the sub of a local user or the username of a user from a third-party IdP"."""
    company.directory.people["rita"] = MFA
    claims = company.sign_in("rita")
    with pytest.raises(ClientError, match="UserNotFound"):
        company.client.admin_get_user(UserPoolId=company.pool, Username=claims["sub"])
    assert company.identity.find(claims["sub"]) is not None
