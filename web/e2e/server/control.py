"""What only the tests' server has: they put people and cases into a world, ask what is kept, let
time pass, and say which call shall fail.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from chalicelib.domain.accounts.signed_in import Tokens
from web.e2e.server import cases, journeys
from web.e2e.server.place import Place
from web.e2e.server.pool import LIFETIME, PASSWORD
from web.e2e.server.world import Outage, World

Asked = dict[str, Any]


def _person(world: World, asked: Asked) -> Asked:
    """Somebody with an account, and tokens as after a sign-in."""
    account = world.somebody(asked)
    return {"userId": account.user_id, "email": account.email, "password": PASSWORD} | {
        "tokens": _tokens(world.pool.tokens(account.user_id))
    }


def _tokens(tokens: Tokens) -> Asked:
    return {
        "idToken": tokens.id,
        "accessToken": tokens.access,
        "refreshToken": tokens.refresh,
        "seconds": LIFETIME,
    }


def _decided(world: World, asked: Asked) -> Asked:
    """Another reviewer takes the case over and decides it."""
    email = f"quick-{world.people_made}@example.com"
    by = world.somebody({"email": email, "groups": ["reviewers"]})
    reasons = tuple(asked.get("reasons", ()))
    world.app.desk.take(asked["caseId"], by.user_id, over=True)
    world.reviews.decide(asked["caseId"], asked["approved"], reasons, "", by.user_id)
    return cases.shown(world, asked["caseId"])


def _time(world: World, asked: Asked) -> None:
    """`passes`: seconds; `stopsAt`: the moment that it is from now on."""
    world.now.passed += timedelta(seconds=asked.get("passes", 0))
    if "stopsAt" in asked:
        world.now.stopped = datetime.fromisoformat(asked["stopsAt"])


COMMANDS: dict[str, Callable[[World, Asked], Any]] = {
    "person": _person,
    "cases": lambda world, asked: [cases.opened(world, one) for one in asked["cases"]],
    "case": lambda world, asked: cases.shown(world, asked["caseId"]),
    "decided": _decided,
    "beside": lambda world, asked: journeys.beside(world),
    "raised": lambda world, asked: journeys.raised(world),
    "calls": lambda world, asked: world.calls,
    "faults": lambda world, asked: world.faults,
    "outage": lambda world, asked: world.outages.append(Outage(**asked)),
    "time": _time,
}


class Control:
    """The WSGI application: `POST /places`, `POST /places/<n>/world`, `…/<command>`, `DELETE`."""

    def __init__(self) -> None:
        self.names, self.places = itertools.count(), dict[str, Place]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        answer = self._answer(request.method, request.path.split("/")[2:], request)
        made = Response(json.dumps(answer, default=str), mimetype="application/json")
        return made(environ, start_response)

    def _answer(self, method: str, words: list[str], request: Request) -> Any:
        if not words:
            return self._new_place()
        name, *rest = words
        if method == "DELETE":
            return self.places.pop(name).stop()
        place = self.places[name]
        asked = json.loads(request.get_data() or b"{}")
        if rest == ["world"]:
            world = place.renew()
            world.nets, world.compress = asked["nets"], asked["compress"]
            return None
        with place.world.lock:
            return COMMANDS[rest[0]](place.world, asked)

    def _new_place(self) -> Asked:
        name, place = str(next(self.names)), Place()
        self.places[name] = place
        return {"name": name, "site": place.site, "api": place.api}
