"""Watches the AWS calls of functions: the rights that each uses, and whether its role has them.

All handlers share one process, so the caller is known from the environment of the running function.
The host chooses what follows: `Host.roles`, `Host.rights_used`.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote, urlsplit

from emulator import host
from emulator.account import ACCOUNT
from emulator.hooks import replace
from emulator.host import Roles
from emulator.lambdas import usage
from emulator.strict import conditions, rights

#: The model's signing name -> the one that IAM uses, where they differ.
_SIGNING = {"stepfunctions": "states"}
_written = threading.Lock()
_seen: set[tuple[str, ...]] = set()
_NO_KEYS: conditions.Keys = {}
#: docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
_BUCKET_HOST = re.compile(r"(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$")


def install() -> None:
    """Watches every boto3 client of this process, unless `Host.roles` is IGNORED."""
    if host.current.roles is Roles.IGNORED:
        return
    usage.install()
    from botocore import signers
    from botocore.client import BaseClient

    replace(BaseClient, "_make_api_call", _calling)
    replace(signers.RequestSigner, "generate_presigned_url", _signing)
    replace(signers.S3PostPresigner, "generate_presigned_post", _posting)


def _calling(original: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: Any, operation: str, given: dict[str, Any]) -> Any:
        name = self.meta.service_model.signing_name
        name = _SIGNING.get(name, name)
        told = _priced(operation, given)
        usage.count_call(os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""), f"{name}:{told}")
        for part, content in rights.parts(operation, given):
            keys = conditions.keys_of(name, part, content)
            check_rights(rights.needed(name, part, content), operation, keys)
        return original(self, operation, given)

    return call


def _priced(operation: str, given: dict[str, Any]) -> str:
    """The operation, with the details on which its price depends."""
    if "PhoneNumber" in given:
        return "PublishText"
    if operation == "AnalyzeDocument":
        return "AnalyzeDocument+" + "+".join(sorted(given["FeatureTypes"]))
    if operation == "TransactWriteItems":
        return f"TransactWriteItems+{len(given['TransactItems'])}"
    return operation


def _signing(original: Callable[..., Any]) -> Callable[..., Any]:
    def sign(self: Any, **given: Any) -> Any:
        operation = given["operation_name"]
        if operation in ("GetObject", "PutObject"):
            check_rights(((f"s3:{operation}", _address(given["request_dict"]["url"])),), operation)
        return original(self, **given)

    return sign


def _posting(original: Callable[..., Any]) -> Callable[..., Any]:
    def post(self: Any, **given: Any) -> Any:
        key = (given.get("fields") or {}).get("key", "")
        place = _address(given["request_dict"]["url"])
        check_rights((("s3:PutObject", f"{place}/{key}"),), "PostObject")
        return original(self, **given)

    return post


def _address(url: str) -> str:
    """The ARN of an S3 URL, whether the bucket is in its path or in its host."""
    parts = urlsplit(url)
    bucket = _BUCKET_HOST.match(parts.netloc)
    path = unquote(parts.path).strip("/")
    place = f"{bucket[1]}/{path}".rstrip("/") if bucket else path
    return f"arn:aws:s3:::{place}"


def check_rights(
    needed: tuple[rights.Right, ...], operation: str, keys: conditions.Keys = _NO_KEYS
) -> None:
    """Records the rights that the running function uses, and refuses those it lacks if roles are
    enforced. Does nothing outside of a function.

    `needed`: (action, ARN) pairs; `keys`: the request's condition keys. ClientError
    AccessDeniedException.
    """
    function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
    if not function:
        return
    if host.current.roles is Roles.ENFORCED:
        for action, resource in needed:
            if not allowed(function, action, resource, keys):
                _refuse(function, action, resource, operation)
    if host.current.rights_used:
        _record(host.current.rights_used, function, needed)


def _record(file: str, function: str, needed: tuple[rights.Right, ...]) -> None:
    with _written:
        new = [right for right in needed if (function, *right) not in _seen]
        _seen.update((function, *right) for right in new)
        if new:
            with open(file, "a") as out:
                out.writelines(json.dumps([function, *right]) + "\n" for right in new)


def allowed(function: str, action: str, resource: str, keys: conditions.Keys = _NO_KEYS) -> bool:
    """Whether a statement in the inline policies of the function's role allows `action`
    (`service:Action`) on `resource`: an ARN, `*`, or `?` if the request does not name it."""
    return any(
        each["Effect"] == "Allow"
        and any(fnmatchcase(action, pattern) for pattern in _listed(each["Action"]))
        and _speaks_of(each, resource)
        and conditions.hold(each.get("Condition", {}), keys)
        for each in _statements(function)
    )


#: The actions that a role must allow before Lambda reads a source for it:
#: docs.aws.amazon.com/lambda, "Amazon SQS execution role permissions" and "… DynamoDB …".
_READERS = {
    "sqs": ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    "dynamodb": ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"),
}


def mapping_refusal(function: str, source: str) -> str:
    """AWS's message why Lambda would refuse an event source mapping; "" if it would not.
    `function`: its name; `source`: ARN of a queue or stream."""
    service = source.split(":")[2]
    missing = [
        action
        for action in _READERS.get(service, ())
        # The reference knows no resource for ListStreams: nothing but `*` grants it.
        if not allowed(function, f"{service}:{action}", "*" if action == "ListStreams" else source)
    ]
    if missing and service == "sqs":
        return f"The provided execution role does not have permissions to call {missing[0]} on SQS"
    if missing:
        return (
            f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, "
            "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM. "
            f"It lacks {', '.join(missing)}."
        )
    return ""


def _speaks_of(statement: dict[str, Any], resource: str) -> bool:
    if "NotResource" in statement:
        return not any(fnmatchcase(resource, p) for p in _listed(statement["NotResource"]))
    patterns = _listed(statement["Resource"])
    if resource == "*":  # what has no ARN is allowed by nothing that names one
        return "*" in patterns
    return resource == "?" or any(_covers(p, resource) for p in patterns)


def _covers(pattern: str, resource: str) -> bool:
    """Whether a pattern covers a resource. Either may have wildcards: the ARN of a secret that is
    read by name ends in six unknown characters."""
    return fnmatchcase(resource, pattern) or fnmatchcase(pattern, resource)


def _statements(function: str) -> list[dict[str, Any]]:
    from moto.iam.models import iam_backends

    from emulator.lambdas import lambdas

    role = lambdas.function(function).role.rpartition("/")[2]
    found = iam_backends[ACCOUNT]["aws"].get_role(role)
    documents = [json.loads(text) for text in found.policies.values()]
    return [each for document in documents for each in _listed(document["Statement"])]


def _refuse(function: str, action: str, resource: str, operation: str) -> None:
    from botocore.exceptions import ClientError

    if host.current.advice is not None:
        print(host.current.advice(function, action, resource))
    message = f"{function} is not authorized to perform: {action} on resource: {resource}"
    error = {"Code": "AccessDeniedException", "Message": message}
    raise ClientError(
        {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403, "RetryAttempts": 0}},  # type: ignore[typeddict-item]
        operation,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
