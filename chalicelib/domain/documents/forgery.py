"""Signs that a picture of a document was edited, is a screen's, or was sent by somebody else.

A sign is a question for a human and never a refusal: honest people crop, send screenshots and scan.
Nor is a picture without signs genuine: whoever prints what they forged and photographs it well
leaves none, and check digits of zones can be computed by anybody. The thresholds were chosen on
drawn documents of seeds of their own (benchmarks/forgeries.py measures on others).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from chalicelib.domain.documents import layout

SCREENS = frozenset(
    {
        (640, 1136), (720, 1280), (720, 1520), (720, 1560), (720, 1600), (720, 1612),
        (750, 1334), (828, 1792), (1080, 1920), (1080, 2160), (1080, 2220), (1080, 2244),
        (1080, 2280), (1080, 2310), (1080, 2316), (1080, 2320), (1080, 2337), (1080, 2340),
        (1080, 2376), (1080, 2388), (1080, 2400), (1080, 2408), (1080, 2412), (1080, 2424),
        (1080, 2460), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622), (1220, 2712),
        (1240, 2772), (1242, 2208), (1242, 2688), (1260, 2736), (1260, 2800), (1264, 2780),
        (1284, 2778), (1290, 2796), (1320, 2868), (1344, 2992), (1440, 2560), (1440, 2880),
        (1440, 2960), (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3168), (1440, 3200),
        (768, 1366), (800, 1280), (864, 1536), (900, 1440), (900, 1600), (1024, 1280),
        (1050, 1680), (1080, 2560), (1200, 1600), (1200, 1920), (1440, 3440), (1600, 2560),
        (1664, 2560), (1800, 2880), (1964, 3024), (2160, 3840), (2234, 3456), (2880, 5120),
        (1488, 2266), (1536, 2048), (1620, 2160), (1640, 2360), (1668, 2224), (1668, 2388),
        (2048, 2732), (2064, 2752),
    }
)  # fmt: skip
"""Pixels of telephones, tablets and monitors, the shorter side first."""
FILMED = frozenset(
    {(720, 1280), (1080, 1920), (1200, 1600), (1440, 2560), (1536, 2048), (2160, 3840)}
)
"""Sizes that a browser's or a telephone's camera gives, too."""
DRAWN = 0.05
"""Share of exactly even cells that a screen has and no camera gives (only as PNG)."""
PATCH = (0.004, 0.04)
"""Share of the picture that a patch of one exact value takes where a field was painted over."""
ALONE = 2.2
"""How much larger it is than the next one: a drawn page has several."""
PASTED = 0.032
PERIODIC = 9.0
SAME_PICTURE = 0.075
"""Share of the bits set in which two prints of one picture differ at most. Compressed anew, drawn
documents differ in up to 0.09 (most below 0.06), with another name from 0.05, and another card of
the same make and portrait, as a scan, from 0.11."""
WORDS_APART = 1.4
"""How much higher than its neighbour a word of the same field may stand."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What was measured of a picture as it was sent, before it was cleaned. None: not measured.

    `marks` are codes of programs and of screenshots; `camera`: does a camera name itself? `even`:
    share of cells of one exact value; `patch` and `second_patch`: shares of the two largest groups
    of them inside; `pasted`: share of a compact region that an earlier compression did not pass
    through; `periodic`: how far a fine period stands out of the picture's spectrum.
    """

    kind: str = ""
    width: int = 0
    height: int = 0
    camera: bool = False
    marks: tuple[str, ...] = ()
    even: float | None = None
    patch: float | None = None
    second_patch: float | None = None
    pasted: float | None = None
    periodic: float | None = None

    def kept(self) -> bytes:
        """As it is kept beside the picture."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(said).encode()


def facts_of(kept: bytes) -> PictureFacts:
    """What was kept; fields that only another version knows are left out."""
    known = {spec.name for spec in fields(PictureFacts)}
    said = {name: value for name, value in json.loads(kept).items() if name in known}
    return PictureFacts(**said | {"marks": tuple(said.get("marks", ()))})


def signs(facts: PictureFacts) -> Iterator[str]:
    """Codes of what speaks against one picture."""
    if "screenshot" in facts.marks or _screen(facts):
        yield "screenshot"
    if any(mark != "screenshot" for mark in facts.marks):
        yield "edited"
    if _painted(facts):
        yield "painted_over"
    if (facts.pasted or 0) >= PASTED:
        yield "pasted"
    if (facts.periodic or 0) >= PERIODIC:
        yield "screen_photographed"


def _screen(facts: PictureFacts) -> bool:
    """A screen's exact size, and nothing that a camera would have left."""
    size = (min(facts.width, facts.height), max(facts.width, facts.height))
    if facts.camera or size not in SCREENS:
        return False
    if size in FILMED:
        return facts.kind == "PNG" and (facts.even or 0) >= DRAWN
    return True


def _painted(facts: PictureFacts) -> bool:
    least, most = PATCH
    patch = facts.patch or 0.0
    return least <= patch <= most and patch >= ALONE * (facts.second_patch or 0.0)


def same_picture(one: str, other: str) -> bool:
    """Are two prints of one photograph, whatever name it bears?"""
    if not one or len(one) != len(other):
        return False
    first, second = int(one, 16), int(other, 16)
    most = SAME_PICTURE * max(first.bit_count(), second.bit_count())
    return bool(most) and (first ^ second).bit_count() <= most


def uneven_words(answer: Mapping[str, Any]) -> bool:
    """Is a word of capitals or digits much higher than its neighbour in the same line?

    It needs an engine that measures words one by one, as Textract does.
    """
    blocks = {str(block.get("Id", "")): block for block in answer.get("Blocks", ())}
    lines = [b for b in blocks.values() if b.get("BlockType") == "LINE"][: layout.MOST_LINES]
    return any(_uneven([h for h in _heights(line, blocks) if h > 0]) for line in lines)


def _uneven(heights: Sequence[float]) -> bool:
    return len(heights) > 1 and max(heights) > WORDS_APART * min(heights)


def _heights(line: Mapping[str, Any], blocks: Mapping[str, Mapping[str, Any]]) -> Iterator[float]:
    for relation in line.get("Relationships", ()):
        for word in (blocks.get(str(name), {}) for name in relation.get("Ids", ())):
            text, points = str(word.get("Text", "")), layout.polygon(word)
            plain = len(text) >= 3 and text.isalnum() and text == text.upper()
            if plain and not text.isalpha() | text.isdigit() and len(points) == 4:
                continue  # a number of letters and digits is often set in two sizes
            if plain and len(points) == 4:
                (_, top), _, _, (_, bottom) = points
                yield bottom - top
