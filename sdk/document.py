"""The part of the OpenAPI document that a backend with an API key needs, for the generators.

    python sdk/document.py python|typescript > openapi.json

Errors are left out: the layer above the generated code raises them. Names of operations
(`sessions_create`) are made from the routes, so that a new route needs no change here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent.parent / "chalicelib" / "contracts" / "openapi.json"
KEY: dict[str, list[str]] = {"apiKey": []}
COLLECTION = {"get": "list", "post": "create", "delete": "delete_all", "put": "replace"}
ONE = {"get": "get", "delete": "delete", "put": "update"}
NESTED = {"applicants": frozenset({"sessions", "verifications"})}


def named(method: str, path: str) -> tuple[str, str]:
    """(noun, verb) of a route: `POST /v1/applicants/{id}/sessions` -> ("sessions", "create").
    KeyError for a method that has no verb there."""
    words = path.removeprefix("/v1/").split("/")
    sandbox = words[0] == "sandbox"
    noun, last = words[0].replace("-", "_"), words[-1].replace("-", "_")
    if last.startswith("{"):
        return noun, ONE[method]
    if len(words) == 1:
        return noun, COLLECTION[method]
    if not sandbox and last in NESTED.get(noun, ()):
        return last, COLLECTION[method]
    return noun, last if method == "post" else f"{method}_{last}"


def references(part: Any) -> Iterator[str]:
    """The names of the schemas that a part of the document refers to."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rsplit("/", 1)[-1]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def reached(schemas: dict[str, Any], *starts: Any) -> set[str]:
    """The names of all schemas that these parts refer to, directly or through others."""
    found: set[str] = set()
    waiting = [name for start in starts for name in references(start)]
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found.add(name)
            waiting += references(schemas[name])
    return found


def without(part: Any, *keys: str) -> Any:
    """The part without these keywords of JSON Schema; properties of the same name stay."""
    if isinstance(part, list):
        return [without(one, *keys) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key not in keys or isinstance(value, dict)}
    return {key: without(value, *keys) for key, value in kept.items()}


def trimmed(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """One operation for the generators: named by `named`, with successful answers only."""
    noun, verb = named(method, path)
    kept = {**operation, "tags": [noun], "operationId": f"{noun}_{verb}"}
    kept["responses"] = {
        status: answer for status, answer in operation["responses"].items() if status < "300"
    }
    content = operation.get("requestBody", {}).get("content", {})
    if "image/jpeg" in content:  # both kinds of picture are bytes; the layer says which
        kept["requestBody"] = {
            "required": True, "content": {"application/octet-stream": content["image/jpeg"]},
        }  # fmt: skip
    return kept


def document(language: str) -> dict[str, Any]:
    """The document for one generator. `language`: python or typescript."""
    whole = json.loads(SOURCE.read_text())
    paths: dict[str, Any] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            # What describes the API has no scope; who signs with IAM sends no key.
            if operation.get("x-scope") and KEY in operation["security"]:
                paths.setdefault(path, {})[method] = trimmed(method, path, operation)
    components = whole["components"]
    schemas = without(components["schemas"], "title")
    if language == "python":
        # A word that a newer server says must not break an older client: those of answers are text.
        answered = [
            operation["responses"] for methods in paths.values() for operation in methods.values()
        ]
        for name in reached(schemas, answered):
            schemas[name] = without(schemas[name], "enum", "const")
        paths = without(paths, "enum")
    needed = sorted(reached(schemas, paths))
    return {
        **{key: whole[key] for key in ("openapi", "info")},
        "security": [KEY],
        "paths": paths,
        "components": {
            "schemas": {name: schemas[name] for name in needed},
            "securitySchemes": {"apiKey": components["securitySchemes"]["apiKey"]},
        },
    }


if __name__ == "__main__":
    json.dump(document(sys.argv[1]), sys.stdout, indent=1, sort_keys=True)
