"""`make deploy STAGE=dev|stage|prod`: deploys everything in order; can be repeated.

    python -m operations.deploy --stage dev [--from functions] [--endpoint URL]

Every step is idempotent, so an interrupted deployment is simply repeated; `--from` skips the steps
before. `--endpoint` sends all calls to an AWS-compatible endpoint on this machine (a rehearsal).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from local.terraform import TerraformError
from operations import functions, package, preflight, site, smoke
from operations.stage import STAGES, DeployError, Stage

console = Console(highlight=False, soft_wrap=True)


@dataclass
class Deployment:
    """The steps for one environment. `facts` passes results to later steps. A step returns a
    message, and raises DeployError, TerraformError or PackageError; its docstring is shown while it
    runs."""

    stage: Stage
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def platform(self) -> dict[str, Any]:
        """The outputs of the platform, read once. DeployError before the first deployment."""
        if "platform" not in self.facts:
            self.facts["platform"] = self.stage.prepared("platform").output()
        found: dict[str, Any] = self.facts["platform"]
        if not found:
            raise DeployError("the platform is not there yet: deploy without --from")
        return found

    def preflight(self) -> str:
        """Checks what the account lacks."""
        lines = preflight.look(self.stage)
        if wrong := preflight.refused(lines):
            raise DeployError(f"the account is not ready (make preflight says more):\n{wrong}")
        asked = sum(line.mark == preflight.ASK for line in lines)
        return f"{len(lines) - asked} lines are right, {asked} are yours to judge"

    def bootstrap(self) -> str:
        """Creates the bucket of Terraform's state."""
        from operations import bootstrap

        return bootstrap.ensure(self.stage)

    def platform_apply(self) -> str:
        """Creates keys, buckets, tables, identity, network, database, workflows, roles and site."""
        terraform = self.stage.prepared("platform")
        terraform.apply(self.stage.variables)
        self.facts["platform"] = terraform.output()
        return f"{len(self.platform['role_arns'])} roles, account {self.stage.account}"

    def pack(self) -> str:
        """Makes the zip for Lambda, with the stage's configuration."""
        self.facts["packed"] = functions.pack(self.stage, self.platform)
        return f"{self.facts['packed'] / 1e6:.1f} MB"

    def functions(self) -> str:
        """Deploys functions, routes and the API's stage by Chalice."""
        if "packed" not in self.facts:
            self.pack()
        record = functions.deploy(self.stage, self.platform)
        made = [r for r in record["resources"] if r["resource_type"] == "lambda_function"]
        return f"{len(made)} functions"

    def bindings(self) -> str:
        """Creates event sources, permissions, schedules, usage plan and WAF."""
        terraform = self.stage.prepared("bindings")
        terraform.apply(self.stage.variables)
        functions.deploy_stage(self.stage)
        self.facts["api_url"] = terraform.output()["api_url"]
        return str(self.facts["api_url"])

    def site(self) -> str:
        """Uploads the browser applications, if they are built."""
        api = self.facts.get("api_url") or self.stage.prepared("bindings").output()["api_url"]
        return site.publish(self.stage, self.platform["site"], api)

    def migrate(self) -> str:
        """Migrates the tables of the registry."""
        from chalicelib.adapters.aws import migrations
        from chalicelib.application.process import on_aws

        applied = migrations.apply(migrations.patient(on_aws().users.api))
        return f"{len(applied)} applied now" if applied else "up to date"

    def smoke(self) -> str:
        """Checks that the environment answers."""
        return smoke.check(self.stage, self.facts.get("api_url"))


#: Step -> its method; `--from` takes these names.
STEPS: dict[str, Callable[[Deployment], str]] = {
    "preflight": Deployment.preflight,
    "bootstrap": Deployment.bootstrap,
    "platform": Deployment.platform_apply,
    "package": Deployment.pack,
    "functions": Deployment.functions,
    "bindings": Deployment.bindings,
    "migrate": Deployment.migrate,
    "site": Deployment.site,
    "smoke": Deployment.smoke,
}


def run(stage: Stage, first: str = "preflight") -> dict[str, str]:
    """Runs the steps from `first` (a name in STEPS) on; returns step -> its message. DeployError
    with the failed step and how to repeat it."""
    stage.enter()
    deployment = Deployment(stage)
    names = list(STEPS)
    said = {}
    with console.status("") as status:
        for name in names[names.index(first) :]:
            started = time.monotonic()
            status.update(f"[cyan]{name}[/] {(STEPS[name].__doc__ or '').strip()}")
            stage.progress = _Counter(name, status.update).line
            try:
                said[name] = STEPS[name](deployment)
            except (TerraformError, package.PackageError, DeployError) as error:
                raise DeployError(_advice(stage, name, error)) from error
            took = time.monotonic() - started
            console.print(f"[green]✓[/] {name:<10}{took:6.1f} s  {said[name]}")
    return said


def _advice(stage: Stage, name: str, error: Exception) -> str:
    again = f"make deploy STAGE={stage.name}"
    return f"{name} failed:\n{error}\n\nNothing is lost: repeat with\n  {again}"


#: Terraform's words for a resource that is complete.
_DONE = ("Creation complete", "Modifications complete", "Destruction complete")


class _Counter:
    """Shows Terraform's progress as a number; without a terminal, a line per fifty resources."""

    def __init__(self, step: str, show: Callable[[str], None]) -> None:
        self._step, self._show = step, show
        self._done, self._all = 0, "?"

    def line(self, text: str) -> None:
        """Takes one line of Terraform's output."""
        if text.startswith("Plan: "):
            numbers = [int(word) for word in text.replace(",", " ").split() if word.isdigit()]
            self._all = str(sum(numbers))
        elif text.partition(": ")[2].startswith(_DONE):
            self._done += 1
            self._show(f"[cyan]{self._step}[/] {self._done} of {self._all} resources")
            if not console.is_terminal and self._done % 50 == 0:
                console.print(f"  {self._step}: {self._done} of {self._all} resources")
        elif " errored after " in text:
            console.print(f"  [yellow]{text}[/]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Deploys, or prints why it cannot. Exit status: 1 if a step failed."""
    parser = argparse.ArgumentParser(prog="make deploy", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--from", dest="first", default="preflight", choices=list(STEPS))
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="an endpoint of AWS's kind on this machine")
    chosen = parser.parse_args(arguments)
    try:
        run(Stage(chosen.stage, chosen.region, chosen.endpoint), chosen.first)
    except DeployError as error:
        console.print(f"[red]{error}[/]", markup=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
