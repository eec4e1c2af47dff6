"""An applicant as an API client: HTTP only, with the outbox for the codes sent by SMS."""

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

import requests

Frames = Callable[[str, int], bytes]
POLL_SECONDS = 0.15
RARELY_SECONDS = 0.6
SESSION = timedelta(minutes=3)
PNG = b"\x89PNG"


class Unexpected(Exception):
    """The API did not answer as expected, or not in time. The message says what."""


@dataclass
class Client:
    """A client of the API and of the outbox. `api`, `cloud`: base URLs; `token`: bearer token or
    API key, "" for none."""

    api: str
    cloud: str
    token: str = ""
    http: requests.Session = field(default_factory=requests.Session, repr=False)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Sends one request and returns the answer, whatever its status is.

        `body`: JSON-compatible, or the bytes of a JPEG or PNG. `requests` errors after 60 s or
        without a connection.
        """
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if isinstance(body, bytes):
            sent["Content-Type"] = "image/png" if body.startswith(PNG) else "image/jpeg"
            return self.http.request(
                method, self.api + path, data=body, headers=sent | dict(headers or {}), timeout=60
            )
        return self.http.request(
            method, self.api + path, json=body, headers=sent | dict(headers or {}), timeout=60
        )

    def outbox(self, recipient: str) -> list[dict[str, Any]]:
        """Mails and text messages to an address or phone number, oldest first; for their fields see
        emulator.events.outbox."""
        answer = self.http.get(f"{self.cloud}/local/outbox", timeout=10)
        return [m for m in expect(answer, 200)["messages"] if recipient in m["to"]]


def expect(answer: requests.Response, *statuses: int) -> Any:
    """The answer's JSON body, None if it is empty. Unexpected if its status is none of
    `statuses`."""
    if answer.status_code not in statuses:
        path = answer.request.path_url.split("?")[0]
        raise Unexpected(f"{path} answered {answer.status_code}: {answer.text[:400]}")
    return answer.json() if answer.content else None


def wait_for(look: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Calls `look` until its result is truthy, and returns that: again after POLL_SECONDS, then
    ever more rarely, at least every RARELY_SECONDS. Unexpected, naming `what`, after `seconds` real
    seconds."""
    end = monotonic() + seconds
    pause = POLL_SECONDS
    while monotonic() < end:
        found = look()
        if found:
            return found
        sleep(pause)
        # On a busy machine what is waited for takes longer, and looking takes from it.
        pause = min(pause * 1.2, RARELY_SECONDS)
    raise Unexpected(f"waited {seconds:.0f} s for {what}")


