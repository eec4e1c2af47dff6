"""What stands outside of the services, pretended: pictures, documents, a clock, engines that can be
told what to answer."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from chalicelib.domain.errors import NotFound
from chalicelib.domain.liveness.liveness import Compared, FaceSeen, Gesture
from chalicelib.domain.screening.screening import Person, ScreeningResult
from chalicelib.services.reviews.two_person_rule import TwoPersonRule

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PORTRAIT = (0.05, 0.3, 0.2, 0.4)
CALM = FaceSeen(0, 0, True, False, 80, 80, 0.4, 99, 99)

POSES: dict[Gesture, dict[str, Any]] = {
    Gesture.NEUTRAL: {},
    Gesture.BLINK: {"eyes_open": False},
    Gesture.TURN_LEFT: {"yaw": 30.0},
    Gesture.TURN_RIGHT: {"yaw": -30.0},
    Gesture.LOOK_UP: {"pitch": 25.0},
    Gesture.LOOK_DOWN: {"pitch": -25.0},
    Gesture.SMILE: {"smiling": True},
}


@dataclass
class Staff:
    """The user pool; a name that is not in it is a reviewer of that name with their own phone."""

    pool: Any

    def find(self, username: str) -> Any:
        """See Identity."""
        found = self.pool.find(username)
        phone = f"+49 {username}"
        return found or MemoryAccount(username, "", phone, confirmed=True, phone_verified=True)


def two_person_rule_of(app: Any) -> TwoPersonRule:
    """As the application makes it, but every reviewer has an account."""
    staff: Any = Staff(app.outside.identity)
    found: TwoPersonRule = replace(app.two_person_rule, identity=staff)
    return found


def apart(one: bytes, other: bytes, enough: float) -> float:
    """Pictures here are all of people who move, unless a test says otherwise."""
    return 0.0 if one == other else 50.0


def picture(mark: str = "", size: tuple[int, int] = (400, 300)) -> bytes:
    """A small JPEG; the mark makes its bytes, and its pixels, differ from others."""
    out = io.BytesIO()
    shade = hashlib.sha256(mark.encode()).digest()
    flat = Image.new("RGB", size, tuple(60 + part // 2 for part in shade[:3]))
    flat.paste(tuple(shade[3:6]), (0, 0, size[0] // 2, size[1] // 2))
    flat.save(out, "JPEG", comment=mark.encode())
    return out.getvalue()


def printed(**fields: str) -> dict[str, Any]:
    """A Textract answer with these labels (underscores are spaces) and values."""
    blocks: list[dict[str, Any]] = []

    def words(text: str) -> list[str]:
        ids = []
        for word in text.split():
            ids.append(f"w{len(blocks)}")
            block = {"BlockType": "WORD", "Id": ids[-1], "Text": word, "Confidence": 99.0}
            blocks.append(block)
        return ids

    for label, value in fields.items():
        key, found = f"k-{label}", f"v-{label}"
        below = [{"Type": "CHILD", "Ids": words(value)}]
        shared = {"BlockType": "KEY_VALUE_SET", "Confidence": 99.0}
        blocks.append({**shared, "Id": found, "EntityTypes": ["VALUE"], "Relationships": below})
        links = [
            {"Type": "VALUE", "Ids": [found]},
            {"Type": "CHILD", "Ids": words(label.replace("_", " "))},
        ]
        blocks.append({**shared, "Id": key, "EntityTypes": ["KEY"], "Relationships": links})
    return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks}


def passport(surname: str, given: str, born: date, number: str, state: str) -> dict[str, Any]:
    """A Textract answer for a page whose print and zone say the same; valid until 2031."""
    ends = date(2031, 1, 1)
    answer = printed(
        Surname=surname, Given_names=given, Date_of_birth=f"{born:%d.%m.%Y}", Nationality=state,
        Document_number=number, Date_of_expiry=f"{ends:%d.%m.%Y}",
    )  # fmt: skip
    holder = Holder(surname, given, number, state, state, born, ends)
    lines = [
        {"BlockType": "LINE", "Id": f"l{row}", "Text": line, "Confidence": 99.0,
         "Geometry": {"BoundingBox": {"Top": 0.9 + row / 100, "Left": 0.0}}}
        for row, line in enumerate(write(Format.TD3, holder))
    ]  # fmt: skip
    return answer | {"Blocks": [*answer["Blocks"], *lines]}


@dataclass
class Clock:
    """Time stands still until it is moved."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **units: float) -> None:
        self.moment += timedelta(**units)


@dataclass
class Detector:
    """Sees in a picture what was said of it; a picture nobody spoke of is calm."""

    seen: dict[str, tuple[FaceSeen, ...]] = field(default_factory=dict)
    similarity: dict[str, float | None] = field(default_factory=dict)
    fault: Exception | None = None
    asked: int = 0

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        self.asked += 1
        if self.fault:
            raise self.fault
        return self.seen.get(key, (CALM,))

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        self.asked += 1
        alike = self.similarity.get(target[1], 99.0)
        return None if alike is None else Compared(alike, PORTRAIT)


@dataclass
class Watchlist:
    """A screening source with one answer, or a fault."""

    answer: ScreeningResult = field(
        default_factory=lambda: ScreeningResult("clear", (), "v1", 0.8, {"un": "1"})
    )
    fault: Exception | None = None
    asked: list[Person] = field(default_factory=list)

    def versions(self) -> dict[str, str]:
        return self.answer.list_versions

    def screen(self, person: Person) -> ScreeningResult:
        self.asked.append(person)
        if self.fault:
            raise self.fault
        return self.answer


@dataclass
class Printed:
    """An OCR that answers with the key-value blocks that were laid down for a key."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        if key not in self.answers:
            raise NotFound("no such picture")
        return self.answers[key]
