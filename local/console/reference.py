"""`/reference`: the OpenAPI document in Swagger UI, from the web part's packages and no other host.
It cannot send requests, since the API allows only the site's origin."""

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
    """The file below `/reference` at this path; 404 for another path, 503 if the web part is not
    installed."""
    if path not in FILES:
        return Response("no such page\n", 404)
    file, kind = FILES[path]
    if not file.exists():
        return Response("the web part is not installed: .ci/bootstrap web\n", 503)
    made = Response(file.read_bytes(), mimetype=kind)
    made.headers["Content-Security-Policy"] = POLICY
    made.headers["X-Content-Type-Options"] = "nosniff"
    return made
