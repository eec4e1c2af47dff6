"""Whatever a backend sends to its routes is answered, and never with a fault of ours: bodies and
queries drawn from the OpenAPI document and bent out of it, with a key of each mode.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.applicants.api_keys import Mode
from tests.entrypoints.api_harness import ApiHarness
from tests.entrypoints.backend import Backend

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = json.loads((ROOT / "chalicelib" / "contracts" / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]
ROUTES = sorted(
    f"{method.upper()} {path}"
    for path, item in DOCUMENT["paths"].items()
    for method, spec in item.items()
    if (spec.get("x-scope") and {"apiKey": []} in spec["security"])
    or path == "/v1/session-links/open"
)
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
#: Texts that a parser may stumble over, and some that are right.
SPECIAL = (
    *("https://shop.example/hooks", "https://[::1", "https://a:99999/", "http://127.0.0.1:x/"),
    *("verification.approved", "default", "late_reversal", "de", "\x00", "٣", "\ud7ff"),
)


def fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a schema of ours allows; ours use few of JSON Schema's words and have no circles."""
    if "$ref" in schema:
        return fitting(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of([fitting(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    if kind == "string":
        if schema.get("format") == "date":
            return st.dates().map(str)
        if "pattern" in schema:
            return st.from_regex(schema["pattern"], fullmatch=True)
        return st.sampled_from(SPECIAL) | st.text(min_size=schema.get("minLength", 0), max_size=30)
    if kind == "integer":
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 9))
    if kind == "array":
        return st.lists(fitting(schema.get("items", {})), max_size=3)
    if kind == "object" and "properties" in schema:
        parts = {name: fitting(part) for name, part in schema["properties"].items()}
        wanted = {name: parts.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(wanted, optional=parts)
    if kind == "object":
        return st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)
    return {"boolean": st.booleans(), "null": st.none()}.get(str(kind), ODD)


def bodies(spec: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What the document allows, and what it does not."""
    content = spec.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return st.none() | ODD
    return fitting(content["schema"]) | ODD


def queries(spec: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    names = [p["name"] for p in spec["parameters"] if p["in"] == "query"]
    value = st.text(max_size=12) | st.sampled_from(["1", "-1", "live", "apl_live_" + "0" * 32])
    return st.dictionaries(st.sampled_from([*names, "odd"]), value, max_size=3)


@pytest.fixture(scope="module", params=ROUTES)
def route(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[*HealthCheck],
)  # fmt: skip
@given(data=st.data())
def test_it_is_answered(route: str, data: st.DataObject) -> None:
    method, _, path = route.partition(" ")
    spec = DOCUMENT["paths"][path][method.lower()]
    with pytest.MonkeyPatch.context() as patch:
        backend = Backend(ApiHarness().open(patch)).open(patch)
        mode = data.draw(st.sampled_from(list(Mode)))
        person, verification = backend.attempt("u-1", mode)
        hook = {"url": "https://shop.example/hooks"}
        endpoint = backend.call("POST", "/v1/webhook-endpoints", hook, mode=mode).json["id"]
        known = {"applicant_id": person, "verification_id": verification, "endpoint_id": endpoint}
        for name, value in known.items():
            given_ = data.draw(st.sampled_from([value, value, value, "odd", "%00"]))
            path = path.replace(f"{{{name}}}", given_)
        body = data.draw(bodies(spec)) if method in ("POST", "PUT") else None
        sent = None if body is None else json.dumps(body)
        answer = backend.call(method, path, sent, mode=mode, query=data.draw(queries(spec)))
        assert answer.status < 500, (route, answer.text)
        assert answer.status not in (401, 403) or answer.code[1] == "sandbox_only"
