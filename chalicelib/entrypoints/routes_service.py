"""About the service itself."""

from __future__ import annotations

from pathlib import Path

from chalice.app import Blueprint, Response

from chalicelib.contracts.http import service as wire
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint

service = Blueprint(__name__)
OPENAPI = Path(__file__).parent.parent / "contracts" / "openapi.json"


@service.route("/health", methods=["GET"])
@endpoint(service, Shape(public=True))
def health(call: Call[None]) -> wire.Health:
    """Alive."""
    return wire.Health(status="ok")


@service.route("/openapi.json", methods=["GET"])
@endpoint(service, Shape(public=True))
def openapi(call: Call[None]) -> Response:
    """The OpenAPI document, made from the code."""
    return Response(OPENAPI.read_text(), {"Content-Type": "application/json"}, 200)
