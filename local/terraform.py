"""Terraform as a subprocess: progress while it runs, a time limit, and settings of its own.

The driver never reads the user's AWS profile or CLI configuration when it talks to the embedded
cloud: it writes its own configuration below the work folder. The AWS provider comes from a local
mirror when there is one (see `provider_mirror`), else from the registry, once, into a cache.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

Progress = Callable[[str], None]

#: Almost all of an apply is waiting, so many resources at once cost nothing.
PARALLELISM = 40
#: Seconds after which a run is interrupted. An apply of the platform takes about 90.
TIME_LIMIT = 900.0
#: Seconds Terraform gets to release its state after an interrupt, before it is killed.
GRACE = 30.0

_PROVIDER = Path("registry.terraform.io", "hashicorp", "aws")
#: Variables of the caller's shell that would send the provider elsewhere than we mean.
_FOREIGN = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_ROLE_ARN", "TF_CLI_ARGS")


class TerraformError(RuntimeError):
    """A run failed; the text is what Terraform said, one paragraph per error."""


def provider_mirror() -> Path | None:
    """A folder that holds registry.terraform.io/hashicorp/aws, or None.

    Looked for in VESTIBULE_TERRAFORM_MIRROR, then at most three folders deep below the home
    folder and the places systems keep shared and optional software.
    """
    named = os.environ.get("VESTIBULE_TERRAFORM_MIRROR")
    if named:
        return Path(named)
    home = Path.home()
    hidden = [home / ".terraform.d" / "plugins", home / ".terraform.d" / "providers"]
    shared = [home, home / ".local" / "share", *map(Path, ("/usr/local/share", "/usr/share"))]
    for base in (*hidden, *shared, Path("/opt")):
        for depth in ("", "*/", "*/*/"):
            found = next(_folders(base, f"{depth}{_PROVIDER}"), None)
            if found is not None:
                return found.parents[len(_PROVIDER.parts) - 1]
    return None


def _folders(base: Path, pattern: str) -> Iterator[Path]:
    try:
        yield from (path for path in base.glob(pattern) if path.is_dir())
    except OSError:  # a folder we may not read is a folder without a mirror
        return


def cli_config(cache: Path) -> str:
    """The text of Terraform's CLI configuration: mirror first, registry for the rest."""
    lines = ["disable_checkpoint = true"]
    mirror = provider_mirror()
    if mirror is None:
        plugins = cache / "plugins"
        plugins.mkdir(parents=True, exist_ok=True)
        lines.append(f"plugin_cache_dir = {json.dumps(str(plugins))}")
    else:
        lines += [
            "provider_installation {",
            "  filesystem_mirror {",
            f"    path    = {json.dumps(str(mirror))}",
            '    include = ["registry.terraform.io/hashicorp/aws"]',
            "  }",
            '  direct { exclude = ["registry.terraform.io/hashicorp/aws"] }',
            "}",
        ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Terraform:
    """One root module and the folder in which its state and downloads live."""

    root: Path
    work: Path
    env: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = lambda line: None

    @property
    def state(self) -> Path:
        """Where the state file of the local backend lies."""
        return self.work / "terraform.tfstate"

    def init(self, backend: Mapping[str, str] | Literal[False] | None = None) -> None:
        """Prepare the root. `backend` None means the state file in the work folder, False none."""
        settings = {"path": str(self.state)} if backend is None else backend
        configured = (
            ["-backend=false"]
            if settings is False
            else [f"-backend-config={key}={value}" for key, value in settings.items()]
        )
        self._lines(["init", "-input=false", "-no-color", "-reconfigure", *configured])

    def validate(self) -> None:
        """Raise TerraformError when the configuration is not valid."""
        self._lines(["validate", "-no-color"])

    def test(self) -> str:
        """Run the root's own tests; what they said. TerraformError if one fails."""
        return self._lines(["test", "-no-color"])

    def apply(self, variables: Mapping[str, Any] | None = None) -> None:
        """Make what is missing and change what differs."""
        self._events(["apply", "-auto-approve", *_run_options(variables)])

    def destroy(self, variables: Mapping[str, Any] | None = None) -> None:
        """Remove everything; tried twice, for the provider's retries are not all repeatable."""
        command = ["destroy", "-auto-approve", *_run_options(variables)]
        try:
            self._events(command)
        except TerraformError:
            self._events(command)

    def plan_is_empty(self, variables: Mapping[str, Any] | None = None) -> bool:
        """Whether cloud, state and configuration agree."""
        options = ["-detailed-exitcode", "-lock=false", *_run_options(variables)]
        return self._events(["plan", *options], accepted=(0, 2)) == 0

    def planned(self, variables: Mapping[str, Any] | None = None) -> list[str]:
        """What would change: a sentence per resource and their sum, never a value."""
        options = ["-json", "-lock=false", *_run_options(variables)]
        sentences: list[str] = []

        def tell(line: str) -> None:
            event = _event(line)
            if event.get("type") in ("planned_change", "change_summary"):
                sentences.append(str(event["@message"]))

        code, lines = self._run(["plan", *options], tell)
        if code:
            raise TerraformError("\n".join(lines[-20:]))
        return sentences

    def output(self) -> dict[str, Any]:
        """The values of the root's outputs."""
        text = self._lines(["output", "-json", "-no-color"])
        return {name: entry["value"] for name, entry in json.loads(text).items()}

    def environment(self) -> dict[str, str]:
        """What the subprocess sees: the caller's, without foreign AWS settings, with ours."""
        self.work.mkdir(parents=True, exist_ok=True)
        config = self.work / "terraform.rc"
        config.write_text(cli_config(self.work.parent))
        kept = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
        return kept | {
            "TF_CLI_CONFIG_FILE": str(config),
            "TF_DATA_DIR": str(self.work / "data"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            **self.env,
        }

    def _lines(self, arguments: Sequence[str]) -> str:
        """Run a quick command; its text, or TerraformError with what it said."""
        code, lines = self._run(arguments, lambda line: None)
        if code:
            raise TerraformError("\n".join(lines[-40:]))
        return "\n".join(lines)

    def _events(self, arguments: Sequence[str], accepted: tuple[int, ...] = (0,)) -> int:
        """Run a long command in Terraform's machine-readable mode and report each step."""
        errors: list[str] = []

        def tell(line: str) -> None:
            event = _event(line)
            if event.get("type") == "diagnostic" and event.get("@level") == "error":
                errors.append(_diagnosis(event["diagnostic"]))
            elif event.get("type") in _SPOKEN:
                self.progress(event["@message"])

        code, lines = self._run([arguments[0], "-json", *arguments[1:]], tell)
        if code not in accepted:
            raise TerraformError("\n\n".join(errors) or "\n".join(lines[-20:]))
        return code

    def _run(self, arguments: Sequence[str], on_line: Progress) -> tuple[int, list[str]]:
        """(exit code, lines). Interrupted after TIME_LIMIT, killed GRACE seconds later."""
        program = shutil.which("terraform")
        if program is None:
            raise TerraformError("terraform is not on PATH; see docs/local.md for the version")
        with subprocess.Popen(
            [program, f"-chdir={self.root}", *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as process:
            late = threading.Timer(TIME_LIMIT, _stop, (process,))
            late.start()
            try:
                lines = _drained(process.stdout, on_line)
            except BaseException:
                _stop(process)
                raise
            finally:
                late.cancel()
        return process.returncode, lines


#: The events a reader wants to see while it runs.
_SPOKEN = {"apply_complete", "apply_errored", "change_summary"}


def _run_options(variables: Mapping[str, Any] | None) -> list[str]:
    given = [f"-var={name}={_value(value)}" for name, value in (variables or {}).items()]
    return ["-input=false", "-no-color", f"-parallelism={PARALLELISM}", *given]


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _drained(stream: IO[str] | None, on_line: Progress) -> list[str]:
    lines = []
    for line in stream or ():
        lines.append(line.rstrip("\n"))
        on_line(lines[-1])
    return lines


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return event if isinstance(event, dict) else {}


def _diagnosis(diagnostic: Mapping[str, Any]) -> str:
    place = diagnostic.get("address") or diagnostic.get("range", {}).get("filename", "")
    return f"{diagnostic['summary']} [{place}]\n{diagnostic.get('detail', '')}".strip()


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask the whole process group to stop, and kill what is left after GRACE seconds."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
