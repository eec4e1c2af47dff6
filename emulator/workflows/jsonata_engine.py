"""JSONata for the Step Functions interpreter of moto, by jsonata-python.

moto 5.2.5 has no JSONata engine, and pastes data into the text of the expression, where a quote
breaks it and a crafted string becomes code. Here data is bound as variables, so that it is never
parsed. Undefined values, functions and wrong types end as States.QueryEvaluationError, as on AWS
(https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html).
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import random
import uuid
from datetime import UTC, date, datetime
from typing import Any

from jsonata import Jsonata
from jsonata.timebox import Timebox
from jsonata.utils import Utils

from emulator import clock
from emulator.hooks import replace

_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384"}
_ALGORITHMS["SHA-512"] = "sha512"


class QueryError(Exception):
    """A JSONata expression has no usable value; the text says why."""


def evaluate(expression: str, bindings: dict[str, Any]) -> Any:
    """The value of `expression` as plain JSON; `bindings`: name of a variable without `$` -> value.

    QueryError for a syntax error, a failing function, an undefined value, and a value that is not
    JSON.
    """
    try:
        query = copy.copy(_parsed(expression))
        Jsonata.CURRENT.jsonata = query  # where its functions look for the evaluation they serve
        bound = {name: _bindable(value) for name, value in bindings.items()}
        result = query.evaluate(None, {**_FUNCTIONS, **bound})
    except Exception as error:
        raise QueryError(f"The JSONata expression '{expression}' failed: {error}") from error
    if result is None:
        raise QueryError(f"The JSONata expression '{expression}' returned nothing (undefined).")
    try:
        plain: Any = json.loads(json.dumps(result, default=_as_json))  # joins surrogate pairs too
    except (TypeError, ValueError) as error:
        raise QueryError(
            f"The JSONata expression '{expression}' returned an unsupported result type."
        ) from error
    return plain


@functools.lru_cache(maxsize=1024)
def _parsed(expression: str) -> Jsonata:
    """The parsed expression, cached: jsonata-python builds a parser per thread, and each execution
    has its own threads.

    An evaluation changes neither the tree nor the frame it starts from.
    """
    query = Jsonata(expression)
    query.set_output_convert_nulls(False)  # so that null and undefined stay apart
    return query


def install() -> None:
    """Installs the engine in moto's interpreter; a second call changes nothing."""
    from moto.stepfunctions.parser.asl.component.common.string import string_expression
    from moto.stepfunctions.parser.asl.component.state.choice.comparison import comparison
    from moto.stepfunctions.parser.asl.eval import states, variable_store
    from moto.stepfunctions.parser.asl.jsonata import jsonata

    milliseconds = staticmethod(lambda: int(clock.time() * 1000))
    replace(Timebox, "current_milli_time", lambda _: milliseconds)  # $now and $millis
    replace(string_expression.StringJSONata, "_eval_body", lambda _: _eval_expression)
    replace(comparison.ConditionStringJSONata, "_eval_body", lambda _: _eval_condition)
    # JSONPath machines still paste `$name` into a text: there every value is encoded as JSON.
    replace(jsonata, "_eval_jsonata", lambda _: lambda text: evaluate(text, {}))
    for module in (jsonata, states, variable_store):
        replace(module, "encode_jsonata_variable_declarations", lambda _: _declarations)


def _eval_expression(self: Any, env: Any) -> None:
    """Replaces StringJSONata._eval_body: pushes the value of the expression."""
    store = env.variable_store
    bindings = {**store._outer_scope, **store._inner_scope}
    bindings["states"] = json.loads(json.dumps(env.states._states_data, default=_instant))
    try:
        env.stack.append(evaluate(self.expression, bindings))
    except QueryError as error:
        raise _failure(env, str(error)) from error


def _eval_condition(self: Any, env: Any) -> None:
    """Replaces ConditionStringJSONata._eval_body: only true and false decide."""
    self.string_jsonata.eval(env=env)
    if not isinstance(env.stack[-1], bool):
        expression = self.string_jsonata.expression
        raise _failure(env, f"The condition '{expression}' did not return true or false.")


def _failure(env: Any, cause: str) -> Exception:
    from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name import (
        failure_event,
        states_error_name,
        states_error_name_type,
    )

    kind = states_error_name_type.StatesErrorNameType.StatesQueryEvaluationError
    name = states_error_name.StatesErrorName(typ=kind)
    details = EvaluationFailedEventDetails(cause=cause, error=name.error_name)
    event = failure_event.FailureEvent(
        env=env,
        error_name=name,
        event_type=HistoryEventType.EvaluationFailed,
        event_details={"evaluationFailedEventDetails": details},  # type: ignore[arg-type]
    )
    return failure_event.FailureEventException(failure_event=event)


def _declarations(bindings: dict[str, Any]) -> str:
    return "".join(f"{k}:={json.dumps(v, default=_instant)};" for k, v in bindings.items())


def _bindable(value: Any) -> Any:
    return Utils.NULL_VALUE if value is None else value


def _as_json(value: Any) -> Any:
    if value is Utils.NULL_VALUE:
        return None
    raise TypeError(type(value).__name__)


def _instant(value: Any) -> str:
    """Dates as Step Functions writes them: 2026-01-31T09:00:00.000Z."""
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat(timespec="milliseconds")
        return text.replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _hash(content: Any, algorithm: str) -> str:
    if algorithm not in _ALGORITHMS:
        raise ValueError(f"$hash knows {', '.join(_ALGORITHMS)}, not {algorithm!r}")
    text = content if isinstance(content, str) else json.dumps(content, separators=(",", ":"))
    return hashlib.new(_ALGORITHMS[algorithm], text.encode(), usedforsecurity=False).hexdigest()


def _random(seed: Any = None) -> float:
    return random.Random(seed).random()


def _partition(array: list[Any], size: float) -> list[Any]:
    if size < 1:
        raise ValueError("$partition needs a size of at least 1")
    return [array[i : i + int(size)] for i in range(0, len(array), int(size))]


def _range(first: float, last: float, step: float) -> list[Any]:
    if step == 0:
        raise ValueError("$range needs a step other than 0")
    return [first + i * step for i in range(max(0, int((last - first) // step) + 1))]


def _no_eval(*_: Any) -> None:
    raise ValueError("$eval is not allowed; use $parse")


_FUNCTIONS: dict[str, Any] = {
    name: Jsonata.JLambda(function)
    for name, function in {
        "uuid": lambda: str(uuid.uuid4()),
        "hash": _hash,
        "parse": json.loads,
        "random": _random,
        "partition": _partition,
        "range": _range,
        "eval": _no_eval,
    }.items()
}
