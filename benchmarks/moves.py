"""From a decision to the person's row in PostgreSQL, and what it takes of AWS: `make bench
ONLY=moves`.

Applicants are verified one after the other on a private system, by a vendor and by our own people.
The clock starts at the click that decides; the row is looked at every few milliseconds. Then every
call of the functions is counted by service, per verified user.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from typing import Any

import boto3
import requests

from local.applicant import Applicant, Client
from local.vendors.journey import clicked, start

GOAL_P95 = 3.0
LOOKS = 0.005
PATIENCE = 60.0


class Registry:
    """The table of users, as SQL sees it."""

    def __init__(self, cloud: str) -> None:
        session = boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 (the embedded cloud takes any)
            region_name="eu-west-1",
        )
        ssm: Any = session.client("ssm", endpoint_url=cloud)
        text = ssm.get_parameter(Name="/vestibule/local/platform")["Parameter"]["Value"]
        self._platform = json.loads(text)
        self._data: Any = session.client("rds-data", endpoint_url=cloud)

    def status(self, user_id: str) -> str:
        """kyc_status of the row."""
        p = self._platform
        answer = self._data.execute_statement(
            resourceArn=p["database_arn"],
            secretArn=p["secret_database"],
            database=p["database_name"],
            sql="select kyc_status::text from users where cognito_id = :id",
            parameters=[{"name": "id", "value": {"stringValue": user_id}}],
        )
        return str(answer["records"][0][0]["stringValue"])


def registered(urls: dict[str, str]) -> Applicant:
    """Somebody new with a row and a profile."""
    who = Applicant(Client(urls["api"], urls["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC")
    who.join()
    return who


def quiet(urls: dict[str, str]) -> None:
    """Waits until nothing is busy."""
    requests.post(f"{urls['cloud']}/local/quiesce", json={"timeout": 60}, timeout=90)


def until_the_row(registry: Registry, who: Applicant, decide: Any) -> float:
    """Seconds from a decision to `verified` in the row."""
    started = time.perf_counter()
    decide()
    while registry.status(who.user_id) != "verified":
        if time.perf_counter() - started > PATIENCE:
            raise TimeoutError("the row never said verified")
        time.sleep(LOOKS)
    return time.perf_counter() - started


def by_vendor(urls: dict[str, str], registry: Registry) -> float:
    """A vendor's webhook."""
    who = registered(urls)
    page = start(who, "persona")["sessionUrl"]
    quiet(urls)
    return until_the_row(registry, who, lambda: clicked(page, "approve"))


def main() -> int:
    """Prints the figures; 1 where a row comes too late."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20)
    chosen = parser.parse_args()
    from local.zygote import Zygote

    with Zygote({"VESTIBULE_IAM": "warn"}) as zygote, zygote.fork() as urls:
        registry = Registry(urls["cloud"])
        by_vendor(urls, registry)  # functions start cold
        quiet(urls)
        requests.delete(f"{urls['cloud']}/local/usage", timeout=30)
        took = [by_vendor(urls, registry) for _ in range(chosen.users)]
        quiet(urls)
        usage = requests.get(f"{urls['cloud']}/local/usage", timeout=30).json()
    cuts = statistics.quantiles(took, n=20)
    print(f"move to row  {len(took)} users: median {cuts[9] * 1000:.0f} ms, "
          f"p95 {cuts[18] * 1000:.0f} ms, worst {max(took) * 1000:.0f} ms")  # fmt: skip
    _print(usage, chosen.users)
    return 0 if cuts[18] < GOAL_P95 else 1


def _print(usage: dict[str, Any], users: int) -> None:
    by_service: Counter[str] = Counter()
    operations: Counter[str] = Counter()
    for calls in usage["calls"].values():
        for operation, count in calls.items():
            by_service[operation.partition(":")[0]] += count
            operations[operation] += count
    invoked = sum(f["count"] for f in usage["functions"].values())
    print(f"per verified user, from sign-up to the mail: {invoked / users:.1f} invocations")
    for service, count in by_service.most_common():
        parts = ", ".join(
            f"{name.partition(':')[2]} {times / users:.1f}"
            for name, times in operations.most_common()
            if name.startswith(f"{service}:")
        )
        print(f"  {service:<16}{count / users:6.1f}  {parts}")


if __name__ == "__main__":
    sys.exit(main())
