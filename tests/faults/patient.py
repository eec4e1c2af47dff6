"""A client that behaves as our documents ask: what failed is sent again, with the same key."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import requests

from local import demo
from local.applicant import Applicant, Client, Unexpected, expect
from local.pictures import Person, document, face, selfies

TRIES = 8
#: Pauses of the movable clock: a queue's, a breaker's, a workflow's retries, the five-minute sweep,
#: the nightly reconcile.
PAUSES = (3, 10, 35, 60, 180, 300, 300, 300, 900, 900, 3600, 3600, 43_200, 43_200)
ENDS = {"approved", "rejected", "needs_review"}


@cache
def movements(number: int) -> dict[str, tuple[bytes, ...]]:
    """What the applicant shows at that try; the first is seen for sure, so that nothing differs by
    luck."""
    return selfies(face("astronaut"), seed=13 + number)


@dataclass
class Patient(Client):
    """Sends again what got no answer, or one that says "later"."""

    pause: Callable[[float], None] = lambda seconds: None
    login: Callable[[], None] = lambda: None

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        sent = {"Idempotency-Key": str(uuid.uuid4()), **(headers or {})}
        for number in range(TRIES):
            answer = super().call(method, path, body, sent)
            if answer.status_code == 401 and self.token and not path.startswith("/auth"):
                self.login()
            elif not _later(answer):
                return answer
            self.pause(PAUSES[number])
        return answer


@dataclass
class Journey:
    """One applicant from the sign-up form to the welcome mail, whatever happens on the way."""

    urls: dict[str, str]
    steer: Any
    #: Lets claims grow older by so many seconds: Powertools goes by the machine's own clock.
    age: Callable[[float], None]
    who: Applicant = field(init=False)

    def __post_init__(self) -> None:
        client = Patient(
            self.urls["api"], self.urls["cloud"], pause=self._pause, login=lambda: self._login()
        )
        self.who = Applicant(client, "Anna Demosthenous", "1991-03-14", "GRC")

    def _pause(self, seconds: float) -> None:
        self.steer.quiet()
        self.steer.move(seconds=seconds)
        self.age(seconds)

    def _login(self) -> None:
        """By a client of its own: a token that ran out is not sent along."""
        plain = Client(self.urls["api"], self.urls["cloud"])
        body = {"username": self.who.email, "password": self.who.password}
        for number in range(TRIES):
            answer = plain.call("POST", "/auth/login", body)
            if answer.status_code == 200:
                break
            self._pause(PAUSES[number])
        tokens = expect(answer, 200)
        self.who.client.token, self.who.access_token = tokens["idToken"], tokens["accessToken"]

    def until(self, look: Callable[[], Any], what: str) -> Any:
        """What `look` finds, now or after what is retried by itself has been."""
        for seconds in (0, *PAUSES):
            if seconds:
                self._pause(seconds)
            self.steer.quiet()
            if found := look():
                return found
        raise Unexpected(f"it never came: {what}")

    def sign_up(self) -> None:
        """To a registered user with a profile."""
        self.who.start()
        self.until(self._confirmed, "a code that confirms the phone")
        self._login()
        self.who.user_id = self.who.me()["userId"]
        self.until(lambda: self.who.me()["registered"], "the row in the registry")
        self.until(self._proven, "an address that is proven")
        self.who.fill_profile()

    def _proven(self) -> bool:
        """Mails go to who showed that they read them."""
        try:
            self.who.prove_address()
        except Unexpected:
            return False
        return True

    def _confirmed(self) -> bool:
        """A person with an old code, or none, asks for another one."""
        codes = [
            found.group(1)
            for message in self.who.client.outbox(self.who.phone)
            if (found := re.search(r"\b(\d{6})\b", message.get("text", "")))
        ]
        for code in reversed(codes):
            answer = self.who.confirm(code)
            if answer.status_code == 200 or answer.json()["code"] == "phone_already_verified":
                return True
        return False

    def verify(self) -> None:
        """To a decision, by our own pipeline."""
        person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
        self.who.upload(document("td3", person, face("astronaut"), seed=11))
        tries = count()
        self.until(lambda: self._shown(movements(next(tries))), "a decision")

    def _shown(self, shows: Any) -> bool:
        """Shows the movements (again) where that is what is missing; a picture that was shown in an
        earlier session is refused, so each try has its own.
        """
        status = self.who.status()
        if status["status"] in ENDS:
            return True
        liveness = next(c["outcome"] for c in status["checks"] if c["check"] == "liveness")
        if status["status"] in ("created", "in_progress") and liveness != "passed":
            self._frames(shows)
            self.steer.quiet()
        return self.who.status()["status"] in ENDS

    def _frames(self, shows: Any) -> None:
        client, ref = self.who.client, {"verificationId": self.who.verification_id}
        session = client.call("POST", "/start-liveness", ref)
        if session.status_code != 201:
            return
        asked = session.json()
        started = datetime.fromisoformat(asked["expiresAt"]) - timedelta(minutes=3)
        shots = [(c, n) for c in asked["challenges"] for n in range(c["frames"])]
        for seq, (challenge, number) in enumerate(shots, start=1):
            image = base64.b64encode(shows[challenge["gesture"]][number]).decode()
            frame = {
                "sessionId": asked["sessionId"],
                "challengeId": challenge["id"],
                "frameId": f"f{seq}",
                "nonce": asked["nonce"],
                "seq": seq,
                "capturedAt": (started + timedelta(milliseconds=100 * seq)).isoformat(),
                "image": image,
            }
            if client.call("POST", "/submit-frame", frame).status_code not in (200, 202):
                return

    def at_vendor(self, provider: str) -> None:
        """To a decision, by a vendor."""
        client = self.who.client
        answer = client.call("POST", "/api/kyc/start-verification", {"provider": provider})
        session = expect(answer, 201)
        self.who.verification_id = session["verificationId"]
        page = session.get("sessionUrl") or (
            f"{self.urls['vendors']}/{provider}/hosted/{session['sdkToken']}"
        )
        for button in ("start", "submit", "approve"):
            expect_page(requests.post(page, data={"action": button}, timeout=30))
            self.steer.quiet()
        self.until(self._decided_at_vendor, "the vendor's decision")

    def _decided_at_vendor(self) -> bool:
        path = f"/verifications/{self.who.verification_id}"
        return expect(self.who.client.call("GET", path), 200)["status"] in ENDS

    def welcomed(self) -> None:
        """To the mail, and to the end of the workflow."""

        def told() -> bool:
            mails = self.who.client.outbox(self.who.email)
            return any("-welcome-" in str(m.get("template") or "") for m in mails)

        self.until(told, "the welcome mail")
        for _ in range(2):  # what comes late comes now
            self._pause(300)
        self.steer.quiet()


def _later(answer: requests.Response) -> bool:
    """Whether it asks for another try. The claim of a call that died ends with its deadline."""
    busy = answer.status_code == 409 and answer.json().get("code") == "request_in_progress"
    return busy or answer.status_code == 429 or answer.status_code >= 500


def expect_page(answer: requests.Response) -> None:
    if answer.status_code != 200:
        raise Unexpected(f"the vendor's page answered {answer.status_code}")
