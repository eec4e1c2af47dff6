"""Textract's blocks: PAGE, LINE, WORD and KEY_VALUE_SET, with their geometry and relations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np

from local.vision.forms import Pair
from local.vision.landmarks import Picture, Points
from local.vision.ocr import Line


class Page:
    """Makes the blocks of one page; geometry is relative to the picture's size (0-1)."""

    def __init__(self, picture: Picture, lines: Sequence[Line]) -> None:
        self._height, self._width = picture.shape[:2]
        down = sum((line.down for line in lines), start=np.zeros(2))
        self._lines = sorted(lines, key=lambda line: float(line.corners.mean(axis=0) @ down))
        self._blocks: list[dict[str, Any]] = []

    def blocks(self, pairs: Sequence[Pair] = ()) -> list[dict[str, Any]]:
        """The blocks: PAGE, then lines with their words from top to bottom, then pairs as
        KEY_VALUE_SET. To be called once."""
        whole = np.array(
            [[0, 0], [self._width, 0], [self._width, self._height], [0, self._height]], np.float64
        )
        page = self._add("PAGE", whole)
        children = []
        for line in self._lines:
            block = self._add("LINE", line.corners, line)
            _relate(block, "CHILD", self._words(line))
            children.append(block["Id"])
        for pair in pairs:
            children += self._pair(pair)
        _relate(page, "CHILD", children)
        return self._blocks

    def _pair(self, pair: Pair) -> list[str]:
        key = self._add("KEY_VALUE_SET", pair.key.corners)
        key |= {"EntityTypes": ["KEY"], "Confidence": pair.key.trust}
        shown = pair.value or Line("", pair.key.trust, pair.key.corners)
        value = self._add("KEY_VALUE_SET", shown.corners)
        value |= {"EntityTypes": ["VALUE"], "Confidence": shown.trust}
        _relate(key, "VALUE", [value["Id"]])
        _relate(key, "CHILD", self._words(pair.key))
        _relate(value, "CHILD", self._words(shown))
        return [key["Id"], value["Id"]]

    def _words(self, line: Line) -> list[str]:
        """Adds WORD blocks and returns their ids. A word's box is its share of the line's box by
        characters; its confidence is that of its least certain character."""
        text = line.text
        one, two, three, four = line.corners
        ids, start = [], 0
        for word in text.split():
            at = text.index(word, start)
            start = at + len(word)
            a, b = at / len(text), start / len(text)
            corners = np.array(
                [
                    one + (two - one) * a,
                    one + (two - one) * b,
                    four + (three - four) * b,
                    four + (three - four) * a,
                ]
            )
            sure = min(line.trust, line.weakest(at, start))
            block = self._add("WORD", corners, Line(word, sure, corners))
            block["TextType"] = "PRINTED"
            ids.append(block["Id"])
        return ids

    def _add(self, kind: str, corners: Points, line: Line | None = None) -> dict[str, Any]:
        block: dict[str, Any] = {
            "BlockType": kind,
            "Id": str(uuid.uuid4()),
            "Geometry": self._geometry(corners),
            "Page": 1,
        }
        if line:
            block |= {"Confidence": line.trust, "Text": line.text}
        self._blocks.append(block)
        return block

    def _geometry(self, corners: Points) -> dict[str, Any]:
        shares = np.clip(corners / (self._width, self._height), 0, 1)
        (left, top), (right, bottom) = shares.min(axis=0), shares.max(axis=0)
        return {
            "BoundingBox": {
                "Left": float(left),
                "Top": float(top),
                "Width": float(right - left),
                "Height": float(bottom - top),
            },
            "Polygon": [{"X": float(x), "Y": float(y)} for x, y in shares],
        }


def _relate(block: dict[str, Any], kind: str, ids: list[str]) -> None:
    if ids:
        block.setdefault("Relationships", []).append({"Type": kind, "Ids": ids})
