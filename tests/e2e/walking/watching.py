"""What must be so, looked at from outside: API, tables, objects, SQL, webhooks, mails, logs."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import requests
from boto3.dynamodb.types import TypeDeserializer

from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from tests.e2e.walking.people import Broken, Walker
from tests.present import present

if TYPE_CHECKING:
    from tests.e2e.walking.walk import Walk

CONFIDENTIAL = re.compile(
    r"watchlist|pep_match|own_list|sanction|screening|duplicate|fraud|asked_before|two_people|similarity|four.eyes"
    r"|potential_match|nobody_named|document_uncertain",
    re.IGNORECASE,
)
TWO = {
    "watchlist_match", "duplicate_identity", "duplicate_person", "fraud_suspected",
    "assistance_requested", "two_people",
}  # fmt: skip
OPEN_CASE = ("open", "second_review")
DECIDED = ("approved", "rejected")
OVER = ("expired", "abandoned")
ON_THE_WAY = ("created", "in_progress", "processing")
MOVES = ("opened", "moved")
#: Where an id of ours may stand after an erasure: what the receipt says is kept, or ends by itself.
KEPT = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", each.name).lower()
    for each in HOLDINGS
    if each.kind == "table" and each.fate in (Fate.KEPT, Fate.ENDS)
}
_READ = TypeDeserializer()
Item = dict[str, Any]


def must(true: Any, what: str) -> None:
    """Says what is broken."""
    if not true:
        raise Broken(what)


class Watch:
    """Knows what truly happened and compares it with what the system says."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.aws, self.platform = walk, walk.aws, walk.platform
        self.in_force: list[tuple[datetime, dict[str, str]]] = []
        self.notes: dict[str, list[str]] = defaultdict(list)
        self.gone: list[tuple[str, list[str]]] = []  # user id, what may be nowhere
        self.lines = 0
        self.graves: list[str] = []
        self.standing: dict[str, str] = {}
        self.reached: Counter[str] = Counter()
        self.lists_changed()

    # What is told to us

    def now(self) -> datetime:
        found = requests.get(f"{self.walk.urls['cloud']}/local/clock", timeout=10).json()
        return datetime.fromisoformat(found["now"])

    def lists_changed(self) -> None:
        bucket = self.platform["bucket_watchlists"]
        body = self.aws("s3").get_object(Bucket=bucket, Key="current.json")["Body"].read()
        self.in_force.append((self.now(), {"public": json.loads(body)["version"]}))

    def noted(self, case: str, note: str) -> None:
        self.notes[case].append(note)

    def refused(self, who: Walker, answer: Any) -> None:
        """Who may not begin is under review or verified, and nobody else is refused for that."""
        code, status = answer.json()["code"], who.kyc()
        if code == "under_review":
            must(status == "pending", f"{who.given} is {status}, but refused as under review")
        if code == "already_verified":
            must(status == "verified", f"{who.given} is {status}, but refused as verified")

    def before_erasure(self, who: Walker) -> None:
        self.going = self._marks(who)

    def erased(self, who: Walker, receipt: Item) -> None:
        accounts = 0 if who.shop else 1
        must(receipt["kept"] and receipt["erased"]["accounts"] == accounts, f"receipt {receipt}")
        self.gone.append((who.user_id, self.going))
        self._forgotten()

    def _marks(self, who: Walker) -> list[str]:
        return [*who.marks[:2], *who.numbers[-3:], *(f"{i}.jpg" for i in who.attempts)]

    # Reading

    def table(self, name: str) -> list[Item]:
        pages = (
            self.aws("dynamodb")
            .get_paginator("scan")
            .paginate(TableName=self.platform[f"table_{name}"], ConsistentRead=True)
        )
        return [
            {k: _READ.deserialize(v) for k, v in item.items()}
            for page in pages
            for item in page["Items"]
        ]

    def rows(self) -> dict[str, Item]:
        p = self.platform
        answer = self.aws("rds-data").execute_statement(
            resourceArn=p["database_arn"],
            secretArn=p["secret_database"],
            database=p["database_name"],
            sql="select json_object_agg(cognito_id, to_jsonb(u))::text from users u",
        )
        found: dict[str, Item] = json.loads(answer["records"][0][0]["stringValue"])
        return found

    # What must be so after every step

    def look(self) -> None:
        self.rows_now = self.rows()
        self.verifications = {v["verificationId"]: v for v in self.table("verifications")}
        self.cases = {c["caseId"]: c for c in self.table("reviews")}
        self.log: dict[str, list[Item]] = defaultdict(list)
        for entry in self.table("kyc_audit_log"):
            if "kind" in entry:
                self.log[entry["subjectId"]].append(entry)
        for verification in self.verifications.values():
            self._logged(verification)
            self._case(verification)
        waiting = {i for i, c in self.cases.items() if c["status"] in OPEN_CASE}
        must(waiting == set(self.walk.open_cases()), "the queue shows other cases than there are")
        for who in self.walk.people:
            self._person(who)
        self._told()
        self._logs()
        self._dead()

    def _entries(self, verification_id: str) -> list[Item]:
        chain = sorted(self.log[verification_id], key=lambda e: int(e.get("sequence", 0)))
        return [{**e, "facts": _facts(e)} for e in chain]

    def moves(self, verification_id: str) -> list[Item]:
        return [e["facts"] for e in self._entries(verification_id) if e["kind"] in MOVES]

    def _logged(self, verification: Item) -> None:
        moves = self.moves(verification["verificationId"])
        numbers = [int(m["move"]) for m in moves]
        must(numbers == list(range(1, int(verification["moves"]) + 1)), f"moves {numbers}")
        must(moves[-1]["to"] == verification["state"], "the log's last state is another one")

    def _case(self, verification: Item) -> None:
        case = self.cases.get(verification["verificationId"])
        is_open = bool(case) and present(case)["status"] in OPEN_CASE
        state = verification["state"]
        must(is_open == (state == "needs_review"), f"{state} and case {case}")
        if is_open:
            ever = {r for m in self.moves(present(case)["caseId"]) for r in m.get("reasons", ())}
            must(
                ever <= set(present(case)["reasons"]),
                f"forgotten: {ever - set(present(case)['reasons'])}",
            )
            said = [n["text"] for n in present(case).get("notes", ())]
            kept = self.notes[present(case)["caseId"]]
            must(said == kept, f"notes {said} instead of {kept}")

    def _person(self, who: Walker) -> None:
        mine = [v for v in self.verifications.values() if v["userId"] == who.user_id]
        row, status = self.rows_now.get(who.user_id), who.kyc()
        if who.shop:
            must(row is None, f"{who.given} of a shop has a row in the registry")
        else:
            must(row, f"{who.given} has no row in the registry")
            me = who.me()["kycStatus"]
            registered = present(row)["kyc_status"]
            must(
                me == status == registered,
                f"{who.given}: /me {me}, /api/kyc/status {status}, registry {registered}",
            )
        for verification in mine:
            self._shown(who, verification)
        right = self._right(mine)
        must(status == right, f"{who.given} counts as {status}, and is {right}")
        if status == "verified":
            named = row["kyc_session_id"] if row else max(mine, key=_attempt)["verificationId"]
            self._verified(who, str(named), mine)
        if not who.shop and status != self.standing.get(who.user_id, "not_verified") and status in (
            "verified", "rejected",
        ):  # fmt: skip
            self._mailed(who, status)
        self.reached[status] += status != self.standing.get(who.user_id)
        self.standing[who.user_id] = status

    @staticmethod
    def _right(mine: list[Item]) -> str:
        """Where somebody with these attempts stands, by the words of the specification."""
        if not mine:
            return "not_verified"
        if any(v["state"] == "needs_review" for v in mine):
            return "pending"
        newest = max(mine, key=lambda v: v["attempt"])
        if newest["state"] not in (*DECIDED, *OVER):
            return "pending"
        decided = [v for v in mine if v["state"] in DECIDED]
        if not decided:
            return "not_verified"
        last = [max(decided, key=lambda v: v[by]) for by in ("attempt", "sequence")]
        return "verified" if all(v["state"] == "approved" for v in last) else "rejected"

    def _verified(self, who: Walker, named: str, mine: list[Item]) -> None:
        verification = next((v for v in mine if v["verificationId"] == named), None)
        must(verification, f"{who.given} is verified by {named}, which is not theirs")
        must(
            present(verification)["state"] == "approved",
            f"verified by one that is {present(verification)['state']}",
        )
        move = self.moves(named)[-1]
        must(move["to"] == "approved" and "approval" in move, f"approved by {move}")
        rests, at = move["approval"], datetime.fromisoformat(move["movedAt"])
        lists = [v for since, v in self.in_force if since <= at][-1]
        screened = set(rests["lists"].values())
        must(set(lists.values()) <= screened, f"screened by {rests['lists']}, in force {lists}")
        staff = {s.user_id for s in self.walk.staff} & set(rests["by"])
        must(rests["screening"] == "clear" or len(staff) == 2, f"{rests}")
        ever = {r for m in self.moves(named) for r in m.get("reasons", ())}
        vendor = present(verification)["provider"] != "in_house" and not staff
        must(not ever & TWO or len(staff) == 2 or vendor, f"{ever} signed by {rests['by']}")
        name, born, certain = who.shown[named]
        claimed = self._claimed(who)
        must(claimed == (name, born), f"{who.given} is verified as {claimed} and showed {name}")
        if present(verification)["provider"] == "in_house" and not staff:
            must(certain, "an uncertain document was approved by rule")
            face = who.faced.get(named)
            must(face == who.portrait, f"approved by rule with the face of {face}")
        self._no_open_hit(named, at)

    def _claimed(self, who: Walker) -> tuple[str, str]:
        if who.shop:
            return who.name, who.born
        profile = who.client.call("GET", "/me/profile").json()
        return profile["fullName"], profile["dateOfBirth"]

    def _no_open_hit(self, named: str, at: datetime) -> None:
        for record in self.log[named]:
            facts = _facts(record)
            if record["kind"] in ("screened", "rescreened") and "status" in facts:
                late = datetime.fromisoformat(record["at"]) > at
                must(not late or facts["status"] != "potential_match", "a later hit is open")

    def _shown(self, who: Walker, verification: Item) -> None:
        path = f"/verifications/{verification['verificationId']}"
        seen = who.client.call("GET", path).json()
        must(seen["status"] == verification["state"], "the applicant sees another state")
        must(not CONFIDENTIAL.search(json.dumps(seen)), f"the applicant sees {seen}")
        if verification["state"] == "needs_review":
            must(seen["reasons"] == [], f"a review with reasons {seen['reasons']}")

    def conversation(self, who: Walker) -> None:
        """Everything else that an applicant can read."""
        if who.shop:
            seen = json.dumps(who.client.call("GET", "").json())
            must(not CONFIDENTIAL.search(seen), f"{who.given} can read {seen}")
            return
        copy = who.client.call("GET", "/me/export").json()
        copy.pop("withheld", None)  # what the law holds back from everybody, in the same words
        me = who.client.call("GET", "/me").json()
        mails = who.client.outbox(who.email) + who.client.outbox(who.phone)
        for text in (json.dumps(copy), json.dumps(me), json.dumps(mails)):
            found = CONFIDENTIAL.search(text)
            around = text[max(0, found.start() - 80) : found.end() + 40] if found else ""
            must(not found, f"{who.given} can read: …{around}…")
            must("note " not in text, "a reviewer's note reaches the applicant")

    def _mailed(self, who: Walker, status: str) -> None:
        word = {"verified": "welcome", "rejected": "rejected"}[status]
        mails = [str(m.get("template") or "") for m in who.client.outbox(who.email)]
        ends = [word for m in mails for word in ("welcome", "rejected") if f"-{word}-" in m]
        must(ends and ends[-1] == word, f"{who.given} is {status}; mails {ends}")

    def _told(self) -> None:
        """The company's systems have one event per move that counts; the newest says how it is."""
        if self.walk.company.away:
            return
        told = [e for e in self.walk.company.told if "verificationId" in e.get("data", {})]
        by_id = {e["id"]: e["data"] for e in told}
        for event in told:
            must(by_id[event["id"]] == event["data"], "one id for two events")
        for who in self.walk.people:
            mine = [d for d in by_id.values() if d["userId"] == who.user_id]
            counts = Counter((d["verificationId"], d["status"]) for d in mine)
            for verification in self.verifications.values():
                if verification["userId"] != who.user_id or self.waiting_for_company:
                    continue
                case = verification["verificationId"]
                for state, times in Counter(m["to"] for m in self.moves(case)).items():
                    if state in ON_THE_WAY:
                        continue
                    must(counts[case, state] == times, f"{state} told {counts[case, state]} times")

    @property
    def waiting_for_company(self) -> bool:
        """A webhook that was not taken comes again by its schedule."""
        attributes = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
        found = self.aws("sqs").get_queue_attributes(
            QueueUrl=self.platform["queue_webhooks_url"], AttributeNames=attributes
        )["Attributes"]
        return any(int(number) for number in found.values())

    def _logs(self) -> None:
        """Nothing of anybody, and no fault of ours."""
        answer = requests.get(
            f"{self.walk.urls['cloud']}/local/logs?after={self.lines}", timeout=60
        ).json()
        names = [p.surname for p in self.walk.people] + ["Exampleopoulou"]
        marks = [m for p in self.walk.people for m in p.marks]
        for line in answer["lines"]:
            self.lines = max(self.lines, int(line["number"]))
            text = str(line["message"])
            for mark in (*names, *marks):
                must(mark.lower() not in text.lower(), f"{mark} in the log: {text[:300]}")
            if "Traceback" in text:
                said = [str(one["message"]) for one in answer["lines"]]
                at = said.index(str(line["message"]))
                raise Broken(f"{line['function']}: " + "\n".join(said[at : at + 40]))

    def dead(self) -> list[str]:
        """Queues whose letters are dead, by the names that an operator calls them."""
        sqs, found = self.aws("sqs"), []
        if not self.graves:
            urls = sqs.list_queues(QueueNamePrefix="vestibule-local-").get("QueueUrls", [])
            self.graves = [url for url in urls if url.endswith("-dlq")]
        for url in self.graves:
            name = ["ApproximateNumberOfMessages"]
            count = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=name)["Attributes"]
            if int(count[name[0]]):
                found.append(url.rpartition("vestibule-local-")[2].removesuffix("-dlq"))
        return found

    def _dead(self) -> None:
        must(not (found := self.dead()), f"dead letters in {found}")

    def _forgotten(self) -> None:
        """What must be nowhere after an erasure, now and for ever."""
        for name in [n.removeprefix("table_") for n in self.platform if n.startswith("table_")]:
            for item in self.table(name):
                text = json.dumps(item, default=str)
                for user_id, marks in self.gone:
                    for mark in marks:
                        must(mark not in text, f"{mark} in {name} after the erasure")
                    must(name in KEPT or user_id not in text, f"{user_id} in {name}: {text[:300]}")
        rows = self.rows()
        for user_id, _ in self.gone:
            must(user_id not in rows, "a row of somebody erased")
        for bucket in (
            "bucket_id_uploads",
            "bucket_live_frames",
            "bucket_ocr_raw",
            "bucket_attachments",
        ):
            kept = self.aws("s3").list_object_versions(Bucket=self.platform[bucket])
            keys = {each["Key"] for each in kept.get("Versions", [])}
            for _, marks in self.gone:
                must(not keys & set(marks), f"objects in {bucket} after the erasure")

    def ended(self) -> None:
        """After everything: nobody waits, nothing runs, nothing failed, log and world agree."""
        self._forgotten()
        for who in self.walk.people:
            states = [v["state"] for v in self.verifications.values() if v["userId"] == who.user_id]
            must(who.kyc() != "pending" or "error" in states, f"{who.given} waits for ever")
            self.conversation(who)
        answer = requests.get(f"{self.walk.urls['cloud']}/local/executions", timeout=30).json()
        failed = [e for e in answer["executions"] if e["status"].endswith(("FAILED", "TIMED_OUT"))]
        must(not failed, f"executions that failed: {failed[:2]}")
        _, said = self.walk.operate("rebuild")
        must(said.endswith("0 differences"), f"log and world differ: {said}")
        code, said = self.walk.operate("audit_verify")
        must(code == 0, f"the audit log's chain is broken: {said}")
        erased = {user for user, _ in self.gone}
        must(not [v for v in self.verifications.values() if v["userId"] in erased], "of the erased")


def _attempt(verification: Item) -> int:
    return int(verification["attempt"])


def _facts(entry: Item) -> Item:
    found = entry.get("facts", {})
    facts: Item = json.loads(found) if isinstance(found, str) else found
    return facts
