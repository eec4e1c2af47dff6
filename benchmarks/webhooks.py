"""How many vendor webhooks the local system takes: `python -m benchmarks.webhooks [--rate 500]`.

A private system is started; sessions are seeded into its tables and at the vendors' desks (which
are asked about every approval), their users into PostgreSQL. Then
signed events of two vendors arrive over HTTP at a fixed rate whatever the answers are (an open
loop), shuffled, some of them twice. What is not answered with 200 is sent again, as vendors do.
Afterwards every verification and every row of the registry is compared with what its events say.
Everything (API, handlers, embedded AWS, PostgreSQL and this sender) shares the machine's cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from benchmarks.vendor_events import Planned, Session, plan, signed
from local.vendors.desk import HOLDER

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import WriteRequestTypeDef

ROUTE = "/api/webhooks/kyc-status"
THREADS = 24
PATIENCE = 30.0  # seconds a vendor waits for an answer
LEAD = 0.5  # seconds until the first one is due


class Sender:
    """Sends by the clock, not by the answers; each thread keeps a connection.

    Plain sockets: what the sender uses of the processors, the system lacks.
    """

    def __init__(self, api: str) -> None:
        place = urlsplit(api)
        self._place = str(place.hostname), int(place.port or 80)
        self.took: list[float] = []
        self.late: list[float] = []
        self.answers: Counter[str] = Counter()
        self._lock = threading.Lock()

    def run(self, webhooks: list[Planned], rate: float) -> list[Planned]:
        """Sends all; those that were not taken."""
        due = iter(enumerate(webhooks))
        refused: list[Planned] = []
        started = time.perf_counter() + LEAD

        def work() -> None:
            connection: socket.socket | None = None
            while True:
                with self._lock:
                    number, webhook = next(due, (0, None))
                if webhook is None:
                    return
                wait = started + number / rate - time.perf_counter()
                if wait > 0:
                    time.sleep(wait)
                word, connection = self._one(connection, webhook, started + number / rate)
                if word != "200":
                    refused.append(webhook)

        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return refused

    def _one(
        self, kept: socket.socket | None, webhook: Planned, due: float
    ) -> tuple[str, socket.socket | None]:
        connection = kept
        request = self._request(webhook)
        sent = time.perf_counter()
        try:
            if connection is None:
                connection = socket.create_connection(self._place, PATIENCE)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            word = _status(connection)
        except OSError as error:
            word = type(error).__name__
            if connection:
                connection.close()
            connection = None
        with self._lock:
            self.took.append(time.perf_counter() - sent)
            self.late.append(sent - due)
            self.answers[word] += 1
        return word, connection

    def _request(self, webhook: Planned) -> bytes:
        fields = {
            "Host": "{}:{}".format(*self._place),
            "Content-Type": "application/json",
            "Content-Length": str(len(webhook.body)),
            **signed(webhook),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"POST {ROUTE}/{webhook.vendor} HTTP/1.1\r\n{lines}\r\n".encode() + webhook.body


def _status(connection: socket.socket) -> str:
    """The status of an answer that is read to its end; OSError if it ends early."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    fields = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    sizes = [int(value) for name, _, value in fields if name.lower() == b"content-length"]
    while len(body) < sum(sizes):
        body += _received(connection)
    return head.split(b" ", 2)[1].decode()


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionResetError("the answer ended early")
    return data


