"""The KYC vendors on this machine, speaking their own protocols over HTTP.

    Vendors(now).app              the WSGI application: /<vendor>/<the vendor's own path>
    /<vendor>/hosted/<token>      the page a person is sent to, with buttons

Signatures and credentials are checked as the vendors check them; see each vendor's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from werkzeug.wrappers import Request, Response

from chalicelib.outside.plug_ins import VENDORS
from local.vendors.desk import Desk, Later, Refusal, Send


def _fake(name: str) -> type[Desk]:
    found: type[Desk] = import_module(f"local.vendors.{name}").FAKE
    return found


#: Vendor -> its fake: `FAKE` in the file of its name.
FAKES: dict[str, type[Desk]] = {name: _fake(name) for name in VENDORS if name != "in_house"}


class Vendors:
    """All fakes in one WSGI application. `now`: the present, aware. `at` and `connect` are to be
    called before the first request."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.desks = {name: fake(now) for name, fake in FAKES.items()}
        self.url = ""

    def at(self, url: str) -> None:
        """Sets the application's base URL, for the links that the fakes return."""
        self.url = url
        for desk in self.desks.values():
            desk.base_url = f"{url}/{desk.name}"

    def connect(self, send: Send, later: Later) -> None:
        """Sets `send(vendor, headers, body) -> HTTP status` for webhooks, 0 without an answer, and
        `later(seconds, action, name)` for their retries."""
        for desk in self.desks.values():
            desk.send, desk.later = send, later

    def written(self) -> dict[str, Any]:
        """Vendor -> (sessions, idempotent answers), for the next run."""
        return {name: (desk.sessions, desk.answered) for name, desk in self.desks.items()}

    def read_back(self, known: dict[str, Any]) -> None:
        """Restores what `written` returned in an earlier run. KeyError for an unknown vendor."""
        for name, (sessions, answered) in known.items():
            self.desks[name].sessions.update(sessions)
            self.desks[name].answered.update(answered)

    def app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The WSGI application. Errors are answers: the vendor's own, 404 for another path, 503 for
        a vendor that was taken down."""
        request = Request(environ)
        name, _, rest = request.path.lstrip("/").partition("/")
        desk = self.desks.get(name)
        try:
            if desk is None:
                raise Refusal(404, {"vendors": sorted(self.desks)})
            made = self._answer(desk, request, f"/{rest}")
        except Refusal as refusal:
            made = _json(refusal.status, refusal.body)
        return made(environ, start_response)

    def _answer(self, desk: Desk, request: Request, path: str) -> Response:
        if path.startswith("/hosted/"):
            return desk.page(request, path.removeprefix("/hosted/"))
        if path == "/sandbox/state":  # the fakes' own: tests take a vendor down with it
            if request.method == "POST":
                desk.down = bool(request.get_json(force=True).get("down"))
            return _json(200, {"down": desk.down, "attempts": desk.attempts[-50:]})
        if path == "/sandbox/sessions" and request.method == "POST":  # of people who were there
            for one in request.get_json(force=True):
                desk.remember(**one)
            return _json(200, {"sessions": len(desk.sessions)})
        if desk.down:
            raise Refusal(503, {"error": "down, as asked"})
        answer = desk.api(request, path)
        desk.said.append(json.dumps(answer))
        return _json(200, answer)


def _json(status: int, body: Any) -> Response:
    text = "" if body is None else json.dumps(body)
    return Response(text, status, mimetype="application/json")
