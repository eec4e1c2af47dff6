"""A random walk: three applicants, two reviewers, vendors' desks, lists, an eraser, a clock.

Everything goes over HTTP as its users have it. What may be refused may be refused; what must be so
is asked after every step (walking/watching.py).
"""

from __future__ import annotations

import json
import random
import secrets
from typing import Any

import requests

from local.applicant import Unexpected, expect
from local.backend import Backend
from local.vendors.journey import PLAYED
from local.watchlists import HERE
from tests.e2e.walking import outside
from tests.e2e.walking.operating import operated
from tests.e2e.walking.people import Careful, Company, Staff, Walker, frames, reviewer
from tests.e2e.walking.watching import Watch

STRANGER = (("Maria", "Exampleopoulou"), "1988-09-02")
LISTED = b"<firstName>Viktor</firstName><lastName>MALENKOV-TEST</lastName>"
REASONS = ("document_not_accepted", "fraud_suspected", "watchlist_match", "face_mismatch")
#: Who walks: given name, surname, birth date, face, whether their account came from elsewhere.
PEOPLE = (
    ("Anna", "Demosthenous", "1991-03-14", "astronaut", False),
    ("Berta", "Beispielou", "1984-02-29", "stranger-2", False),
    ("Chloe", "Paradigmatou", "1979-11-30", "stranger-1", True),
)
#: The person of another backend.
GUEST = ("Doris", "Deigmatou", "1990-07-07", "astronaut")


