"""The real machines on the embedded engine, played by the real task functions.

What is real: the definitions, the interpreter, the task Lambdas of `chalicelib.entrypoints`, the
services, the Step Functions adapter. In memory: tables, user pool, mail and SMS. The clock is the
cloud's, so that days pass when a test says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from app import app
from chalicelib.adapters.aws.workflow import StepFunctions
from chalicelib.domain.verifications.verification import State
from emulator import clock
from tests.services.in_memory import InMemorySystem, picture

MACHINES = Path(__file__).parents[2] / "stepfunctions"
ROLE = "arn:aws:iam::123456789012:role/vestibule-local-workflow"


def _handler(where: str) -> Callable[[Any, Any], Any]:
    """The function at `chalicelib.entrypoints.<module>.<name>`, as Lambda finds it."""
    module, _, name = where.rpartition(".")
    found: Callable[[Any, Any], Any] = getattr(import_module(module), name)
    return found


#: Every function that a machine may call, by the name it has there.
HANDLERS = {made.name: _handler(made.handler_string) for made in app.pure_lambda_functions}


def steps_of(machine: str) -> tuple[str, ...]:
    """The functions that a machine calls, in the order of its text."""
    text = (MACHINES / f"{machine}.asl.json").read_text()
    named = dict.fromkeys(re.findall(r"\$\{([\w-]+)\}", text))
    return tuple(name for name in named if name in HANDLERS)


class Crash(BaseException):
    """The process of a Lambda dies; `after` says whether its work was already done."""

    def __init__(self, name: str = "Runtime.ExitError", after: bool = False) -> None:
        super().__init__("the runtime exited")
        self.name, self.after = name, after


def definition(name: str, topic: str = "arn:aws:sns:eu-west-1:123456789012:alerts") -> str:
    """The machine's text with ARNs in the place of its names, as Terraform makes it."""

    def arn(found: re.Match[str]) -> str:
        if found[1].endswith("_topic"):
            return topic
        if found[1] == "region":
            return "eu-west-1"
        return f"arn:aws:lambda:eu-west-1:123456789012:function:vestibule-local-{found[1]}"

    return re.sub(r"\$\{([\w-]+)\}", arn, (MACHINES / f"{name}.asl.json").read_text())


def let_pass(true: Callable[[], bool], seconds: float = 20, also: str = "(retry)") -> None:
    """Waits until the condition holds, moving the clock over retries and waits named `also`.

    `seconds` are real; TimeoutError says what was still open.
    """
    end, pause = time.monotonic() + seconds, 0.002
    while not true():
        soonest = next(
            (due for due, name in clock.pending() if name.endswith(("(retry)", also))), None
        )
        if soonest is not None:
            clock.advance(max(0.0, soonest.timestamp() - clock.time()))
        if time.monotonic() > end:
            raise TimeoutError(f"still open: {clock.pending()}")
        threading.Event().wait(pause)
        pause = min(0.05, pause * 1.5)


