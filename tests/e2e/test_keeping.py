"""`make run KEEP=1`: what was begun in one run goes on in the next one, and a killed run says what
it lost.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from local import provision
from local.applicant import Applicant, Client, expect, wait_for
from local.vendors.journey import clicked, start

PARTS = ("API", "CLOUD", "CONSOLE", "WEB", "VENDORS")


@pytest.fixture(scope="module", autouse=True)
def provisioned() -> None:
    provision.ensure()


@contextmanager
def running(kept: Path, words: list[str]) -> Iterator[tuple[Any, dict[str, str]]]:
    """A run in a process of its own: (process, addresses); ended as Ctrl-C does."""
    environment = os.environ | {"VESTIBULE_KEEP": "1", "VESTIBULE_KEPT": str(kept)}
    environment |= {f"VESTIBULE_PORT_{part}": "0" for part in PARTS}
    command = [sys.executable, "-u", "-m", "local", "up"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        urls: dict[str, str] = {}
        for line in process.stdout or ():
            words.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+) +(\w+)", line):
                urls[found[2]] = found[1]
            if "Ctrl-C" in line:
                break
        names = {"api": "REST", "cloud": "embedded", "vendors": "KYC"}
        assert set(names.values()) <= set(urls), "".join(words)
        try:
            yield process, {name: urls[word] for name, word in names.items()}
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            words += process.stdout or ()
            process.wait(60)


def settler(urls: dict[str, str]) -> Applicant:
    return Applicant(Client(urls["api"], urls["cloud"]), "Anna Demosthenous", "1991-03-14", "GRC")


def moved(who: Applicant, urls: dict[str, str]) -> None:
    """The same person at the new addresses."""
    who.client = Client(urls["api"], urls["cloud"])


def quiet(urls: dict[str, str]) -> None:
    requests.post(f"{urls['cloud']}/local/quiesce", json={"timeout": 60}, timeout=90)


@pytest.mark.slow
def test_the_next_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    kept, words = tmp_path / "kept", list[str]()
    with running(kept, words) as (_, urls):
        waiting, verified = settler(urls), settler(urls)
        waiting.start()  # its execution waits for the code
        verified.join()
        page = start(verified, "stripe")["sessionUrl"]
        waiting.read_code()
        quiet(urls)
    with running(kept, words) as (process, urls):
        moved(waiting, urls)
        moved(verified, urls)
        verified.login()  # the pool knows them, with their password
        assert verified.registered()["kycStatus"] == "pending"  # and so does the database
        quiet(urls)
        expect(waiting.confirm(waiting.read_code()), 200)  # their step, begun again, sent another
        session = page.rpartition("/")[2]
        clicked(f"{urls['vendors']}/stripe/hosted/{session}", "approve")  # so is the vendor's link
        wait_for(lambda: verified.me()["kycStatus"] == "verified", "the approval", 60)
        waiting.login()
        waiting.registered()
        verified.mail("welcome")  # the onboarding, begun again, has gone on
        process.kill()
    with running(kept, words) as (_, urls):
        moved(verified, urls)
        verified.login()
        assert verified.me()["kycStatus"] == "pending", "the killed run's last minute is lost"
    said = "".join(words)
    assert "going on where the last run ended" in said
    assert "the last run was killed: whatever happened after" in said
