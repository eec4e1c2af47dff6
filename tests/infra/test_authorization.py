"""Every right is one that AWS knows: the action, the kind of resource, the keys of conditions.

Found with it in the first edition: `sns:Protocol` on `sns:Publish` (it is a key of Subscribe, so no
text message was ever allowed), machines' ARNs on `states:SendTaskSuccess` and a collection's on
`rekognition:CreateCollection`, which know no resource, and aliases' ARNs on
`states:StartExecution`, which is decided by the machine's own.
"""

from __future__ import annotations

import json

import pytest

from tests.infra import authorization
from tests.infra.states import State, Statement, statements

#: IAM counts a role's inline policies together, without white space:
#: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE_LIMIT = 10_240
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:vestibule-local-webhooks"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:vestibule-local-admin-alerts"


@pytest.fixture(scope="module")
def granted(platform_state: State) -> list[tuple[str, Statement]]:
    """(role, statement) of every inline policy: functions, state machines, text messages."""
    policies = platform_state.of("aws_iam_role_policy")
    return [
        (policy.values["role"], statement)
        for policy in policies
        for statement in statements(json.loads(policy.values["policy"]))
    ]


def test_the_reference_knows_every_right(granted: list[tuple[str, Statement]]) -> None:
    found = [
        f"{role}, {statement.sid}: {objection}"
        for role, statement in granted
        for objection in authorization.objections(statement)
    ]
    assert found == []
    assert len({role for role, _ in granted}) >= 31


@pytest.mark.parametrize(
    ("action", "resource", "conditions", "said"),
    [
        ("sns:Publish", "*", {"StringLike": {"sns:Protocol": "sms"}}, "never carries this key"),
        ("states:SendTaskSuccess", "arn:aws:states:eu-west-1:1:stateMachine:x", {}, "it knows"),
        ("rekognition:CreateCollection", "arn:aws:rekognition:eu-west-1:1:collection/x", {}, "it"),
        ("states:StartExecution", "arn:aws:states:eu-west-1:1:stateMachine:x:*", {}, "it knows"),
        ("dynamodb:ListStreams", "arn:aws:dynamodb:eu-west-1:1:table/x/stream/y", {}, "it knows"),
        ("dynamodb:GetItem", QUEUE, {}, "it knows"),
        ("s3:HeadObject", "*", {}, "no such action"),
    ],
)
def test_what_aws_does_not_know_is_found(
    action: str, resource: str, conditions: dict[str, dict[str, str]], said: str
) -> None:
    (objection,) = authorization.objections(Statement("x", (action,), (resource,), conditions))
    assert said in objection


def test_a_right_to_text_is_none_to_publish_to_a_topic(
    granted: list[tuple[str, Statement]],
) -> None:
    texting = [s for _, s in granted if s.sid == "SendTextMessages"]
    assert texting
    for statement in texting:
        assert statement.allows("sns:Publish", "+4915112345678")
        assert statement.allows("sns:Publish", "*")
        assert not statement.allows("sns:Publish", TOPIC)
        assert statement.conditions == {}


def test_a_reader_of_a_stream_may_do_all_that_lambda_asks_for(
    granted: list[tuple[str, Statement]],
) -> None:
    """Lambda looks at the role when the mapping is made: DescribeStream to ListStreams."""
    readers = {role for role, s in granted if s.allows("dynamodb:GetRecords")}
    assert readers
    for role in readers:
        allowed = [s for name, s in granted if name == role]
        for action in ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"):
            assert any(s.allows(f"dynamodb:{action}") for s in allowed), (role, action)


def test_a_roles_policies_are_within_what_iam_takes(platform_state: State) -> None:
    """The longest name of an environment is `local`: the others are shorter."""
    sizes: dict[str, int] = {}
    for policy in platform_state.of("aws_iam_role_policy"):
        text = json.dumps(json.loads(policy.values["policy"]), separators=(",", ":"))
        role = policy.values["role"]
        sizes[role] = sizes.get(role, 0) + len(text)
    assert {role: size for role, size in sizes.items() if size > INLINE_LIMIT} == {}