class Cloud:
    """The embedded AWS as an operator sees it."""

    def __init__(self, endpoint: str) -> None:
        import boto3

        session = boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 (the embedded cloud takes any)
            region_name="eu-west-1",
        )
        ssm = session.client("ssm", endpoint_url=endpoint)
        text = ssm.get_parameter(Name="/vestibule/local/platform")
        self.platform: dict[str, str] = json.loads(text["Parameter"]["Value"])
        self.dynamo = session.client("dynamodb", endpoint_url=endpoint)
        self.sqs = session.client("sqs", endpoint_url=endpoint)
        self.rds_data = session.client("rds-data", endpoint_url=endpoint)

    def seed(self, sessions: Sequence[Session], vendors: str) -> None:
        """Verifications with their people's profiles, sessions at the desks, registered users."""
        from chalicelib.adapters.accounts.users_postgres import PostgresUsers
        from chalicelib.adapters.aws.data_api import DataApi
        from chalicelib.domain.accounts.user import User
        from chalicelib.domain.applicants.onboarding import Profile
        from chalicelib.domain.verifications.verification import Verification

        now, users = datetime.now(UTC), []
        for s in sessions:
            address = f"{s.user_id}@applicants.example"
            users.append(User(str(uuid.uuid4()), s.user_id, address, created_at=now))
        self._put("table_verifications", [
            Verification(
                s.verification_id, s.user_id, now, now, now + timedelta(days=7),
                provider=s.provider, provider_session=s.session_id,
            )
            for s in sessions
        ])  # fmt: skip
        name, born = f"{HOLDER.first_name} {HOLDER.last_name}", HOLDER.date_of_birth
        self._put("table_profiles", [Profile(s.user_id, name, born, "GRC", now) for s in sessions])
        for vendor in {s.provider for s in sessions}:
            known = [s.at_the_desk() for s in sessions if s.provider == vendor]
            answer = requests.post(f"{vendors}/{vendor}/sandbox/sessions", json=known, timeout=60)
            answer.raise_for_status()
        p = self.platform
        place = (p["database_arn"], p["secret_database"], p["database_name"])
        PostgresUsers(DataApi(self.rds_data, *place)).upsert_many(tuple(users))

    def _put(self, table: str, records: Sequence[Any]) -> None:
        from boto3.dynamodb.types import TypeSerializer

        from chalicelib.adapters import codec

        out = TypeSerializer()
        puts: list[WriteRequestTypeDef] = []
        for record in records:
            plain = {k: v for k, v in codec.encode(record).items() if v not in (None, "")}
            item = {k: out.serialize(v) for k, v in plain.items()}
            puts.append({"PutRequest": {"Item": item}})
        for start in range(0, len(puts), 25):
            wanted = {self.platform[table]: puts[start : start + 25]}
            self.dynamo.batch_write_item(RequestItems=wanted)

    def states(self) -> dict[str, str]:
        """Verification id -> state."""
        pages = self.dynamo.get_paginator("scan").paginate(
            TableName=self.platform["table_verifications"],
            ProjectionExpression="verificationId, #s",
            ExpressionAttributeNames={"#s": "state"},
            ConsistentRead=True,
        )
        items = (item for page in pages for item in page["Items"])
        return {item["verificationId"]["S"]: item["state"]["S"] for item in items}

    def registry(self) -> dict[str, str]:
        """User id -> kyc_status."""
        p = self.platform
        answer = self.rds_data.execute_statement(
            resourceArn=p["database_arn"],
            secretArn=p["secret_database"],
            database=p["database_name"],
            sql="select json_object_agg(cognito_id, kyc_status)::text from users",
        )
        found: dict[str, str] = json.loads(answer["records"][0][0]["stringValue"])
        return found

    def waiting(self) -> int:
        """Messages that are not worked on yet, or being worked on."""
        waiting = self._attributes(self.platform["queue_webhooks_url"])
        kinds = ("", "NotVisible", "Delayed")
        return sum(int(waiting[f"ApproximateNumberOfMessages{kind}"]) for kind in kinds)

    def buried(self) -> int:
        """Messages in the dead letter queue."""
        buried = self._attributes(self.platform["queue_webhooks_url"] + "-dlq")
        return int(buried["ApproximateNumberOfMessages"])

    def _attributes(self, url: str) -> dict[str, str]:
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return {str(name): value for name, value in found["Attributes"].items()}

    def remembered(self) -> int:
        """Rows of WebhookEvents."""
        table = self.platform["table_webhook_events"]
        pages = self.dynamo.get_paginator("scan").paginate(TableName=table, Select="COUNT")
        return sum(page["Count"] for page in pages)


