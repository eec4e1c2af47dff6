"""The endpoints that control the embedded cloud, for tests; AWS has no such API.

They are below `Host.control`, `/_emulator/` unless the host says otherwise.

| path | what |
|---|---|
| GET health | `{"status": "ok", "uptimeSeconds"}` |
| GET clock | `{"now", "pending": [{"due", "name"}]}` |
| POST clock `{"seconds", "minutes", "hours", "days"}` | move the clock forward |
| GET outbox, DELETE outbox | mails and SMS that would have left |
| GET executions | Step Functions executions, newest first |
| GET logs `?function=&after=` | what the Lambdas printed |
| POST quiesce `{"timeout"}` | wait, at most this many seconds, until no asynchronous work is left |
| GET, PUT duplicates `{"share"}` | deliver this share of events twice |
| GET, PUT, DELETE faults | simulated outages, see `emulator.faults.faults` |
| GET answers | per API and stage: its gateway responses |
| PUT users `{"pool", "username", "status"}` | a state of a Cognito user that only AWS can give |
| PUT account | properties of the AWS account: sandboxes, concurrency, quotas |
| GET, PUT quotas | whether calls beyond AWS's quotas are throttled; how many were |
| PUT latencies | how long calls wait: `typical`, `slow`, `drawn`, `none` |
| GET misses | operations that returned 501 |
| GET manners | number of requests validated by AWS's model, and the refused ones |
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from emulator import activity, clock, host
from emulator.events import outbox
from emulator.faults import faults
from emulator.lambdas import delivery, printed
from emulator.strict import as_aws, not_implemented, request_validation

_started = time.monotonic()
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
Answer = dict[str, Any]
_extra: dict[tuple[str, str], Callable[[Request], Answer]] = {}
#: Real seconds that advance() waits for work of a deadline; and how often this may time out.
CALM_SECONDS, IN_VAIN = 2.0, 3
_restless: dict[int, int] = {}


def add(method: str, path: str, view: Callable[[Request], Answer]) -> None:
    """Adds an endpoint: `view` answers `method <path>` with a JSON object."""
    _extra[method, path] = view


def endpoints() -> dict[tuple[str, str], Callable[[Request], Answer]]:
    """(method, path) -> its view, of every endpoint."""
    return {**_VIEWS, **_extra}


def app(environ: dict[str, Any], start_response: Any) -> Any:
    """The WSGI application; it answers JSON, also for errors."""
    request = Request(environ)
    path = request.path.removeprefix(host.current.control)
    return respond(request, path)(environ, start_response)


def respond(request: Request, path: str) -> Response:
    """The answer to a request for the endpoint `path`: 400 with the error if the view raises
    TypeError, ValueError or KeyError, 404 or 405 for an unknown endpoint."""
    path = path.strip("/")
    try:
        views = endpoints()
        view = views.get((request.method, path))
        if view is None:
            known = any(each == path for _, each in views)
            raise MethodNotAllowed() if known else NotFound(f"no control endpoint {request.path}")
        answer, status = view(request), 200
    except HTTPException as error:
        answer, status = {"error": error.description}, error.code or 500
    except (TypeError, ValueError, KeyError) as error:
        answer, status = {"error": f"{type(error).__name__}: {error}"}, 400
    return Response(json.dumps(answer, default=str) + "\n", status, mimetype="application/json")


def body(request: Request) -> Answer:
    """The request's JSON object; {} without a body. ValueError for anything but JSON."""
    text = request.get_data(as_text=True)
    return json.loads(text) if text else {}


def _health(_: Request) -> Answer:
    return {"status": "ok", "uptimeSeconds": round(time.monotonic() - _started, 3)}


def _clock(_: Request) -> Answer:
    pending = [{"due": due.isoformat(), "name": name} for due, name in clock.pending()]
    return {"now": clock.now().isoformat(), "pending": pending}


def _advance(request: Request) -> Answer:
    wanted = body(request)
    unknown = set(wanted) - set(_UNITS)
    if unknown or not wanted:
        raise ValueError(f"give some of {sorted(_UNITS)}, not {sorted(unknown)}")
    clock.advance(sum(_UNITS[unit] * float(amount) for unit, amount in wanted.items()))
    return _clock(request)


