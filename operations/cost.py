"""`make cost`: what AWS charges for one verified user, per way of verifying.

    python -m operations.cost [--provider in_house …] [--json]

One applicant per way goes through the local system; every call of the functions is counted and
multiplied by the dated list prices in prices.json. `in_house-forms` is in_house with
`VESTIBULE_TEXTRACT_FEATURES=FORMS`. Not included: the vendors' prices, monthly costs of the
environment (NAT, endpoints, Aurora, keys) and traffic. Exit 1 if a way costs more than its goal.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.table import Table

from operations.chalice_config import sizes

#: Cognito's price class: the default of the platform's variable user_pool_tier.
TIER = "lite"
PRICES = Path(__file__).with_name("prices.json")
console = Console(highlight=False)
Units = Counter[str]
#: Operation of the functions -> (unit that AWS charges, number of units).
_CHARGED: dict[str, tuple[tuple[str, float], ...]] = {
    "dynamodb:GetItem": (("dynamodb.read", 1),),  # consistent, below 4 KB
    "dynamodb:Query": (("dynamodb.read", 1),),
    "dynamodb:PutItem": (("dynamodb.write", 1),),
    "dynamodb:UpdateItem": (("dynamodb.write", 1),),
    "dynamodb:DeleteItem": (("dynamodb.write", 1),),
    "s3:PutObject": (("s3.put", 1),),
    "s3:GetObject": (("s3.get", 1),),
    "textract:AnalyzeDocument+FORMS+TABLES": (("textract.forms_and_tables", 1), ("s3.get", 1)),
    "textract:AnalyzeDocument+FORMS": (("textract.forms", 1), ("s3.get", 1)),
    "textract:DetectDocumentText": (("textract.lines", 1), ("s3.get", 1)),
    "rekognition:DetectFaces": (("rekognition.image", 1), ("s3.get", 1)),
    "rekognition:CompareFaces": (("rekognition.image", 1), ("s3.get", 2)),
    "sqs:SendMessage": (("sqs.request", 3),),  # sent, received, deleted
    "sns:Publish": (("sns.publish", 1),),
    "sns:PublishText": (("sns.text_message", 1),),
    "ses:SendTemplatedEmail": (("ses.mail", 1),),
    "events:PutEvents": (("events.event", 1), ("sqs.request", 3)),
    "kms:Encrypt": (("kms.request", 1),),
    "kms:Decrypt": (("kms.request", 1),),
    "secretsmanager:GetSecretValue": (("secretsmanager.request", 1),),
    "rds-data:ExecuteStatement": (("rds_data.request", 1),),
    "rds-data:BatchExecuteStatement": (("rds_data.request", 1),),
}
#: Way of verifying -> greatest cost in dollars, without text messages, whose price depends on the
#: country.
GOALS = {"in_house": 0.10, "in_house-forms": 0.085}
#: Ways that are another way with other settings.
_SETTINGS = {"in_house-forms": {"VESTIBULE_TEXTRACT_FEATURES": "FORMS"}}
#: Every write of a transaction counts as two writes.
_TRANSACTION = "dynamodb:TransactWriteItems+"
#: Operations that are free or charged by another unit (user per month, transition).
FREE = ("cognito-idp:", "ssm:", "states:", "s3:List", "s3:DeleteObject", "sts:")


class Uncounted(Exception):
    """A call without a line in the price table."""


def units(usage: Mapping[str, Any], transitions: int, log_bytes: int, users: int = 1) -> Units:
    """Unit of AWS's prices -> number of units.

    `usage`: see emulator.lambdas.usage.report; `transitions`: of state machines; `log_bytes`:
    written to logs; `users`: active in the month. Uncounted for a call without a price.
    """
    found: Units = Counter()
    for calls in usage["calls"].values():
        for operation, count in calls.items():
            if operation.startswith(FREE):
                continue
            for unit, times in _charged(operation):
                found[unit] += times * count
            if operation.startswith(("dynamodb:", "s3:")):
                found["cloudtrail.data_event"] += count
    for name, function in usage["functions"].items():
        bare = name.removeprefix("vestibule-local").removeprefix("-") or "api_handler"
        found["lambda.request"] += function["count"]
        found["lambda.gb_second"] += function["seconds"] * sizes()[bare]["memory"] / 1024
        if bare == "api_handler":
            found["apigateway.request"] += function["count"]
            found["waf.request"] += function["count"]
    found["stepfunctions.transition"] += transitions
    found["logs.gb"] += log_bytes / 1e9  # type: ignore[assignment]
    found[f"cognito.active_user.{TIER}"] += users
    return found


def _charged(operation: str) -> tuple[tuple[str, float], ...]:
    if operation.startswith(_TRANSACTION):
        return (("dynamodb.write", 2 * int(operation.removeprefix(_TRANSACTION))),)
    if operation not in _CHARGED:
        raise Uncounted(f"{operation} has no price: add it to {__name__}")
    return _CHARGED[operation]


def charge(unit: str, amount: float, prices: Mapping[str, Any]) -> float:
    """The price of `amount` units in US dollars. `prices`: content of prices.json; KeyError for a
    unit that is not in it."""
    price = prices["units"][unit]
    return amount * float(price["price"]) / float(price["per"])


def total(found: Units, prices: Mapping[str, Any]) -> float:
    """The price of all units in US dollars."""
    return sum(charge(unit, amount, prices) for unit, amount in found.items())


def without_texts(found: Units, prices: Mapping[str, Any]) -> float:
    """The price of all units but text messages, in US dollars."""
    text = "sns.text_message"
    return total(found, prices) - charge(text, found[text], prices)


def over(modes: Mapping[str, Units], prices: Mapping[str, Any]) -> tuple[str, ...]:
    """The ways of verifying that cost more than their goal, without text messages."""
    return tuple(
        mode for mode in modes if without_texts(modes[mode], prices) > GOALS.get(mode, float("inf"))
    )


def counted(provider: str, urls: Mapping[str, str]) -> Units:
    """Takes one applicant through a private system and returns the units. `urls`: part -> base URL.
    Uncounted for a call without a price, or work that does not end; Unexpected if the journey
    fails."""
    cloud = urls["cloud"]
    requests.delete(f"{cloud}/local/usage", timeout=30)
    _JOURNEYS.get(provider, _vendor)(provider, urls)
    left = requests.post(f"{cloud}/local/quiesce", json={"timeout": 60}, timeout=90).json()
    if not left["quiet"]:
        raise Uncounted(f"still busy: {left['busy']}")
    usage = requests.get(f"{cloud}/local/usage", timeout=30).json()
    lines = requests.get(f"{cloud}/local/logs", timeout=30).json()["lines"]
    return units(usage, _transitions(cloud), len(json.dumps(lines)))


def _in_house(provider: str, urls: Mapping[str, str]) -> None:
    from local import demo

    case = next(case for case in demo.default_cases() if case.ends == "verified")
    demo.journey(case, urls["api"], urls["cloud"])


def _vendor(provider: str, urls: Mapping[str, str]) -> None:
    from local.vendors import journey

    def step(what: str, work: Callable[[], Any]) -> Any:
        console.print(f"[dim]  {provider}: {what}[/]")
        return work()

    person = journey.applicant(urls["api"], urls["cloud"])
    person.join()
    journey.verify(step, person, provider, journey.CASES["approve"], urls["vendors"])


_JOURNEYS: dict[str, Callable[[str, Mapping[str, str]], None]] = dict.fromkeys(GOALS, _in_house)


def _transitions(cloud: str) -> int:
    """The number of state transitions of all executions."""
    import boto3

    states = boto3.client(
        "stepfunctions",
        endpoint_url=cloud,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    executions = requests.get(f"{cloud}/local/executions", timeout=30).json()["executions"]
    count = 0
    for execution in executions:
        history = states.get_execution_history(executionArn=execution["executionArn"])
        count += sum(event["type"].endswith("StateEntered") for event in history["events"])
    return count


def table(modes: Mapping[str, Units], prices: Mapping[str, Any]) -> Table:
    """A table with a line per unit and a column per provider, in dollars per verified user."""
    made = Table(title=f"US dollars per verified user, list prices of {prices['asOf']}")
    made.add_column("unit", no_wrap=True)
    for mode in modes:
        made.add_column(mode, justify="right")
    every = sorted(
        {unit for found in modes.values() for unit in found},
        key=lambda unit: -max(charge(unit, found[unit], prices) for found in modes.values()),
    )
    for unit in every:
        cells = [f"{charge(unit, found[unit], prices):.5f}" for found in modes.values()]
        made.add_row(unit, *cells)
    made.add_section()
    made.add_row("together", *(f"{total(found, prices):.4f}" for found in modes.values()))
    bare = (f"{without_texts(found, prices):.4f}" for found in modes.values())
    made.add_row("without text messages", *bare)
    made.add_row("goal", *(f"{GOALS[mode]:.4f}" if mode in GOALS else "–" for mode in modes))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts one journey per way of verifying and prints its cost. Exit status: 1 if one is above
    its goal."""
    from local.vendors.journey import PLAYED
    from local.zygote import Zygote

    providers = (*GOALS, *PLAYED)
    parser = argparse.ArgumentParser(prog="make cost", description=__doc__)
    parser.add_argument("--provider", action="append", choices=providers)
    parser.add_argument("--json", action="store_true", help="counts and dollars for a program")
    chosen = parser.parse_args(arguments)
    prices = json.loads(PRICES.read_text())
    modes: dict[str, Units] = {}
    with Zygote({"VESTIBULE_IAM": "record"}) as zygote:
        for provider in chosen.provider or providers:
            with zygote.fork(**_SETTINGS.get(provider, {})) as urls:
                modes[provider] = counted(provider, urls)
    if chosen.json:
        print(
            json.dumps(
                {
                    mode: {"units": found, "usd": total(found, prices)}
                    for mode, found in modes.items()
                }
            )
        )
        return 1 if over(modes, prices) else 0
    Console(width=max(console.width, 100)).print(table(modes, prices))
    console.print(f"[dim]{prices['note']}[/]")
    for mode in over(modes, prices):
        console.print(f"[red]{mode} costs more than {GOALS[mode]:.3f} without text messages[/]")
    return 1 if over(modes, prices) else 0


if __name__ == "__main__":
    sys.exit(main())
