"""Twenty reviewers and two thousand cases over HTTP: none is lost, decided twice or starved.

Some reviewers fall asleep over a case, some try to decide what is in other hands. What happened is
read afterwards from the tables and the audit log, not from what the reviewers were told.
`VESTIBULE_REVIEWS=n` takes n cases.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Lock
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.applicant import expect
from tests.e2e.conftest import Aws, Steering
from tests.e2e.crowd import APPROVABLE
from tests.e2e.walking.people import Broken, Staff, reviewer

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 600
CASES = int(os.environ.get("VESTIBULE_REVIEWS", "2000"))
REVIEWERS = 20
SLEEPERS = 5
IDLE_SECONDS = 5.0
TRIES = 5
REFUSE = {"approved": False, "reasons": ["document_not_accepted"], "note": "not the person"}
APPROVE = {"approved": True, "reasons": [], "note": ""}
FOREIGN = {(409, "case_held"), (409, "case_already_decided"), (403, "four_eyes")}


@dataclass
class Shift:
    """What all reviewers know of each other."""

    taken: list[str] = field(default_factory=list)
    asleep: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    opening: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=Lock)
    progress: float = field(default_factory=monotonic)

    def took(self, case_id: str, may_sleep: bool) -> bool:
        """Notes it; True for whoever falls asleep over it."""
        with self.lock:
            self.progress = monotonic()
            self.taken.append(case_id)
            sleeps = may_sleep and len(self.asleep) < SLEEPERS
            if sleeps:
                self.asleep.add(case_id)
            return sleeps


def ask(staff: Staff, method: str, path: str, body: Any = None) -> Any:
    """What took too long on a busy machine is asked again, as a person would."""
    for _ in range(TRIES):
        try:
            return staff.call(method, path, body)
        except Broken as slow:
            if "answered 504" not in str(slow):
                raise
    raise Broken(f"{method} {path} took too long {TRIES} times")


def work(staff: Staff, luck: random.Random, shift: Shift, may_sleep: bool) -> None:
    """Takes what is next until nothing moves any more."""
    while True:
        found = expect(ask(staff, "POST", "/reviews/next", {}), 200)["case"]
        if found is None:
            if monotonic() - shift.progress > IDLE_SECONDS:
                return
            sleep(0.2)
            continue
        case_id = found["caseId"]
        assert found["holder"] == staff.user_id
        if shift.took(case_id, may_sleep and luck.random() < 0.1):
            return  # gone home with a case in hand
        began = monotonic()
        shown = expect(ask(staff, "GET", f"/reviews/{case_id}"), 200)
        shift.opening.append(monotonic() - began)
        if luck.random() < 0.1:
            meddle(staff, luck, shift)
        word = APPROVE if shown["fields"] else REFUSE
        answer = ask(staff, "POST", f"/reviews/{case_id}/decision", word)
        if answer.status_code != 200:
            shift.odd.append(f"{answer.status_code} {answer.json()['code']}")
        elif answer.json()["status"] in ("approved", "rejected"):
            shift.closed.add(case_id)


def seconds_to_open(staff: Staff, case_id: str) -> float:
    """How long one waits for a case while nobody else works."""
    began = monotonic()
    expect(ask(staff, "GET", f"/reviews/{case_id}"), 200)
    return monotonic() - began


def meddle(staff: Staff, luck: random.Random, shift: Shift) -> None:
    """Tries what is, or was, in other hands."""
    other = luck.choice(shift.taken[-2 * REVIEWERS :])
    answer = ask(staff, "POST", f"/reviews/{other}/decision", REFUSE)
    if answer.status_code == 200:
        return  # its own, or one that waits for a second look: the log says whether it was right
    if (answer.status_code, answer.json()["code"]) not in FOREIGN:
        shift.odd.append(f"meddling: {answer.status_code} {answer.text[:200]}")


@pytest.mark.slow
def test_no_case_is_lost_decided_twice_or_starved(
    system: dict[str, str],
    steer: Steering,
    aws: Aws,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    cases = opened(system["cloud"])
    steer.quiet(1800)
    pools = aws("cognito-idp")
    pool = pools.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    crew = [reviewer(system["api"], system["cloud"], pools, pool) for _ in range(REVIEWERS)]
    alone = median(seconds_to_open(crew[0], case_id) for case_id in cases[:20])
    shift, began = Shift(), monotonic()
    at_work(crew, shift, may_sleep=True)
    first = list(shift.taken)
    left = waiting(aws)
    assert left <= shift.asleep, "only what somebody sleeps over is left"
    # Where the shift was longer than a lease, others have taken those, too.
    assert left == shift.asleep or monotonic() - began > LEASE_SECONDS
    steer.move(minutes=11)
    shift.progress = monotonic()
    at_work(crew, shift, may_sleep=False)
    took = monotonic() - began
    steer.quiet(600)
    assert waiting(aws) == set()
    assert set(shift.odd) <= {"409 case_held", "409 case_already_decided", "403 four_eyes"}
    once_each(aws, cases)
    assert most_overtaken(cases, first) <= 3 * REVIEWERS
    evidence(system["cloud"], cases[0], tmp_path)
    ways = Counter(shift.odd)
    with capsys.disabled():
        print(
            f"\n{CASES} cases, {REVIEWERS} reviewers: {took:.0f} s, {CASES / took:.1f} a second, "
            f"a case opens in {median(shift.opening) * 1000:.0f} ms (median; {alone * 1000:.0f} ms "
            "for one reviewer alone), overtaken at most "
            f"{most_overtaken(cases, first)} times, refused {dict(ways)}"
        )


def opened(cloud: str) -> list[str]:
    """The ids of all cases, the oldest first."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.crowd", str(CASES)], cwd=ROOT, check=True,
        env=os.environ | {"VESTIBULE_PORT_CLOUD": str(urlsplit(cloud).port)},
        capture_output=True, text=True,
    )  # fmt: skip
    cases = done.stdout.split()
    assert len(set(cases)) == CASES
    return cases


