"""Collects the evidence of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import NotFound
from chalicelib.domain.privacy.audit_chain import Checkpoint, Entry
from chalicelib.services.documents.uploads import object_key

if TYPE_CHECKING:
    from chalicelib.application import Application


@dataclass(frozen=True, slots=True)
class Evidence:
    """One case: the printed data, their proof, and the pictures (caption -> JPEG)."""

    case: dict[str, Any]
    entries: tuple[Entry, ...]
    checkpoint: Checkpoint | None
    made_at: datetime
    pictures: dict[str, bytes] = field(default_factory=dict, repr=False)


def collect(
    app: Application,
    entries: Callable[[str], Iterable[Entry]],
    checkpoint: Callable[[], Checkpoint | None],
    case_id: str,
    by: str = "",
) -> Evidence:
    """The evidence of a case; NotFound if there is none.

    `entries`: subject -> its audit entries; `checkpoint`: returns the newest checkpoint; `by`: who
    prints. The printing is recorded in the audit log first, so that the paper shows it, too.
    """
    case = app.outside.records.reviews.find(case_id)
    if case is None:
        raise NotFound("no such case", "case_not_found")
    app.outside.audit.write(case_id, "printed", {"by": by})
    verification = app.verifications.get(case_id)
    document = app.outside.records.documents.find(case_id)
    who = document or app.current_identity.of(verification)
    found = app.outside.records.screenings.find(case_id, who.screening_entry) if who else None
    declared = app.outside.records.profiles.find(case.user_id)
    told: dict[str, Any] = {
        "caseId": case_id,
        "userId": case.user_id,
        "status": case.status,
        "reasons": list(case.reasons),
        "openedAt": case.opened_at.isoformat(),
        "level": verification.level_key or verification.level,
        "provider": verification.provider,
        "state": str(verification.state),
        "declared": {
            "name": declared.full_name if declared else "",
            "dateOfBirth": declared.date_of_birth if declared else "",
            "nationality": declared.nationality if declared else "",
        },
        "read": document.fields if document else {},
        "differences": list(document.differences) if document else [],
        "signs": list(document.signs) if document else [],
        "screening": _screening(found),
        "notes": [asdict(note) | {"at": note.at.isoformat()} for note in case.notes],
        "attachments": [asdict(file) | {"at": file.at.isoformat()} for file in case.attachments],
    }
    pictures = _pictures(app, case_id, verification.sides)
    return Evidence(told, tuple(entries(case_id)), checkpoint(), app.now(), pictures)


def _screening(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "status": found.sanctions_status,
        "screenedAt": found.screened_at.isoformat(),
        "algorithm": found.algorithm,
        "threshold": found.threshold,
        "lists": found.list_versions,
        "matches": list(found.matches),
    }


def _pictures(app: Application, case_id: str, sides: Iterable[str]) -> dict[str, bytes]:
    """Caption -> JPEG of the pictures still stored; they are deleted days after the decision."""
    found = {f"document, {side}": object_key(case_id, side) for side in sides}
    kept = {name: _picture(app.document_pictures, key) for name, key in found.items()}
    session = app.liveness.view(case_id)
    if session and session.frames:
        scores = session.similarity or (0.0,)
        best = max(range(len(session.frames)), key=lambda n: scores[n] if n < len(scores) else 0)
        key = app.liveness.frame_key(session, session.frames[best])
        kept["face, most like the document"] = _picture(app.liveness.frames, key)
    return {name: picture for name, picture in kept.items() if picture}


def _picture(bucket: Any, key: str) -> bytes:
    try:
        return bytes(bucket.get(key))
    except NotFound:
        return b""
