"""The IAM right that an AWS call needs: operation and parameters -> (action, resource).

For the calls of the functions, by AWS's "Service Authorization Reference". An action without
resources has `*`; a resource that the request omits (the key of a Decrypt) is `?`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from emulator.account import ACCOUNT, REGION

Right = tuple[str, str]
Parameters = Mapping[str, Any]

#: Operations whose right has another name.
_RENAMED = {
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
}
#: Cognito's operations without authorization or with a user's token: IAM is not involved.
#: docs.aws.amazon.com/cognito, "List of API operations grouped by authorization model".
PUBLIC = {
    *("SignUp", "ConfirmSignUp", "InitiateAuth", "RespondToAuthChallenge", "ForgotPassword"),
    *("ConfirmForgotPassword", "RevokeToken", "ResendConfirmationCode"),
    *("AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference", "GetUser"),
    *("GlobalSignOut", "ChangePassword", "DeleteUser", "UpdateUserAttributes"),
    *("GetUserAttributeVerificationCode", "VerifyUserAttribute", "DeleteUserAttributes"),
    *("GetTokensFromRefreshToken", "GetUserAuthFactors", "SetUserSettings"),
}


def needed(service: str, operation: str, given: Parameters) -> tuple[Right, ...]:
    """The rights of one call; none for Cognito's public operations. `service`: signing name;
    `operation` and `given`: the call and its parameters as in the API."""
    if service == "cognito-idp" and operation in PUBLIC:
        return ()
    special = _SPECIAL.get(f"{service}:{operation}")
    if special is not None:
        return special(given)
    action = f"{service}:{operation}"
    resource = _RESOURCES[service](given) if service in _RESOURCES else "*"
    return ((_RENAMED.get(action, action), resource),)


_PARTS = {
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
}


def parts(operation: str, given: Parameters) -> tuple[tuple[str, Parameters], ...]:
    """The calls that IAM checks: a transaction needs the right of each of its parts, with each
    part's own condition keys; any other call is one part."""
    if operation != "TransactWriteItems":
        return ((operation, given),)
    return tuple(
        (_PARTS[name], part) for each in given["TransactItems"] for name, part in each.items()
    )


_WORD = re.compile(r"(?<![\w:])[A-Za-z_#]\w*")
_GRAMMAR = frozenset(
    {
        *("set", "remove", "add", "delete", "and", "or", "not", "between", "in", "size"),
        *("if_not_exists", "list_append", "attribute_exists", "attribute_not_exists"),
        *("attribute_type", "begins_with", "contains"),
    }
)


def attributes(operation: str, given: Parameters) -> frozenset[str] | None:
    """`dynamodb:Attributes` of an update: the attributes of its key, its changes and its
    conditions; None for other calls. Source: docs.aws.amazon.com/amazondynamodb, "Using IAM policy
    conditions for fine-grained access control"."""
    if operation != "UpdateItem":
        return None
    names = given.get("ExpressionAttributeNames", {})
    words = [
        word
        for text in ("UpdateExpression", "ConditionExpression")
        for word in _WORD.findall(given.get(text, ""))
        if word.lower() not in _GRAMMAR
    ]
    return frozenset({*given["Key"], *(names.get(word, word) for word in words)})


def arn(service: str, rest: str, region: str = REGION, account: str = ACCOUNT) -> str:
    """An ARN of the embedded account."""
    return f"arn:aws:{service}:{region}:{account}:{rest}"


def _table(given: Parameters) -> str:
    table = arn("dynamodb", f"table/{given['TableName']}")
    return f"{table}/index/{given['IndexName']}" if "IndexName" in given else table


def _object(given: Parameters) -> str:
    bucket = f"arn:aws:s3:::{given['Bucket']}"
    return f"{bucket}/{given['Key']}" if "Key" in given else bucket


def _queue(given: Parameters) -> str:
    return arn("sqs", str(given["QueueUrl"]).rpartition("/")[2])


def _secret(given: Parameters) -> str:
    name = str(given["SecretId"])
    return name if name.startswith("arn:") else arn("secretsmanager", f"secret:{name}-??????")


