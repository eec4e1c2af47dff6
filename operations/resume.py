"""`python -m operations.resume [onboarding id ...] [--dry-run] [--stage dev]`: resumes failed ones.

After a technical fault an onboarding ends as FAILED and waits for an operator. Once the cause is
removed, its execution is redriven here: it continues from the failed step, on the version it began
with. Without ids every failed onboarding is redriven, oldest first. Executions that AWS no longer
redrives (after 14 days) are listed and left.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from rich.console import Console

from operations import place

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

console = Console(highlight=False)


def machine(client: SFNClient, name: str) -> str:
    """The ARN of a state machine; LookupError if there is none of this name. `client`: boto3's for
    Step Functions."""
    for page in client.get_paginator("list_state_machines").paginate():
        for found in page["stateMachines"]:
            if found["name"] == name:
                return str(found["stateMachineArn"])
    raise LookupError(f"there is no state machine {name}")


def failed(client: SFNClient, arn: str) -> list[str]:
    """The names of the machine's failed executions, which are onboarding ids, oldest first."""
    return [name for _, name in sorted(_failed(client, arn))]


def _failed(client: SFNClient, arn: str) -> Iterator[tuple[datetime, str]]:
    pages = client.get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=arn, statusFilter="FAILED"):
        for execution in page["executions"]:
            yield execution["startDate"], execution["name"]


def resume(client: SFNClient, arn: str, names: Sequence[str]) -> dict[str, str]:
    """Redrives executions by name; returns name -> AWS's error code of those that could not be."""
    left: dict[str, str] = {}
    for name in names:
        execution = f"{arn.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            client.redrive_execution(executionArn=execution)
        except ClientError as error:
            left[name] = error.response["Error"].get("Code", "")
    return left


def main(arguments: Sequence[str] | None = None) -> int:
    """Resumes onboardings and prints the result. Exit status: 1 if one could not be resumed."""
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