def processor_seconds() -> float:
    """What the private system, our descendants, used of the processors so far."""
    found: dict[int, tuple[int, int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(place.parent.name)] = (int(words[1]), int(words[11]) + int(words[12]))
    ours, size = {os.getpid()}, 0
    while size != len(ours):
        size = len(ours)
        ours |= {pid for pid, (parent, _) in found.items() if parent in ours}
    ticks = sum(found[pid][1] for pid in ours - {os.getpid()} if pid in found)
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(urls: dict[str, str], rate: float, seconds: float, share: float, drain: float) -> bool:
    """The whole run; False if anything was lost or ended wrongly."""
    luck, cloud = random.Random(7), Cloud(urls["cloud"])
    total = int(rate * seconds)
    sessions, distinct = plan(round(total * (1 - share)), luck)
    cloud.seed(sessions, urls["vendors"])
    webhooks = distinct + luck.choices(distinct, k=round(len(distinct) * share / (1 - share)))
    luck.shuffle(webhooks)
    print(f"{len(sessions)} sessions, {len(distinct)} events, {len(webhooks)} webhooks", flush=True)
    used = processor_seconds()
    sender, started = Sender(urls["api"]), time.perf_counter() + LEAD
    again, rounds = sender.run(webhooks, rate), 0
    took = time.perf_counter() - started
    first = list(sender.took)
    while again and rounds < 8:
        rounds += 1
        again = sender.run(again, rate / 4)
    taken = time.perf_counter() - started
    wrong = _settle(cloud, sessions, drain)
    drained = time.perf_counter() - started
    _print(sender, first, len(webhooks), rate, took, taken, drained, rounds)
    used = processor_seconds() - used
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    each_ms = used / len(webhooks) * 1000
    print(f"processor   {used:.1f} s, {each_ms:.1f} ms per webhook from arrival to registry")
    print(f"machine     {os.cpu_count()} cores, load {load}")
    print(f"remembered  {cloud.remembered()} of {len(distinct)} events; buried {cloud.buried()}")
    print(f"not taken   {len(again)}\nwrong       {len(wrong)} {wrong[:5]}")
    return not again and not wrong and not cloud.buried()


def _settle(cloud: Cloud, sessions: list[Session], drain: float) -> list[str]:
    """What is not as its events say, once the queue is empty, or after `drain` seconds.

    Looking at everything costs as much as a hundred webhooks: it is done once at the end.
    """
    end = time.monotonic() + drain
    while cloud.waiting() and time.monotonic() < end:
        time.sleep(1)
    status = {"approved": "verified", "rejected": "rejected"}
    states, rows = cloud.states(), cloud.registry()
    return [
        f"{s.session_id}: {states.get(s.verification_id)}/{rows.get(s.user_id)}, not {s.ends}"
        for s in sessions
        if states.get(s.verification_id) != s.ends or rows.get(s.user_id) != status[s.ends]
    ]


def _print(
    sender: Sender,
    first: list[float],
    count: int,
    rate: float,
    took: float,
    taken: float,
    drained: float,
    rounds: int,
) -> None:
    cuts = statistics.quantiles(first, n=100)
    slow = sum(t > 1 for t in first)
    print(f"offered     {rate:.0f}/s; {count} sent in {took:.1f} s, that is {count / took:.0f}/s")
    print(f"answers     {dict(sender.answers)}; {rounds} rounds of retries, all in {taken:.1f} s")
    print(f"latency     p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, "
          f"p99 {cuts[98] * 1000:.0f} ms, over a second {slow}")  # fmt: skip
    print(f"behind      the sender's clock at most {max(sender.late):.1f} s")
    print(f"settled     {drained:.1f} s after the first webhook")


def main() -> int:
    """Runs against a private system."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--duplicates", type=float, default=0.2)
    parser.add_argument("--drain", type=float, default=900, help="seconds to wait for the end")
    chosen = parser.parse_args()
    from local.zygote import Zygote

    with Zygote({"VESTIBULE_IAM": "off"}) as zygote, zygote.fork() as urls:
        fine = measure(urls, chosen.rate, chosen.seconds, chosen.duplicates, chosen.drain)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
