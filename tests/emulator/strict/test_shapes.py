"""Values held against a service's model: each kind of shape, at its bounds and beyond them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from botocore.model import ServiceModel

from emulator.strict import request_validation, shapes

TEXT = {"type": "string"}
MODEL: dict[str, Any] = {
    "metadata": {"protocol": "json", "serviceId": "Things", "endpointPrefix": "things"},
    "operations": {},
    "shapes": {
        "Thing": {
            "type": "structure",
            "required": ["Name"],
            "members": {
                "Name": {"shape": "Name"},
                "Kind": {"shape": "Kind"},
                "Count": {"shape": "Count"},
                "Share": {"shape": "Share"},
                "Tags": {"shape": "Tags"},
                "Words": {"shape": "Words"},
                "Bytes": {"shape": "Bytes"},
                "Any": {"shape": "Free"},
                "Flag": {"shape": "Flag"},
                "Inside": {"shape": "Thing"},
            },
        },
        "Name": TEXT | {"min": 2, "max": 4},
        "Kind": TEXT | {"enum": ["small", "large"]},
        "Count": {"type": "integer", "min": 1, "max": 3},
        "Share": {"type": "double", "min": 0, "max": 1},
        "Key": TEXT | {"max": 3},
        "Value": TEXT | {"min": 1},
        "Tags": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Value"}, "max": 2},
        "Word": TEXT | {"max": 5},
        "Words": {"type": "list", "member": {"shape": "Word"}, "min": 1, "max": 2},
        "Bytes": {"type": "blob", "min": 1, "max": 2},
        "Free": {"type": "blob"},
        "Flag": {"type": "boolean"},
    },
}
THING = shapes.check_of(ServiceModel(MODEL).shape_for("Thing"), {})


def said(**given: Any) -> list[str]:
    return list(THING({"Name": "abc"} | given, ""))


def encoded(text: bytes) -> str:
    return base64.b64encode(text).decode()


@pytest.mark.parametrize(
    ("given", "objections"),
    [
        ({}, []),
        ({"Name": "ab", "Kind": "large", "Count": 1, "Share": 0}, []),
        ({"Name": "abcd", "Count": 3, "Share": 1.0, "Words": ["abcde"]}, []),
        ({"Name": None}, ["Name: must not be null"]),
        ({"Kind": None, "Unknown": 1}, []),
        ({"Name": "a"}, ["Name: has 1 characters, at least 2 are needed"]),
        ({"Name": "abcde"}, ["Name: has 5 characters, at most 4 are allowed"]),
        ({"Kind": "tiny"}, ["Kind: must be one of ['large', 'small']"]),
        ({"Count": 0}, ["Count: has 0, at least 1 are needed"]),
        ({"Count": 4}, ["Count: has 4, at most 3 are allowed"]),
        ({"Share": 1.5}, ["Share: has 1.5, at most 1 are allowed"]),
        ({"Share": -0.5}, ["Share: has -0.5, at least 0 are needed"]),
        ({"Words": []}, ["Words: has 0 members, at least 1 are needed"]),
        ({"Words": ("a", "b", "c")}, ["Words: has 3 members, at most 2 are allowed"]),
        ({"Words": ["a", "abcdef"]}, ["Words: has 6 characters, at most 5 are allowed"]),
        ({"Tags": {"a": "1", "b": "2"}}, []),
        ({"Tags": {"a": "1", "b": "2", "c": "3"}},
         ["Tags: has 3 entries, at most 2 are allowed"]),
        ({"Tags": {"abcd": ""}}, ["Tags (key): has 4 characters, at most 3 are allowed",
                                  "Tags: has 0 characters, at least 1 are needed"]),
        ({"Bytes": b"12"}, []),
        ({"Bytes": b""}, ["Bytes: has 0 bytes, at least 1 are needed"]),
        ({"Bytes": encoded(b"12")}, []),
        ({"Bytes": encoded(b"123")}, ["Bytes: has 3 bytes, at most 2 are allowed"]),
        ({"Any": "not base64", "Flag": "anything"}, []),
        ({"Inside": {"Name": "abc", "Inside": {}}}, ["Inside.Inside.Name: must not be null"]),
    ],
)  # fmt: skip
def test_a_value_is_held_against_its_shape(given: dict[str, Any], objections: list[str]) -> None:
    assert said(**given) == objections


def test_what_is_of_another_kind_is_for_the_service_to_refuse() -> None:
    """A number where a text belongs is a fault of parsing, which moto names itself."""
    odd = {"Name": 7, "Kind": 7, "Count": "7", "Words": "abc", "Tags": "abc", "Inside": "abc"}
    assert said(**odd) == []
    assert said(Count=True) == []
    assert list(THING("no structure at all", "")) == []


def spelled(pattern: str, value: str) -> bool:
    metadata = {"type": "string", "pattern": pattern}
    model = ServiceModel(MODEL | {"shapes": {"Text": metadata}})
    objections = list(shapes.check_of(model.shape_for("Text"), {})(value, "at"))
    assert all(each.startswith("at: must be spelled as ") for each in objections)
    return not objections


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("[a-z]+", "abc", "abc1"),  # the whole text, not a part of it
        (r"[\p{Alnum}_-]+", "aZ9_-", "a b"),
        (r"\p{Alpha}\p{Digit}", "a1", "1a"),
        (r"\p{ASCII}*", "a~\t", "ä"),
        (r"\p{Print}+", "a ~", "a\t"),
        (r"\p{Graph}+", "!~", "! ~"),
        (r"[\p{Punct}]+", "!@[`~", "a"),
        ("(?s).+", "a\nb", ""),
        (".+", "ab", "a\nb"),
    ],
)
def test_a_pattern_of_java_means_in_python_what_it_means_there(
    pattern: str, right: str, wrong: str
) -> None:
    assert spelled(pattern, right)
    assert not spelled(pattern, wrong)


@pytest.mark.parametrize("pattern", [r"[\p{L}\p{M}]+", r"\p{M}", "([a-z", r"\p{IsThai}"])
def test_a_pattern_that_python_has_no_words_for_refuses_nothing(pattern: str) -> None:
    assert spelled(pattern, "anything: 1 ä")


def test_a_stream_of_bytes_is_not_looked_at() -> None:
    model = request_validation._model("s3")
    assert model is not None
    put = model.operation_model("PutObject")
    assert list(request_validation.violations(put, {"Bucket": None})) == []
    assert list(
        request_validation.violations(model.operation_model("GetObject"), {"Bucket": "b"})
    ) == ["Key: must not be null"]
