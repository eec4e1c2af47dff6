"""What surrounds every door, written once: log line, metrics, error mapping, batches.

Our own decorators, because Chalice's middleware never sees the exception of a route and does not
run at all for the Lambda of a Blueprint (docs/traps.md).
"""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic, perf_counter, sleep
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from chalice.app import Blueprint, Request, Response

from chalicelib.application.process import application
from chalicelib.domain.deadline import within
from chalicelib.domain.errors import Erased, NotFound, VestibuleError
from chalicelib.entrypoints.again import soon_again
from chalicelib.entrypoints.caller import Caller, applicant_of, backend_of, caller_of, signer_of
from chalicelib.entrypoints.calls import Call as Call
from chalicelib.entrypoints.calls import Called, Named, answered, sent
from chalicelib.entrypoints.problems import problem, problem_of
from chalicelib.services.budgets import Who
from chalicelib.services.ports import Inbox

Payload = dict[str, Any]
Handler = Callable[[Any, Any], Any]

log = Logger(service="vestibule", log_uncaught_exceptions=False, use_rfc3339=True)

_ID = re.compile(r"[0-9a-f-]{36}")
ID_KEYS = ("onboardingId", "verificationId", "sessionId", "caseId")


#: What a door needs to answer, and how long the gateway waits for a route at most.
ANSWER_SECONDS, GATEWAY_SECONDS = 1.5, 29.0


def within_reach(context: Any, most: float = 900.0) -> AbstractContextManager[None]:
    """Whatever is called inside gives up while there is still time to answer."""
    ask = getattr(context, "get_remaining_time_in_millis", None)
    remaining = ask() / 1000 if ask else most
    return within(max(1.0, min(most, remaining) - ANSWER_SECONDS))


@contextmanager
def step(name: str, ids: Mapping[str, Any], metric: str = "") -> Iterator[None]:
    """One log line per step: name, status, error code, ids, milliseconds. Nothing else is logged.

    Exception messages of others may quote personal data, so only the class name is kept.
    """
    started = perf_counter()
    status, code = "ok", ""
    try:
        yield
    except VestibuleError as error:
        status, code = "refused", error.code
        raise
    except Exception as error:
        status, code = "failed", type(error).__name__
        raise
    finally:
        took = round((perf_counter() - started) * 1000)
        facts: dict[str, Any] = {key: str(ids[key]) for key in ID_KEYS if ids.get(key)}
        write = log.info if status == "ok" else log.warning if status == "refused" else log.error
        write("step", step=name, status=status, errorCode=code, ms=took, **facts)
        if metric and status != "ok":
            count(metric)


