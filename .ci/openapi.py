"""Writes chalicelib/contracts/openapi.json from the routes and their models; `--check` compares."""

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "chalicelib" / "contracts" / "openapi.json"
ERRORS = {400: "BadRequest", 401: "Unauthenticated", 403: "Forbidden", 404: "NotFound"}
ERRORS |= {409: "Conflict", 422: "Unprocessable", 429: "TooMany", 503: "Unavailable"}


def models() -> dict[str, Any]:
    """JSON Schemas of all wire models, by name."""
    from pydantic.json_schema import models_json_schema

    from chalicelib.contracts import http

    _, top = models_json_schema(
        [(kind, "validation") for kind in http.models().values()],
        ref_template="#/components/schemas/{model}",
    )
    found: dict[str, Any] = top["$defs"]
    return found


def operation(entry: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """One operation object."""
    shape = entry.view_function.shape
    doc = (entry.view_function.__doc__ or "").strip()
    found: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{entry.method.lower()}{entry.uri_pattern}").strip("_"),
        "summary": doc.splitlines()[0],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in entry.view_args
        ],
        "responses": {},
    }
    if shape.query:
        found["parameters"] += queries(schemas[shape.query.name])
    if (shape.binary and not shape.group) or (shape.scope and entry.method == "POST"):
        found["parameters"].append(
            {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
        )
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in shape.binary}
    if shape.body:
        content["application/json"] = {
            "schema": {"$ref": f"#/components/schemas/{shape.body.name}"}
        }
    if content:
        found["requestBody"] = {"required": True, "content": content}
    answer: dict[str, Any] = {"description": "Done"}
    if shape.answer:
        schema = {"$ref": f"#/components/schemas/{shape.answer.name}"}
        answer["content"] = {"application/json": {"schema": schema}}
    found["responses"][str(shape.status)] = answer
    for status, name in ERRORS.items():
        found["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}
    if shape.signed:
        found["security"] = [{"sigv4": []}]
    elif entry.authorizer:
        found["security"] = [{"cognito": []}]
    elif shape.scope or shape.keyed:
        found["security"] = [{"apiKey": []}]
    if shape.scope:
        found["x-scope"] = shape.scope
    if shape.session:
        found["security"] = [{"applicantSession": []}]
    return found


def queries(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Query parameters of a flat model."""
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in schema.get("properties", {}).items()
    ]


def document() -> dict[str, Any]:
    """The whole OpenAPI 3.1 document."""
    from app import app

    schemas = models()
    paths: dict[str, Any] = {}
    for uri, methods in sorted(app.routes.items()):
        for method, entry in sorted(methods.items()):
            paths.setdefault(uri, {})[method.lower()] = operation(entry, schemas)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vestibule",
            "version": "1.0.0",
            "description": "Identity verification and onboarding in your own AWS account.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                name: {"description": name, "content": {"application/problem+json": problem}}
                for name in ERRORS.values()
            },
            "securitySchemes": {
                "cognito": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "apiKey": {"type": "http", "scheme": "bearer", "bearerFormat": "vk_live_…"},
                "sigv4": {"type": "apiKey", "in": "header", "name": "Authorization"}
                | {"x-amazon-apigateway-authtype": "awsSigv4"},
                "applicantSession": {"type": "http", "scheme": "bearer", "bearerFormat": "vs_…"},
            },
        },
    }


def main() -> int:
    """Writes, or says whether what is written is true."""
    text = json.dumps(document(), indent=1, sort_keys=True) + "\n"
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        print("openapi.json is not what the code says; run python .ci/openapi.py", file=sys.stderr)
        return 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
