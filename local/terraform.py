"""Terraform by python-terraform, with progress, a time limit, and its own settings.

python-terraform builds the command lines. We run them, since the library has no progress, no limit
and no environment per run (docs/dependencies.md).

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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

import python_terraform
from python_terraform import IsFlagged, IsNotFlagged

Progress = Callable[[str], None]

#: An apply mostly waits, so many resources are created at once.
PARALLELISM = 40
_PROVIDER = Path("registry.terraform.io", "hashicorp", "aws")
#: Variables of the caller's shell that would change the provider's target.
_FOREIGN = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_ROLE_ARN", "TF_CLI_ARGS")


class TerraformError(RuntimeError):
    """A run failed. The message has Terraform's errors, one paragraph each."""


def provider_mirror() -> Path | None:
    """A folder with registry.terraform.io/hashicorp/aws, or None.

    VESTIBULE_TERRAFORM_MIRROR, or the first that is found at most three folders deep below the home
    folder and the system's folders for shared and optional software.
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
    """The text of Terraform's CLI configuration: the AWS provider from the mirror, if there is one;
    else from the registry, with a cache below `cache`."""
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
class Limits:
    """`seconds` until a run is interrupted, and `grace` seconds after that until it is killed.

    An apply of the platform to the embedded cloud takes about 90 s.
    """

    seconds: float = 900.0
    grace: float = 30.0


@dataclass(frozen=True)
class Terraform:
    """One root module. `work`: the folder of its state and downloads; `env`: variables for the
    process; `progress`: gets a line per step. Every command raises TerraformError if it fails."""

    root: Path
    work: Path
    env: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = lambda line: None
    #: Files of variables; later ones take precedence, and a call's `variables` over all of them.
    var_files: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=lambda: Limits())

    @property
    def state(self) -> Path:
        """The state file of the local backend."""
        return self.work / "terraform.tfstate"

    def init(self, backend: Mapping[str, str] | Literal[False] | None = None) -> None:
        """Initialises the root. `backend`: its settings; None for the state file in the work
        folder, False for no backend."""
        settings = {"path": str(self.state)} if backend is None else backend
        plain: dict[str, Any] = {"target": None, "parallelism": None}
        if settings is False:
            _said(self._program().init(backend=False, **plain))
        else:
            _said(self._program().init(backend_config=dict(settings), **plain))

    def validate(self) -> None:
        """TerraformError if the configuration is not valid."""
        _said(self._program().validate(no_color=IsFlagged))

    def test(self) -> str:
        """Runs the root's own tests; returns their output. TerraformError with the failed tests."""
        code, text, _ = self._program().test(no_color=IsFlagged)
        if code:
            quiet = ("... pass", "... in progress", "... tearing down")
            text = "\n".join(line for line in text.splitlines() if not line.endswith(quiet))
        return _said((code, text, ""))

    def apply(self, variables: Mapping[str, Any] | None = None, refresh: bool = True) -> None:
        """Creates, changes and removes resources as configured; without `refresh` the state is not
        refreshed first."""
        more = {} if refresh else {"refresh": "false"}
        self._events(lambda run: run.apply(skip_plan=True, **_options(variables), **more))

    def destroy(self, variables: Mapping[str, Any] | None = None) -> None:
        """Removes everything; tried twice, since the provider's own retries do not always
        succeed."""

        def work(run: Program) -> Any:  # the library's own flag, -force, is gone from Terraform
            return run.destroy(
                force=IsNotFlagged, **{"auto-approve": IsFlagged}, **_options(variables)
            )

        try:
            self._events(work)
        except TerraformError:
            self._events(work)

    def planned(self, variables: Mapping[str, Any] | None = None) -> list[str]:
        """The planned changes: a sentence per resource and one with their numbers, without any
        value."""
        sentences: list[str] = []

        def tell(line: str) -> None:
            event = _event(line)
            if event.get("type") in ("planned_change", "change_summary"):
                sentences.append(str(event["@message"]))

        program = self._program(tell)
        options = _options(variables)
        _said(program.plan(detailed_exitcode=IsNotFlagged, lock=False, **options))
        return sentences

    def output(self) -> dict[str, Any]:
        """Name -> value of the root's outputs."""
        found = self._program().output(no_color=IsFlagged)
        if found is None:
            raise TerraformError("the state cannot be read")
        return {name: entry["value"] for name, entry in found.items()}

    def environment(self) -> dict[str, str]:
        """The subprocess's environment: the caller's, with our AWS settings in place of theirs."""
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

    def _program(self, on_line: Progress = lambda line: None) -> Program:
        files = [str(path) for path in self.var_files]
        return Program(self.root, files, self.environment(), on_line, self.limits)

    def _events(
        self, work: Callable[[Program], tuple[int, str, str]], accepted: tuple[int, ...] = (0,)
    ) -> int:
        """Runs a long command in Terraform's machine-readable mode, and reports each step."""
        errors: list[str] = []

        def tell(line: str) -> None:
            event = _event(line)
            if event.get("type") == "diagnostic" and event.get("@level") == "error":
                errors.append(_diagnosis(event["diagnostic"]))
            elif event.get("type") in _SPOKEN:
                self.progress(event["@message"])

        code, said, _ = work(self._program(tell))
        if code not in accepted:
            raise TerraformError("\n\n".join(errors) or "\n".join(said.splitlines()[-20:]))
        return code


