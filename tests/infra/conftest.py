"""What Terraform really made: in the embedded cloud, and in a rehearsal of prod."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from local import provision
from tests.infra.states import State

ROOT = Path(__file__).resolve().parents[2]
#: Not the embedded cloud's own account: the platform refuses to be prod there.
ACCOUNT = "210987654321"
#: A new account has ten Lambda calls at once and refuses every reservation of them. Its domains are
#: proven at once.
NEW_ACCOUNT = {"MOTO_LAMBDA_CONCURRENCY_QUOTA": "10", "MOTO_ACM_VALIDATION_WAIT": "-1"}


@pytest.fixture(scope="session")
def platform_state() -> State:
    """The platform of env local, as applied (from the snapshot; made if there is none)."""
    return State.read(provision.ensure().parent / "platform" / "terraform.tfstate")


@pytest.fixture(scope="session")
def bindings_state() -> State:
    """The bindings of env local, as applied."""
    return State.read(provision.ensure().parent / "bindings" / "terraform.tfstate")


_SERVE = """
import threading
from local.cloud import cloud
from local.postgres.server import Postgres
from pathlib import Path
import sys
with Postgres(Path(sys.argv[1]) / "data") as postgres:
    with cloud(dsn=postgres.database("rehearsal")) as running:
        print(running.endpoint, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="session")
def empty_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an account of its own, with nothing in it, and a PostgreSQL behind it."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(tmp_path_factory.mktemp("postgres"))],
        cwd=ROOT,
        env={**os.environ, "MOTO_ACCOUNT_ID": ACCOUNT, **NEW_ACCOUNT, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        endpoint = process.stdout.readline().strip()
        assert endpoint.startswith("http://127.0.0.1:"), "the account did not start"
        assert requests.get(f"{endpoint}/local/health", timeout=5).ok
        try:
            yield endpoint
        finally:
            process.terminate()
