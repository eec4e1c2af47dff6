"""Human review, for the reviewers' group only."""

from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.domain.reviews.review import Note, ReviewCase
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.runtime import Call, Shape, endpoint, path_id

reviews = Blueprint(__name__)

GROUP = "reviewers"


@reviews.route("/reviews", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(query="ReviewQuery", answer="ReviewList", group=GROUP))
def queue(call: Call) -> dict[str, Any]:
    """Cases of one status, page by page; what waits comes oldest first."""
    query = call.query
    cases, cursor = wiring.reviews().queue(query.status, query.limit, query.cursor)
    return {"cases": [_item(case) for case in cases], "nextCursor": cursor}


@reviews.route("/reviews/{case_id}", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(answer="ReviewCaseOut", group=GROUP))
def case(call: Call, case_id: str) -> dict[str, Any]:
    """A case with its evidence; the links to pictures live five minutes."""
    reviewer = call.user_id
    found = wiring.reviews().case(path_id(case_id), reviewer)
    document, screening, session = found["document"], found["screening"], found["session"]
    return {
        "case": _item(found["case"]),
        "declared": _declared(found["declared"]),
        "notes": [_note(note) for note in found["case"].notes],
        "fields": document.fields if document else {},
        "missing": list(document.missing) if document else [],
        "differences": list(document.differences) if document else [],
        "signs": list(document.signs) if document else [],
        "matches": list(screening.matches) if screening else [],
        "liveness": _liveness(session),
        "documentLinks": found["documentLinks"],
        "frameLinks": found["frameLinks"],
        "history": found["history"],
    }


@reviews.route("/reviews/{case_id}/decision", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape("ReviewDecision", answer="ReviewItem", group=GROUP))
def decide(call: Call, case_id: str) -> dict[str, Any]:
    """Approve, reject with reasons, or ask again; some cases need a second reviewer."""
    reviewer = call.user_id
    body = call.body
    reasons, note = tuple(body.reasons), body.note
    if body.ask_again:
        return _item(wiring.reviews().ask_again(path_id(case_id), reasons, note, reviewer))
    return _item(wiring.reviews().decide(path_id(case_id), body.approved, reasons, note, reviewer))


def _item(found: ReviewCase) -> dict[str, Any]:
    return {
        "caseId": found.case_id,
        "userId": found.user_id,
        "status": found.status,
        "reasons": list(found.reasons),
        "openedAt": found.opened_at.isoformat(),
        "firstReviewer": found.first_reviewer,
    }


def _declared(profile: Any) -> dict[str, Any] | None:
    if profile is None:
        return None
    return {
        "fullName": profile.full_name,
        "dateOfBirth": profile.date_of_birth,
        "nationality": profile.nationality,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "reviewer": note.reviewer,
        "at": note.at.isoformat(),
        "word": note.word,
        "reasons": list(note.reasons),
        "text": note.text,
    }


def _liveness(session: Any) -> dict[str, Any]:
    if session is None:
        return {}
    return {
        "state": session.state,
        "reasons": list(session.reasons),
        "similarity": list(session.similarity),
        "assurance": session.assurance,
        "gestures": [challenge.gesture for challenge in session.challenges],
    }
