"""`make ended` on the embedded system, each function with its own rights: from the end of the
relationship on the days of pictures count, and nobody is reminded any more."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from local import demo
from local.applicant import expect
from local.backend import ROOT
from local.pictures import Person, document, face, selfies

DAYS = 5
LEVEL = {
    "version": 2,
    "retention": {"mediaDays": DAYS, "since": "end_of_relationship"},
    "periodicReview": {"lowMonths": 1, "mediumMonths": 1, "highMonths": 1},
}


def made(system: dict[str, str], *words: str) -> str:
    """What the command of the Makefile says."""
    port = str(urlsplit(system["cloud"]).port)
    env = os.environ | {"VESTIBULE_PORT_CLOUD": port}
    command = ["make", "--no-print-directory", "-o", "setup", *words]
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.mark.slow
def test_pictures_stay_until_the_relationship_ended_and_then_for_their_days(
    system: dict[str, str],
    sign_up: Any,
    steer: Any,
    aws: Any,
    platform: dict[str, Any],
    tmp_path: Path,
) -> None:
    level = json.loads((ROOT / "levels" / "default.json").read_text())
    (tmp_path / "default.json").write_text(json.dumps(level | LEVEL))
    made(system, "levels", f"FOLDER={tmp_path}")
    applicant = sign_up()
    anna, own = (
        Person("Anna", "Demosthenous", "1991-03-14", "GRC", demo.fresh_number()),
        face("astronaut"),
    )
    applicant.upload(document("td3", anna, own, seed=3))
    shows = selfies(own, seed=7)
    applicant.show_liveness(lambda gesture, number: shows[gesture][number])
    assert applicant.decided()["status"] == "approved"
    user_id = expect(applicant.client.call("GET", "/me"), 200)["userId"]
    case = applicant.verification_id

    def ran(name: str) -> dict[str, Any]:
        answer = aws("lambda").invoke(FunctionName=f"vestibule-local-{name}", Payload="{}")
        assert "FunctionError" not in answer, answer["Payload"].read()
        found: dict[str, Any] = json.loads(answer["Payload"].read() or "{}")
        return found

    def pictures(days: float) -> int:
        """How many there are when so many days have passed."""
        steer.move(days=days)
        ran("retention")
        buckets = [platform["bucket_id_uploads"], platform["bucket_live_frames"]]
        found = [aws("s3").list_objects_v2(Bucket=b, Prefix=case) for b in buckets]
        return sum(len(each.get("Contents", ())) for each in found)

    assert pictures(DAYS + 4) > 1  # nobody said that anything ended
    clock = requests.get(f"{system['cloud']}/local/clock", timeout=30).json()
    told = made(system, "ended", f"USER_ID={user_id}")
    assert f"ended on {clock['now'][:10]}" in told  # by the system's clock, not ours
    assert "the relationship lasts" in made(system, "ended", f"USER_ID={user_id}", "RESUME=1")
    assert pictures(DAYS + 4) > 1
    assert "clocks of retention start there" in made(system, "ended", f"USER_ID={user_id}")
    assert pictures(DAYS - 1) > 1
    steer.move(days=20)  # the review would be due, but who has left is asked nothing
    looked = ran("recheck-profiles")["approvals"]
    assert (looked["told"], looked["stale"], looked["failed"]) == (0, 0, 0)
    assert pictures(1) == 0
    steer.quiet()
