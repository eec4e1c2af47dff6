"""How long a person on AWS would wait: `make bench ONLY=latency`.

Every AWS call takes at least as long as on AWS (emulator's latencies.json, drawn between typical
and slow); the people are synthetic and come one after the other. What is measured is what they
see: from the request that begins a wait to the first answer that shows it is over.
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import boto3
import requests
from rich.console import Console
from rich.table import Table

from chalicelib.domain.liveness.liveness import FRAMES_PER_CHALLENGE, Gesture
from chalicelib.outside.memory import MemoryOutside
from local import applicant as people
from local import demo
from local.applicant import Applicant, Client, expect, wait_for
from local.backend import Backend, new_key
from local.zygote import Zygote

if TYPE_CHECKING:
    from mypy_boto3_rekognition.type_defs import ImageTypeDef

#: What is waited for -> seconds at p95 that it may take, None where no goal is set.
GOALS: dict[str, float | None] = {
    "sign-up → code": None,
    "upload → read": 4.0,
    "last frame → decision": 4.0,
    "webhook → status": None,
    "review → notice": None,
    # A user's routes ask Cognito whether the account still stands, which is most of what they take.
    "GET /verify": None,
    "PUT /me/profile": None,
    "GET /health": 0.15,
    "POST /v1/applicants": 0.15,
    "GET /v1/applicants/{id}": 0.15,
    "POST …/verifications": 0.15,
    "GET /v1/verifications/{id}": 0.15,
    "GET /v1/events": 0.15,
}
SOMEBODY = {"fullName": "Sandbox Approved", "dateOfBirth": "1991-03-14", "nationality": "CYP"}
console = Console(highlight=False)
Taken = defaultdict[str, list[float]]


def timed(taken: Taken, what: str, work: Callable[[], Any]) -> Any:
    """`work`, with its seconds kept."""
    started = perf_counter()
    found = work()
    taken[what].append(perf_counter() - started)
    return found


def shown_to_the_engine(urls: dict[str, str]) -> None:
    """The laptop's engine has measured every picture that will be shown: it takes longer for that
    than Rekognition does, and what is waited for here is AWS.
    """
    engine = boto3.client(
        "rekognition",
        endpoint_url=urls["cloud"],
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 (the embedded cloud takes any)
    )
    images = MemoryOutside().frame_images
    case = demo.default_cases()[0]
    for gesture in Gesture:
        for number in range(FRAMES_PER_CHALLENGE):
            picture: ImageTypeDef = {"Bytes": images.clean(case.frames(gesture, number))}
            engine.detect_faces(Image=picture, Attributes=["ALL"])
            engine.compare_faces(SourceImage=picture, TargetImage=picture)


def in_house(urls: dict[str, str], taken: Taken, number: int, routes: int) -> None:
    """One applicant in order, and one whose name is listed for the review."""
    cases = demo.default_cases()
    for case in (cases[0], cases[1]):
        client = Client(urls["api"], urls["cloud"])
        person = Applicant(client, case.name, case.born, case.nationality)
        person.start()
        code = timed(taken, "sign-up → code", person.read_code)
        expect(person.confirm(code), 200)
        person.login()
        person.registered()
        person.fill_profile()
        for _ in range(routes):
            timed(taken, "PUT /me/profile", person.fill_profile)
            timed(taken, "GET /health", partial(person.client.call, "GET", "/health"))
        person.upload(case.document)
        timed(taken, "upload → read", partial(_read, person))
        for _ in range(routes):
            timed(taken, "GET /verify", person.status)
        person.show_liveness(case.frames)
        timed(taken, "last frame → decision", person.decided)
        if case.reviewer_says:
            demo.review(person, case.reviewer_says)
            timed(taken, "review → notice", partial(person.mail, "rejected"))


def _read(person: Applicant) -> Any:
    """The document has been read as soon as its check has an outcome."""

    def look() -> bool:
        checks = {each["check"]: each["outcome"] for each in person.status()["checks"]}
        return bool(checks["document"] != "pending")

    return wait_for(look, "the document to be read")


def at_a_vendor(urls: dict[str, str], taken: Taken) -> None:
    """A vendor's word becomes a status: from the last click on its page to the registry."""
    from local.vendors import journey

    def step(what: str, work: Callable[[], Any]) -> Any:
        if what != "status in the registry":
            return work()
        return timed(taken, "webhook → status", work)

    person = journey.applicant(urls["api"], urls["cloud"])
    person.join()
    journey.verify(step, person, "persona", journey.CASES["approve"], urls["vendors"])


def at_a_backend(backend: Backend, taken: Taken) -> None:
    """What another backend asks with its key: no Cognito, no engine, no vendor."""

    def call(what: str, method: str, path: str, body: Any = None) -> Any:
        answer = timed(taken, what, partial(backend.client.call, method, path, body))
        return expect(answer, 200, 201)

    someone = {"externalUserId": f"u-{secrets.token_hex(6)}", "claims": SOMEBODY}
    made = call("POST /v1/applicants", "POST", "/v1/applicants", someone)
    one = f"/v1/applicants/{made['id']}"
    call("GET /v1/applicants/{id}", "GET", one)
    attempt = call("POST …/verifications", "POST", f"{one}/verifications")
    call("GET /v1/verifications/{id}", "GET", f"/v1/verifications/{attempt['id']}")
    call("GET /v1/events", "GET", "/v1/events?limit=20")


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def table(taken: Taken, figure: str) -> Table:
    """A line per wait."""
    made = Table(title=f"seconds that a person waits, latencies {figure}")
    for name in ("wait", "n", "p50", "p95", "goal"):
        made.add_column(name, justify="left" if name == "wait" else "right")
    for what, goal in GOALS.items():
        values = taken[what]
        if values:
            middle, late = statistics.median(values), percentile(values, 0.95)
            made.add_row(what, str(len(values)), f"{middle:.3f}", f"{late:.3f}",
                         "–" if goal is None else f"{goal:g}")  # fmt: skip
    return made


def main() -> int:
    """0 when every goal was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6, help="rounds of two applicants each")
    parser.add_argument("--routes", type=int, default=5, help="calls of each route per applicant")
    parser.add_argument("--figure", default="drawn", choices=("typical", "slow", "drawn", "none"))
    parser.add_argument("--at-once", type=int, help="calls of Rekognition at once")
    chosen = parser.parse_args()
    people.POLL_SECONDS = 0.05  # what is polled is seen soon
    more = {"VESTIBULE_FACE_CALLS_AT_ONCE": str(chosen.at_once)} if chosen.at_once else {}
    taken: Taken = defaultdict(list)
    with Zygote({"VESTIBULE_IAM": "off"}) as zygote, zygote.fork(**more) as urls:
        backend = Backend(urls["api"], urls["cloud"], new_key(urls["cloud"], "live"))
        shown_to_the_engine(urls)
        in_house(urls, defaultdict(list), 0, 1)
        at_a_backend(backend, defaultdict(list))
        answer = requests.put(
            f"{urls['cloud']}/local/latencies", json={"figure": chosen.figure}, timeout=5
        )
        answer.raise_for_status()
        for number in range(chosen.people):
            in_house(urls, taken, number, chosen.routes)
            at_a_vendor(urls, taken)
            for _ in range(chosen.routes):
                at_a_backend(backend, taken)
    console.print(table(taken, chosen.figure))
    late = [
        what
        for what, goal in GOALS.items()
        if goal is not None and taken[what] and percentile(taken[what], 0.95) > goal
    ]
    if late:
        console.print(f"[red]over its goal at p95: {', '.join(late)}[/]")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
