"""The console on port 8025: one timeline of all events, drawings of workflows, mails and SMS.

app(urls) -> the WSGI application; `/` is the page, `/reference` the API's description, `/local/*`
the cloud's control endpoints.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from emulator import control
from local.cloud import CONTROL
from local.console import feed, reference

HERE = Path(__file__).parent
FILES = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/graph.js": ("graph.js", "text/javascript"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def app(urls: Mapping[str, str]) -> Callable[[dict[str, Any], Any], Any]:
    """The WSGI application. `urls`: part -> base URL. Adds `feed` and `execution` to the control
    endpoints."""
    control.add("GET", "feed", feed.feed)
    control.add("GET", "execution", feed.execution)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path.startswith(CONTROL):
            made = control.respond(request, request.path.removeprefix(CONTROL))
            return made(environ, start_response)
        return _page(request, urls)(environ, start_response)

    return answer


def _page(request: Request, urls: Mapping[str, str]) -> Response:
    if request.path == "/urls.json":
        import json

        return Response(json.dumps(dict(urls)), mimetype="application/json")
    if request.path.startswith("/mail/"):
        return _mail(request.path.removeprefix("/mail/"))
    if request.path == "/reference" or request.path.startswith("/reference/"):
        return reference.page(request.path.removeprefix("/reference"))
    if request.path == "/favicon.ico":
        return Response(status=204)
    if request.path not in FILES:
        return Response("no such page\n", 404)
    name, kind = FILES[request.path]
    made = Response((HERE / name).read_bytes(), mimetype=kind)
    made.headers["Content-Security-Policy"] = POLICY
    return made


def _mail(number: str) -> Response:
    """The HTML part of a mail, in a sandbox, so that nothing in a template can run here."""
    from emulator.events import outbox

    found = [m for m in outbox.messages() if str(m["number"]) == number and m["html"]]
    if not found:
        return Response("no such mail\n", 404)
    made = Response(found[0]["html"], mimetype="text/html")
    made.headers["Content-Security-Policy"] = MAIL_POLICY
    return made