@dataclass
class Applicant:
    """One person from the sign-up form to the decision. `born`: ISO 8601; `nationality`: three
    letters; empty email, phone and password are invented.

    Unless said otherwise, methods raise Unexpected if the API does not answer as expected.
    """

    client: Client
    name: str
    born: str
    nationality: str
    email: str = ""
    phone: str = ""
    password: str = ""
    onboarding_id: str = ""
    verification_id: str = ""
    user_id: str = ""
    access_token: str = ""
    address_proven: bool = False

    def __post_init__(self) -> None:
        tail = secrets.token_hex(4)
        self.email = self.email or f"applicant-{tail}@applicants.example"
        self.phone = self.phone or f"+3069{int(tail, 16) % 10**8:08d}"
        self.password = self.password or f"Aa1!{secrets.token_urlsafe(16)}"

    def start(self) -> str:
        """Starts the sign-up; returns the onboarding id."""
        answer = self.client.call(
            "POST",
            "/auth/signup/start",
            {"email": self.email, "password": self.password, "phoneNumber": self.phone},
        )
        self.onboarding_id = expect(answer, 202)["onboardingId"]
        return self.onboarding_id

    def read_code(self) -> str:
        """Waits for an SMS with a code of six digits; returns the newest."""

        def look() -> str:
            for message in reversed(self.client.outbox(self.phone)):
                found = re.search(r"\b(\d{6})\b", message.get("text", ""))
                if found:
                    return found.group(1)
            return ""

        return str(wait_for(look, "the SMS with the code"))

    def confirm(self, code: str) -> requests.Response:
        """Sends the code; returns the answer, whatever its status is."""
        return self.client.call(
            "POST", "/auth/signup/confirm", {"onboardingId": self.onboarding_id, "code": code}
        )

    def login(self) -> None:
        """Signs in with the password; at the first time also verifies the mail address."""
        answer = self.client.call(
            "POST", "/auth/login", {"username": self.email, "password": self.password}
        )
        tokens = expect(answer, 200)
        self.client.token, self.access_token = tokens["idToken"], tokens["accessToken"]
        self.user_id = self.me()["userId"]
        if not self.address_proven:
            self.prove_address()

    def prove_address(self) -> None:
        """Verifies the mail address; mails go to verified addresses only."""
        shown = {"accessToken": self.access_token, "password": self.password}
        expect(self.client.call("POST", "/auth/email", shown), 202)

        def look() -> str:
            for message in reversed(self.client.outbox(self.email)):
                if found := re.search(r"\b(\d{6})\b", str(message.get("text") or "")):
                    return found.group(1)
            return ""

        code = {"accessToken": self.access_token, "code": wait_for(look, "the mail with the code")}
        expect(self.client.call("POST", "/auth/email/confirm", code), 204)
        self.address_proven = True

    def me(self) -> dict[str, Any]:
        """The user's own data: the answer of GET /me."""
        found: dict[str, Any] = expect(self.client.call("GET", "/me"), 200)
        return found

    def registered(self) -> dict[str, Any]:
        """Waits until the user is in PostgreSQL; returns the answer of GET /me."""
        found: dict[str, Any] = wait_for(
            lambda: (me := self.me())["registered"] and me, "the row in PostgreSQL"
        )
        return found

    def join(self) -> None:
        """Signs up, confirms the phone, signs in, waits for the row and completes the profile."""
        self.start()
        expect(self.confirm(self.read_code()), 200)
        self.login()
        self.registered()
        self.fill_profile()

    def fill_profile(self) -> None:
        """Completes the profile."""
        profile = {
            "fullName": self.name,
            "dateOfBirth": self.born,
            "nationality": self.nationality,
        }
        expect(self.client.call("PUT", "/me/profile", profile), 200)

    def upload(self, picture: bytes, side: str = "front") -> str:
        """Uploads a side of the document (front, back) through the API; returns the verification
        id. `picture`: JPEG or PNG."""
        answer = self.client.call("POST", f"/upload-id?side={side}", picture)
        self.verification_id = expect(answer, 201)["verificationId"]
        return self.verification_id

    def upload_by_form(self, picture: bytes, side: str = "front") -> str:
        """Uploads a side of the document by a presigned form; returns the verification id.
        `picture`: JPEG."""
        form = {"contentType": "image/jpeg", "size": len(picture), "side": side}
        answer = expect(self.client.call("POST", "/upload-id?mode=presigned", form), 201)
        self.verification_id = answer["verificationId"]
        posted = post_form(answer["upload"]["url"], answer["upload"]["fields"], picture)
        expect(posted, 200, 201, 204)
        return self.verification_id

    def show_liveness(self, frames: Frames) -> None:
        """Starts a liveness session and shows the requested gestures. `frames(gesture, n)`: the
        n-th picture of a gesture, from 0, as JPEG."""
        ref = {"verificationId": self.verification_id}
        session = expect(self.client.call("POST", "/start-liveness", ref), 201)
        started = datetime.fromisoformat(session["expiresAt"]) - SESSION
        shots = [
            (challenge, number)
            for challenge in session["challenges"]
            for number in range(challenge["frames"])
        ]
        for seq, (challenge, number) in enumerate(shots, start=1):
            taken = started + timedelta(milliseconds=100 * seq)
            frame = {
                "sessionId": session["sessionId"],
                "challengeId": challenge["id"],
                "frameId": f"f{seq}",
                "nonce": session["nonce"],
                "seq": seq,
                "capturedAt": taken.isoformat(),
                "image": base64.b64encode(frames(challenge["gesture"], number)).decode(),
            }
            expect(self.client.call("POST", "/submit-frame", frame), 202)

    def status(self) -> dict[str, Any]:
        """The verification's status: the answer of GET /verify."""
        found: dict[str, Any] = expect(
            self.client.call("GET", f"/verify?verificationId={self.verification_id}"), 200
        )
        return found

    def decided(self, seconds: float = 90) -> dict[str, Any]:
        """Waits until the verification is approved, rejected or with a reviewer; returns the answer
        of GET /verify."""
        ends = {"approved", "rejected", "needs_review"}
        found: dict[str, Any] = wait_for(
            lambda: (v := self.status())["status"] in ends and v, "a decision", seconds
        )
        return found

    def mail(self, template: str, seconds: float = 30) -> dict[str, Any]:
        """Waits for the mail from a template (welcome, rejected, timed-out …) in any language;
        returns the message."""

        def look() -> dict[str, Any] | None:
            for message in self.client.outbox(self.email):
                if f"-{template}-" in f"{message.get('template') or ''}-":  # in any language
                    return message
            return None

        found: dict[str, Any] = wait_for(look, f"the mail '{template}'", seconds)
        return found


def post_form(url: str, fields: Mapping[str, str], data: bytes) -> requests.Response:
    """Posts a presigned form with a JPEG, as a browser does; returns the bucket's answer."""
    return requests.post(
        url, dict(fields), files={"file": ("id.jpg", data, "image/jpeg")}, timeout=60
    )
