"""`make rebuild` on a running system: from the log alone, what differs is named, and mended."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from local.applicant import wait_for
from local.vendors.journey import clicked, start


def rebuild(system: dict[str, str], *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "operations.rebuild", *more],
        env={**os.environ, "VESTIBULE_PORT_CLOUD": system["cloud"].rpartition(":")[2]},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_row_that_differs_from_the_log_is_named_and_mended(
    system: dict[str, str], sign_up: Any, aws: Any, platform: dict[str, Any], steer: Any
) -> None:
    who = sign_up()
    clicked(start(who, "stripe")["sessionUrl"], "approve")
    wait_for(lambda: who.me()["kycStatus"] == "verified", "the approval")
    steer.quiet()
    assert rebuild(system) == (0, "0 differences\n")
    row = {
        "resourceArn": platform["database_arn"],
        "secretArn": platform["secret_database"],
        "database": platform["database_name"],
        "parameters": [{"name": "id", "value": {"stringValue": who.user_id}}],
    }
    aws("rds-data").execute_statement(
        sql="update users set kyc_status = 'pending' where cognito_id = :id", **row
    )
    code, said = rebuild(system)
    assert code == 1
    assert said == f"{who.user_id}: registry pending, log verified\n1 differences\n"
    assert rebuild(system, "--mend")[0] == 0
    assert rebuild(system) == (0, "0 differences\n")
    aws("dynamodb").put_item(
        TableName=platform["table_reviews"],
        Item={
            "caseId": {"S": who.verification_id},
            "userId": {"S": who.user_id},
            "status": {"S": "open"},
            "reasons": {"L": []},
            "openedAt": {"S": "2026-11-26T10:00:00+00:00"},
            "updatedAt": {"S": "2026-11-26T10:00:00+00:00"},
            "version": {"N": "1"},
        },
    )
    code, said = rebuild(system)
    assert (code, f"{who.verification_id}: an open case, log says none" in said) == (1, True)
