"""`make destroy STAGE=dev|stage|prod`: removes an environment, in the reverse order of deploy.

    python -m operations.destroy --stage dev --confirm vestibule-dev [--endpoint URL]

In prod personal data are protected twice: this command refuses, and so do tables, buckets, user
pool and database themselves. Both allow it only if the environment was deployed with
`data_may_go = true` in its own.tfvars; the locked audit trail is never deleted before its time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import Console

from local.terraform import TerraformError
from operations import bootstrap, functions
from operations.stage import STAGES, DeployError, Stage

console = Console(highlight=False, soft_wrap=True)

_REFUSAL = """prod holds people's data, and this command does not delete it.
Without their event sources nothing would work any more either, so nothing was touched.
To give the data up for good: export what law asks you to keep, put `data_may_go = true` into
infra/envs/prod.own.tfvars, run make deploy STAGE=prod, then this command again."""


def run(stage: Stage, given: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Removes everything; returns the steps done. DeployError if data are protected.

    `given`: variables of the platform that are in no file.
    """
    stage.enter()
    platform = stage.prepared("platform")
    if stage.name == "prod" and not platform.output().get("data_may_go", False):
        raise DeployError(_REFUSAL)
    steps: dict[str, Callable[[], object]] = {
        "executions": lambda: stop_executions(stage),
        "bindings": lambda: stage.prepared("bindings").destroy(stage.variables),
        "functions": lambda: functions.remove(stage),
        "platform": lambda: platform.destroy({**stage.variables, **(given or {})}),
    }
    if stage.name != "prod":  # there the states of six years are kept as evidence
        steps["state"] = lambda: bootstrap.remove(stage)
    if stage.endpoint is None:
        console.print(
            "[dim]Lambda gives its network interfaces back some 20 to 45 minutes after the "
            "functions are gone; subnets and security groups wait for that.[/]"
        )
    for name, step in steps.items():
        with console.status(f"[cyan]{name}"):
            try:
                step()
            except TerraformError as error:
                raise DeployError(f"{name} could not be removed:\n{error}\n\nRepeat it.") from error
        console.print(f"[green]✓[/] {name} removed")
    return tuple(steps)


def stop_executions(stage: Stage) -> int:
    """Stops the running executions; returns their number. boto3's errors.

    Otherwise a state machine with a step that waits for days stays DELETING, and its name in use,
    until the step ends.
    """
    states = stage.client("stepfunctions")
    stopped = 0
    for page in states.get_paginator("list_state_machines").paginate():
        for machine in page["stateMachines"]:
            if not machine["name"].startswith(f"vestibule-{stage.name}-"):
                continue
            arn = machine["stateMachineArn"]
            pages = states.get_paginator("list_executions")
            for running in pages.paginate(stateMachineArn=arn, statusFilter="RUNNING"):
                for execution in running["executions"]:
                    states.stop_execution(
                        executionArn=execution["executionArn"],
                        error="EnvironmentRemoved",
                        cause=f"make destroy STAGE={stage.name}",
                    )
                    stopped += 1
    return stopped


def main(arguments: Sequence[str] | None = None) -> int:
    """Removes the environment, or prints why it cannot. Exit status: 1 if it cannot, 2 without
    --confirm."""
    parser = argparse.ArgumentParser(prog="make destroy", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--confirm", help="vestibule-<stage>, so that no key press is enough")
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="an endpoint of AWS's kind on this machine")
    chosen = parser.parse_args(arguments)
    wanted = f"vestibule-{chosen.stage}"
    if chosen.confirm != wanted:
        console.print(f"this deletes {wanted} with everything in it; add --confirm {wanted}")
        return 2
    try:
        run(Stage(chosen.stage, chosen.region, chosen.endpoint))
    except DeployError as error:
        console.print(f"[red]{error}[/]")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