def count(name: str, value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """One metric, written at once in CloudWatch's embedded format.

    Of its own, not one of a set: where threads share a process they would write each other's.
    """
    with single_metric(name, unit, value, namespace="Vestibule") as one:
        one.add_dimension("service", "vestibule")


def count_by(name: str, dimension: str, value: str) -> None:
    """One of a metric that is told apart by a dimension of few values, e.g. the workflow's step."""
    with single_metric(name, MetricUnit.Count, 1, namespace="Vestibule") as one:
        one.add_dimension("service", "vestibule")
        one.add_dimension(dimension, value)


class Even(StrEnum):
    """Which answers take the same time, so that it says nothing about who is known."""

    ALWAYS = "always"
    REFUSALS = "refusals"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the OpenAPI document says of a route beside what it is sent, which its hint says.

    Whoever is not `public` is for who is signed in, and for a `group` of staff where one is named:
    asked before anything that was sent is looked at. One with a `scope` is for backends
    only, one that is `keyed` for each of them, one that is `signed` for those who sign with IAM and
    name their mode in the path, one with a `session` for applicants in theirs.
    """

    body: Named | None = None
    query: Named | None = None
    answer: Named | None = None
    status: int = 200
    summary: str = ""
    binary: tuple[str, ...] = ()
    erasing: bool = False
    public: bool = False
    group: str = ""
    scope: str = ""
    keyed: bool = False
    signed: bool = False
    session: bool = False
    even: "Even | None" = None


def endpoint(bp: Blueprint, shape: Shape) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A REST door: parses, calls, maps errors to problem+json."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        body, query = sent(view)
        whole = replace(shape, body=body, query=query, answer=answered(view))

        @functools.wraps(view)
        def door(**params: str) -> Response:
            request = bp.current_request
            ids: dict[str, str] = {}
            started = monotonic()
            if whole.signed:
                params.pop("mode")
            try:
                time = within_reach(bp.lambda_context, GATEWAY_SECONDS)
                with time, step(view.__name__, ids):
                    caller = _admitted(request, whole)
                    call = _call(request, whole, caller)
                    ids.update(_ids(call, params))
                    answer = view(call, **params)
            except VestibuleError as error:
                if shape.even:
                    _wait_for(started)
                return problem(error)
            except Exception:
                return problem_of(500, "internal_error", "something went wrong on our side", _JSON)
            if shape.even is Even.ALWAYS:
                _wait_for(started)
            if isinstance(answer, Response):
                return answer
            if answer is None:
                return Response("" if shape.status == 204 else "{}", {}, shape.status)
            return Response(_written(answer), {}, shape.status)

        door.shape = whole  # type: ignore[attr-defined]
        return door

    return decorate


def _written(answer: Any) -> str:
    from chalicelib.contracts.wire import written

    return written(answer)


_JSON = {"Content-Type": "application/problem+json"}
#: On every answer, refusals included.
SECURE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# What Chalice refuses before a view is asked, in our words.
_CHALICES = {
    "UnsupportedMediaType": ("media_type_unsupported", "this content type is not taken here"),
    "MethodNotAllowedError": ("method_not_allowed", "this path has no such method"),
    "BadRequest": ("not_acceptable", "the Accept header names no type of the answer"),
}


def problem_json_middleware(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """HTTP middleware: what Chalice itself refuses becomes problem+json too; headers of all."""
    answer = get_response(event)
    if isinstance(answer.body, dict) and set(answer.body) == {"Code", "Message"}:
        fallback = ("internal_error", "something went wrong on our side")
        code, detail = _CHALICES.get(answer.body["Code"], fallback)
        answer = problem_of(answer.status_code, code, detail, {**answer.headers, **_JSON})
    # Answers are somebody's own, tokens and copies of data among them: kept nowhere on the way.
    answer.headers = {**SECURE, **answer.headers}
    return answer


def _admitted(request: Request, shape: Shape) -> Caller:
    """Who asks, once they have come in and their budget for this route has been spent."""
    if shape.signed:
        caller = signer_of(request, shape.scope)
    elif shape.scope or shape.keyed:
        caller = backend_of(request, shape.scope)
    elif shape.session:
        caller = applicant_of(request)
    else:
        caller = _person(request, shape)
    context = request.context or {}
    route = f"{context.get('httpMethod', '')} {context.get('resourcePath', '')}"
    application().budgets.spend_route(route, Who(person=caller.id, address=caller.address))
    return caller


def _person(request: Request, shape: Shape) -> Caller:
    caller = caller_of(request)
    if caller.id or not shape.public:
        application().door.admit(caller.token, shape.erasing)
    if shape.group:
        caller.must_be(shape.group)
    return caller


def _wait_for(started: float) -> None:
    """Answers no sooner than some time after the request came: what it took says nothing then."""
    left = started + application().settings.even_answer_seconds - monotonic()
    if left > 0:
        sleep(left)


def _call(request: Request, shape: Shape, caller: Caller) -> Called[Any, Any]:
    from chalicelib.contracts.wire import parse

    content = str(request.headers.get("content-type", "")).split(";")[0].strip().lower()
    body: Any = None
    if shape.binary and content in shape.binary:
        body = request.raw_body
    elif shape.body:
        body = parse(shape.body.model(), request.raw_body)
    query = None
    if shape.query:
        query = parse(shape.query.model(), dict(request.query_params or {}))
    return Called(request, body, query, caller)


def _ids(call: Called[Any, Any], params: Mapping[str, str]) -> dict[str, str]:
    """The ids that path, query or body name. Only what has an id's shape may stand in a log."""
    found = {}
    for key in ID_KEYS:
        name = re.sub("([A-Z])", r"_\1", key).lower()
        for given in (
            params.get(name),
            getattr(call.query, name, ""),
            getattr(call.body, name, ""),
        ):
            if isinstance(given, str) and _ID.fullmatch(given):
                found[key] = given
    return found


def path_id(value: str) -> str:
    """A path parameter that is one of our ids; NotFound for anything else."""
    if not _ID.fullmatch(value):
        raise NotFound("no such thing")
    return value


def task(work: Callable[[Payload], Payload | None]) -> Handler:
    """A workflow task. Errors keep their class name, which the ASL's Retry and Catch match."""

    @functools.wraps(work)
    def handler(event: Any, context: Any) -> Payload:
        with within_reach(context), step(work.__name__, event):
            return work(event) or {}

    return handler


def trigger(work: Callable[[Payload], Any]) -> Handler:
    """An event source whose failure means: try the whole event again."""

    @functools.wraps(work)
    def handler(event: Any, context: Any) -> Any:
        with within_reach(context), step(work.__name__, event):
            return work(event)

    return handler


def batch(
    kind: str, inbox: Callable[[], Inbox] | None = None
) -> Callable[[Callable[[Payload], None]], Handler]:
    """An SQS or stream source: each record alone, only the failed ones come again.

    `kind` is a member of Powertools' EventType: SQS or DynamoDBStreams. With an `inbox` a message
    that failed comes again after one of PAUSES; else when the queue's own time is over, which is
    six times what its reader may take.
    """

    def decorate(work: Callable[[Payload], None]) -> Handler:
        @functools.wraps(work)
        def handler(event: Any, context: Any) -> Any:
            from aws_lambda_powertools.utilities.batch import (
                BatchProcessor,
                EventType,
                process_partial_response,
            )

            def one(record: Any) -> None:
                raw = record.raw_event if hasattr(record, "raw_event") else record
                ids = json.loads(raw["body"]) if kind == "SQS" else {}
                # What is about somebody who was erased meanwhile is done, and no dead letter.
                ids = ids if isinstance(ids, dict) else {}
                with suppress(Erased), soon_again(raw, inbox), step(work.__name__, ids):
                    work(raw)

            processor = BatchProcessor(
                event_type=EventType[kind], raise_on_entire_batch_failure=False
            )
            with within_reach(context):
                return process_partial_response(
                    event=event, record_handler=one, processor=processor, context=context
                )

        return handler

    return decorate


def sqs_batch(work: Callable[[Sequence[Any]], Sequence[VestibuleError | None]]) -> Handler:
    """An SQS source whose records are handled in one go; only those with a fault come again.

    `work` gets the bodies (None for what is no JSON) and says per body what was wrong with it.
    """

    @functools.wraps(work)
    def handler(event: Any, context: Any) -> Payload:
        records = event.get("Records", [])
        with within_reach(context), step(work.__name__, {}):
            faults = work([_body(record) for record in records])
        failed = []
        for record, fault in zip(records, faults, strict=True):
            if fault is not None:
                with suppress(VestibuleError), step(work.__name__, {}):
                    raise fault
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    return handler


def _body(record: Payload) -> Any:
    try:
        return json.loads(record["body"])
    except ValueError:
        return None
