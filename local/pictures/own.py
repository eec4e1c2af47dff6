"""The user's own pictures for the demo: what their document says, and their selfies by gesture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from chalicelib.domain.documents.document import extract
from local.pictures.portraits import SHOWN, selfies
from local.vision import textract
from local.vision.protocol import Refused

ENDINGS = (".jpg", ".jpeg", ".png")
WIDEST = 720


@dataclass(frozen=True)
class Reading:
    """The data on a document. `born`: ISO 8601; `nationality`: three letters, UTO if none was read;
    `report`: a line per field, to be printed."""

    name: str
    born: str
    nationality: str
    report: list[str] = field(default_factory=list)


def read_person(picture: bytes) -> Reading:
    """Reads a JPEG or PNG of a document as the pipeline will. ValueError, with advice, if it is no
    picture or has no readable name and birth date."""
    import base64

    request = {
        "Document": {"Bytes": base64.b64encode(picture).decode()},
        "FeatureTypes": ["FORMS"],
    }
    try:
        answer = textract.analyze_document(request, _no_bucket)
    except Refused as error:
        raise ValueError(f"{error}; give a JPEG or PNG of a document") from error
    found = extract({"front": answer}, None, datetime.now(UTC).date())
    report = [
        f"{name:<16}{field['value']:<32}{field['confidence']:5.1f} %  {field['source']}"
        for name, field in found.fields.items()
    ]
    if not found.value("name") or not found.value("dateOfBirth"):
        raise ValueError(
            "the document's name or birth date could not be read, take it again in better light;"
            " missing: " + ", ".join(found.missing)
        )
    state = found.value("nationality")
    nationality = {"D": "DEU"}.get(state, state if len(state) == 3 else "UTO")
    return Reading(found.value("name"), found.value("dateOfBirth"), nationality, report)


def _no_bucket(bucket: str, key: str, version: str | None = None) -> bytes:
    raise LookupError(f"s3://{bucket}/{key}")


def frames_of(folder: Path | None, document: bytes) -> Callable[[str, int], bytes]:
    """`frames(gesture, n)` -> JPEG, from files named by gesture (`blink-1.jpg`, `turn_left 2.png`).

    Gestures with fewer than three files are completed from a portrait: that of `neutral*`, else the
    document's. ValueError if a file is no picture, or no face is found in that portrait.
    """
    own: dict[str, list[bytes]] = {gesture: [] for gesture in SHOWN}
    for path in sorted(folder.iterdir()) if folder else ():
        if path.suffix.lower() in ENDINGS:
            for gesture in SHOWN:
                if path.stem.lower().replace("-", "_").replace(" ", "_").startswith(gesture):
                    own[gesture].append(_selfie(path))
    source = own["neutral"][0] if own["neutral"] else document
    missing = [gesture for gesture, pictures in own.items() if len(pictures) < 3]
    made = selfies(_opened(source)) if missing else {}

    def frame(gesture: str, number: int) -> bytes:
        pictures = own[gesture] if gesture not in missing else own[gesture] + list(made[gesture])
        return pictures[number % len(pictures)]

    return frame


def _opened(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as opened:
        return ImageOps.exif_transpose(opened).convert("RGB")


def _selfie(path: Path) -> bytes:
    try:
        return _sized(path.read_bytes())
    except UnidentifiedImageError as error:
        raise ValueError(f"{path.name} is no JPEG or PNG") from error


def _sized(picture: bytes) -> bytes:
    """The picture as JPEG, at most WIDEST pixels wide and high: a frame may have 1 MB."""
    opened = _opened(picture)
    opened.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    opened.save(out, "JPEG", quality=88)
    return out.getvalue()