def evidence(cloud: str, case_id: str, folder: Path) -> None:
    """The operator's commands: a case on paper, signed by KMS, holds against the log's export."""
    paper, key, log = (str(folder / name) for name in ("case.pdf", "key.pem", "audit.jsonl"))
    for command in (
        ["operations.evidence", "make", paper, "--case", case_id],
        ["operations.audit_verify", "key", key],
        ["operations.audit_verify", "export", log],
        ["operations.audit_verify", "verify", log, "--key", key],
        ["operations.evidence", "verify", paper, "--key", key, "--log", log],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True,
            env=os.environ | {"VESTIBULE_PORT_CLOUD": str(urlsplit(cloud).port)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def at_work(crew: list[Staff], shift: Shift, may_sleep: bool) -> None:
    """All of them at once; a fault of one is a fault."""
    with ThreadPoolExecutor(len(crew)) as pool:
        jobs = [
            pool.submit(work, staff, random.Random(number), shift, may_sleep)
            for number, staff in enumerate(crew)
        ]
    for job in jobs:
        job.result()


def rows(aws: Any, table: str) -> list[dict[str, Any]]:
    pages = aws("dynamodb").get_paginator("scan").paginate(TableName=f"vestibule-local-{table}")
    return [item for page in pages for item in page["Items"]]


def waiting(aws: Any) -> set[str]:
    return {
        item["caseId"]["S"]
        for item in rows(aws, "Reviews")
        if item["status"]["S"] in ("open", "second_review")
    }


def once_each(aws: Any, cases: list[str]) -> None:
    """Each case closed, by one word that moved its verification, after as many as it takes."""
    reviews = {item["caseId"]["S"]: item for item in rows(aws, "Reviews")}
    assert set(reviews) == set(cases), "none is lost, none came"
    entries: dict[str, list[str]] = {}
    for item in rows(aws, "KycAuditLog"):
        if item["entryId"]["S"].startswith("e#"):
            entries.setdefault(item["subjectId"]["S"], []).append(item["kind"]["S"])
    states = {
        item["verificationId"]["S"]: item["state"]["S"] for item in rows(aws, "Verifications")
    }
    for number, case_id in enumerate(cases):
        case = reviews[case_id]
        status = case["status"]["S"]
        words = [note["M"]["word"]["S"] for note in case["notes"]["L"]]
        who = [note["M"]["reviewer"]["S"] for note in case["notes"]["L"]]
        assert states[case_id] == status, case_id
        assert len(who) == len(set(who)), "nobody says two words about one case"
        assert words in (
            [["rejected"], ["approved", "approved"], ["approved", "rejected"]]
            if number % APPROVABLE == 0
            else [["rejected"]]
        )
        assert status == words[-1]
        counted = Counter(entries[case_id])
        assert counted["reviewed"] == len(words), "the log says each word once"
        assert counted["moved"] == 2, "into the review and out of it, once"
        assert case["holder"]["S"] == ""


def most_overtaken(cases: list[str], taken: list[str]) -> int:
    """How many younger cases were taken before the unluckiest one."""
    place = {case_id: number for number, case_id in enumerate(cases)}
    order = [place[case_id] for case_id in dict.fromkeys(taken)]
    return max(sum(other > one for other in order[:at]) for at, one in enumerate(order))
