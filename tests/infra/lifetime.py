"""Everything that happens to people in this system, once: so that every function has worked."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import requests

from local import backend, demo
from local.applicant import Applicant, Client, expect
from local.vendors import journey as vendors
from tests.services.reviews.test_attachments import paper

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("refresh-watchlists", "rescreen-users")


class Lifetime:
    """Drives one private system; `urls` as `Zygote.fork` gives them."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self.urls = urls
        self.session = boto3.Session(
            aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1"
        )

    def aws(self, service: str) -> Any:
        """An operator's client."""
        make: Any = self.session.client  # by name
        return make(service, endpoint_url=self.urls["cloud"])

    def steer(self, method: str, path: str, **body: Any) -> None:
        """One control request of the embedded cloud."""
        answer = requests.request(
            method, f"{self.urls['cloud']}/local/{path}", json=body, timeout=300
        )
        assert answer.ok, answer.text

    def quiet(self) -> None:
        """Wait until nothing asynchronous is busy."""
        self.steer("POST", "quiesce", timeout=120)

    def call(self, function: str, **event: Any) -> Any:
        """Invoke a function directly; its answer, AssertionError if it failed."""
        answer = self.aws("lambda").invoke(
            FunctionName=f"vestibule-local-{function}", Payload=json.dumps(event).encode()
        )
        payload = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, payload
        return payload

    def person(self) -> Applicant:
        """Somebody signed in, registered, with a profile."""
        applicant = vendors.applicant(self.urls["api"], self.urls["cloud"])
        applicant.join()
        return applicant

    def live(self) -> None:
        """All of it."""
        for case in demo.default_cases():
            demo.journey(case, self.urls["api"], self.urls["cloud"])
        self.vendor_and_away()
        self.in_house_and_away()
        self.reviewed()
        self.another_backend()
        self.policies()
        self.authentication()
        self.time_runs_out()
        self.nightly()
        self.tried_out()

    def vendor_and_away(self) -> None:
        """Verified at a vendor; then a copy of the data, then its erasure."""
        person = self.person()
        case = vendors.CASES["approve"]
        vendors.verify(lambda what, work: work(), person, "persona", case, self.urls["vendors"])
        expect(person.client.call("GET", "/me/export"), 200)
        receipt = expect(person.client.call("DELETE", "/me"), 200)
        assert receipt["erased"]["accounts"] == 1

    def in_house_and_away(self) -> None:
        """A document read, liveness begun; then its owner wants everything erased."""
        from local.pictures import Person, document, face

        person = self.person()
        holder = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
        person.upload(document("td3", holder, face("astronaut"), seed=3))
        self.quiet()
        asked = {"verificationId": person.verification_id}
        expect(person.client.call("POST", "/start-liveness", asked), 201)
        receipt = expect(person.client.call("DELETE", "/me"), 200)
        assert receipt["erased"]["documentPictures"] and receipt["erased"]["livenessSessions"]

    def reviewed(self) -> None:
        """A reviewer attaches a file to the cases of two; one is erased, one's time ends."""
        from local.pictures import Person, document, face

        pdf = {"Content-Type": "application/pdf"}
        reviewer = demo.reviewer_client(Client(self.urls["api"], self.urls["cloud"]))
        for away in (True, False):
            person = self.person()
            holder = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
            person.upload(document("td3", holder, face("astronaut"), seed=3))
            self.quiet()
            case = person.verification_id
            expect(person.client.call("POST", f"/verifications/{case}/assistance"), 202)
            path = f"/reviews/{case}/attachments"
            file = expect(reviewer.call("POST", path, paper("A letter"), pdf), 201)
            expect(reviewer.call("GET", f"{path}/{file['digest']}"), 200)
            refusal = {"approved": False, "reasons": ["document_unreadable"], "note": ""}
            expect(reviewer.call("POST", f"/reviews/{case}/decision", refusal), 200)
            self.quiet()
            if away:
                expect(person.client.call("DELETE", "/me"), 200)

    def another_backend(self) -> None:
        """Somebody without an account, verified for another backend; then one who is erased."""
        from local.pictures import Person, document, face, selfies

        own, shows = face("astronaut"), selfies(face("astronaut"), seed=7)
        holder = Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number())
        who = ("Anna Demosthenous", "1991-03-14", "GRC")
        passport = document("td3", holder, own, seed=3)
        api, cloud = self.urls["api"], self.urls["cloud"]
        backend.journey(
            lambda what, work: work(), api, cloud, who, passport,
            lambda gesture, number: shows[gesture][number],
        )  # fmt: skip
        shop = backend.Backend(api, cloud, backend.new_key(cloud, "live"))
        call = shop.client.call
        with backend.hooks() as server:
            endpoint = f"/v1/webhook-endpoints/{shop.listen(server)}"
            person = f"/v1/applicants/{shop.applicant('Ben Blau', '1990-01-02', 'CYP')}"
            expect(call("POST", f"{person}/sessions", {}), 201)
            opened = expect(call("POST", f"{person}/verifications"), 201)
            expect(call("POST", f"/v1/verifications/{opened['id']}/cancel"), 200)
            expect(call("POST", f"/v1/verifications/{opened['id']}/retry"), 201)
            expect(call("GET", "/v1/verifications?state=abandoned"), 200)
            expect(call("GET", "/v1/applicants?limit=1"), 200)
            events = expect(call("GET", "/v1/events?limit=100"), 200)["events"]
            expect(call("POST", f"{endpoint}/ping"), 202)
            expect(call("POST", f"{endpoint}/resend", {"eventId": events[0]["id"]}), 202)
            expect(call("DELETE", person), 200)
            self.quiet()
            expect(call("DELETE", endpoint), 204)

    def policies(self) -> None:
        """Admins draft a level, try it, put it in force, and keep lists of their own."""
        admin = demo.reviewer_client(Client(self.urls["api"], self.urls["cloud"]), "admins")
        seller = json.loads((ROOT / "levels" / "marketplace_seller.json").read_text())
        expect(admin.call("POST", "/v1/levels", {"level": seller}), 201)
        version = f"/v1/levels/marketplace_seller/versions/{seller['version']}"
        expect(admin.call("POST", f"{version}/try", {"facts": {"attempts": 9}}), 200)
        expect(admin.call("POST", f"{version}/backtest", {"since": "2026-01-01"}), 200)
        for place in ("shadow", "in_force"):
            expect(admin.call("PUT", version, {"to": place}), 200)
        body = {"kind": "person", "value": "Anna Blau", "born": "1991-03-14", "reason": "fraud"}
        listed = expect(admin.call("POST", "/v1/own-lists/deny", body), 201)
        expect(admin.call("GET", "/v1/own-lists/deny"), 200)
        expect(admin.call("DELETE", f"/v1/own-lists/entries/{listed['entryId']}"), 204)

    def authentication(self) -> None:
        """System B, task by task: a name nobody has signs up, in and out."""
        platform = json.loads(
            self.aws("ssm").get_parameter(Name="/vestibule/local/platform")["Parameter"]["Value"]
        )
        name, execution = "task@applicants.example", "execution-1"
        sealed = self.aws("kms").encrypt(
            KeyId=platform["key_tokens_arn"],
            Plaintext=b"Long-enough-2026",
            EncryptionContext={"username": name, "execution": execution},
        )
        secret = base64.b64encode(sealed["CiphertextBlob"]).decode()
        given = {"username": name, "execution": execution, "sealedPassword": secret}
        assert self.call("check-user", username=name) == {"userExists": False}
        self.call("signup", **given)
        tokens = self.call("login", **given)["tokens"]
        self.call("logout", username=name, execution=execution, tokens=tokens)

    def time_runs_out(self) -> None:
        """Reviewers are reminded on day five; after a week nobody has decided; a fault is told."""
        person = self.person()
        onboarding = expect(person.client.call("GET", "/me"), 200)["onboarding"]["onboardingId"]
        self.call("user-onboarding-error-handler", onboardingId=onboarding, error="Fault")
        self.call("user-onboarding-remind-admins", onboardingId=onboarding)
        self.call("user-onboarding-kyc-timeout", onboardingId=onboarding)
        for template in ("timed-out", "rejected"):
            self.call("send-email", onboardingId=onboarding, template=template)
            self.call("send-sms", onboardingId=onboarding, template=template)

    def nightly(self) -> None:
        """What schedules start."""
        self.steer("POST", "clock", days=1)
        self.quiet()
        sweeps = ("audit-checkpoint", "reconcile-users", "reconcile-webhooks", "retention")
        for function in (*sweeps, *LISTS):
            self.call(function)
        self.call("recheck-profiles")
        self.quiet()

    def tried_out(self) -> None:
        """Test mode: two people with a document and a face; after a fortnight they are gone."""
        from local.pictures import Person, document, face

        api, cloud = self.urls["api"], self.urls["cloud"]
        shop = backend.Backend(api, cloud, backend.new_key(cloud, "test"))
        picture = document("td3", Person("Try", "Out", "1991-03-14", "GRC", demo.fresh_number()),
                           face("astronaut"), seed=4)  # fmt: skip
        for scenario in ("Sandbox Late Reversal", "Sandbox Review"):
            person = shop.applicant(scenario, "1991-03-14", "CYP")
            path = f"/v1/applicants/{person}/verifications"
            case = expect(shop.client.call("POST", path), 201)["id"]
            for what in ("documents", "face"):
                sent = requests.post(
                    f"{api}/v1/verifications/{case}/{what}",
                    picture,
                    headers={"Authorization": f"Bearer {shop.key}", "Content-Type": "image/jpeg"},
                    timeout=60,
                )
                assert sent.status_code == 201, sent.text
            expect(shop.client.call("POST", f"/v1/sandbox/verifications/{case}/advance", {}), 200)
            self.quiet()
        self.steer("POST", "clock", days=14)
        for _ in range(2):  # the erasure has a second pass
            self.call("retention")
            self.steer("POST", "clock", minutes=16)
        self.quiet()
