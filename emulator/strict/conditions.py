"""Whether a statement's conditions hold for a request: docs.aws.amazon.com/IAM, "IAM JSON policy
elements: Condition operators".

Only keys of the request itself are known here (`keys_of`). A condition on the caller or its address
is evaluated like one on a missing key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from emulator.strict import rights

#: Condition key -> the request's values. A key that the request lacks is not there.
Keys = Mapping[str, tuple[str, ...]]


def keys_of(service: str, operation: str, given: Mapping[str, Any]) -> Keys:
    """The condition keys of a call, in lower case, with their values.

    `service`: signing name; `operation` and `given`: the call and its parameters as in the API.
    """
    if service == "dynamodb":
        touched = rights.attributes(operation, given)
        return {} if touched is None else {"dynamodb:attributes": tuple(sorted(touched))}
    if service == "kms" and (context := given.get("EncryptionContext")):
        named = {f"kms:encryptioncontext:{name.lower()}": (context[name],) for name in context}
        return {"kms:encryptioncontextkeys": tuple(context)} | named
    if service == "ses" and "Source" in given:
        return {"ses:fromaddress": (given["Source"],)}
    return {}


def hold(conditions: Mapping[str, Mapping[str, Any]], keys: Keys) -> bool:
    """Whether every operator of a statement's `Condition` holds for each of its keys. ValueError
    for an operator that is not evaluated here."""
    return all(
        _holds(operator, _listed(wanted), keys.get(key.lower()))
        for operator, tests in conditions.items()
        for key, wanted in tests.items()
    )


def _holds(operator: str, wanted: list[str], found: tuple[str, ...] | None) -> bool:
    many, _, name = operator.rpartition(":")
    if name == "Null":
        return (found is None) == (wanted[0].lower() == "true")
    optional, name = name.endswith("IfExists"), name.removesuffix("IfExists")
    negative = "Not" in name
    alike = _ALIKE.get(name.replace("Not", ""))
    if alike is None or many not in ("", "ForAllValues", "ForAnyValue"):
        raise ValueError(f"a condition with {operator} is not evaluated here")
    if found is None:
        return optional or many == "ForAllValues" or (negative and many == "")
    each = [any(alike(value, one) for one in wanted) is not negative for value in found]
    return any(each) if many == "ForAnyValue" else all(each)


def _listed(wanted: Any) -> list[str]:
    return [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])]


def _like(value: str, wanted: str) -> bool:
    """Whether the value matches a pattern with `*` and `?`; brackets are literal."""
    return fnmatchcase(value, wanted.replace("[", "[[]"))


def _arns(value: str, wanted: str) -> bool:
    """Whether an ARN matches a pattern, part by part: `*` does not extend into the next part."""
    parts, patterns = value.split(":", 5), wanted.split(":", 5)
    return len(parts) == len(patterns) and all(map(_like, parts, patterns))


_ALIKE: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda value, wanted: value == wanted,
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
    "StringLike": _like,
    "ArnEquals": _arns,
    "ArnLike": _arns,
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
}
