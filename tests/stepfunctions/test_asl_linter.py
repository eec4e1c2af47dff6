"""What the linter of the state machines must catch, and what it must leave in peace."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Machine = dict[str, Any]


def lint(*files: Path) -> tuple[int, list[str]]:
    """Exit code and lines of the command."""
    done = subprocess.run(
        [sys.executable, ".ci/asl.py", *map(str, files)], cwd=ROOT, capture_output=True, text=True
    )
    assert not done.stderr or "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


TASK: Machine = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Arguments": {"FunctionName": "${check-user}", "Payload": "{% {'username': $username} %}"},
    "TimeoutSeconds": 30,
    "Retry": [
        {
            "ErrorEquals": ["Lambda.ServiceException"],
            "IntervalSeconds": 1,
            "MaxAttempts": 3,
            "BackoffRate": 2,
            "MaxDelaySeconds": 30,
            "JitterStrategy": "FULL",
        }
    ],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Broken"}],
    "Assign": {"userExists": "{% $states.result.Payload.userExists %}"},
    "Next": "IsNewUser",
}
MACHINE: Machine = {
    "QueryLanguage": "JSONata",
    "StartAt": "Begin",
    "States": {
        "Begin": {
            "Type": "Pass",
            "Assign": {"username": "{% $states.input.username %}"},
            "Next": "CheckUser",
        },
        "CheckUser": TASK,
        "IsNewUser": {
            "Type": "Choice",
            "Choices": [
                {"Condition": "{% $userExists = false %}", "Next": "Done"},
                {"Condition": "{% $userExists = true %}", "Next": "Done"},
            ],
            "Default": "Broken",
        },
        "Done": {"Type": "Succeed"},
        "Broken": {"Type": "Fail", "Error": "Broken"},
    },
}


def _without(*path: str | int) -> Callable[[Machine], None]:
    def change(machine: Machine) -> None:
        place: Any = machine
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


def _with(value: Any, *path: Any) -> Callable[[Machine], None]:
    def change(machine: Machine) -> None:
        inner: Any = machine
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


STATES = "States"
RETRY = (STATES, "CheckUser", "Retry", 0)
PAYLOAD = (STATES, "CheckUser", "Arguments", "Payload")
FAULTS = {
    "a state nobody goes to": (
        _with({"Type": "Succeed"}, STATES, "Island"),
        "unreachable: Island: no path leads here",
    ),
    "a Next that does not exist": (
        _with("IsNewUsr", STATES, "CheckUser", "Next"),
        "target: CheckUser: Next leads to 'IsNewUsr', which does not exist",
    ),
    "a Catch that does not exist": (
        _with("Brokn", STATES, "CheckUser", "Catch", 0, "Next"),
        "target: CheckUser: Catch leads to 'Brokn', which does not exist",
    ),
    "a start that does not exist": (
        _with("Begn", "StartAt"),
        "target: StartAt: there is no state 'Begn'",
    ),
    "no Default": (
        _without(STATES, "IsNewUser", "Default"),
        "default: IsNewUser: a Choice without Default",
    ),
    "no Retry": (_without(STATES, "CheckUser", "Retry"), "retry: CheckUser: a Task without Retry"),
    "no Catch": (
        _without(STATES, "CheckUser", "Catch"),
        "catch: CheckUser: a Task without Catch of States.ALL",
    ),
    "no timeout": (
        _without(STATES, "CheckUser", "TimeoutSeconds"),
        "timeout: CheckUser: a Task without TimeoutSeconds",
    ),
    "no jitter": (
        _without(*RETRY, "JitterStrategy"),
        "retry: CheckUser: a Retry needs BackoffRate above 1 and JitterStrategy FULL",
    ),
    "no bound": (
        _without(*RETRY, "MaxDelaySeconds"),
        "retry: CheckUser: a Retry needs MaxAttempts and MaxDelaySeconds",
    ),
    "retry of everything": (
        _with(["States.ALL"], *RETRY, "ErrorEquals"),
        "retry: CheckUser: a Retry of States.ALL repeats what can never succeed",
    ),
    "a password in a payload": (
        _with("{% {'username': $username, 'password': $states.input.password} %}", *PAYLOAD),
        "secret: CheckUser: Arguments holds 'password'",
    ),
    "personal data in a payload": (
        _with({"dateOfBirth": "{% $states.input.born %}"}, *PAYLOAD),
        "secret: CheckUser: Arguments holds 'dateOfBirth'",
    ),
    "a token that is kept": (
        _with({"accessToken": "{% $states.result.Payload.t %}"}, STATES, "CheckUser", "Assign"),
        "secret: CheckUser: Assign holds 'accessToken'",
    ),
    "the whole input handed on": (
        _with("{% $states.input %}", *PAYLOAD),
        "secret: CheckUser: Arguments hands on everything ($states.input); name the fields",
    ),
    "a function by its ARN": (
        _with("arn:aws:lambda:eu-west-1:1:function:x", *PAYLOAD[:-1], "FunctionName"),
        "placeholder: CheckUser: FunctionName 'arn:aws:lambda:eu-west-1:1:function:x' is not a "
        "${name}",
    ),
    "an equality of JavaScript": (
        _with("{% $userExists === false %}", STATES, "IsNewUser", "Choices", 0, "Condition"),
        "expression: IsNewUser: `==` is no JSONata, equality is `=`: {% $userExists === false %}",
    ),
}


@pytest.fixture
def lint_text(tmp_path: Path) -> Callable[[Machine], tuple[int, list[str]]]:
    def run(machine: Machine) -> tuple[int, list[str]]:
        file = tmp_path / "some.asl.json"
        file.write_text(json.dumps(machine))
        return lint(file)

    return run


def test_the_machines_of_the_project_are_clean() -> None:
    assert lint() == (0, [])


ONBOARDING = ROOT / "stepfunctions" / "user-onboarding.asl.json"


@pytest.mark.parametrize("step", ["StartKyc", "AwaitDecision", "NeverConfirmed"])
def test_a_step_without_a_way_back_is_found(
    lint_text: Callable[[Machine], tuple[int, list[str]]], step: str
) -> None:
    """After a redrive the execution would end in NowhereToGo."""
    machine = json.loads(ONBOARDING.read_text())
    choices = machine["States"]["GoOn"]["Choices"]
    choices[:] = [rule for rule in choices if rule["Next"] != step]
    assert (
        f"some.asl.json: way back: {step}: no Choice of $failedAt leads back here"
        in lint_text(machine)[1]
    )


def test_a_step_that_is_noted_under_another_name_is_found(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    machine = json.loads(ONBOARDING.read_text())
    machine["States"]["StartKyc"]["Catch"][-1]["Assign"]["failedAt"] = "CheckProfile"
    assert lint_text(machine)[1] == [
        "some.asl.json: way back: StartKyc: a Catch notes 'CheckProfile' as the state that failed"
    ]


def test_a_machine_that_ends_before_its_steps_may_is_found(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    machine = json.loads(ONBOARDING.read_text())
    machine["States"]["CheckProfile"]["TimeoutSeconds"] = machine["TimeoutSeconds"]
    (found,) = lint_text(machine)[1]
    assert found.startswith("some.asl.json: waits: /: 5184000 s are fewer than its Tasks may take")


def test_a_sound_machine_is_left_in_peace(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    assert lint_text(MACHINE) == (0, [])


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_and_named(
    lint_text: Callable[[Machine], tuple[int, list[str]]], name: str
) -> None:
    change, line = FAULTS[name]
    machine = copy.deepcopy(MACHINE)
    change(machine)
    code, lines = lint_text(machine)
    assert code == 1
    assert f"some.asl.json: {line}" in lines


def test_the_choice_bug_of_the_tutorials_is_caught(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    """`$userExists` was never assigned, so `undefined = false` was false and Default always won."""
    machine = copy.deepcopy(MACHINE)
    task = machine["States"]["CheckUser"]
    del task["Assign"]
    task["Output"] = "{% $states.result.Payload %}"
    machine["States"]["IsNewUser"]["Default"] = "Done"
    code, lines = lint_text(machine)
    assert code == 1
    assert lines[0].startswith(
        "some.asl.json: variable: IsNewUser: $userExists is not assigned on every path"
    )
    assert "$states.input" in lines[0]


def test_a_variable_assigned_on_one_path_only_is_caught(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    machine = copy.deepcopy(MACHINE)
    machine["States"]["Broken"] = {"Type": "Fail", "Error": "{% $fault %}"}
    machine["States"]["CheckUser"]["Catch"][0]["Assign"] = {"fault": "{% 'x' %}"}
    code, lines = lint_text(machine)
    assert code == 1
    assert [line for line in lines if "variable: Broken: $fault" in line]


def test_a_branch_must_not_assign_a_variable_of_its_parent(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    machine = copy.deepcopy(MACHINE)
    inner = {"Type": "Pass", "Assign": {"username": "x"}, "End": True}
    machine["States"]["Begin"]["Next"] = "Both"
    machine["States"]["Both"] = {
        "Type": "Parallel",
        "Branches": [{"StartAt": "Inner", "States": {"Inner": inner}}],
        "Next": "CheckUser",
    }
    code, lines = lint_text(machine)
    assert code == 1
    assert lines == [
        "some.asl.json: variable: Both/0/Inner: $username belongs to the machine around this branch"
    ]


def test_a_circle_without_an_exit_is_caught(
    lint_text: Callable[[Machine], tuple[int, list[str]]],
) -> None:
    machine = copy.deepcopy(MACHINE)
    machine["States"]["Done"] = {"Type": "Pass", "Next": "Round"}
    machine["States"]["Round"] = {"Type": "Pass", "Next": "Done"}
    code, lines = lint_text(machine)
    assert code == 1
    assert "some.asl.json: endless: Round: no path leads from here to an end" in lines


def test_the_parallel_states_of_the_project_are_looked_into(tmp_path: Path) -> None:
    text = (ROOT / "stepfunctions" / "user-onboarding.asl.json").read_text()
    machine = json.loads(text)
    branch = machine["States"]["Welcome"]["Branches"][0]
    del branch["States"][branch["StartAt"]]["Catch"]
    file = tmp_path / "changed.asl.json"
    file.write_text(json.dumps(machine))
    code, lines = lint(file)
    assert code == 1
    assert any("catch: Welcome/0/WelcomeEmail: a Task without Catch" in line for line in lines)
