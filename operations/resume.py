"""`python -m operations.resume [onboarding id ...] [--dry-run] [--stage dev]`: faults, again.

After a technical fault an onboarding ends as FAILED and waits for an operator. When the cause is
cured, its execution is redriven here: it goes on from the step that failed, on the version it began
with. Without ids every failed onboarding is taken, oldest first. What AWS does not redrive any more
(after 14 days) is named and left alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError
from rich.console import Console

from operations import place

console = Console(highlight=False)


def machine(client: Any, name: str) -> str:
    """The ARN of the environment's onboarding machine; LookupError if it is not there."""
    for page in client.get_paginator("list_state_machines").paginate():
        for found in page["stateMachines"]:
            if found["name"] == name:
                return str(found["stateMachineArn"])
    raise LookupError(f"there is no state machine {name}")


def failed(client: Any, arn: str) -> list[str]:
    """Names of the onboardings whose execution failed for a technical reason, oldest first."""
    return [name for _, name in sorted(_failed(client, arn))]


def _failed(client: Any, arn: str) -> Iterator[tuple[Any, str]]:
    pages = client.get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=arn, statusFilter="FAILED"):
        for execution in page["executions"]:
            yield execution["startDate"], execution["name"]


def resume(client: Any, arn: str, names: Sequence[str]) -> dict[str, str]:
    """Name -> why it was not redriven; an empty dict if all were."""
    left: dict[str, str] = {}
    for name in names:
        execution = f"{arn.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            client.redrive_execution(executionArn=execution)
        except ClientError as error:
            left[name] = error.response["Error"]["Code"]
    return left


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0 when every one goes on."""
    parser = argparse.ArgumentParser(prog="operations.resume", description=__doc__)
    parser.add_argument("onboardings", nargs="*", help="ids; all failed ones if none is given")
    parser.add_argument("--dry-run", action="store_true", help="only list them")
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    client = place.client("stepfunctions")
    arn = machine(client, f"vestibule-{chosen.stage}-user-onboarding")
    names = chosen.onboardings or failed(client, arn)
    if chosen.dry_run:
        console.print("\n".join([*names, f"{len(names)} failed onboardings"]))
        return 0
    left = resume(client, arn, names)
    for name, reason in left.items():
        console.print(f"[yellow]{name}: {reason}[/]")
    console.print(f"[green]{len(names) - len(left)} go on[/], {len(left)} left")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