def _bus(entries: Parameters) -> str:
    name = str(entries["Entries"][0]["EventBusName"])
    return name if name.startswith("arn:") else arn("events", f"event-bus/{name}")


def _machine(given: Parameters) -> str:
    """The state machine's ARN without alias or version, which IAM checks."""
    if machine := given.get("stateMachineArn"):
        return ":".join(str(machine).split(":")[:7])
    return str(given.get("executionArn") or "*")


def _collection(given: Parameters) -> str:
    return arn("rekognition", f"collection/{given['CollectionId']}")


_RESOURCES: dict[str, Callable[[Parameters], str]] = {
    "dynamodb": _table,
    "s3": _object,
    "sqs": _queue,
    "secretsmanager": _secret,
    "ssm": lambda given: arn("ssm", f"parameter{given['Name']}"),
    "kms": lambda given: str(given.get("KeyId", "?")),
    "events": _bus,
    "states": _machine,
    "rekognition": lambda given: _collection(given) if "CollectionId" in given else "*",
    "cognito-idp": lambda given: arn("cognito-idp", f"userpool/{given['UserPoolId']}"),
}


def _publish(given: Parameters) -> tuple[Right, ...]:
    return (("sns:Publish", str(given.get("TopicArn", "*"))),)


def _mail(given: Parameters) -> tuple[Right, ...]:
    template = arn("ses", f"template/{given['Template']}")
    sender = arn("ses", f"identity/{given['Source']}")
    places = [sender, template]
    if "ConfigurationSetName" in given:
        places.append(arn("ses", f"configuration-set/{given['ConfigurationSetName']}"))
    return tuple(("ses:SendTemplatedEmail", place) for place in places)


def _removed(given: Parameters) -> tuple[Right, ...]:
    return tuple(
        ("s3:DeleteObjectVersion" if each.get("VersionId") else "s3:DeleteObject",
         f"arn:aws:s3:::{given['Bucket']}/{each['Key']}")
        for each in given["Delete"]["Objects"]
    )  # fmt: skip


def _looked_at(action: str) -> Callable[[Parameters], tuple[Right, ...]]:
    """Textract and Rekognition read the picture with the caller's rights."""

    def rights(given: Parameters) -> tuple[Right, ...]:
        places = (given.get(name, {}) for name in _PICTURES)
        found = [place["S3Object"] for place in places if "S3Object" in place]
        reads = tuple(
            ("s3:GetObject", f"arn:aws:s3:::{each['Bucket']}/{each['Name']}") for each in found
        )
        return ((action, _collection(given) if "CollectionId" in given else "*"), *reads)

    return rights


def _batch(given: Parameters) -> tuple[Right, ...]:
    """A batch needs its own right on each of its tables."""
    return tuple(
        ("dynamodb:BatchGetItem", _table({"TableName": name})) for name in given["RequestItems"]
    )


_PICTURES = ("Document", "Image", "SourceImage", "TargetImage")


def _sql(action: str) -> Callable[[Parameters], tuple[Right, ...]]:
    """The Data API opens the database's secret with the caller's rights."""

    def rights(given: Parameters) -> tuple[Right, ...]:
        secret = ("secretsmanager:GetSecretValue", str(given["secretArn"]))
        return ((action, str(given["resourceArn"])), secret)

    return rights


_SPECIAL: dict[str, Callable[[Parameters], tuple[Right, ...]]] = {
    "sns:Publish": _publish,
    "dynamodb:BatchGetItem": _batch,
    "ses:SendTemplatedEmail": _mail,
    "s3:DeleteObjects": _removed,
    **{
        f"textract:{name}": _looked_at(f"textract:{name}")
        for name in ("AnalyzeDocument", "AnalyzeID", "DetectDocumentText")
    },
    **{
        f"rekognition:{name}": _looked_at(f"rekognition:{name}")
        for name in ("DetectFaces", "CompareFaces", "IndexFaces", "SearchFacesByImage")
    },
    **{
        f"rds-data:{name}": _sql(f"rds-data:{name}")
        for name in (
            *("ExecuteStatement", "BatchExecuteStatement", "BeginTransaction"),
            *("CommitTransaction", "RollbackTransaction"),
        )
    },
}
