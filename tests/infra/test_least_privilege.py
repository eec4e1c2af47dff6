"""What each function did in a whole life of this system, against what its role allows.

Every AWS call is recorded per function (emulator.strict.watch). Nothing that was done may be
missing in the role; nothing the role allows may be unused, but for rights that only rare moments
need: those are named below, with the moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from local.zygote import Zygote
from tests.infra import granted
from tests.infra.lifetime import Lifetime
from tests.infra.states import State, Statement

pytestmark = pytest.mark.slow
Roles = dict[str, tuple[Statement, ...]]

#: Statements for what AWS does on a function's behalf: no call of the function shows them.
#: Logs and traces by the runtime, readers of queues and streams and their dead letters by event
#: source mappings, the data key by the service that holds the data, the parameter at cold start.
BY_AWS = {
    *(
        "WriteOwnLog",
        "SendTraces",
        "ReadStreams",
        "ListStreams",
        "TakeMessages",
        "DataKeyThroughItsServices",
    ),
    *("ReadThePlatform", "TellMissingObjects", "VaultKeyThroughS3", "PutIntoTheVault"),
}
#: (function or *, statement, what the resource ends with or *) -> the moment.
RARE: dict[tuple[str, str, str], str] = {
    ("*", "Open", "*"): "a step that waits is woken, or the sealed secret of workflow B",
    ("*", "AnswerWorkflows", "*"): "whoever comes last wakes the step: another function did",
    ("*", "RemoveItems", "TaskTokens"): "with the above",
    ("*", "ReadTables", "TaskTokens"): "with the above",
    ("*", "PublishToTopics", "admin-alerts"): "a case for a reviewer, opened by whoever comes last",
    ("*", "WriteTables", "Reviews"): "with the above",
    ("*", "ReadTables", "Reviews"): "with the above",
    ("*", "WriteTables", "Verifications"): "whoever comes last decides",
    ("*", "CheckInTransactions", "*"): "whoever comes last approves",
    ("*", "WriteTables", "Persons"): "whoever comes last decides",
    ("*", "ReadTables", "Persons"): "with the above",
    ("*", "WriteTables", "KycOcrData"): "lists have changed between screening and decision",
    ("follow-workflow", "*", "*"): "whoever comes last wakes the step: the step looked itself",
    ("follow-reviewers", "*", "*"): "a case waits for a reviewer",
    ("follow-company", "*", "*"): "an address for webhooks is configured",
    ("process-user-signup", "ReadTables", "*"): "somebody moved before they had a row",
    ("reconcile-users", "ReadTables", "*"): "with the above",
    ("user-onboarding-kyc-timeout", "*", "*"): "nobody decided in time",
    ("*", "ReadTables", "DocumentNumbers"): "whoever comes last looks for duplicates",
    ("*", "SendMessages", "-dlq"): "Lambda sends what failed for good to the failure queue",
    ("*", "SendMail", "*"): "a template for each way a case may end",
    ("*", "ReadTables", "Levels"): "an attempt that began under a published level",
    ("*", "ReadTables", "OwnLists"): "an attempt under a level that speaks of own lists",
    ("api_handler", "GetObjects", "watchlists*"): "a reviewer approves: are the lists in force?",
    ("ocr-extraction", "GetObjects", "watchlists*"): "faces were shown before it was read",
    ("process-webhook", "GetObjects", "watchlists*"): "lists are kept in the process for minutes",
    ("send-email", "WriteTables", "Told"): "the task is before the follower of the same move",
    ("send-sms", "WriteTables", "Told"): "the task is before the follower of the same move",
    ("ocr-extraction", "AskIndexes", "byVerification"): "faces were shown before it was read",
    ("compare-faces", "WriteTables", "Marks"): "faces are remembered, where that is chosen",
    ("compare-faces", "RemoveItems", "Marks"): "an erasure came while a face was remembered",
    ("user-onboarding-await-decision", "WriteTables", "Onboardings"): "decided before it waits",
    ("api_handler", "RemoveItems", "ScreeningDecisions"): "erased after a cleared false match",
    ("*", "OpenSecrets", "*"): "kept in the process for some minutes; a vendor that was not chosen",
    ("*", "Count", "Idempotency"): "a request with an Idempotency-Key",
    ("*", "ReadTables", "Idempotency"): "with the above",
    ("*", "WriteTables", "Idempotency"): "with the above",
    ("*", "RemoveItems", "Idempotency"): "with the above",
    ("*", "WriteTables", "Breakers"): "a vendor fails",
    ("*", "ReadTables", "Breakers"): "with the above",
    ("*", "SendTextMessages", "*"): "better pictures are asked for",
    ("follow-applicant", "WriteTables", "ApplicantSessions"): "with the above: the mail has a link",
    (
        "retention",
        "KeepTheAuditLog",
        "*",
    ): "a level with years of its own, a month after a decision",
    ("user-onboarding-start-kyc", "AskIndexes", "byUser"): "a level asks for the account's age",
    ("*", "SeeFaces", "*"): "managed liveness, where it is chosen",
    ("*", "BeginToKnowFaces", "*"): "faces are remembered, where that is chosen",
    ("*", "KnowFaces", "*"): "faces are remembered, where that is chosen",
    ("compare-faces", "PutObjects", "kyc-live-frames*"): "managed liveness, where it is chosen",
    ("recheck-profiles", "*", "*"): "the safety net: only after a message was lost",
    ("reconcile-webhooks", "*", "*"): "only after a webhook was lost",
    ("ocr-extraction", "GetObjects", "kyc-ocr-raw*"): "documents of two sides",
    ("process-user-signup", "UseTheRegistry", "*"): "rows one by one when a batch holds a conflict",
    ("*", "ReadTables", "ScreeningDecisions"): "a reviewer has cleared a false match",
    ("api_handler", "WriteTables", "ScreeningDecisions"): "with the above",
    ("api_handler", "ShredObjects", "kyc-live-frames*"): "frames were sent before the erasure",
    ("api_handler", "ReadTables", "WebhookEvents"): "some vendors give a session's link only once",
    ("process-webhook", "ReadTables", "Onboardings"): "a decision when no workflow is left to tell",
    ("process-webhook", "Identity", "*"): "with the above",
    ("process-webhook", "PublishToTopics", "user-notifications"): "with the above",
    (
        "process-webhook",
        "SendMessages",
        "webhooks",
    ): "an event that came too early is looked at later",
    ("reconcile-users", "AnnounceFacts", "*"): "somebody was missed",
    ("refresh-watchlists", "*", "Rescreenings"): "a list has changed",
    ("rescreen-users", "*", "*"): "a list has changed, and somebody verified is on it",
    ("user-onboarding-kyc-rejected", "AppendToTheAuditLog", "*"): "rejected from outside",
    ("user-onboarding-start-kyc", "ReadTables", "Verifications"): "two changes at once",
}


#: Words of functions.tf that stand in one statement: action -> the statement of the word alone.
TOGETHER = {
    "s3:GetObject": "GetObjects",
    "s3:PutObject": "PutObjects",
    "s3:DeleteObjectVersion": "ShredObjects",
    "s3:ListBucket": "TellMissingObjects",
    "s3:ListBucketVersions": "FindVersions",
}
#: Functions that need no call in this life: no address for webhooks is configured.
SILENT = {"vestibule-local-follow-company"}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[granted.Used]:
    file = tmp_path_factory.mktemp("rights") / "used.jsonl"
    environment = {"VESTIBULE_IAM": "record", "VESTIBULE_IAM_RECORD": str(file)}
    # Pictures are over after a day, so that this life sees them go.
    with Zygote(environment) as zygote, zygote.fork(VESTIBULE_MEDIA_DAYS="1") as urls:
        Lifetime(urls).live()
        yield granted.recorded(file)


@pytest.fixture(scope="module")
def roles(used: granted.Used, platform_state: State) -> Roles:
    """By the name of the function, as Lambda knows it."""
    found = platform_state.roles()
    found["vestibule-local"] = found.pop("vestibule-local-api_handler")
    return found


def test_every_function_worked(used: granted.Used, roles: Roles) -> None:
    assert set(roles) - set(used) <= SILENT
    assert set(used) <= set(roles)


def test_nothing_is_missing(used: granted.Used, roles: Roles) -> None:
    found = {name: granted.missing(roles[name], rights) for name, rights in used.items()}
    assert {name: each for name, each in found.items() if each} == {}


def test_nothing_is_unused(used: granted.Used, roles: Roles) -> None:
    found = set()
    for name, parts in roles.items():
        own = tuple(part for part in parts if part.sid not in BY_AWS)
        left = granted.unused(own, used.get(name, set()))
        found |= {
            (name, *each)
            for each in left
            if not _rare(name, *each) and not _read_with_the_write(each, left)
        }
    assert not found, "\n".join(" ".join(each) for each in sorted(found))


def _read_with_the_write(each: tuple[str, str, str], left: set[tuple[str, str, str]]) -> bool:
    """Who writes a table may read it, in the same statement: IAM takes 10,240 characters a role.

    A table that is written needs no reading to be justified; one that is not is unused.
    """
    sid, action, resource = each
    merged = sid in ("WriteTables", "WriteAndRemove")
    return (
        merged and action == "dynamodb:GetItem" and (sid, "dynamodb:PutItem", resource) not in left
    )


def _rare(function: str, sid: str, action: str, resource: str) -> bool:
    bare = function.removeprefix("vestibule-local").removeprefix("-") or "api_handler"
    if sid == "WriteAndRemove":  # two words in one statement
        sid = "RemoveItems" if action == "dynamodb:DeleteItem" else "WriteTables"
    sid = TOGETHER.get(action, sid) if sid in ("KeepObjects", "SeeObjects") else sid
    if sid in BY_AWS:
        return True
    return any(
        who in ("*", bare) and what in ("*", sid) and _ends(resource, where)
        for who, what, where in RARE
    )


def _ends(resource: str, where: str) -> bool:
    if where == "*":
        return True
    return where.rstrip("*") in resource if where.endswith("*") else resource.endswith(where)


def test_a_role_that_lacks_a_right_would_be_noticed(used: granted.Used, roles: Roles) -> None:
    """The comparison itself: without one of its statements, each role is missing something."""
    for name, rights in used.items():
        for part in roles[name]:
            if any(granted.covers(part, *right) for right in rights) and part.sid == "ReadTables":
                fewer = tuple(other for other in roles[name] if other is not part)
                assert granted.missing(fewer, rights), name
                assert not granted.missing((*fewer, replace(part)), rights), name
