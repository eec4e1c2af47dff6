"""Nothing is posted to an address that is not on the public internet, whoever names it and however
it is written: by the route for webhooks of backends, and by an operator's setting."""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import boto3
import pytest

from local.applicant import Unexpected, expect, wait_for
from local.backend import Backend, new_key
from local.vendors.journey import applicant, clicked, start

pytestmark = pytest.mark.slow
INSIDE, PORT = "127.44.0.1", 8443

#: IANA's special-purpose registries (iana.org/assignments/iana-ipv4-special-registry and
#: iana-ipv6-special-registry, as of 2025), multicast, and what was withdrawn. Written down here a
#: second time, so that a line that gets lost in the product's table is missed.
NETWORKS = """
    0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
    192.0.0.0/24 192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32
    192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.88.99.2/32
    192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
    255.255.255.255/32 224.0.0.0/4 233.252.0.0/24
    ::1/128 ::/128 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128
    2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28
    2001:30::/28 2001:db8::/32 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10
    fec0::/10 ff00::/8 3ffe::/16 ::/96
"""
#: Four ways to write an IPv4 address into an IPv6 one.
WRAPPED = (
    *(
        prefix.format(inner)
        for prefix in ("::ffff:{}", "::ffff:0:{}", "64:ff9b::{}")
        for inner in ("10.0.0.1", "127.44.0.1", "169.254.169.254", "192.168.1.1")
    ),
    "2002:a00:1::",
    "2002:7f2c:1::",
    "2002:a9fe:a9fe::",
)
#: What resolvers take for an address of this machine, and names of it.
SPELLINGS = (
    "127.44.1", "127.2883585", "2133590017", "0x7f2c0001", "0x7f.0x2c.0.1", "0177.054.0.1",
    "0x7f.054.1", "127.44.0.1.", "localhost", "LOCALHOST", "0", "0x0", "169.254.43518",
)  # fmt: skip
#: No resolver takes these: what is asked ends in words, and never in a fault of ours.
IMPOSSIBLE = ("a" * 64 + ".example", "..example", "xn--\u00e4.example")


