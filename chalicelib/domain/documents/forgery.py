"""Signs that a picture of a document was edited, shows a screen, or was sent by somebody else.

A sign leads to a review and never to a refusal: honest people crop, scan and send screenshots. A
picture without signs need not be genuine: a printed forgery that is photographed well has none, and
anybody can compute the check digits of a zone. The thresholds were chosen on drawn documents whose
seeds differ from those that benchmarks/forgeries.py measures.
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
"""Screen sizes of telephones, tablets and monitors in pixels, the shorter side first."""
FILMED = frozenset(
    {(720, 1280), (1080, 1920), (1200, 1600), (1440, 2560), (1536, 2048), (2160, 3840)}
)
"""Screen sizes that are also sizes of camera pictures."""
DRAWN = 0.05
"""Share of cells with one exact value from which a PNG is a screenshot: cameras give fewer."""
PATCH = (0.004, 0.04)
"""Least and greatest share of the picture that a painted-over field takes."""
ALONE = 2.2
"""How many times larger it is than the next patch; a drawn page has several."""
PASTED = 0.032
PERIODIC = 9.0
SAME_PICTURE = 0.075
"""Greatest share of the set bits in which two prints of one picture differ. Measured on drawn
documents: recompressed up to 0.09 (most below 0.06), with another name from 0.05, a scan of another
card of the same make and portrait from 0.11."""
WORDS_APART = 1.4
"""How many times higher than its neighbour a word of the same field may be."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Measurements of a picture as it was sent, before cleaning. None: not measured.

    `marks`: codes of editing programs and screenshots in the metadata. `camera`: the metadata name
    a camera. `even`: share of cells with one exact value; `patch` and `second_patch`: shares of the
    two largest groups of these. `pasted`: share of a compact region without the traces of an
    earlier compression that the rest has. `periodic`: the prominence of a fine period in the
    spectrum.
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
        """The measurements as JSON, stored with the picture."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(said).encode()


def facts_of(kept: bytes) -> PictureFacts:
    """The measurements in stored JSON; fields unknown to this version are ignored."""
    known = {spec.name for spec in fields(PictureFacts)}
    said = {name: value for name, value in json.loads(kept).items() if name in known}
    return PictureFacts(**said | {"marks": tuple(said.get("marks", ()))})


def signs(facts: PictureFacts) -> Iterator[str]:
    """The codes of the signs of forgery in one picture."""
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
    """Whether the picture has the exact size of a screen and no traces of a camera."""
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
    """Whether two prints are of the same photograph, whatever name it shows."""
    if not one or len(one) != len(other):
        return False
    first, second = int(one, 16), int(other, 16)
    most = SAME_PICTURE * max(first.bit_count(), second.bit_count())
    return bool(most) and (first ^ second).bit_count() <= most


def uneven_words(answer: Mapping[str, Any]) -> bool:
    """Whether a word of capitals or digits is much higher than its neighbour in the same line.

    This needs an OCR engine that measures words one by one, as Textract does.
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
