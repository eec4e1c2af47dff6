"""The documents of another hand are whole, the same for a seed, and read (slowly: a judge)."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks import documents_held_out
from benchmarks.held_out_pictures import document, holder, layouts
from local.pictures import face


@pytest.mark.parametrize("style", sorted(layouts()))
def test_every_layout_prints_name_birth_and_number(style: str) -> None:
    layout = layouts()[style]
    said = "".join(value for row in layout.rows for _, value in row)
    assert layout.kind in ("licence", "card", "permit", "passport")
    assert {"{B}", "{N}"} <= set(re.findall(r"{\w}", said))
    assert "{F}" in said or "{C}" in said or ("{S}" in said and "{G}" in said)
    who = holder(style, random.Random(1))
    assert who.document_number
    assert who.nationality == layout.country


@pytest.mark.parametrize("style", ["tx_licence", "fr_card", "gb_permit", "ie_passport"])
def test_a_seed_draws_one_document(style: str) -> None:
    who, portrait = holder(style, random.Random(2)), face("astronaut")
    pictures = [document(style, who, portrait, 7, 3, turns) for turns in (0, 0, 1)]
    assert pictures[0] == pictures[1] != pictures[2]


@pytest.mark.slow
def test_documents_of_another_hand_are_read() -> None:
    found = list(documents_held_out.outcomes(24, seed=20261129))
    believed = sum(wrong for one in found for wrong in one.believed.values())
    right = [all(one.right.values()) for one in found if one.level < 3]
    assert believed <= 1
    assert sum(right) >= 0.85 * len(right)