def registered() -> Iterator[str]:
    """The first, the last and one address in the midst of each network."""
    for text in NETWORKS.split():
        network = ipaddress.ip_network(text)
        middle = network[network.num_addresses // 2]
        yield from dict.fromkeys(str(each) for each in (network[0], middle, network[-1]))


def hosts() -> list[str]:
    """Every host, as it is written in an address of the web."""
    numbers = [*registered(), *WRAPPED]
    return [*(f"[{number}]" if ":" in number else number for number in numbers), *SPELLINGS]


@dataclass
class Listener:
    """A service inside, which nobody ought to reach."""

    heard: list[Any] = field(default_factory=list)

    def take(self, server: socket.socket) -> None:
        """Notes every connection until it is closed."""
        while True:
            try:
                connection, peer = server.accept()
            except OSError:
                return
            self.heard.append(peer)
            connection.close()


@pytest.fixture(scope="module")
def inside() -> Iterator[Listener]:
    listener = Listener()
    with closing(socket.socket()) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((INSIDE, PORT))
        server.listen()
        Thread(target=listener.take, args=(server,), daemon=True).start()
        with socket.create_connection((INSIDE, PORT), 5):
            wait_for(lambda: listener.heard, "the listener", 5)  # it would hear
        listener.heard.clear()
        yield listener
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def shop(system: dict[str, str]) -> Backend:
    return Backend(system["api"], system["cloud"], new_key(system["cloud"], "live"))


@pytest.fixture(scope="module")
def endpoint(shop: Backend) -> str:
    body = {"url": "https://company.example/hook", "events": []}
    return str(expect(shop.client.call("POST", "/v1/webhook-endpoints", body), 201)["id"])


def answered(shop: Backend, endpoint: str, url: str) -> str:
    """What came of a ping to an address; the code of the refusal where it is not even taken."""
    path = f"/v1/webhook-endpoints/{endpoint}"
    changed = shop.client.call("PUT", path, {"url": url})
    if changed.status_code != 200:
        assert changed.status_code in (400, 422), (url, changed.text)
        return str(changed.json()["code"])
    event = expect(shop.client.call("POST", f"{path}/ping"), 202)["eventId"]

    def told() -> Any:
        page = expect(shop.client.call("GET", f"{path}/deliveries"), 200)["deliveries"]
        return next((one for one in page if one["eventId"] == event), None)

    try:
        delivery = wait_for(told, f"what came of {url}", 30)
    except Unexpected:
        return "nothing was noted"
    assert not delivery["taken"], url
    return str(delivery["answer"])


def test_no_key_has_anything_posted_to_an_address_inside(
    shop: Backend, endpoint: str, inside: Listener
) -> None:
    said = {host: answered(shop, endpoint, f"https://{host}:{PORT}/x") for host in hosts()}
    allowed = {"the address is not public", "webhook_url", "body_invalid"}
    # what this machine's resolver does not take at all leads nowhere, either
    allowed_names = {*allowed, "the name does not resolve"}
    wrong = {
        host: answer
        for host, answer in said.items()
        if answer not in (allowed_names if host in SPELLINGS else allowed)
    }
    assert wrong == {}
    assert inside.heard == []


@pytest.mark.parametrize("host", IMPOSSIBLE)
def test_a_name_that_cannot_be_looked_up_is_a_delivery_that_failed(
    shop: Backend, endpoint: str, host: str
) -> None:
    said = answered(shop, endpoint, f"https://{host}/x")
    assert said in ("the name does not resolve", "webhook_url", "body_invalid"), said


@pytest.mark.parametrize(
    "url",
    [
        f"http://{INSIDE}:{PORT}/x", f"http://localhost:{PORT}/x", f"http://[::1]:{PORT}/x",
        "ftp://company.example/", "file:///etc/passwd", "gopher://127.0.0.1/",
        f"https://user@{INSIDE}:{PORT}/", f"https://company.example@{INSIDE}:{PORT}/#x",
        "https://169.254.169.254:22/", "//127.0.0.1/",
    ],
)  # fmt: skip
def test_other_ways_to_an_address_inside_are_closed(
    shop: Backend, endpoint: str, inside: Listener, url: str
) -> None:
    allowed = ("webhook_url", "body_invalid", "only https is allowed", "this is no address")
    said = answered(shop, endpoint, url)
    assert said in allowed, said
    assert inside.heard == []


class Operators:
    """Who reads the topic of alarms."""

    def __init__(self, cloud: str) -> None:
        session = boto3.Session(
            aws_access_key_id="testing", aws_secret_access_key="testing", region_name="eu-west-1"
        )
        self.sqs = session.client("sqs", endpoint_url=cloud)
        sns = session.client("sns", endpoint_url=cloud)
        secrets = session.client("secretsmanager", endpoint_url=cloud)
        ssm = session.client("ssm", endpoint_url=cloud)
        said = ssm.get_parameter(Name="/vestibule/local/platform")["Parameter"]["Value"]
        topic = next(v for v in json.loads(said).values() if str(v).endswith("-admin-alerts"))
        self.queue = self.sqs.create_queue(QueueName="operators")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"])
        secrets.put_secret_value(
            SecretId="vestibule-local/providers/outbound",
            SecretString=json.dumps({"secrets": "a-secret"}),
        )
        self.read: list[str] = []

    def refused(self) -> int:
        """How many alarms have told so far that an address was refused."""
        found = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        for message in found.get("Messages", []):
            self.read.append(message["Body"])
            self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return sum("outbound_address" in body for body in self.read)


def test_an_operators_setting_leads_nowhere_inside_either(zygote: Any, inside: Listener) -> None:
    """One change, told to all of them: each is given up at once and said to the operators."""
    urls = [
        f"https://{host}:{PORT}/kyc"
        for host in (INSIDE, "127.44.1", "[::ffff:127.44.0.1]", "169.254.169.254", "[fec0::1]",
                     "192.0.0.192", "192.88.99.1", "[3fff::1]")
    ]  # fmt: skip
    with zygote.fork(VESTIBULE_OUTBOUND_URLS=" ".join(urls)) as system:
        operators = Operators(system["cloud"])
        person = applicant(system["api"], system["cloud"])
        person.join()
        clicked(start(person, "persona")["sessionUrl"], "approve")
        wait_for(lambda: operators.refused() >= len(urls), "an alarm for each address", 60)
        assert inside.heard == []
