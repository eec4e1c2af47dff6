"""What OCR may answer, mutated: the reader never raises, and takes no longer than a bound.

A few thousand answers by default; `VESTIBULE_FUZZ=50000` for the long run.
"""

from __future__ import annotations

import copy
import os
import random
import time
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents.document import Claim, extract
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from chalicelib.domain.verifications import checks
from tests.domain.documents.test_aamva import record
from tests.services.in_memory import printed

TODAY = date(2026, 11, 21)
COUNT = int(os.environ.get("VESTIBULE_FUZZ", "1500"))
SLOWEST = 1.5
"""Seconds of work for the worst answer; a page of Textract has hundreds of lines at most."""
CLAIM = Claim("Mario Rossi", "1988-11-11", "ITA")
ODD = "<<<<《≪KLC0O1lI|²①٣年月日.,:：/-()\"'` \t\n\u200f\u0301ÄŁßıИ漢نا💥"
HOLDER = Holder(
    "Rossi", "Mario", "AB1234567", "ITA", "ITA", date(1988, 11, 11), date(2034, 5, 20), "M"
)


def pages() -> list[dict[str, Any]]:
    """Answers that are right: labelled cards, licences, zones, a code."""
    card = printed(
        Surname="ROSSI", Given_names="Mario", Date_of_birth="11.11.1988",
        Document_number="AB1234567", Date_of_expiry="20.05.2034", Place_of_birth="TORINO",
    )  # fmt: skip
    lines = [
        "DRIVING LICENCE", "1. MORGAN", "2. SARAH", "3. 11.03.1976 UK", "4b. 18.01.2033",
        "4a. 19.01.2023 4c. DVLA", "5. MORGA753116SM9IJ 35", "4d DLN: 99 999 999 3 DOB: 08/04/1969",
    ]  # fmt: skip
    licence = {"Blocks": [line(text, row) for row, text in enumerate(lines)]}
    zones = [
        {"Blocks": [line(text, row) for row, text in enumerate(write(fmt, HOLDER))]}
        for fmt in Format
    ]
    return [card, licence, *zones, {"Blocks": [], "Codes": [record()]}]


def line(text: str, row: int) -> dict[str, Any]:
    top = 0.1 + row / 12
    corners = [(0.1, top), (0.9, top), (0.9, top + 0.05), (0.1, top + 0.05)]
    return {
        "BlockType": "LINE", "Id": f"l{row}", "Text": text, "Confidence": 97.0,
        "Geometry": {
            "BoundingBox": {"Left": 0.1, "Top": top, "Width": 0.8, "Height": 0.05},
            "Polygon": [{"X": x, "Y": y} for x, y in corners],
        },
    }  # fmt: skip


def mutated(answer: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The answer with some of its texts, numbers and places changed, lost or doubled."""
    answer = copy.deepcopy(answer)
    blocks = answer["Blocks"]
    for _ in range(chance.randint(1, 6)):
        if not blocks:
            break
        block = chance.choice(blocks)
        way = chance.randrange(7)
        if way == 0 and "Text" in block:
            block["Text"] = scrambled(block["Text"], chance)
        elif way == 1:
            block["Confidence"] = chance.choice([0, 35.0, 99.9, 100])
        elif way == 2 and "Geometry" in block:
            point = chance.choice(block["Geometry"]["Polygon"] or [{}])
            point |= {"X": chance.choice([0.0, 1.0, 0.5]), "Y": chance.choice([0.0, 1.0])}
        elif way == 3:
            blocks.remove(block)
        elif way == 4:
            blocks.append(copy.deepcopy(block))
        elif way == 5:
            block.pop(chance.choice(["Relationships", "Geometry", "Text", "EntityTypes"]), None)
        else:
            chance.shuffle(blocks)
    if "Codes" in answer:
        answer["Codes"] = [scrambled(answer["Codes"][0], chance)]
    return answer


def scrambled(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(letters))
        letters[at : at + chance.randint(0, 3)] = chance.choices(ODD, k=chance.randint(0, 3))
    return "".join(letters) * chance.choice([1, 1, 1, 1, 2, 30])


def test_mutated_answers_are_read_or_not_and_never_raise() -> None:
    chance, good = random.Random(20261126), pages()
    slowest = 0.0
    for number in range(COUNT):
        sides = {"front": mutated(chance.choice(good), chance)}
        if chance.random() < 0.4:
            sides["back"] = mutated(chance.choice(good), chance)
        started = time.thread_time()
        found = extract(sides, CLAIM if chance.random() < 0.5 else None, TODAY)
        slowest = max(slowest, time.thread_time() - started)
        evidence = checks.Evidence(
            found.missing, found.differences, found.mrz_valid, found.expired, found.age
        )
        assert checks.decide(evidence, checks.Policy()).outcome != "approved", number
    assert slowest < SLOWEST


ENDLESS = {
    "fillers": "<" * 5000, "digits": "1" * 5000, "numbers": "4b. " * 1500, "letters": "A<" * 2500,
    "labels": "Surname " * 900,
}  # fmt: skip


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_page_of_one_endless_line_takes_no_longer(kind: str) -> None:
    text = ENDLESS[kind]
    started = time.thread_time()
    extract({"front": {"Blocks": [line(text, row) for row in range(20)]}}, CLAIM, TODAY)
    assert time.thread_time() - started < SLOWEST


def test_a_page_of_many_lines_takes_no_longer() -> None:
    texts = [
        "Surname",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "12.04.1985",
        "GMEN SAMES",
        "5. X",
    ]
    started = time.thread_time()
    extract(
        {"front": {"Blocks": [line(f"{texts[n % 5]} {n}", n) for n in range(400)]}}, CLAIM, TODAY
    )
    assert time.thread_time() - started < 2 * SLOWEST
