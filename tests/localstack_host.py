"""LocalStack as a process of its own: run by the Python that has LocalStack.

    python localstack_host.py <url of the task functions>

Only its gateway is served, on 127.0.0.1. Two things of it need a word here: its JSONata is a Java
library that it would download, so jsonata-python stands in (interpreter, variables and choices stay
its own); its Lambda wants Docker, so a task's call goes to the test as a POST of `{name, event}`.
LocalStack 4.14 needs Python 3.12 or newer and cbor2 below 5.8.
"""

import io
import json
import os
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from typing import Any

os.environ.update(
    DNS_ADDRESS="0",
    SQS_ENDPOINT_STRATEGY="off",
    DISABLE_EVENTS="1",
    SKIP_SSL_CERT_DOWNLOAD="1",
    FILESYSTEM_ROOT=tempfile.mkdtemp(prefix="localstack-"),
)


def _functions(url: str) -> Callable[[Any, str, Any], dict[str, Any]]:
    def invoke(parameters: Any, region: str, state_credentials: object) -> dict[str, Any]:
        event = json.load(io.BytesIO(parameters.get("Payload") or b"{}"))
        body = json.dumps({"name": parameters["FunctionName"], "event": event}).encode()
        with urllib.request.urlopen(urllib.request.Request(url, body)) as answer:
            said = json.load(answer)
        found = {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": said["payload"]}
        return {**found, "FunctionError": said["error"]} if said["error"] else found

    return invoke


def _listen() -> int:
    """A port of its own; its services call each other there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    os.environ.update(GATEWAY_LISTEN=f"127.0.0.1:{port}", LOCALSTACK_HOST=f"127.0.0.1:{port}")
    return port


def main(url: str) -> None:
    port = _listen()
    from jsonata import Jsonata
    from localstack.aws.app import LocalstackAwsGateway
    from localstack.aws.serving.wsgi import WsgiGateway
    from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import (
        lambda_eval_utils,
    )
    from localstack.services.stepfunctions.asl.jsonata import jsonata
    from werkzeug.serving import make_server

    jsonata._eval_jsonata = lambda text: Jsonata(text).evaluate(None)
    lambda_eval_utils._invoke_lambda_function = _functions(url)
    server = make_server("127.0.0.1", port, WsgiGateway(LocalstackAwsGateway()), threaded=True)
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
