"""Cases as a test wants them. What was declared, read, shown and found is put into the tables; the
screening, the move into review and all that follows from it are the application's own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.adapters import codec
from chalicelib.domain.liveness.liveness import (
    Challenge,
    Frame,
    Gesture,
    LivenessSession,
    SessionState,
)
from chalicelib.domain.records import DocumentRecord, plain_number
from chalicelib.domain.verifications.verification import State
from chalicelib.services.documents.documents import person_hash
from chalicelib.services.documents.uploads import object_key
from web.e2e.server import drawings
from web.e2e.server.world import World

READ, NUMBER = "Viktor Listed-Test", "KN1234567"
BORN, STATE = "1961-04-12", "UTO"
GESTURES = (Gesture.NEUTRAL, Gesture.TURN_LEFT, Gesture.SMILE, Gesture.BLINK)
SIMILARITY = (98.1, 97.4, 91.2, 93.3, 95.8, 96.4, 90.1, 92.7)
PORTRAIT = (0.082, 0.22, 0.196, 0.32)
#: Field, source, and where it stands on the drawing of 860 by 600: left, top, right, bottom.
PLACES = (
    ("name", "print", 306, 114, 490, 148),
    ("name", "print", 306, 184, 406, 218),
    ("dateOfBirth", "print", 306, 254, 468, 288),
    ("documentNumber", "print", 306, 324, 454, 358),
    ("name", "zone", 118, 456, 440, 488),
    ("documentNumber", "zone", 36, 506, 184, 538),
    ("dateOfBirth", "zone", 242, 506, 338, 538),
)


def opened(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    """A new case of a new person. `asked`: `reasons`, `hoursAgo`; may have `userId`, `fullName`,
    `number`, `language`. What was read follows from the reasons.
    """
    ago = timedelta(hours=asked["hoursAgo"])
    world.now.passed -= ago
    try:
        return _opened(world, tuple(asked["reasons"]), asked)
    finally:
        world.now.passed += ago


def _opened(world: World, reasons: tuple[str, ...], asked: dict[str, Any]) -> dict[str, Any]:
    person = world.somebody(
        {
            "userId": asked.get("userId", ""),
            "email": f"applicant-{world.people_made}@applicants.example",
            "language": asked.get("language", "en"),
        }
    )
    name = asked.get("fullName") or "Viktor Listed"
    world.people.save_profile(person.user_id, name, date.fromisoformat(BORN), STATE, "")
    begun = world.verifications.open(person.user_id).verification_id
    world.verifications.change(begun, lambda one: one.changed(world.now(), sides=("front",)))
    world.verifications.step(begun, State.CREATED, State.IN_PROGRESS)
    world.pictures.items[object_key(begun, "front")] = drawings.document()
    read = asked.get("fullName") or READ
    record = _document(world, begun, person.user_id, reasons, read, asked.get("number") or NUMBER)
    world.documents.put(record)
    _face(world, begun, person.user_id)
    world.lists.names = {read} if "watchlist_match" in reasons else set()
    world.screening.screen(record, last_try=True)
    world.lists.names = set()
    world.read_anew.clear()  # it has been screened
    world.verifications.move(world.verifications.get(begun), State.NEEDS_REVIEW, reasons)
    return shown(world, begun)


def shown(world: World, case_id: str) -> dict[str, Any]:
    """The case as it is stored."""
    found: dict[str, Any] = codec.encode(world.cases.get(case_id))
    return found


def _field(value: str, confidence: float, source: str) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "source": source}


def _document(
    world: World, case_id: str, user_id: str, reasons: tuple[str, ...], name: str, number: str
) -> DocumentRecord:
    """A passport whose print and zone differ, or whose number cannot be read, if that is why."""
    differs, unreadable = "data_mismatch" in reasons, "document_unreadable" in reasons
    zone = number[:-1] + "1"
    numbers = {
        "documentNumber": {**_field(zone, 99.0, "mrz"), "printed": number, "zone": zone}
        if differs
        else _field(number, 62.4, "printed")
    }
    differing = ("name:mrz",) if unreadable else ("name:mrz", "documentNumber:mrz")
    outlines = [_outline(*place) for place in PLACES]
    return DocumentRecord(
        case_id,
        user_id,
        world.now(),
        world.now() + timedelta(days=30),
        fields={
            "name": _field(name, 97.2, "both"),
            "dateOfBirth": _field(BORN, 99.1, "mrz"),
            **({} if unreadable else numbers),
            "nationality": _field(STATE, 99.0, "mrz"),
            "expiry": _field("2030-11-05", 98.8, "mrz"),
        },
        missing=("documentNumber",) if unreadable else (),
        differences=differing if differs else (),
        mrz_valid=True,
        expired=False,
        age=65,
        number_hash=world.app.hashed("number", plain_number(number)),
        screening_fingerprint=person_hash(world.outside.pepper(), name, BORN, STATE),
        outlines=tuple(
            one for one in outlines if not unreadable or one["field"] != "documentNumber"
        ),
    )


def _outline(
    field: str, source: str, left: int, top: int, right: int, bottom: int
) -> dict[str, Any]:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return {
        "field": field,
        "side": "front",
        "source": source,
        "corners": [[x / 860, y / 600] for x, y in corners],
    }


def _face(world: World, case_id: str, user_id: str) -> None:
    """A session that has passed, with two frames of each gesture."""
    challenges = tuple(Challenge(f"{case_id}-{g}", g, frames=2) for g in GESTURES)
    now = world.now()
    frames = tuple(
        Frame(f"f{n}", challenges[n // 2].id, n + 1, now.isoformat(), f"{n:064x}")
        for n in range(2 * len(GESTURES))
    )
    session = LivenessSession(
        session_id=world.new_id(),
        verification_id=case_id,
        user_id=user_id,
        nonce="",
        challenges=challenges,
        created_at=now,
        valid_until=now,
        expires_at=now + timedelta(days=30),
        frames=frames,
        state=SessionState.PASSED,
        similarity=SIMILARITY,
        portrait=PORTRAIT,
    )
    world.sessions.put(session)
    for n, frame in enumerate(frames):
        world.frames.items[world.liveness.frame_key(session, frame)] = drawings.frame(n)
