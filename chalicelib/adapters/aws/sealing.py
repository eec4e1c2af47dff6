"""AWS KMS: encrypts small secrets for one purpose, and task tokens in a table."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.aws.failures import translated
from chalicelib.adapters.aws.tables import DynamoTransactions, living
from chalicelib.domain.errors import Conflict, NotAuthorized
from chalicelib.domain.transaction import Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient

MEANINGS = {"InvalidCiphertextException": NotAuthorized("this was sealed for something else")}


@dataclass(frozen=True, slots=True)
class Sealer:
    """KMS Encrypt and Decrypt of up to 4096 bytes, bound to an encryption context."""

    client: "KMSClient"
    key: str

    def seal(self, text: str, context: dict[str, str]) -> str:
        """The ciphertext in Base64."""
        with translated(MEANINGS):
            answer = self.client.encrypt(
                KeyId=self.key, Plaintext=text.encode(), EncryptionContext=context
            )
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open(self, sealed: str, context: dict[str, str]) -> str:
        """The plain text; NotAuthorized if the context differs."""
        with translated(MEANINGS):
            answer = self.client.decrypt(
                KeyId=self.key,
                CiphertextBlob=base64.b64decode(sealed),
                EncryptionContext=context,
            )
        return bytes(answer["Plaintext"]).decode()


@dataclass(frozen=True, slots=True)
class SealedTokens:
    """Encrypted task tokens by case and step, which expire by TTL."""

    client: "DynamoDBClient"
    table: str
    sealer: Sealer
    tombstone_table: str

    def put(self, case_id: str, step: str, token: str, expires_at: datetime) -> None:
        """Stores the token of a waiting step, in place of an older one. Erased, and nothing is
        stored, if the case's person was erased.
        """
        sealed = self.sealer.seal(token, {"caseId": case_id, "step": step})
        item = {
            **_key(case_id, step),
            "token": {"S": sealed},
            "expiresAt": {"N": str(int(expires_at.timestamp()))},
        }
        put = {"TableName": self.table, "Item": item}
        kept = Write({"Put": put}, Conflict("not kept"))
        DynamoTransactions(self.client).commit(living(self.tombstone_table, case_id), kept)

    def find(self, case_id: str, step: str) -> str | None:
        """The token of a waiting step, or None."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=_key(case_id, step), ConsistentRead=True
            )
        if "Item" not in answer:
            return None
        return self.sealer.open(answer["Item"]["token"]["S"], {"caseId": case_id, "step": step})

    def drop(self, case_id: str, step: str) -> None:
        """Removes the token."""
        with translated():
            self.client.delete_item(TableName=self.table, Key=_key(case_id, step))


def _key(case_id: str, step: str) -> dict[str, Any]:
    return {"caseId": {"S": case_id}, "step": {"S": step}}
