"""Calls of Rekognition, and the rights they need after AWS's Service Authorization Reference."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.strict import rights
from emulator.strict.conditions import hold, keys_of

COLLECTION = rights.arn("rekognition", "collection/people")
PICTURE = {"S3Object": {"Bucket": "frames", "Name": "one.jpg"}}
READ = ("s3:GetObject", "arn:aws:s3:::frames/one.jpg")
OF_PEOPLE = {"CollectionId": "people"}


@pytest.mark.parametrize(
    ("operation", "given", "resource", "also"),
    [
        ("CreateCollection", OF_PEOPLE, COLLECTION, ()),
        ("DeleteFaces", {**OF_PEOPLE, "FaceIds": ["1"]}, COLLECTION, ()),
        ("IndexFaces", {**OF_PEOPLE, "Image": PICTURE}, COLLECTION, (READ,)),
        ("SearchFacesByImage", {**OF_PEOPLE, "Image": PICTURE}, COLLECTION, (READ,)),
        ("DetectFaces", {"Image": PICTURE}, "*", (READ,)),
        ("CompareFaces", {"SourceImage": PICTURE, "TargetImage": {"Bytes": b""}}, "*", (READ,)),
        ("CreateFaceLivenessSession", {"ClientRequestToken": "1"}, "*", ()),
        ("GetFaceLivenessSessionResults", {"SessionId": "1"}, "*", ()),
    ],
)
def test_a_call_needs_its_own_right_on_what_it_names(
    operation: str, given: dict[str, Any], resource: str, also: tuple[rights.Right, ...]
) -> None:
    found = rights.needed("rekognition", operation, given)
    assert found == ((f"rekognition:{operation}", resource), *also)


def test_a_batch_needs_its_right_on_each_of_its_tables() -> None:
    given: dict[str, Any] = {"RequestItems": {"People": {"Keys": []}, "Marks": {"Keys": []}}}
    assert rights.needed("dynamodb", "BatchGetItem", given) == tuple(
        ("dynamodb:BatchGetItem", rights.arn("dynamodb", f"table/{name}"))
        for name in ("People", "Marks")
    )


KEEPS = {
    "ForAllValues:StringEquals": {"dynamodb:Attributes": ["subjectId", "entryId", "expiresAt"]}
}
KEY = {"subjectId": {"S": "1"}, "entryId": {"S": "2"}}


@pytest.mark.parametrize(
    ("update", "condition", "allowed"),
    [
        ("SET expiresAt = :end", "attribute_exists(expiresAt)", True),
        ("SET #e = if_not_exists(#e, :end)", "", True),
        ("SET expiresAt = :end, facts = :facts", "", False),
        ("SET #f = :facts", "", False),
        ("REMOVE digest", "", False),
        ("SET expiresAt = :end", "facts = :facts", False),
    ],
)
def test_an_update_names_no_attribute_but_those_of_the_condition(
    update: str, condition: str, allowed: bool
) -> None:
    given = {"Key": KEY, "UpdateExpression": update, "ConditionExpression": condition}
    given["ExpressionAttributeNames"] = {"#e": "expiresAt", "#f": "facts"}
    assert hold(KEEPS, keys_of("dynamodb", "UpdateItem", given)) is allowed
    assert keys_of("dynamodb", "PutItem", given) == {}
    ((part, content),) = rights.parts("TransactWriteItems", {"TransactItems": [{"Update": given}]})
    assert hold(KEEPS, keys_of("dynamodb", part, content)) is allowed
