"""Hook into moto's S3: forms are checked against their signed policy, and links expire.

moto stores every form's data and serves links without expiry. Refusals have S3's own codes.
Signatures have the signer's real time, so they are checked by real time, not by the movable clock.
Source: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html.
"""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from moto.s3 import notifications
from moto.s3.models import FakeKey, s3_backends
from moto.s3.responses import S3Response

from emulator import clock, hooks
from emulator.account import REGION

SECRET = "testing"  # the embedded account's only key; it opens nothing on AWS
_UNCHECKED = {"file", "policy", "x-amz-signature", "awsaccesskeyid", "signature"}


def install() -> None:
    """Replaces the handling of forms and presigned links."""
    hooks.replace(S3Response, "_bucket_response_post", _form)
    hooks.replace(S3Response, "_key_response_get", _link)
    hooks.replace(notifications, "_get_s3_event", _told)
    hooks.replace(FakeKey, "dispose", _until_nobody_reads)


def allow_origin(origin: str) -> None:
    """Sets the site's origin, `http://host:port`, in every CORS rule of every bucket.

    Terraform used the default port; the actual one is known only now.
    """
    backend: Any
    for _, _, backend in s3_backends.iter_backends():
        for bucket in backend.buckets.values():
            for rule in bucket.cors:
                rule.allowed_origins = [origin]


def rebuild_names() -> None:
    """Updates moto's list of bucket names after a reset or a restore."""
    s3_backends.bucket_accounts.clear()
    backend: Any
    for account, partition, backend in s3_backends.iter_backends():
        for name in backend.buckets:
            s3_backends.bucket_accounts[name] = (partition, account)


def _told(original: Any) -> Any:
    """Adds the version to a bucket's notifications, so that two objects of one key differ."""

    def _get_s3_event(event_name: str, bucket: Any, key: Any, notification_id: str) -> Any:
        event = original(event_name, bucket, key, notification_id)
        for record in event["Records"]:
            told = record["s3"]["object"]
            told["sequencer"] = f"{int(clock.time() * 1e9):016X}"
            if bucket.is_versioned:
                told["versionId"] = key.version_id
        return event

    return _get_s3_event


def _until_nobody_reads(original: Any) -> Any:
    """Closes a removed object only when it is no longer used: moto closes it at once, so that
    concurrent reads and notifications got a 500.
    """

    def dispose(self: Any, garbage: bool = False) -> None:
        if garbage:
            original(self)
        self.disposed = True

    return dispose


def _link(original: Any) -> Any:
    def _key_response_get(self: Any, *arguments: Any, **named: Any) -> Any:
        values = {name.lower(): value for name, value in self.querystring.items()}
        if "x-amz-signature" in values:
            given = datetime.strptime(_first(values, "x-amz-date"), "%Y%m%dT%H%M%SZ")
            age = datetime.now(UTC) - given.replace(tzinfo=UTC)
            if age.total_seconds() > int(_first(values, "x-amz-expires")):
                return _refusal("AccessDenied", "Request has expired")
        return original(self, *arguments, **named)

    return _key_response_get


def _form(original: Any) -> Any:
    def _bucket_response_post(self: Any, request: Any, bucket_name: str) -> Any:
        if self.is_delete_keys() or "key" not in self.querystring:
            return original(self, request, bucket_name)
        fields = {name.lower(): str(value) for name, value in request.form.items()}
        body = self.body if isinstance(self.body, bytes) else str(self.body).encode()
        fault = policy_fault(fields, bucket_name, len(body), datetime.now(UTC))
        if fault:
            return _refusal(*fault)
        answer = original(self, request, bucket_name)
        if "content-type" in fields:
            key = self.backend.get_object(bucket_name, fields["key"])
            if key is not None:  # a notified reader may have removed it already
                key.metadata["Content-Type"] = fields["content-type"]
        return answer

    return _bucket_response_post


def policy_fault(
    fields: dict[str, str], bucket: str, size: int, now: datetime
) -> tuple[str, str] | None:
    """(S3 error code, message) of an upload form, or None if its policy allows it.

    `fields`: the form's fields, names in lower case. `size`: bytes of the file. `now`: real time,
    aware.
    """
    if "policy" not in fields:
        return "AccessDenied", "Access Denied"
    if not hmac.compare_digest(_signature(fields), fields.get("x-amz-signature", "")):
        return "SignatureDoesNotMatch", "The request signature we calculated does not match"
    policy = json.loads(base64.b64decode(fields["policy"]))
    if now >= datetime.fromisoformat(policy["expiration"].replace("Z", "+00:00")):
        return "AccessDenied", "Invalid according to Policy: Policy expired."
    known = {**fields, "bucket": bucket}
    named: set[str] = set()
    for condition in policy["conditions"]:
        fault = _condition_fault(condition, known, size, named)
        if fault:
            return fault
    extra = {name for name in fields if not name.startswith("x-ignore-")} - named - _UNCHECKED
    if extra:
        listed = ", ".join(sorted(extra))
        return "AccessDenied", f"Invalid according to Policy: Extra input fields: {listed}"
    return None


def _condition_fault(
    condition: Any, fields: dict[str, str], size: int, named: set[str]
) -> tuple[str, str] | None:
    if isinstance(condition, dict):
        [(name, wanted)] = condition.items()
        condition = ["eq", f"${name}", wanted]
    kind, name, wanted = condition
    if kind == "content-length-range":
        if size < int(name):
            return "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"
        if size > int(wanted):
            return "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"
        return None
    field = name.removeprefix("$").lower()
    named.add(field)
    value = fields.get(field, "")
    holds = value.startswith(wanted) if kind == "starts-with" else value == wanted
    if holds:
        return None
    said = json.dumps(condition)
    return "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {said}"


def _signature(fields: dict[str, str]) -> str:
    """AWS Signature Version 4 of the policy."""
    date = fields.get("x-amz-credential", "//").split("/")[1]
    key = f"AWS4{SECRET}".encode()
    for part in (date, REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), sha256).digest()
    return hmac.new(key, fields["policy"].encode(), sha256).hexdigest()


def _first(values: dict[str, Any], name: str) -> str:
    found = values[name]
    return str(found[0] if isinstance(found, list) else found)


def _refusal(code: str, message: str) -> tuple[int, dict[str, str], str]:
    status = 400 if code.startswith("Entity") else 403
    text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return status, {"content-type": "application/xml"}, f'<?xml version="1.0"?>{text}'
