"""Human review, for the reviewers' group only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.domain.reviews.review import Note, ReviewCase
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.runtime import Shape, endpoint, path_id

if TYPE_CHECKING:
    from chalicelib.contracts.http_reviews import ReviewDecision, ReviewQuery

reviews = Blueprint(__name__)

GROUP = "reviewers"


@reviews.route("/reviews", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(answer="ReviewList", group=GROUP))
def queue(call: Query[ReviewQuery]) -> dict[str, Any]:
    """Cases of one status, page by page; what waits comes oldest first."""
    query = call.query
    cases, cursor = application().reviews.queue(query.status, query.limit, query.cursor)
    return {"cases": [_item(case) for case in cases], "nextCursor": cursor}


@reviews.route("/reviews/{case_id}", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(answer="ReviewCaseOut", group=GROUP))
def case(call: Call[None], case_id: str) -> dict[str, Any]:
    """A case with its evidence; the links to pictures live five minutes."""
    reviewer = call.user_id
    found = application().reviews.case(path_id(case_id), reviewer)
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
@endpoint(reviews, Shape(answer="ReviewItem", group=GROUP))
def decide(call: Call[ReviewDecision], case_id: str) -> dict[str, Any]:
    """Approve, reject with reasons, or ask again; some cases need a second reviewer."""
    reviewer = call.user_id
    body = call.body
    reasons, note = tuple(body.reasons), body.note
    if body.ask_again:
        return _item(application().reviews.ask_again(path_id(case_id), reasons, note, reviewer))
    return _item(
        application().reviews.decide(path_id(case_id), body.approved, reasons, note, reviewer)
    )


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