class Lambdas:
    """Calls the task functions; a test may break some for a while."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.broken: dict[str, list[BaseException]] = defaultdict(list)
        self.down: dict[str, BaseException] = {}
        self.handlers = dict(HANDLERS)
        self.one_at_a_time = False
        self._lock, self.turn = threading.Lock(), threading.RLock()

    def __call__(self, arn: str, event: Any) -> tuple[Any, str | None]:
        name = arn.rpartition(":")[2].removeprefix("vestibule-local-")
        with self._lock:
            self.calls[name] += 1
            fault = self.broken[name].pop(0) if self.broken[name] else self.down.get(name)
        try:
            if fault and not getattr(fault, "after", False):
                raise fault
            with self.turn if self.one_at_a_time else contextlib.nullcontext():
                answer = self.handlers[name](json.loads(json.dumps(event)), None)
            if fault:
                raise fault
        except (Exception, Crash) as error:
            kind = error.name if isinstance(error, Crash) else type(error).__name__
            return {"errorType": kind, "errorMessage": "see the log"}, "Unhandled"
        return json.loads(json.dumps(answer)), None


@contextlib.contextmanager
def embedded_engine(lambdas: Lambdas) -> Iterator[None]:
    """The embedded engine in this process, empty, with `lambdas` behind it; AWS stays untouched."""
    from moto import mock_aws

    from emulator.installation import call_for_workflow
    from emulator.workflows import stepfunctions

    ours = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    before = {name: os.environ.get(name) for name in (*ours, "AWS_ENDPOINT_URL")}
    os.environ.update(ours)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    stepfunctions.install(lambdas)
    try:
        with mock_aws():
            stepfunctions.reset()
            clock.reset()
            yield
            stepfunctions.reset()
            clock.reset()
    finally:
        stepfunctions.install(call_for_workflow)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class WorkflowHarness(InMemorySystem):
    """An in-memory system whose workflow is the real state machine."""

    def __init__(self, client: Any, sns: Any, lambdas: Lambdas) -> None:
        self.client, self.lambdas = client, lambdas
        self.topic = sns.create_topic(Name="admin-alerts")["TopicArn"]
        self.machines = {
            name: client.create_state_machine(
                name=name, definition=definition(name, self.topic), roleArn=ROLE
            )["stateMachineArn"]
            for name in ("user-onboarding", "user-authentication")
        }
        super().__init__()

    def clock(self) -> Any:
        """The engine's."""
        return clock.now

    def _outside(self) -> None:
        self.outside.workflow = StepFunctions(  # type: ignore[assignment]
            self.client, self.machines["user-onboarding"]
        )
        super()._outside()

    # What happens to an execution.

    def arn(self, name: str, machine: str = "user-onboarding") -> str:
        """The execution of an onboarding."""
        return f"{self.machines[machine].replace(':stateMachine:', ':execution:')}:{name}"

    def describe(self, name: str, machine: str = "user-onboarding") -> dict[str, Any]:
        """DescribeExecution."""
        found: dict[str, Any] = self.client.describe_execution(executionArn=self.arn(name, machine))
        return found

    def history(self, name: str, machine: str = "user-onboarding") -> list[dict[str, Any]]:
        """Every event of the execution."""
        pages = self.client.get_paginator("get_execution_history")
        arn = self.arn(name, machine)
        return [event for page in pages.paginate(executionArn=arn) for event in page["events"]]

    def path(self, name: str, machine: str = "user-onboarding") -> list[str]:
        """The states it entered, in order."""
        events = self.history(name, machine)
        return [e["stateEnteredEventDetails"]["name"] for e in events if _entered(e)]

    def ended(self, name: str, machine: str = "user-onboarding") -> dict[str, Any]:
        """Waits for the end, letting the intervals of retries pass; the description."""
        self.until(lambda: self.describe(name, machine)["status"] != "RUNNING")
        return self.describe(name, machine)

    def waits(self, state: str) -> None:
        """Waits until an execution waits in `state`, letting the intervals of retries pass."""
        self.until(lambda: any(open_ == state for _, open_ in clock.pending()))

    def until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        """Lets retries pass, and nothing else, until the condition holds."""
        let_pass(true, seconds)

    def told_admins(self) -> list[str]:
        """What the machine itself told admins."""
        from moto.sns import sns_backends

        topic = sns_backends["123456789012"]["eu-west-1"].topics[self.topic]
        return [sent[1] for sent in topic.sent_notifications]

    def move(self, **units: float) -> None:
        """Lets time pass for every wait that is open."""
        seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        clock.advance(sum(seconds[unit] * count for unit, count in units.items()))

    # What people do.

    def register(self, email: str = "anna@applicants.example") -> str:
        """Signs up; the machine waits for the code."""
        before = len(self.messages.texts)  # others may have been sent theirs
        started = self.accounts.start_signup(email, "Long-enough-2026", "+306900000001")
        self.until(
            lambda: bool(self.tokens.find(started, "phone")) and len(self.messages.texts) > before
        )
        return started

    def user(self, onboarding_id: str) -> str:
        """Whose it is."""
        return str(self.onboardings.get(onboarding_id).user_id)

    def confirm(self, onboarding_id: str) -> None:
        """Types the code; the registry learns of the user, as it does in minutes."""
        user_id = self.user(onboarding_id)
        account = self.identity.find(user_id)
        assert account
        # Their address is proven before anything is mailed there.
        self.identity.accounts[user_id] = replace(account, email_verified=True)
        self.accounts.confirm_phone(onboarding_id, self.code())
        self.registration.announce(
            {"sub": user_id, "email": account.email, "phone_number": account.phone}
        )
        self.record_all()

    def fill_profile(self, onboarding_id: str) -> None:
        """Completes the profile."""
        from datetime import date

        user_id = self.user(onboarding_id)
        self.people.save_profile(user_id, "Anna Demosthenous", date(1991, 3, 14), "GRC", "")

    def at_review(self, email: str = "anna@applicants.example") -> str:
        """An onboarding whose machine waits for the decision."""
        onboarding_id = self.register(email)
        self.confirm(onboarding_id)
        self.fill_profile(onboarding_id)
        self.until(lambda: bool(self.tokens.find(onboarding_id, "decision")))
        self.waits("AwaitDecision")
        return onboarding_id

    def open_case(self, onboarding_id: str) -> str:
        """The rules are not certain: a case for the reviewers; its id."""
        case_id = self.verification_of(onboarding_id)
        self.pictures.items[f"{case_id}.jpg"] = picture()
        self.screening.screen(self.read(case_id))
        verification = self.verifications.get(case_id)
        self.verifications.move(verification, State.NEEDS_REVIEW, ("face_unclear",))
        return case_id

    def decide(self, onboarding_id: str, approved: bool, reviewer: str = "reviewer-1") -> None:
        """A reviewer's word."""
        case_id = self.verification_of(onboarding_id)
        if self.cases.find(case_id) is None:
            self.open_case(onboarding_id)
        reasons = () if approved else ("document_unreadable",)
        self.reviews.decide(case_id, approved, reasons, "seen", reviewer)

    def verification_of(self, onboarding_id: str) -> str:
        """The verification that the machine opened."""
        return str(self.onboardings.get(onboarding_id).verification_id)


def _entered(event: dict[str, Any]) -> bool:
    return "stateEnteredEventDetails" in event
