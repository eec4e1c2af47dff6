"""About the service itself: alive, and what its API is."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from chalice.app import Blueprint, Response

from chalicelib.contracts.http import service as wire
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint

service = Blueprint(__name__)
OPENAPI = Path(__file__).parent.parent / "contracts" / "openapi.json"
PAGE = Path(__file__).parent / "reference.html"
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


@service.route("/health", methods=["GET"])
@endpoint(service, Shape(public=True))
def health(call: Call[None]) -> wire.Health:
    """Alive."""
    return wire.Health(status="ok")


@service.route("/v1/openapi.json", methods=["GET"])
@endpoint(service, Shape(keyed=True))
def openapi(call: Call[None]) -> Response:
    """The OpenAPI document, made from the code; for whoever has a key, of any scope."""
    return Response(OPENAPI.read_text(), {"Content-Type": "application/json"}, 200)


@service.route("/v1/reference", methods=["GET"])
@endpoint(service, Shape(public=True))
def reference(call: Call[None]) -> Response:
    """A page that shows the OpenAPI document to whoever types a key."""
    text, policy = _page()
    kind = "text/html; charset=utf-8"
    return Response(text, {"Content-Type": kind, "Content-Security-Policy": policy}, 200)


@cache
def _page() -> tuple[str, str]:
    """The page and its policy: it runs what stands in it, and asks this API alone."""
    text = PAGE.read_text()
    hashes = {kind: _hash(inside) for kind, inside in _INLINE.findall(text)}
    return text, (
        f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
