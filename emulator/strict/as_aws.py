"""Properties of a real AWS account: its settings, quotas and latencies.

Three layers in front of every service, each inactive by default:

* account: AWS's answers about the account itself (sandboxes, spend limit, Lambda's concurrency,
  quotas). By default an account that is ready for production; changed by `PUT account`;
* quotas: requests per second, from quotas.json; calls beyond them get the service's throttling
  error. `PUT quotas {"on": true}`;
* latencies: each call takes as long as on AWS, from latencies.json. `PUT latencies
  {"figure": "typical"}`, `slow`, `drawn` (between both) or `none`.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.model import OperationModel

from emulator.account import REGION
from emulator.http.http_server import WSGI

_HERE = Path(__file__).parent
QUOTAS: list[dict[str, Any]] = json.loads((_HERE / "quotas.json").read_text())["quotas"]
LATENCIES: dict[str, dict[str, Any]] = json.loads((_HERE / "latencies.json").read_text())[
    "operations"
]
#: The settings of an account that is ready for production.
READY: dict[str, Any] = {
    "ses_production": True,
    "ses_sending": True,
    "sms_sandbox": False,
    "lambda_concurrency": 1000,
    "quotas": {},  # name of a quota -> another value than the default
}
_lock = threading.Lock()


@dataclass
class Account:
    """The state of the three layers in this process. `facts`: see READY; `enforce`: quotas;
    `figure`: latencies; `throttled`: quota -> refused calls; `buckets`: quota -> (tokens left, time
    of the last call in seconds)."""

    facts: dict[str, Any] = field(default_factory=lambda: dict(READY))
    enforce: bool = False
    figure: str = "none"
    throttled: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def clear(self) -> None:
        """Resets all layers."""
        self.facts, self.enforce, self.figure = dict(READY), False, "none"
        self.throttled.clear()
        self.buckets.clear()


account = Account()


def rate(quota: dict[str, Any], region: str = REGION, what: str = "rate") -> float:
    """Requests per second of a quota in a region; with `what="burst"` the most at once, which
    equals the rate where AWS states no other number. 0 if the quota has no value there."""
    of = quota.get(what) or quota["rate"]
    own = what in quota and what != "rate"
    chosen = None if own else account.facts["quotas"].get(quota["name"])
    return float(chosen if chosen is not None else of.get(region, of.get("*", 0)))


def throttling_error(service: str, operation: str) -> str:
    """The throttling error of a call beyond its quota, which it counts; "" if the call may pass.
    `service`: signing name."""
    if not account.enforce:
        return ""
    for quota in QUOTAS:
        if quota["service"] == service and operation in quota["operations"]:
            return "" if _token(quota) else str(quota["error"])
    return ""


def _token(quota: dict[str, Any]) -> bool:
    """Takes one token of the quota's bucket, which is filled at its rate; False if it is empty."""
    per_second, most = rate(quota), max(1.0, rate(quota, what="burst"))
    with _lock:
        left, then = account.buckets.get(quota["name"], (most, time.monotonic()))
        now = time.monotonic()
        left = min(most, left + (now - then) * per_second)
        taken = left >= 1
        account.buckets[quota["name"]] = (left - taken, now)
        if not taken:
            account.throttled[quota["name"]] += 1
    return taken


def wait(service: str, operation: str, taken: float = 0.0) -> None:
    """Waits until the call has taken as long as on AWS, including the `taken` real seconds."""
    if account.figure == "none":
        return
    found = LATENCIES.get(f"{service}:{operation}") or LATENCIES.get(f"{service}:*")
    if found is None or operation.startswith("ReceiveMessage"):  # its long poll waits already
        return
    low, high = float(found["typical"]), float(found["slow"])
    seconds = {"typical": low, "slow": high}.get(account.figure)
    if seconds is None:  # half of them below `typical`, one in twenty above `slow`
        seconds = low * (high / low) ** (random.gauss(0, 1) / 1.645)
    time.sleep(max(0.0, seconds - taken))


def account_answer(service: str, operation: OperationModel, environ: dict[str, Any]) -> Any:
    """AWS's answer about the account itself, as a document; None for every other operation."""
    facts = account.facts
    asked = f"{service}:{operation.name}"
    if asked == "ses:GetAccount":
        return {
            "ProductionAccessEnabled": facts["ses_production"],
            "SendingEnabled": facts["ses_sending"],
            "EnforcementStatus": "HEALTHY",
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }
    if asked == "lambda:GetAccountSettings":
        most = facts["lambda_concurrency"]
        return {
            "AccountLimit": {
                "ConcurrentExecutions": most,
                "UnreservedConcurrentExecutions": most,
            }
        }
    if asked == "servicequotas:ListServiceQuotas":
        body = json.loads(environ["wsgi.input"].read() or b"{}")
        listed = [
            {"QuotaName": q["name"], "Value": rate(q), "ServiceCode": q["code"]}
            for q in QUOTAS
            if q["code"] == body.get("ServiceCode")
        ]
        return {"Quotas": listed}
    return None


_SANDBOX = (
    '<GetSMSSandboxAccountStatusResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
    "<GetSMSSandboxAccountStatusResult><IsInSandbox>{}</IsInSandbox>"
    "</GetSMSSandboxAccountStatusResult></GetSMSSandboxAccountStatusResponse>"
)


def respond(
    inside: WSGI,
    service: str,
    operation: OperationModel,
    environ: dict[str, Any],
    start_response: Any,
) -> Iterable[bytes]:
    """The answer to an operation by quotas, latencies and account, otherwise that of `inside`."""
    if operation.name == "GetSMSSandboxAccountStatus":
        start_response("200 OK", [("content-type", "text/xml")])
        return [_SANDBOX.format(str(account.facts["sms_sandbox"]).lower()).encode()]
    document = account_answer(service, operation, environ)
    if document is not None:
        start_response("200 OK", [("content-type", "application/json")])
        return [json.dumps(document).encode()]
    if error := throttling_error(service, operation.name):
        headers = [("content-type", "application/x-amz-json-1.1"), ("x-amzn-errortype", error)]
        start_response("400 Bad Request", headers)
        return [json.dumps({"__type": error, "message": "Rate exceeded"}).encode()]
    started = time.monotonic()
    answer = inside(environ, start_response)
    wait(service, operation.name, time.monotonic() - started)
    return answer
