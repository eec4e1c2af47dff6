"""What AWS's Service Authorization Reference says against a statement; policy-sentry carries it.

docs.aws.amazon.com/service-authorization: an action without a resource type takes `*` only; a
condition key that the action does not know is absent from the request, and a condition on an absent
key never holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from policy_sentry.querying.actions import get_action_data

from tests.infra.states import Statement


@cache
def known(action: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """(ARN format, condition keys) of everything the action may be granted on; none if unknown."""
    service, _, name = action.partition(":")
    found: Any = get_action_data(service, name)
    if not found:
        return ()
    entries = [entry for entries in found.values() for entry in entries]
    return tuple((e["resource_arn_format"], frozenset(e["condition_keys"])) for e in entries)


def objections(statement: Statement) -> Iterator[str]:
    """A sentence for each thing that the reference does not know."""
    for action in statement.actions:
        entries = known(action)
        if not entries:
            yield f"{action}: no such action"
            continue
        formats = {form for form, _ in entries} | ({_ALSO[action]} if action in _ALSO else set())
        for resource in statement.resources:
            if not any(_is_a(resource, form) for form in formats):
                yield f"{action} on {resource}: it knows {sorted(formats)}"
        keys = frozenset().union(*(keys for _, keys in entries))
        for test in statement.conditions.values():
            for key in test:
                if not key.startswith("aws:") and not any(_same_key(key, k) for k in keys):
                    yield f"{action} if {key}: the request never carries this key"


def _same_key(asked: str, known_key: str) -> bool:
    """`kms:EncryptionContext:name` is `kms:EncryptionContext:${EncryptionContextKey}`."""
    pattern = re.sub(r"\\\$\\\{[^}]*\\\}", ".+", re.escape(known_key))
    return re.fullmatch(pattern, asked, re.IGNORECASE) is not None


#: Names that may hold a slash; a stream's label is a time with colons.
_DEEP = {"LogGroupName", "ObjectName", "SecretId", "ParameterNameWithoutLeadingSlash"}
_LABELS = {"StreamLabel"}
#: Kinds of resource that the reference describes, but does not repeat at the action.
_ALSO = {
    # Versions and aliases of a function: "Resource types defined by AWS Lambda".
    "lambda:InvokeFunction": "arn:${Partition}:lambda:${Region}:${Account}:function:${F}:${A}",
}
_NAME = re.compile(r"\$\{([^}]*)\}")


def _is_a(resource: str, form: str) -> bool:
    """Whether an ARN, or a pattern of one, can be of the kind that `form` describes."""
    if "*" in (resource, form):
        # `*` is always understood; a kind without resources is listed as `*` alone.
        return resource == "*"
    parts = _NAME.split(form)  # text, name, text, name, …
    tokens = tuple(
        token
        for place, part in enumerate(parts)
        for token in ([_token(part)] if place % 2 else list(part))
    )
    return _meets(resource, tokens)


def _token(name: str) -> str:
    return "label" if name in _LABELS else "deep" if name in _DEEP else "name"


@cache
def _meets(resource: str, tokens: tuple[str, ...]) -> bool:
    """Whether some text is both: matched by the pattern and spelled by the tokens."""
    if not resource:
        return not [token for token in tokens if len(token) == 1]
    if not tokens:
        return not resource.strip("*")
    letter, token = resource[0], tokens[0]
    rest = resource[1:]
    if letter == "*":
        return _meets(rest, tokens) or _meets(resource, tokens[1:])
    if len(token) == 1:
        return letter == token and _meets(rest, tokens[1:])
    if (letter == ":" and token != "label") or (letter == "/" and token == "name"):
        return _meets(resource, tokens[1:])
    return _meets(rest, tokens) or _meets(rest, tokens[1:])
