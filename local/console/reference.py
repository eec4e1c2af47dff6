"""`/reference`: the OpenAPI document, readable. Swagger UI from the web part's packages, nothing
from another host. It shows and sends nothing: the API answers no other origin than the site's."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

ROOT = Path(__file__).resolve().parents[2]
VIEWER = ROOT / "web" / "node_modules" / "swagger-ui-dist"
DOCUMENT = ROOT / "chalicelib" / "contracts" / "openapi.json"
HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FILES = {
    "": (HERE / "reference.html", "text/html"),
    "/reference.js": (HERE / "reference.js", "text/javascript"),
    "/openapi.json": (DOCUMENT, "application/json"),
    "/swagger-ui.css": (VIEWER / "swagger-ui.css", "text/css"),
    "/swagger-ui-bundle.js": (VIEWER / "swagger-ui-bundle.js", "text/javascript"),
}


def page(path: str) -> Response:
    """What is below `/reference`."""
    if path not in FILES:
        return Response("no such page\n", 404)
    file, kind = FILES[path]
    if not file.exists():
        return Response("the web part is not installed: .ci/bootstrap web\n", 503)
    made = Response(file.read_bytes(), mimetype=kind)
    made.headers["Content-Security-Policy"] = POLICY
    made.headers["X-Content-Type-Options"] = "nosniff"
    return made
