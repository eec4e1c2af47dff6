"""Starts LocalStack beside the test, where it is installed: a second, independent judge.

It is looked for in VESTIBULE_LOCALSTACK_PYTHON, else in `.cache/localstack/venv`:

    .ci/venv python3.13 .cache/localstack/venv requirements/localstack.txt
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from tests.stepfunctions.workflow_harness import Lambdas

ROOT = Path(__file__).parents[1]
HOST = Path(__file__).with_name("localstack_host.py")
ASKED = "VESTIBULE_SECOND_CLOUD"
SERVICES = frozenset(
    {"events", "iam", "kms", "s3", "secretsmanager", "sns", "sqs", "ssm", "stepfunctions", "sts"}
)
"""What tests of the adapters find there, where the variable ASKED is set."""


def interpreter() -> Path | None:
    """The Python that has LocalStack, or None."""
    named = os.environ.get("VESTIBULE_LOCALSTACK_PYTHON")
    python = Path(named) if named else ROOT / ".cache/localstack/venv/bin/python"
    return python if python.exists() else None


class LambdaServer:
    """The task functions behind a URL; `lambdas` is the running test's."""

    lambdas: Lambdas

    def __init__(self) -> None:
        lambda_server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                payload, error = lambda_server.lambdas(asked["name"], asked["event"])
                body = json.dumps({"payload": payload, "error": error}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


def client(service: str, endpoint: str) -> Any:
    """A boto3 client of LocalStack's `service`."""
    return boto3.client(
        service,  # type: ignore[call-overload]  # by name: one of SERVICES
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


@contextmanager
def localstack(python: Path) -> Iterator[tuple[str, LambdaServer]]:
    """(where it listens, the way its tasks come back to the test)."""
    lambda_server = LambdaServer()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON"))}
    process = subprocess.Popen(
        [python, HOST, lambda_server.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout
        port = json.loads(next(line for line in process.stdout if line.startswith("{")))["port"]
        yield f"http://127.0.0.1:{port}", lambda_server
    finally:
        process.terminate()
        process.wait(30)
        lambda_server.server.shutdown()
