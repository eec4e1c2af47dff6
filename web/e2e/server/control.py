"""What only the tests' server has: they put people and cases into a world, ask what is kept, let
time pass, and say which call shall fail.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request, Response

from chalicelib.adapters import codec
from chalicelib.domain.accounts.signed_in import Tokens
from chalicelib.domain.liveness.managed_liveness import ManagedResult, StreamAccess
from web.e2e.server import cases, journeys
from web.e2e.server.place import Place
from web.e2e.server.pool import LIFETIME, PASSWORD
from web.e2e.server.world import Outage, World

Asked = dict[str, Any]


def _person(world: World, asked: Asked) -> Asked:
    """Somebody with an account, and tokens as after a sign-in; staff, if they are in `groups`."""
    account = world.somebody(asked) if asked.get("groups") else world.signed_up(asked)
    if asked.get("totp"):
        world.pool.factors.add(account.user_id)
    return {
        "userId": account.user_id,
        "email": account.email,
        "password": PASSWORD,
        "tokens": _tokens(world.pool.tokens(account.user_id)),
    }


def _known(world: World, asked: Asked) -> Asked | None:
    """What is kept of somebody; nothing, where there is no account."""
    account = world.pool.find(asked["email"])
    if account is None:
        return None
    profile = world.profiles.find(account.user_id)
    newest = world.verifications.latest(account.user_id)
    return {
        "userId": account.user_id,
        "emailVerified": account.email_verified,
        "profile": codec.encode(profile) if profile else None,
        "verification": codec.encode(newest) if newest else None,
    }


def _enabled(world: World, asked: Asked) -> None:
    """Whether the account may be used."""
    account = world.pool.accounts[asked["userId"]]
    world.pool.accounts[asked["userId"]] = replace(account, enabled=asked["enabled"])


def _reading(world: World, asked: Asked) -> None:
    """`waits`: pictures lie there unread. `turned`: whoever sends a front sends a card's back."""
    world.reading_waits = asked.get("waits", False)
    world.reader.turned = asked.get("turned", False)
    world.go_on()


def _link(world: World, asked: Asked) -> str:
    """A link to the hosted page, as a mail has it that asks for better pictures."""
    sessions = world.app.applicant_sessions
    return sessions.link(sessions.ask_again(asked["userId"]))


def _found(world: World, asked: Asked) -> None:
    """A list names this person; sessions in which no movement is seen."""
    world.lists.names |= set(asked.get("listed", ()))
    world.sight.blind += asked.get("blind", 0)


def _films(world: World, asked: Asked) -> None:
    """Where a managed service films, and what lets a browser film there."""
    world.films.lent = StreamAccess(
        url=asked["url"],
        region=asked["region"],
        access_key_id=asked["accessKeyId"],
        secret_access_key=asked["secretAccessKey"],
        session_token=asked["sessionToken"],
        expires_at=world.now(),
    )


def _filmed(world: World, asked: Asked) -> None:
    """How that service has ended a session; `picture` is its best one, in Base64."""
    picture = base64.b64decode(asked["picture"])
    result = ManagedResult(asked["status"], asked["confidence"], picture)
    world.films.judge(asked["sessionId"], result)


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
    "known": _known,
    "enabled": _enabled,
    "reading": _reading,
    "link": _link,
    "found": _found,
    "films": _films,
    "filmed": _filmed,
    "sent": lambda world, asked: {
        "text": world.messages.texts[-1][1] if world.messages.texts else "",
        "mails": [[template, said["link"]] for _, template, said in world.messages.mails],
    },
    "code": lambda world, asked: world.code(),
    "standing": lambda world, asked: journeys.standing(
        world, asked["userId"], asked["status"], tuple(asked["reasons"])
    ),
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
            world = place.renew(**asked["settings"])
            world.nets, world.compress = asked["nets"], asked["compress"]
            return None
        with place.world.lock:
            return COMMANDS[rest[0]](place.world, asked)

    def _new_place(self) -> Asked:
        name, place = str(next(self.names)), Place()
        self.places[name] = place
        return {"name": name, "site": place.site, "api": place.api}
