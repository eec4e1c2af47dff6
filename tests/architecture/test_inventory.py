"""What is named in two places is the same in both."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app import app
from chalicelib.domain import errors
from chalicelib.domain.verifications import checks
from chalicelib.domain.verifications.notices import (
    INTERNAL_ONLY,
    NEUTRAL,
    REASONS,
    public_codes,
    public_text,
)
from chalicelib.services.accounts.accounts import ACCOUNT_GONE
from chalicelib.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SIZES: dict[str, Any] = json.loads((ROOT / "infra" / "functions.json").read_text())
FUNCTIONS = {function.name for function in app.pure_lambda_functions}
MACHINES = {path.name: path.read_text() for path in (ROOT / "stepfunctions").glob("*.asl.json")}
PLATFORM = ROOT / "infra" / "platform"
TERRAFORM = "\n".join(path.read_text() for path in sorted(PLATFORM.glob("*.tf")))


def test_every_function_has_a_size_and_every_size_a_function() -> None:
    assert FUNCTIONS | {"api_handler"} == set(SIZES)


def test_every_function_has_rights() -> None:
    text = (PLATFORM / "functions.tf").read_text()
    start = text.index("  functions = {")
    body = text[start : text.index("\n  }\n", start)]
    assert set(re.findall(r"^    ([\w-]+)\s*= ", body, re.M)) == set(SIZES)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_step_of_a_workflow_is_a_function(machine: str) -> None:
    named = set(re.findall(r"\$\{([a-z][\w-]*)\}", MACHINES[machine]))
    others = {"admin_alerts_topic", "user_notifications_topic", "env", "region"}
    assert named - others <= FUNCTIONS


@pytest.mark.parametrize("machine", MACHINES)
def test_a_workflow_catches_errors_that_exist(machine: str) -> None:
    """Ours by class name, or told to a waiting step; AWS's own and those of sealed envelopes by
    their prefix or known name.
    """
    caught = {
        name
        for block in re.findall(r'"ErrorEquals"\s*:\s*\[([^\]]*)\]', MACHINES[machine])
        for name in re.findall(r'"([^"]+)"', block)
    }
    foreign = re.compile(r"^(States|Lambda|Sandbox|Runtime)\.|^KYC_REJECTED$|Exception$")
    ours = {name for name, kind in vars(errors).items() if inspect.isclass(kind)} | {ACCOUNT_GONE}
    assert {name for name in caught if not foreign.search(name)} <= ours
    assert caught


def test_every_check_says_what_it_asks() -> None:
    for check in checks.CHECKS:
        assert len((check.__doc__ or "").split()) > 4, check.__name__


def test_every_reason_of_a_rule_has_words_for_the_applicant() -> None:
    source = inspect.getsource(checks)
    used = set(re.findall(r'Outcome\.(?:REVIEW|REJECT), "(\w+)"', source))
    used |= set(re.findall(r'"(watchlist_match|screening_unavailable)"', source))
    assert len(used) >= 10
    assert used <= set(REASONS)


@pytest.mark.parametrize("reason", sorted(INTERNAL_ONLY))
def test_internal_reasons_never_reach_the_applicant(reason: str) -> None:
    assert public_text((reason, "document_expired")) == NEUTRAL
    assert public_codes((reason, "document_expired")) == ("not_confirmed",)


def test_what_terraform_tells_is_a_setting() -> None:
    text = (PLATFORM / "parameters.tf").read_text()
    told = set(re.findall(r"^      (\w+)\s*= ", text, re.M))
    # For the deployment, which hands them to Chalice; no code reads them.
    deployment = {"user_pool_arn"}
    known = {name for name in Settings.__dataclass_fields__}
    assert told - deployment <= known


def test_every_named_table_and_bucket_is_made() -> None:
    """Settings that Terraform derives from the names of tables and buckets."""
    tables = re.findall(r"^    (\w+)\s*= \{[^\n]*(?:hash_key|$)", _map("tables"), re.M)
    made = {"table_" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in tables}
    buckets = re.findall(r"^    ([\w-]+)\s*= \{", _map("buckets"), re.M)
    made |= {"bucket_" + name.removeprefix("kyc-").replace("-", "_") for name in buckets}
    made |= {"bucket_audit_log"}
    wanted = {n for n in Settings.__dataclass_fields__ if n.startswith(("table_", "bucket_"))}
    assert wanted <= made


def _map(name: str) -> str:
    text = (PLATFORM / "storage.tf").read_text()
    start = text.index(f"  {name} = {{")
    return text[start : text.index("\n  }\n", start)]