class Walk:
    """One walk on a system of its own."""

    def __init__(
        self, seed: int, urls: dict[str, str], steer: Any, aws: Any, platform: Any, company: Company
    ) -> None:
        self.luck, self.urls, self.steer, self.aws = random.Random(seed), urls, steer, aws
        self.platform, self.company = platform, company
        self.did: list[str] = []
        self.pages: list[tuple[Walker, str, str, str]] = []  # sessions at vendors
        self.seed = seed
        self.lists: set[str] = set()
        self.people = [self._settler(*one) for one in PEOPLE]
        self.people.append(self._guest())
        pools, pool = aws("cognito-idp"), platform["user_pool_id"]
        self.staff: list[Staff] = [
            reviewer(urls["api"], urls["cloud"], pools, pool) for _ in range(2)
        ]
        self._put_secret()
        self.watch = Watch(self)
        self.steer.duplicates(0.25)

    # Who is there

    def _put_secret(self) -> None:
        """What our webhooks are signed with."""
        self.aws("secretsmanager").put_secret_value(
            SecretId="vestibule-local/providers/outbound",
            SecretString=json.dumps({"secrets": "walk-secret"}),
        )

    def _settler(
        self, given: str, surname: str, born: str, portrait: str, imported: bool
    ) -> Walker:
        client = Careful(self.urls["api"], self.urls["cloud"])
        who = Walker(
            client, f"{given} {surname}", born, "GRC", given=given, surname=surname,
            portrait=portrait, imported=imported, address_proven=imported,
        )  # fmt: skip
        client.sign_in = who.login
        self._account(who)
        return who

    def _guest(self) -> Walker:
        key = self.operate("keys", "make", "shop", "--mode", "live")[1].split()[-1]
        shop = Backend(self.urls["api"], self.urls["cloud"], key)
        given, surname, born, portrait = GUEST
        client = Careful(f"{self.urls['api']}/v1/session", self.urls["cloud"])
        who = Walker(
            client, f"{given} {surname}", born, "GRC", given=given, surname=surname,
            portrait=portrait, shop=shop,
        )  # fmt: skip
        client.sign_in = who.renews
        self._account(who)
        return who

    def _account(self, who: Walker) -> None:
        if who.shop:
            who.comes_from_a_shop()
            return
        if who.imported:
            self._import(who)
        else:
            who.start()
            expect(who.confirm(who.read_code()), 200)
        who.login()
        who.registered()
        who.fill_profile()

    def _import(self, who: Walker) -> None:
        """As when a company moves its users in: there is no onboarding."""
        pools, pool = self.aws("cognito-idp"), self.platform["user_pool_id"]
        attributes = {
            "email": who.email, "email_verified": "true",
            "phone_number": who.phone, "phone_number_verified": "true",
        }  # fmt: skip
        pools.admin_create_user(
            UserPoolId=pool,
            Username=who.email,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": k, "Value": v} for k, v in attributes.items()],
        )
        pools.admin_set_user_password(
            UserPoolId=pool, Username=who.email, Password=who.password, Permanent=True
        )
        self._invoke("reconcile-users")  # what the night does

    # Walking

    def go(self, steps: int) -> None:
        """Does that many things, and looks at the world after each; then lets everything end."""
        for _ in range(steps):
            deed, share = zip(*DEEDS, strict=True)
            [act] = self.luck.choices(deed, share)
            self.step(act)
        self.end()

    def step(self, act: Any) -> None:
        """One deed by its method; what happened is kept for whoever reads of a fault."""
        who = self.luck.choice(self.people)
        self.did.append(f"{act.__name__} {who.given}")
        try:
            act(self, who)
        except Unexpected as refused:
            self.did[-1] += f": {refused}"[:200]
        self.steer.quiet()
        self.watch.look()

    def end(self) -> None:
        """Nothing waits for ever: people decide what is theirs, time ends the rest."""
        for case in self.open_cases():
            self.did.append("the last word")
            verdict = {"approved": False, "reasons": ["face_mismatch"], "note": ""}
            expect(self.staff[0].call("POST", f"/reviews/{case}/decision", verdict), 200)
        self.steer.quiet()
        for units in ({"days": 9}, {"hours": 1}, {"minutes": 16}):
            self.steer.move(**units)
            self.steer.quiet(outside.PATIENCE)
        self.watch.look()
        self.watch.ended()

    def say(self, what: str) -> None:
        self.did[-1] += f", {what}"

    def open_cases(self) -> list[str]:
        """What reviewers find in their queue, page by page."""
        found: list[str] = []
        for status in ("open", "second_review"):
            cursor = ""
            while True:
                path = f"/reviews?status={status}&limit=2&cursor={cursor}"
                page = expect(self.staff[0].call("GET", path), 200)
                found += [case["caseId"] for case in page["cases"]]
                if not (cursor := page["nextCursor"]):
                    break
        return found

    def operate(self, command: str, *words: str) -> tuple[int, str]:
        """What an operator's command says of this system."""
        return operated(self.urls["cloud"], command, *words)

    # Applicants

    def hands_in(self, who: Walker, kind: str = "", name: Any = None) -> None:
        """A document, and then perhaps the face."""
        kind = kind or self.luck.choice(("certain", "certain", "certain", "uncertain", "expired"))
        stranger = name is None and self.luck.random() < 0.15
        (given, surname), born = STRANGER if stranger else ((who.given, who.surname), who.born)
        if not (card := self._taken(who, kind, (given, surname), born)):
            return
        self.say(f"{kind} document of {given} -> {card}")
        who.shown[card] = (f"{given} {surname}", born, kind == "certain")
        self.steer.quiet()
        if self.luck.random() < 0.7:
            self.shows_a_face(who)

    def _taken(self, who: Walker, kind: str, name: tuple[str, str], born: str) -> str:
        answer = who.client.call("POST", "/upload-id?side=front", who.card(kind, name, born))
        if answer.status_code != 201:
            self.say(f"{answer.status_code} {answer.json()['code']}")
            self.watch.refused(who, answer)
            return ""
        who.verification_id = answer.json()["verificationId"]
        if who.verification_id not in who.attempts:
            who.attempts.append(who.verification_id)
        return who.verification_id

    def shows_a_face(self, who: Walker) -> None:
        """Their own, now and then somebody else's."""
        others = sorted({p.portrait for p in self.people} - {who.portrait})
        name = self.luck.choice(others) if self.luck.random() < 0.15 else who.portrait
        shows = frames(name, self.luck.randrange(6))
        if who.verification_id:
            who.show_liveness(lambda gesture, number: shows[gesture][number])
            who.faced[who.verification_id] = name
            self.say(f"face of {name}")

    def says_who_they_are(self, who: Walker) -> None:
        """Another name, or their own again."""
        if who.shop:
            return  # what they are called is their backend's to say
        name, born = f"{who.given} {who.surname}", who.born
        if self.luck.random() < 0.5:
            name, born = " ".join(STRANGER[0]), STRANGER[1]
        profile = {"fullName": name, "dateOfBirth": born, "nationality": "GRC"}
        answer = who.client.call("PUT", "/me/profile", profile)
        self.say(f"{name}: {answer.status_code}")

    def asks_for_help(self, who: Walker) -> None:
        if who.attempts:
            path = f"/verifications/{self.luck.choice(who.attempts)}/assistance"
            self.say(str(who.client.call("POST", path, {}).status_code))

    def goes_to_a_vendor(self, who: Walker) -> None:
        """Opens a session there and clicks, all at once or a little."""
        name = self.luck.choice(sorted(PLAYED))
        answer = who.client.call("POST", "/api/kyc/start-verification", {"provider": name})
        if answer.status_code != 201:
            self.say(f"{name}: {answer.status_code} {answer.json()['code']}")
            self.watch.refused(who, answer)
            return
        told = answer.json()
        who.verification_id = told["verificationId"]
        if who.verification_id not in who.attempts:
            who.attempts.append(who.verification_id)
        page = told.get("sessionUrl") or (
            f"{self.urls['vendors']}/{name}/hosted/{told.get('sdkToken')}"
        )
        self.say(f"{told['provider']} {who.verification_id}")
        if "/hosted/" in page and told["provider"] == name:
            self.pages.append((who, who.verification_id, name, page))
            for click in self.luck.choice(((), ("start", "submit"), ("submit",))):
                self._clicked(page, click)
            if self.luck.random() < 0.7:
                self.a_desk_acts(who)

    def a_desk_acts(self, who: Walker) -> None:
        """A vendor's people, on a new session or an old one."""
        mine = [page for page in self.pages if page[0] is who]
        if not mine:
            return
        _, verification, name, page = self.luck.choice(mine[-3:])
        stranger = self.luck.random() < 0.15
        (given, surname), born = STRANGER if stranger else ((who.given, who.surname), who.born)
        click = self.luck.choice(
            ("approve", "approve", "approve", "reject", "review", "resubmit", "expire")
        )
        form = {"first_name": given, "last_name": surname, "date_of_birth": born}
        answer = self._clicked(page, click, form)
        self.say(f"{name} clicks {click} for {given} on {verification}: {answer}")
        if answer == 200:
            who.shown[verification] = (f"{given} {surname}", born, True)

    def _clicked(self, page: str, button: str, form: Any = None) -> int:
        answer = requests.post(page, data={"action": button, **(form or {})}, timeout=30)
        self.steer.quiet()
        return answer.status_code

    # Reviewers

    def somebody_reviews(self, who: Walker) -> None:
        """Any case that waits, by any of the reviewers."""
        cases = self.open_cases()
        if not cases:
            return
        case, staff = self.luck.choice(cases), self.luck.choice(self.staff)
        seen = expect(staff.call("GET", f"/reviews/{case}"), 200)
        word = self.luck.choice(("approve", "approve", "approve", "reject", "again"))
        reasons = [] if word == "approve" else [self.luck.choice(REASONS)]
        body = {
            "approved": word == "approve", "askAgain": word == "again", "reasons": reasons,
            "note": f"note {len(self.did)}",
        }  # fmt: skip
        answer = staff.call("POST", f"/reviews/{case}/decision", body)
        name = "AB"[self.staff.index(staff)]
        known = ",".join(seen["case"]["reasons"])
        self.say(f"{name} says {word} {reasons} on {case} ({known}): {answer.status_code}")
        if answer.status_code == 200:
            self.watch.noted(case, f"note {len(self.did)}")

    # Lists, an eraser, a clock

    def lists_change(self, who: Walker) -> None:
        """The applicant is listed from now on, or no more."""
        self.lists ^= {who.given}
        text = (HERE / "ofac_sdn.xml").read_bytes()
        listed = next((p for p in self.people if p.given in self.lists), None)
        if listed:
            name = f"<firstName>{listed.given}</firstName><lastName>{listed.surname}</lastName>"
            assert LISTED in text
            text = text.replace(LISTED, name.encode())
        self.lists = {listed.given} if listed else set()
        bucket = self.platform["bucket_watchlists"]
        self.aws("s3").put_object(Bucket=bucket, Key="incoming/ofac_sdn.xml", Body=text)
        self._invoke("refresh-watchlists")
        self.watch.lists_changed()
        self.say(f"listed: {sorted(self.lists)}")
        if self.luck.random() < 0.6:
            self._invoke("rescreen-users")
            self.say("rescreened")

    def _invoke(self, function: str) -> Any:
        answer = self.aws("lambda").invoke(FunctionName=f"vestibule-local-{function}", Payload="{}")
        body = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, body
        return body

    def erases(self, who: Walker) -> None:
        """Everything of theirs goes; whoever may, signs up anew."""
        if self.luck.random() < 0.5:
            return
        self.watch.before_erasure(who)
        if who.shop:
            answer = who.shop.client.call("DELETE", f"/v1/applicants/{who.user_id}")
        else:
            answer = who.client.call("DELETE", "/me")
        self.say(f"{answer.status_code} {answer.json().get('code', '')}")
        if answer.status_code != 200:
            return
        self.steer.quiet()
        self.watch.erased(who, answer.json())
        tail = secrets.token_hex(4)
        who.email = f"applicant-{tail}@applicants.example"
        who.phone = f"+3069{int(tail, 16) % 10**8:08d}"
        who.verification_id, who.client.token, who.address_proven = "", "", who.imported
        who.attempts, who.shown, who.faced = [], {}, {}
        self.pages = [page for page in self.pages if page[0] is not who]
        self._account(who)

    def looks_around(self, who: Walker) -> None:
        """Reads everything that is theirs, and something that is not."""
        other = next((p for p in self.people if p is not who and p.attempts), None)
        if other:
            for path in (f"/verifications/{other.attempts[-1]}", f"/reviews/{other.attempts[-1]}"):
                assert who.client.call("GET", path).status_code in (403, 404)
        self.watch.conversation(who)


DEEDS = (
    (Walk.hands_in, 8),
    (Walk.shows_a_face, 2),
    (Walk.goes_to_a_vendor, 5),
    (Walk.a_desk_acts, 4),
    (Walk.somebody_reviews, 7),
    (Walk.says_who_they_are, 1),
    (Walk.asks_for_help, 1),
    (Walk.lists_change, 3),
    (Walk.erases, 1),
    (outside.time_passes, 3),
    (outside.a_shop_acts, 1),
    (outside.something_is_away, 1),
    (outside.the_company_is_away, 1),
    (Walk.looks_around, 1),
)
