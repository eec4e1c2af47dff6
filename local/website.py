"""The two browser applications: the files that `npm run build` makes, under a strict policy.

Nothing is loaded from another host, and `config.json` has the API's URL, as on AWS.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from emulator.account import HOST

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
_NOT_BUILT = "<!doctype html><title>Vestibule</title><p>The site is not built: run make run.</p>"


def app(urls: Mapping[str, str], dist: Path = DIST) -> Callable[[dict[str, Any], Any], Any]:
    """The WSGI application: `/` is the applicant's site, `/console/` the reviewer's. `urls`: part
    -> base URL, with `api` and `cloud`; `dist`: the folder of the built files."""
    policy = _policy(urls)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        made = _under_its_name(request) or _answer(request, urls, dist)
        made.headers.update(
            {
                "Content-Security-Policy": policy,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "X-Frame-Options": "DENY",
                "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
                "Cache-Control": "no-store",
            }
        )
        return made(environ, start_response)

    return answer


def _under_its_name(request: Request) -> Response | None:
    """A redirect from `localhost` to the site's one origin, with path and query: the API and the
    buckets allow no other origin, as on AWS. None for the right host."""
    name, _, port = request.host.partition(":")
    if name != "localhost":
        return None
    path = request.full_path.removesuffix("?")
    return Response(status=307, headers={"Location": f"http://{HOST}:{port}{path}"})


def _policy(urls: Mapping[str, str]) -> str:
    """The Content-Security-Policy: only the site's own files, the API, the buckets and, where a
    managed service films, its host (`films`).
    """
    api, cloud = urls["api"], urls["cloud"]
    also = cloud.replace("127.0.0.1", "localhost")
    called = " ".join(filter(None, (api, cloud, also, urls.get("films"))))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' blob: data: {cloud} {also}",
            "media-src 'self' blob:",
            f"connect-src 'self' {called}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html vestibule",  # the second: scripts of the element's own workers
        )
    )


def _answer(request: Request, urls: Mapping[str, str], dist: Path) -> Response:
    if request.method not in ("GET", "HEAD"):
        return Response("use GET\n", 405)
    if request.path.endswith("config.json"):
        document = {"api": urls["api"], "outbox": urls.get("console", "")}
        return Response(json.dumps(document), mimetype="application/json")
    console = request.path == "/console" or request.path.startswith("/console/")
    root = dist / ("console" if console else "app")
    inside = request.path.removeprefix("/console") if console else request.path
    path = (root / inside.lstrip("/")).resolve()
    if not path.is_relative_to(root.resolve()):
        return Response("no such file\n", 404)
    if not path.is_file():
        if urlsplit(inside).path.rpartition(".")[2] in ("js", "css", "svg", "png", "map", "tflite"):
            return Response("no such file\n", 404)
        path = root / "index.html"  # the applications route by path
    if not path.is_file():
        return Response(_NOT_BUILT, mimetype="text/html")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), mimetype=kind)
