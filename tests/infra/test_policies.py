"""One role per function, with its own actions on its own resources, and nothing else."""

from __future__ import annotations

import json

import pytest

from operations import chalice_config
from tests.infra.states import State, Statement

PREFIX = "vestibule-local-"
#: Actions that AWS offers on no single resource, with what narrows them; docs.aws.amazon.com,
#: "Service Authorization Reference".
WITHOUT_RESOURCE = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "textract:AnalyzeDocument",
    "rekognition:DetectFaces",
    "rekognition:CompareFaces",
    "rekognition:CreateFaceLivenessSession",
    "rekognition:GetFaceLivenessSessionResults",
    "rekognition:CreateCollection",
    "states:SendTaskSuccess",  # the token names the step
    "states:SendTaskFailure",  # the same
    "dynamodb:ListStreams",
}
#: Who opens what is sealed: tokens of waiting steps, secrets on their way through a workflow.
OPENERS = {
    *("api_handler", "signup", "login", "logout", "recheck-profiles", "follow-workflow"),
    *("user-onboarding-await-decision", "user-onboarding-check-profile"),
    "user-onboarding-phone-verification",
}
#: Who asks Rekognition what; the second of a pair is about the collection of faces alone.
FACES = {
    "api_handler": ({"CreateFaceLivenessSession"}, {"DeleteFaces"}),
    "compare-faces": (
        {"CompareFaces", "DetectFaces", "GetFaceLivenessSessionResults"},
        {"CreateCollection", "DeleteFaces", "IndexFaces", "SearchFacesByImage"},
    ),
}


@pytest.fixture(scope="module")
def roles(platform_state: State) -> dict[str, tuple[Statement, ...]]:
    return {name.removeprefix(PREFIX): parts for name, parts in platform_state.roles().items()}


def test_every_function_has_a_role_of_its_own(roles: dict[str, tuple[Statement, ...]]) -> None:
    assert set(roles) == set(chalice_config.sizes())


def test_only_lambda_may_take_on_a_functions_role(platform_state: State) -> None:
    for role in platform_state.of("aws_iam_role"):
        if ".module.function_role[" not in f".{role.module}":
            continue
        trust = json.loads(role.values["assume_role_policy"])["Statement"]
        assert [each["Principal"] for each in trust] == [{"Service": "lambda.amazonaws.com"}]


def test_no_action_is_a_pattern(roles: dict[str, tuple[Statement, ...]]) -> None:
    for role, parts in roles.items():
        for part in parts:
            assert not [action for action in part.actions if "*" in action], (role, part.sid)


def test_every_resource_is_named_where_aws_lets_it_be(
    roles: dict[str, tuple[Statement, ...]],
) -> None:
    for role, parts in roles.items():
        for part in parts:
            if "*" in part.resources:
                assert set(part.actions) <= WITHOUT_RESOURCE, (role, part.sid)


def test_no_role_may_change_its_own_rights(roles: dict[str, tuple[Statement, ...]]) -> None:
    for role, parts in roles.items():
        services = {action.partition(":")[0] for part in parts for action in part.actions}
        assert not services & {"iam", "sts", "lambda", "organizations"}, role


def test_the_data_key_opens_only_through_the_service_that_used_it(
    roles: dict[str, tuple[Statement, ...]],
) -> None:
    for role, parts in roles.items():
        for part in parts:
            if "kms:Decrypt" in part.actions and part.sid != "Open":
                through = part.conditions["StringEquals"]["kms:ViaService"]
                assert through, (role, part.sid)


def test_only_who_reads_sealed_things_may_open_them(
    roles: dict[str, tuple[Statement, ...]],
) -> None:
    found = {role for role, parts in roles.items() if any(part.sid == "Open" for part in parts)}
    assert found == OPENERS


def test_a_function_that_stores_nothing_decrypts_nothing(
    roles: dict[str, tuple[Statement, ...]],
) -> None:
    """Decrypt is there only beside a service whose data the role may reach."""
    reached = {"dynamodb", "s3", "secretsmanager", "sqs", "sns", "states", "events"}
    for role, parts in roles.items():
        services = {action.partition(":")[0] for part in parts for action in part.actions}
        through: set[str] = set()
        for part in parts:
            if part.sid == "DataKeyThroughItsServices":
                names = part.conditions["StringEquals"]["kms:ViaService"]
                listed = names if isinstance(names, list) else [names]
                through = {name.split(".")[0] for name in listed}
        needed = (services | ({"secretsmanager"} if "rds-data" in services else set())) & reached
        assert through <= needed, role


def test_a_role_writes_its_own_log_only(roles: dict[str, tuple[Statement, ...]]) -> None:
    for role, parts in roles.items():
        name = "vestibule-local" if role == "api_handler" else f"{PREFIX}{role}"
        logs = [part for part in parts if any(a.startswith("logs:") for a in part.actions)]
        for part in logs:
            assert [r.partition("log-group:")[2] for r in part.resources] == [
                f"/aws/lambda/{name}:*"
            ]
            assert "logs:CreateLogGroup" not in part.actions  # Terraform makes it, with retention


def test_the_audit_log_can_only_be_added_to(roles: dict[str, tuple[Statement, ...]]) -> None:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/vestibule-local-KycAuditLog"
    for role, parts in roles.items():
        assert not any(part.allows("dynamodb:DeleteItem", table) for part in parts), role
        changing = [part for part in parts if part.allows("dynamodb:UpdateItem", table)]
        assert [part.sid for part in changing] == ["KeepTheAuditLog"] * (role == "retention"), role
        for part in changing:  # until when an entry is kept, and nothing else of it
            assert part.conditions == {
                "ForAllValues:StringEquals": {
                    "dynamodb:Attributes": ["subjectId", "entryId", "expiresAt"]
                }
            }


def test_faces_are_seen_and_known_by_two_functions_only(
    roles: dict[str, tuple[Statement, ...]],
) -> None:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for role, parts in roles.items():
        for part in parts:
            asked = {a.split(":")[1] for a in part.actions if a.startswith("rekognition:")}
            if asked:
                known = part.sid in ("KnowFaces", "BeginToKnowFaces")
                found.setdefault(role, (set(), set()))[known].update(asked)
                assert part.sid != "KnowFaces" or [r.split(":", 5)[5] for r in part.resources] == [
                    f"collection/{PREFIX}people"
                ]
    assert found == FACES
