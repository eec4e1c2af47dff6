"""The pipelines are read as GitHub would read them; nothing here needs GitHub."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
# Who writes actions we trust; each by the commit of a release, for a tag can be moved.
TRUSTED = re.compile(r"^(actions|aws-actions|hashicorp)/[\w-]+@[0-9a-f]{40}$")
# The release stands beside it, for people and for Dependabot.
PINNED = re.compile(
    r"uses: (?!\./)(?P<name>[\w./-]+)@(?P<commit>\S+) # (?P<release>v\d+\.\d+\.\d+)$"
)
# Text that strangers choose. In a script it would be code.
STRANGERS = re.compile(
    r"github\.(head_ref|event\.(pull_request|issue|comment|review|discussion|commits|head_commit)"
    r"\.(?!number\b|head\.repo\.full_name\b))"
)


def load(path: Path) -> dict[str, Any]:
    found: dict[str | bool, Any] = yaml.safe_load(path.read_text())
    # YAML 1.1 reads the key `on` as true.
    return {("on" if key is True else str(key)): value for key, value in found.items()}


WORKFLOWS = {path.name: load(path) for path in FILES}
JOBS = [
    pytest.param(file, name, job, id=f"{file}:{name}")
    for file, workflow in WORKFLOWS.items()
    for name, job in workflow["jobs"].items()
]


def steps_of(job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = job.get("steps", [])
    return found


def test_there_are_pipelines() -> None:
    assert {"ci.yml", "deploy.yml", "security.yml"} <= set(WORKFLOWS)


@pytest.mark.parametrize("file", WORKFLOWS)
def test_nothing_is_permitted_by_default(file: str) -> None:
    assert WORKFLOWS[file]["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in WORKFLOWS[file]["on"]
    assert "workflow_run" not in WORKFLOWS[file]["on"]


@pytest.mark.parametrize("file", WORKFLOWS)
def test_a_failure_within_a_pipe_counts(file: str) -> None:
    if any("run" in step for job in WORKFLOWS[file]["jobs"].values() for step in steps_of(job)):
        assert WORKFLOWS[file]["defaults"]["run"]["shell"] == "bash"


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_a_job_is_bounded_and_complete(file: str, name: str, job: dict[str, Any]) -> None:
    if "uses" in job:
        called = WORKFLOWS[Path(job["uses"]).name]
        call = called["on"]["workflow_call"] or {}
        inputs = call.get("inputs", {})
        given = job.get("with", {})
        assert set(given) <= set(inputs)
        assert {key for key, spec in inputs.items() if spec.get("required")} <= set(given)
    else:
        assert 0 < job["timeout-minutes"] <= 120
        assert re.fullmatch(r"ubuntu-\d\d\.\d\d", job["runs-on"])
        assert steps_of(job)
    needed = job.get("needs", [])
    for need in [needed] if isinstance(needed, str) else needed:
        assert need in WORKFLOWS[file]["jobs"]


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_a_called_job_gets_what_it_asks_for(file: str, name: str, job: dict[str, Any]) -> None:
    """A reusable workflow cannot raise its own permissions above the caller's."""
    if "uses" not in job:
        return
    rank = {"none": 0, "read": 1, "write": 2}
    given = job.get("permissions", WORKFLOWS[file]["permissions"])
    for inner in WORKFLOWS[Path(job["uses"]).name]["jobs"].values():
        for scope, level in inner.get("permissions", {}).items():
            assert rank[given.get(scope, "none")] >= rank[level], scope


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_actions_are_pinned_and_known(file: str, name: str, job: dict[str, Any]) -> None:
    for step in steps_of(job):
        used = step.get("uses", "")
        if used.startswith("./"):
            assert (ROOT / used / "action.yml").exists(), used
        elif used:
            assert TRUSTED.match(used), used
        assert ("uses" in step) != ("run" in step)
        if used.startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_an_action_is_the_same_release_everywhere() -> None:
    pins: dict[str, set[tuple[str, str]]] = {}
    lines = 0
    for path in (*FILES, *(ROOT / ".github" / "actions").rglob("*.yml")):
        used = [line for line in path.read_text().splitlines() if re.search(r"uses: (?!\./)", line)]
        for line in used:
            found = PINNED.search(line)
            assert found, f"{path.name}: {line.strip()} names no release beside its commit"
            assert TRUSTED.match(f"{found['name']}@{found['commit']}"), line
            pins.setdefault(found["name"], set()).add((found["commit"], found["release"]))
            lines += 1
    assert lines >= 10
    assert {name: each for name, each in pins.items() if len(each) > 1} == {}


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_scripts_are_scripts(file: str, name: str, job: dict[str, Any]) -> None:
    """Bash can read each; nothing is pasted into one, what it needs comes by the environment."""
    for step in steps_of(job):
        script = step.get("run")
        if script is None:
            continue
        assert "${{" not in script, script
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        for word in re.findall(r"(?<![\w/])\.ci/(\w+)", script):
            assert (ROOT / ".ci" / word).stat().st_mode & 0o100, word


