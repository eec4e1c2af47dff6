"""What the fakes accept, and what the local secrets hold. Worth nothing anywhere else."""

from __future__ import annotations

import json
from typing import Any

CREDENTIALS: dict[str, dict[str, Any]] = {
    "persona": {
        "apiKey": "persona_local_key",
        "templateId": "itmpl_local",
        "webhookSecrets": ["wbhsec_local_new", "wbhsec_local_old"],
    },
    "veriff": {
        "apiKey": "veriff-local-client",
        "sharedSecret": "veriff-local-shared",
        "baseUrl": "https://stationapi.veriff.com",
        "webhookSecrets": ["veriff-local-shared", "veriff-local-older"],
    },
    "onfido": {
        "apiToken": "api_sandbox.local",
        "workflowId": "0b8c1f1e-0000-4000-8000-000000000001",
        "region": "eu",
        "webhookSecrets": ["onfido-local-webhook"],
    },
    "sumsub": {
        "appToken": "sbx:local",
        "secretKey": "sumsub-local-secret",
        "levelName": "basic-kyc-level",
        "webhookSecrets": ["sumsub-local-webhook"],
        "webhookAlgorithm": "HMAC_SHA256_HEX",
    },
    "stripe": {"apiKey": "rk_test_local", "webhookSecrets": ["whsec_local_new", "whsec_local_old"]},
}


def put_secrets(client: Any) -> None:
    """Fill the secrets that Terraform made; `client` is a Secrets Manager client."""
    for name, fields in CREDENTIALS.items():
        client.put_secret_value(
            SecretId=f"vestibule-local/providers/{name}", SecretString=json.dumps(fields)
        )
