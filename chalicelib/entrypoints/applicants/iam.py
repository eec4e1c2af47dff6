"""Backends of the same AWS account, known by the signature of their requests: no key to keep.

Each route for backends stands below `/v1/iam/{mode}` once more, by the same function: one method of
API Gateway has one kind of authorization, and there it is IAM's. Who may call which of them is said
by IAM policies (`execute-api:Invoke` on `…/POST/v1/iam/test/applicants`), what they may do at most
by the setting `iam_scopes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalice.app import Blueprint, IAMAuthorizer

from chalicelib.entrypoints.runtime import endpoint

BELOW = "/v1/iam/{mode}"
signature = IAMAuthorizer()


def signed(routes: Mapping[str, Mapping[str, Any]]) -> Blueprint:
    """Every route with a scope of these once more, for who signs with IAM."""
    made = Blueprint(__name__)
    for path, methods in routes.items():
        for method, route in methods.items():
            shape = getattr(route.view_function, "shape", None)
            if shape is None or not shape.scope:
                continue
            door = endpoint(made, replace(shape, signed=True))(route.view_function.__wrapped__)
            more = {"content_types": route.content_types} if route.content_types else {}
            below = BELOW + path.removeprefix("/v1")
            made.route(below, methods=[method], authorizer=signature, **more)(door)
    return made
