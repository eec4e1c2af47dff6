"""The gateway on in-memory ports, with the real adapters talking to the fakes without sockets."""

from __future__ import annotations

import importlib
import io
import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pybreaker
import requests
import urllib3
from requests.adapters import BaseAdapter
from werkzeug.test import Client

from chalicelib.adapters.vendors.calling import Tools
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.vendors.signing import sign_timed
from chalicelib.domain.verifications.verification import Verification
from chalicelib.outside.memory import MemoryPoster
from chalicelib.outside.plug_ins import VENDORS
from chalicelib.services.events.outbound import KIND
from local.vendors import FAKES, Vendors
from local.vendors.credentials import CREDENTIALS
from local.vendors.desk import Webhook
from tests.services.in_memory import InMemorySystem


def made(name: str, tools: Tools) -> Any:
    """A vendor's adapter, as the outside makes it."""
    return importlib.import_module(VENDORS[name]).build(tools)


#: Every vendor there is, from the one table; each has its fake.
NAMES = tuple(FAKES)
_NO_TOOLS = Tools(dict, pybreaker.CircuitBreaker(), lambda: datetime.now(UTC))
#: What the adapters promise, for tests of those that sign their time and of those that do not.
SIGNS_TIME = tuple(name for name in NAMES if made(name, _NO_TOOLS).signs_time)
SIGNS_NO_TIME = tuple(name for name in NAMES if name not in SIGNS_TIME)
SITE = "http://127.0.0.1:5173"
COMPANY = "https://systems.company.example/kyc"


class Direct(BaseAdapter):
    """requests' way into a WSGI application of this process."""

    def __init__(self, app: Any) -> None:
        super().__init__()
        self.client = Client(app)

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        answer = self.client.open(
            str(request.url).replace("http://vendors", ""),
            method=request.method,
            headers=list(request.headers.items()),
            data=request.body or b"",
        )
        made = requests.Response()
        made.status_code, made.request, made.url = answer.status_code, request, str(request.url)
        made.headers.update(dict(answer.headers))
        made.raw = urllib3.HTTPResponse(io.BytesIO(answer.data), preload_content=False)
        return made

    def close(self) -> None:
        """Nothing is open."""


class Inbox(MemoryPoster):
    """The company's systems: keep what they take, or are down."""

    def __init__(self) -> None:
        super().__init__()
        self.down = 0

    def post(self, url: str, headers: Any, body: bytes) -> None:
        if self.down:
            self.down -= 1
            raise Unavailable("down", "outbound_not_taken")
        self.taken.append((url, dict(headers), body))


class VendorHarness:
    """An in-memory system with every KYC vendor's stand-in, around one user."""

    def __init__(self, order: tuple[str, ...] = NAMES, urls: tuple[str, ...] = (COMPANY,)) -> None:
        self.system = system = InMemorySystem(
            kyc_providers=order, kyc_choice=True, outbound_urls=urls, site_origin=SITE
        )
        self.now, self.inbox = system.now, Inbox()
        self.vendors = Vendors(self.now)
        self.vendors.at("http://vendors")
        self.seen, self.links = system.seen, system.links
        self.queue, self.signing = system.outside.webhook_queue, system.outside.secrets
        self.signing += ["new-secret", "old-secret"]
        system.outside.poster = self.inbox
        self.made = system.outside.providers
        self.made |= {name: self._adapter(name) for name in (*NAMES, "in_house")}
        app = system.app
        self.outbound, self.people, self.cases = app.outbound, app.vendor_people, app.vendor_cases
        self.webhooks, self.providers = app.webhooks, app.providers
        system.uploads = replace(system.uploads, providers=("in_house",))

    def find(self, name: str) -> Any:
        """A vendor's adapter by name; NotFound."""
        return self.system.outside.provider(name)

    def _adapter(self, name: str) -> Any:
        def http() -> requests.Session:
            session = requests.Session()
            session.mount("http://", Direct(self.vendors.app))
            return session

        tools = Tools(
            credentials=lambda: CREDENTIALS[name],
            breaker=pybreaker.CircuitBreaker(fail_max=3, reset_timeout=3600),
            now=self.now,
            base_url="http://vendors",
            budget=0.01,
            http=http,
        )
        return made(name, tools)

    # What happens, in one word.

    def started(self, name: str) -> tuple[str, Any]:
        """(verification, the vendor's session) of a new, registered user."""
        _, self.user_id = self.system.confirmed()
        answer = self.providers.start(self.user_id, name)
        desk = self.vendors.desks[name]
        return answer.verification_id, next(reversed(desk.sessions.values()))

    def approved(self, name: str) -> tuple[str, Webhook]:
        """(verification, the vendor's webhook that says so), three minutes after it was started."""
        verification_id, session = self.started(name)
        self.now.move(minutes=3)
        self.vendors.desks[name].act(session.id, "approve")
        return verification_id, self.vendors.desks[name].posted[-1]

    def told(self, name: str, session_id: str, *actions: str, minutes: int = 1) -> int:
        """The vendor decides, so many minutes apart, and each word arrives and is worked off. How
        many failed at the last one."""
        failed = 0
        for action in actions:
            self.now.move(minutes=minutes)
            self.vendors.desks[name].act(session_id, action)
            self.deliver(self.vendors.desks[name].posted[-1])
            failed = self.work()
        return failed

    def signed_stripe(self, event: object) -> tuple[dict[str, str], bytes]:
        """Headers and body of any event in Stripe's name."""
        body = json.dumps(event).encode()
        return {"stripe-signature": sign_timed("whsec_local_new", body, self.now())}, body

    def deliver(self, webhook: Webhook, **changed: str) -> None:
        """One attempt of the vendor to tell us."""
        headers = {k.lower(): v for k, v in webhook.headers(self.now()).items()} | changed
        self.webhooks.receive(webhook.vendor, headers, webhook.body)

    def work(self, order: random.Random | None = None) -> int:
        """What the queue's Lambda does, in any order; what fails comes again. How many failed."""
        bodies, self.queue.bodies[:] = list(self.queue.bodies), []
        if order:
            order.shuffle(bodies)
        failed = 0
        for body in bodies:
            try:
                (self.outbound if body["kind"] == KIND else self.webhooks).process(body)
            except Unavailable:
                failed += 1
                self.queue.bodies.append(body)
        return failed

    def verification(self, verification_id: str) -> Verification:
        return self.system.verifications.get(verification_id)