@pytest.mark.parametrize("file", WORKFLOWS)
def test_strangers_choose_no_code(file: str) -> None:
    assert not STRANGERS.search((FOLDER / file).read_text())


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_steps_refer_to_steps_before_them(file: str, name: str, job: dict[str, Any]) -> None:
    seen: set[str] = set()
    for step in steps_of(job):
        used = set(re.findall(r"steps\.([\w-]+)\.", str(step)))
        assert used <= seen
        seen |= {step["id"]} if "id" in step else set()


@pytest.mark.parametrize(("file", "name", "job"), JOBS)
def test_aws_is_for_protected_jobs_only(file: str, name: str, job: dict[str, Any]) -> None:
    """Credentials come by OIDC, into a job of an environment or one that forks cannot reach."""
    text = str(steps_of(job))
    assert "AWS_SECRET_ACCESS_KEY" not in text and "secrets.AWS" not in text
    if "configure-aws-credentials" in text:
        assert job["permissions"]["id-token"] == "write"
        assert "environment" in job or "head.repo.full_name == github.repository" in job["if"]


def test_what_is_deployed_was_tested_and_goes_up_one_step_at_a_time() -> None:
    jobs = WORKFLOWS["deploy.yml"]["jobs"]
    assert [jobs[name]["needs"] for name in ("dev", "stage", "prod")] == ["test", "dev", "stage"]
    for stage in ("dev", "stage", "prod"):
        assert jobs[stage]["with"] == {"stage": stage}
    deploy = WORKFLOWS["deploy-stage.yml"]["jobs"]["deploy"]
    assert deploy["environment"] == "${{ inputs.stage }}"
    assert deploy["concurrency"]["cancel-in-progress"] is False


def test_a_deployment_that_does_not_answer_goes_back() -> None:
    steps = steps_of(WORKFLOWS["deploy-stage.yml"]["jobs"]["deploy"])
    back = steps[-1]
    assert "failure()" in back["if"] and "steps.before.outputs.commit != ''" in back["if"]
    deploy = next(step for step in steps if step.get("id") == "deploy")
    assert deploy["run"] == back["run"].splitlines()[-1]


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    """`gh` as it answers for deployments 3 (failed), 2 and 1 (superseded)."""
    program = tmp_path / "gh"
    program.write_text(
        "#!/usr/bin/env bash\n"
        'case "$2" in\n'
        "  *deployments/3/statuses*) echo failure ;;\n"
        "  *deployments/2/statuses*) echo inactive ;;\n"
        "  *deployments/1/statuses*) echo success ;;\n"
        '  *environment=dev*) printf "3 ccc\\n2 bbb\\n1 aaa\\n" ;;\n'
        "  *) : ;;\n"
        "esac\n"
    )
    program.chmod(0o755)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_REPOSITORY": "owner/vestibule"}


@pytest.mark.parametrize(("stage", "commit"), [("dev", "bbb\n"), ("prod", "")])
def test_the_commit_to_go_back_to(answers: dict[str, str], stage: str, commit: str) -> None:
    done = subprocess.run(
        [ROOT / ".ci" / "last_good", stage], env=answers, capture_output=True, text=True, check=True
    )
    assert done.stdout == commit