def _let_it_run() -> None:
    """Waits for functions while the clock is held. After IN_VAIN time-outs in one call of advance()
    it waits no more, so that a stuck function does not hold up the clock."""
    leap = clock.current_advance() or 0
    if _restless.get(leap, 0) < IN_VAIN and not activity.calm(CALM_SECONDS):
        _restless[leap] = _restless.get(leap, 0) + 1


clock.between_deadlines(_let_it_run)


def _outbox(_: Request) -> Answer:
    return {"messages": outbox.messages()}


def _clear_outbox(_: Request) -> Answer:
    outbox.clear()
    return {"messages": []}


def _logs(request: Request) -> Answer:
    after = int(request.args.get("after", 0))
    return {"lines": printed.recent(request.args.get("function"), after)}


def _quiesce(request: Request) -> Answer:
    left = activity.quiesce(float(body(request).get("timeout", 30)))
    return {"quiet": not left, "busy": left}


def _duplicates(request: Request) -> Answer:
    share = float(body(request)["share"]) if request.method == "PUT" else None
    return {"share": delivery.share_delivered_twice(share)}


def _executions(_: Request) -> Answer:
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    from emulator.account import ACCOUNT, REGION

    found = [
        {
            "executionArn": execution.execution_arn,
            "stateMachineArn": machine.arn,
            "name": execution.name,
            "status": str(execution.status),
            "startDate": str(execution.start_date),
            "stopDate": str(execution.stop_date) if execution.stop_date else None,
        }
        for machine in stepfunctions_parser_backends[ACCOUNT][REGION].state_machines
        for execution in machine.executions
    ]
    return {"executions": sorted(found, key=lambda each: each["startDate"] or "", reverse=True)}


def _faults(_: Request) -> Answer:
    return {"faults": faults.current()}


def _begin_fault(request: Request) -> Answer:
    return faults.put(**body(request)).shown()


def _end_faults(request: Request) -> Answer:
    ended = _faults(request)
    faults.clear()
    return ended


def _request_validation(_: Request) -> Answer:
    return request_validation.counts()


def _answers(_: Request) -> Answer:
    from emulator.gaps import apigateway

    return apigateway.in_force


def _standing(request: Request) -> Answer:
    as_aws.account.facts |= body(request)
    return dict(as_aws.account.facts)


def _quotas(request: Request) -> Answer:
    if request.method == "PUT":
        as_aws.account.enforce = bool(body(request)["on"])
        as_aws.account.buckets.clear()
    return {"on": as_aws.account.enforce, "throttled": dict(as_aws.account.throttled)}


def _latencies(request: Request) -> Answer:
    as_aws.account.figure = str(body(request)["figure"])
    return {"figure": as_aws.account.figure}


def _user_state(request: Request) -> Answer:
    from moto.cognitoidp.models import cognitoidp_backends

    from emulator.account import ACCOUNT, REGION

    wanted = body(request)
    pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[wanted["pool"]]
    user = pool._get_user(wanted["username"])
    if user is None:
        raise ValueError("there is no such user")
    user.status = str(wanted["status"])
    return {"username": user.username, "status": user.status}


def _not_implemented(_: Request) -> Answer:
    return {"misses": not_implemented.counts()}


_VIEWS: dict[tuple[str, str], Callable[[Request], Answer]] = {
    ("GET", "health"): _health,
    ("GET", "clock"): _clock,
    ("POST", "clock"): _advance,
    ("GET", "outbox"): _outbox,
    ("DELETE", "outbox"): _clear_outbox,
    ("GET", "executions"): _executions,
    ("GET", "logs"): _logs,
    ("POST", "quiesce"): _quiesce,
    ("GET", "duplicates"): _duplicates,
    ("PUT", "duplicates"): _duplicates,
    ("GET", "manners"): _request_validation,
    ("GET", "answers"): _answers,
    ("PUT", "account"): _standing,
    ("PUT", "users"): _user_state,
    ("GET", "quotas"): _quotas,
    ("PUT", "quotas"): _quotas,
    ("PUT", "latencies"): _latencies,
    ("GET", "misses"): _not_implemented,
    ("GET", "faults"): _faults,
    ("PUT", "faults"): _begin_fault,
    ("DELETE", "faults"): _end_faults,
}