class Program(python_terraform.Terraform):  # type: ignore[misc]
    """The library's Terraform with progress by line, a time limit and an environment.
    TerraformError if terraform is not on PATH."""

    def __init__(
        self,
        root: Path,
        var_files: list[str],
        environment: Mapping[str, str],
        on_line: Progress,
        limits: Limits,
    ) -> None:
        program = shutil.which("terraform")
        if program is None:
            raise TerraformError("terraform is not on PATH; see docs/local.md for the version")
        super().__init__(
            working_dir=str(root),
            var_file=var_files,
            parallelism=PARALLELISM,
            terraform_bin_path=program,
        )
        self._environment, self._on_line, self._limits = environment, on_line, limits

    def read_state_file(self, file_path: str | None = None) -> None:
        """Does nothing: a state file beside the configuration is not ours."""

    def cmd(self, cmd: str, *args: Any, **kwargs: Any) -> tuple[int, str, str]:
        """(exit code, output, ""). The process is interrupted and finally killed after `limits`."""
        # The library names files after single values; the last one wins, and that is the value.
        single = kwargs.pop("var", None) or []
        if cmd not in _VARIED:
            kwargs.pop("var_file", None)
            single = []
        spelled = self.generate_cmd_string(cmd, **kwargs, var=single)
        with (
            _interrupts_later() as interrupts_now,
            subprocess.Popen(
                [*spelled, *args],
                cwd=self.working_dir,
                env=dict(self._environment),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            ) as process,
        ):
            late = threading.Timer(self._limits.seconds, _stop, (process, self._limits.grace))
            late.daemon = True
            try:
                late.start()
                interrupts_now()
                lines = _drained(process.stdout, self._on_line)
            except BaseException:
                _stop(process, self._limits.grace)
                raise
            finally:
                late.cancel()
        if process.returncode == -signal.SIGKILL:
            lines.append(
                f"Terraform was killed {self._limits.grace:.0f} s after it was asked to stop. Its "
                "lock may be left: `terraform force-unlock` with the id that the next run names."
            )
        return process.returncode, "\n".join(lines), ""


@contextmanager
def _interrupts_later() -> Iterator[Callable[[], None]]:
    """Delays Ctrl-C until the caller allows it: a process that was started but not yet stored would
    not be ended."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None  # signals come to the main thread only
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))

    def now() -> None:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(came.pop())

    try:
        yield now
    finally:
        now()


#: Commands that take variables.
_VARIED = {"plan", "apply", "destroy", "test"}


def _said(result: tuple[int, str, str]) -> str:
    """The output of a quick command; TerraformError with its last lines if it failed."""
    code, text, _ = result
    if code:
        raise TerraformError("\n".join(text.splitlines()[-40:]))
    return text


#: The events that are reported as progress.
_SPOKEN = {"apply_complete", "apply_errored", "change_summary"}


def _options(variables: Mapping[str, Any] | None) -> dict[str, Any]:
    """The options of every long command."""
    given = [f"{name}={_value(value)}" for name, value in (variables or {}).items()]
    return {
        "json": IsFlagged,
        "input": False,
        "no_color": IsFlagged,
        "lock_timeout": "5m",  # another desk, or the pipeline, is about to end
        "var": given,
    }


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


def _stop(process: subprocess.Popen[str], grace: float) -> None:
    """Interrupts the whole process group, and kills it if it still runs after `grace` seconds."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
