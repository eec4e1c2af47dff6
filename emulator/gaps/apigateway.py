"""API Gateway takes what Chalice sends: Swagger 2.0 with MOCK integrations for CORS.

moto reads OpenAPI 3 only, requires a description, and requires fields of an integration that a MOCK
integration does not have. It ignores the authorizers of an imported document, so an API in moto
enforces nothing; emulator.http.gateway is the gateway that checks tokens.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from moto.apigateway.models import APIGatewayBackend, RestAPI
from moto.apigateway.responses import APIGatewayResponse

from emulator.hooks import replace

_BINARY = "x-amazon-apigateway-binary-media-types"
_COMPRESS = "x-amazon-apigateway-minimum-compression-size"
_ANSWERS = "x-amazon-apigateway-gateway-responses"
_INTEGRATION = "x-amazon-apigateway-integration"


def install() -> None:
    """Translates documents before moto reads them, and keeps their API-wide settings."""
    import_api, put_api = APIGatewayBackend.import_rest_api, APIGatewayBackend.put_rest_api

    def import_rest_api(
        self: APIGatewayBackend, api_doc: dict[str, Any], fail_on_warnings: bool
    ) -> RestAPI:
        return _kept(import_api(self, _readable(api_doc), fail_on_warnings), api_doc)

    def put_rest_api(
        self: APIGatewayBackend, function_id: str, api_doc: dict[str, Any], **given: Any
    ) -> RestAPI:
        if given.get("mode") == "overwrite":  # what the document lacks is gone, as on AWS
            self.get_rest_api(function_id).gateway_responses.clear()
        return _kept(put_api(self, function_id, _readable(api_doc), **given), api_doc)

    replace(RestAPI, "create_deployment", _deploying)
    replace(RestAPI, "apply_patch_operations", _patching)
    replace(APIGatewayResponse, "create_rest_api", _importing)
    APIGatewayBackend.import_rest_api = import_rest_api  # type: ignore[method-assign]
    APIGatewayBackend.put_rest_api = put_rest_api  # type: ignore[assignment,method-assign]


#: API id -> stage -> response type -> gateway response, as of the stage's last deployment.
in_force: dict[str, dict[str, dict[str, Any]]] = {}


def _deploying(original: Callable[..., Any]) -> Callable[..., Any]:
    """A deployment to an existing stage keeps the stage's settings, and puts the API's gateway
    responses into force there."""

    def create_deployment(self: RestAPI, name: str, *rest: Any, **given: Any) -> Any:
        before = self.stages.get(name) if name else None
        made = original(self, name, *rest, **given)
        if before is not None:
            before.deployment_id = made.id
            self.stages[name] = before
        in_force.setdefault(self.id, {})[name] = {
            kind: answer.to_json() for kind, answer in self.gateway_responses.items()
        }
        return made

    return create_deployment


def _importing(original: Callable[..., Any]) -> Callable[..., Any]:
    """An import keeps `endpointConfigurationTypes` of its query, such as `REGIONAL`; moto ignores
    it."""

    def create_rest_api(self: APIGatewayResponse) -> Any:
        status, headers, body = original(self)
        types = self.querystring.get("endpointConfigurationTypes")
        if status >= 300 or not types:
            return status, headers, body
        api = self.backend.get_rest_api(json.loads(body)["id"])
        api.endpoint_configuration = {"types": types}
        return status, headers, json.dumps(api.to_dict())

    return create_rest_api


def _patching(original: Callable[..., Any]) -> Callable[..., Any]:
    """A patch may change the least size of a compressed body in bytes; without a value nothing is
    compressed."""

    def apply_patch_operations(self: RestAPI, operations: list[dict[str, Any]]) -> None:
        original(self, operations)
        for each in operations:
            if each["path"] == "/minimumCompressionSize":
                said = each.get("value")
                self.minimum_compression_size = int(said) if said else None

    return apply_patch_operations


def _kept(api: RestAPI, document: dict[str, Any]) -> RestAPI:
    """Keeps a document's settings of the whole API, whether it was imported or put."""
    api.binaryMediaTypes = document.get(_BINARY, [])
    api.minimum_compression_size = document.get(_COMPRESS)
    for kind, answer in document.get(_ANSWERS, {}).items():
        api.put_gateway_response(
            kind,
            answer.get("statusCode"),
            answer.get("responseParameters"),
            answer.get("responseTemplates"),
        )
    return api


def _readable(document: dict[str, Any]) -> dict[str, Any]:
    """A copy of the document that moto understands; unchanged if moto understands it already."""
    made = copy.deepcopy(document)
    if made.pop("swagger", None):
        made["openapi"] = "3.0.1"
    made["info"].setdefault("description", "")
    for methods in made["paths"].values():
        methods.pop("x-amazon-apigateway-any-method", None)
        for method in methods.values():
            if _INTEGRATION in method:
                _complete(method[_INTEGRATION])
    return made


def _complete(integration: dict[str, Any]) -> None:
    """Adds the fields of an integration that moto requires."""
    integration.setdefault("uri", "")
    integration.setdefault("httpMethod", "POST")
    for response in integration.get("responses", {}).values():
        response.setdefault("selectionPattern", "")
        response.setdefault("responseTemplates", {})
        response.setdefault("responseParameters", {})
