"""Step Functions of the embedded cloud: moto's interpreter, corrected.

`install(call)` once per process, before the first request. moto 5.2.5 has the interpreter but
differs from AWS in details. The corrections:

- data and JSONata: `jsonata_engine`
- waiting, interrupting, virtual time: `timing`; task tokens: `task_tokens`
- Lambda and SDK tasks, error names, parsing: `engine`
- executions, RedriveExecution: `executions`
- versions, aliases, names: `machines`; the API's actions: `api`

Known differences from AWS: a redriven Parallel state starts over as a whole; no Express workflows,
no activities, no `http:invoke`; a running Lambda is not interrupted by StopExecution.
"""

from __future__ import annotations

import threading

from emulator.workflows.engine import Call

_installing = threading.Lock()


def install(call: Call) -> None:
    """Corrects moto's Step Functions in this process; a second call replaces `call`.

    `call(function name or ARN, event)` invokes a Lambda and returns (payload, error): error is
    None, or Lambda's `FunctionError`; payload then has "errorType" and "errorMessage". It may raise
    LookupError for a function that does not exist.
    """
    with _installing:
        from moto.core.config import default_user_config
        from moto.stepfunctions import urls
        from moto.stepfunctions.parser import models

        from emulator.workflows import engine, jsonata_engine, timing
        from emulator.workflows.api import Response
        from emulator.workflows.machines import Backend

        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        jsonata_engine.install()
        engine.install(call)
        timing.install()
        models.stepfunctions_parser_backends.backend = Backend
        urls.url_paths["{0}/$"] = Response.dispatch


def reset() -> None:
    """Stops every execution, and removes all machines, tokens and clients."""
    from moto.stepfunctions.parser import models

    from emulator.workflows import engine, task_tokens

    for _, _, backend in list(models.stepfunctions_parser_backends.iter_backends()):
        backend.reset()
    task_tokens.clear()
    engine.clear_clients()
