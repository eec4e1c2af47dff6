"""Cards of many countries are drawn as their states lay them out, and read."""

from __future__ import annotations

import base64
import random
from datetime import date

import pytest

from benchmarks.documents_world import holder, record
from chalicelib.domain.documents import codes
from chalicelib.domain.documents.document import extract, same_name
from local.pictures import face, world
from local.vision import textract

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("style", sorted(world.STYLES))
def test_every_card_is_drawn_and_the_same_seed_draws_the_same(style: str) -> None:
    who = holder(style, random.Random(1))
    pictures = [world.document(style, who, face("astronaut"), 3) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert pictures[0] != world.document(style, who, face("astronaut"), 3, turns=1)


@pytest.mark.parametrize(
    ("style", "turns"), [("gb_licence", 0), ("us_ca_licence", 1), ("it_card", 2)]
)
def test_a_card_is_read_whichever_way_it_lies(style: str, turns: int) -> None:
    who = holder(style, random.Random(2))
    picture = world.document(style, who, face("astronaut"), 5, turns=turns)
    answer = textract.analyze_document(
        {"Document": {"Bytes": base64.b64encode(picture).decode()}, "FeatureTypes": ["FORMS"]},
        nobody,
    )
    found = extract({"front": answer}, None, TODAY)
    assert same_name(found.value("name"), who.full_name)
    assert found.value("dateOfBirth") == who.birth_date
    assert found.value("documentNumber") == who.document_number
    assert found.value("expiry") == who.expiry_date


def nobody(bucket: str, key: str, version: str | None = None) -> bytes:
    raise LookupError(key)


def test_the_code_on_a_drawn_back_says_who_it_is() -> None:
    who = holder("us_ca_licence", random.Random(3))
    code = codes.interpret([record(who)], TODAY)
    assert code and same_name(code.name, who.full_name)
    assert (code.birth, code.number) == (date.fromisoformat(who.birth_date), who.document_number)
