"""Prints what a deployment would change, as Markdown: addresses and actions, never values.

    python -m operations.plan --stage dev

It changes nothing and takes no lock, so it may run during a deployment.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from local.terraform import TerraformError
from operations.stage import STAGES, DeployError, Stage


def plan(stage: Stage) -> list[str]:
    """Terraform's lines about changes; empty if nothing changes. DeployError, TerraformError."""
    stage.enter()
    sentences = stage.prepared("platform").planned(stage.variables)
    return sentences if len(sentences) > 1 else []


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the plan. Exit status: 1 if Terraform could not make one."""
    parser = argparse.ArgumentParser(prog="plan", description=__doc__.splitlines()[0])
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="an endpoint of AWS's kind on this machine")
    chosen = parser.parse_args(arguments)
    try:
        lines = plan(Stage(chosen.stage, chosen.region, chosen.endpoint))
    except (DeployError, TerraformError) as error:
        print(f"No plan for `{chosen.stage}`:\n\n```\n{error}\n```")
        return 1
    print(f"### Plan for `{chosen.stage}`\n")
    print("\n".join(["```", *lines, "```"]) if lines else "Nothing would change.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
