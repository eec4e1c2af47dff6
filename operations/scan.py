"""Static scan of the Terraform with checkov: `python -m operations.scan`; part of make check.

checkov pins libraries that the product has in other versions, so it has an environment of its own
below .cache, created at the first run. The roots are scanned with prod's values: they use every
module. A skip stands beside its resource with its reason (`# checkov:skip=ID:reason`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "scan.txt"
HOME = ROOT / ".cache" / "checkov"
STAMP = HOME / "stamp"
CONFIG = ROOT / ".checkov.yaml"
ROOTS = ("infra/envs", "infra/bootstrap")
VARIABLES = "infra/envs/prod.tfvars"
console = Console(highlight=False, soft_wrap=True)


class ScanError(RuntimeError):
    """The scanner cannot run. The message is shown to the user."""


def program() -> Path:
    """The path of the scanner, in the locked version; it is installed if necessary. ScanError."""
    found = HOME / "bin" / "checkov"
    if STAMP.exists() and STAMP.read_text() == LOCK.read_text():
        return found
    console.print("[dim]installing checkov, once[/]")
    command = [str(ROOT / ".ci" / "venv"), sys.executable, str(HOME), str(LOCK)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise ScanError(f"checkov cannot be installed:\n{run.stderr.strip()}")
    STAMP.write_text(LOCK.read_text())
    return found


def scan() -> dict[str, list[dict[str, Any]]]:
    """`{"failed": […], "skipped": […], "passed": […]}`: checkov's checks of all roots. ScanError if
    a file could not be read, or nothing was checked."""
    found: dict[str, list[dict[str, Any]]] = {"failed": [], "skipped": [], "passed": []}
    for root in ROOTS:
        for report in _reports(ROOT / root):
            if unread := report.get("results", {}).get("parsing_errors"):
                raise ScanError(f"checkov cannot read {', '.join(unread)}")
            for kind, kept in found.items():
                kept += report.get("results", {}).get(f"{kind}_checks", [])
    if not found["passed"]:
        raise ScanError("checkov looked at nothing")
    return found


def _reports(folder: Path) -> list[dict[str, Any]]:
    """checkov's reports about one folder and the modules that it uses."""
    chosen = ["--directory", str(folder), "--config-file", str(CONFIG), "--output", "json"]
    chosen += ["--var-file", str(ROOT / VARIABLES)]
    run = subprocess.run(
        [str(program()), *chosen], capture_output=True, text=True, check=False, cwd=ROOT
    )
    try:
        answer = json.loads(run.stdout)
    except json.JSONDecodeError:
        raise ScanError(f"checkov said no JSON:\n{run.stderr.strip()[-2000:]}") from None
    return answer if isinstance(answer, list) else [answer]


def main() -> int:
    """Prints failed checks. Exit status: 1 if there are any, or a skip without a reason; 2 if the
    scanner cannot run."""
    try:
        found = scan()
    except ScanError as error:
        console.print(f"[red]{error}[/]")
        return 2
    silent = [each for each in found["skipped"] if not each["check_result"].get("suppress_comment")]
    for each in found["failed"]:
        console.print(f"[red]{each['check_id']}[/] {each['check_name']}: {each['resource']}")
    for each in silent:
        console.print(f"[red]skipped without a reason[/] {each['check_id']}: {each['resource']}")
    console.print(
        f"checkov: {len(found['passed'])} passed, {len(found['failed'])} failed, "
        f"{len(found['skipped'])} skipped with a reason"
    )
    return 1 if found["failed"] or silent else 0


if __name__ == "__main__":
    sys.exit(main())
