"""A user pool that trusts a company's directory, made as infra/modules/identity makes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.emulator.identity import directory as directories

MODULE = Path(__file__).resolve().parents[2] / "infra" / "modules" / "identity"


def mapped() -> dict[str, str]:
    """The mapping that Terraform makes, with the claims it names by default."""
    variables = (MODULE / "variables.tf").read_text()
    mapping = re.search(r"attribute_mapping = \{(.*?)\}", (MODULE / "staff.tf").read_text(), re.S)
    assert mapping
    pairs = re.findall(r'"?([a-z_:]+)"?\s+= each\.value\.(\w+)', mapping[1])
    claims = dict(re.findall(r'(\w+)\s+= optional\(string, "(\w+)"\)', variables))
    return {attribute: claims[claim] for attribute, claim in pairs}


def staff_pool(client: Any, issuer: str, console: str) -> tuple[str, str]:
    """Ids of the pool and of the console's own client; `client` is boto3's of Cognito."""
    pool = client.create_user_pool(
        PoolName="people",
        UsernameAttributes=["email"],
        Schema=[
            {"Name": name, "AttributeDataType": "String", "Mutable": True}
            for name in ("staff_groups", "staff_factors")
        ],
    )["UserPool"]["Id"]
    client.create_identity_provider(
        UserPoolId=pool,
        ProviderName="Company",
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": directories.CLIENT,
            "client_secret": directories.SECRET,
            "oidc_issuer": issuer,
            "authorize_scopes": "openid email profile",
            "attributes_request_method": "GET",
        },
        AttributeMapping=mapped(),
    )
    app = client.create_user_pool_client(
        UserPoolId=pool,
        ClientName="staff",
        GenerateSecret=False,
        ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],
        SupportedIdentityProviders=["Company"],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        AllowedOAuthFlowsUserPoolClient=True,
        CallbackURLs=[console],
        LogoutURLs=[console],
    )["UserPoolClient"]["ClientId"]
    return pool, app
