"""Human review, for the reviewers' group only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import reviews as wire
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.reviews.attachment import Attachment, Kind
from chalicelib.domain.reviews.review import Note, ReviewCase, Word
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.runtime import Shape, endpoint, path_id

if TYPE_CHECKING:
    from chalicelib.domain.reviews.finding import Wanted
    from chalicelib.services.reviews.desk import Outcome

reviews = Blueprint(__name__)

GROUP = "reviewers"
PAPERS = ("image/jpeg", "image/png", "application/pdf")


@reviews.route("/reviews", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def queue(call: Query[wire.ReviewQuery]) -> wire.ReviewList:
    """Cases of one status, page by page; what waits comes oldest first."""
    return _page(call.query, call.user_id)


@reviews.route("/reviews/search", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def search(call: Call[wire.ReviewSearch]) -> wire.ReviewList:
    """The same of those about somebody: by name, document number, external id or one of our ids."""
    return _page(call.body, call.user_id, call.body.q)


@reviews.route("/reviews/counts", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def counts(call: Query[wire.ReviewCountQuery]) -> wire.ReviewCounts:
    """How many wait, and how many of one status there are of each kind."""
    found = application().desk.counts(call.query.status, _wanted(call.query), call.user_id)
    return wire.ReviewCounts(**asdict(found))


@reviews.route("/reviews/next", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def following(call: Call[wire.ReviewFilter]) -> wire.ReviewNext:
    """Takes the case that has waited longest and that one may decide."""
    taken = application().desk.next(_wanted(call.body), call.user_id)
    return wire.ReviewNext(case=_item(taken) if taken else None)


@reviews.route("/reviews/assign", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def assign(call: Call[wire.ReviewGiving]) -> wire.ReviewOutcomes:
    """Gives cases to a reviewer for a day, or back to everybody."""
    body = call.body
    return _outcomes(application().desk.give(body.case_ids, body.to, call.user_id))


@reviews.route("/reviews/close", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def close(call: Call[wire.ReviewClosing]) -> wire.ReviewOutcomes:
    """Refuses many cases for the same reasons; never one that takes two people."""
    body = call.body
    done = application().desk.close(body.case_ids, tuple(body.reasons), body.note, call.user_id)
    return _outcomes(done)


@reviews.route("/reviews/{case_id}/holding", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def take(call: Call[wire.ReviewTaking], case_id: str) -> wire.ReviewItem:
    """Takes a case for ten minutes, or keeps it for longer."""
    return _item(application().desk.take(path_id(case_id), call.user_id, call.body.take_over))


@reviews.route("/reviews/{case_id}/holding", methods=["DELETE"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def let_go(call: Call[None], case_id: str) -> wire.ReviewItem:
    """Gives a case back for everybody."""
    return _item(application().desk.let_go(path_id(case_id), call.user_id))


@reviews.route("/reviews/{case_id}/notes", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def note(call: Call[wire.ReviewNoting], case_id: str) -> wire.ReviewNotes:
    """Writes a note on an open case; who is mentioned finds it among theirs."""
    body = call.body
    noted = application().desk.note(
        path_id(case_id), body.text, body.mentions, call.user_id, body.attached
    )
    return wire.ReviewNotes(notes=[_note(one) for one in noted.notes])


@reviews.route(
    "/reviews/{case_id}/attachments",
    methods=["POST"],
    authorizer=authorizer,
    content_types=[*PAPERS, "application/octet-stream", "application/json"],
)
@endpoint(reviews, Shape(group=GROUP, status=201, binary=PAPERS))
def attach(call: Call[None], case_id: str) -> wire.ReviewAttachment:
    """Attaches a file to an open case: the raw body, by its bytes a JPEG, PNG or PDF."""
    if not isinstance(call.body, bytes):
        raise BadRequest("send the file as the body", "attachment_type_unsupported")
    file = application().attachments.attach(path_id(case_id), call.body, call.user_id)
    return _file(file)


@reviews.route("/reviews/{case_id}/attachments/{digest}", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def attachment(call: Call[None], case_id: str, digest: str) -> wire.ReviewLink:
    """Where to fetch a file of a case for five minutes; recorded."""
    from chalicelib.services.reviews.reviews import LINK_SECONDS

    link = application().attachments.link(path_id(case_id), digest, call.user_id)
    return wire.ReviewLink(link=link, seconds=LINK_SECONDS)


@reviews.route("/reviews/{case_id}", methods=["GET"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def case(call: Call[None], case_id: str) -> wire.ReviewCaseOut:
    """A case with its evidence; the links to pictures live five minutes."""
    reviewer = call.user_id
    found = application().reviews.case(path_id(case_id), reviewer)
    document, screening = found.document, found.screening
    return wire.ReviewCaseOut(
        case=_item(found.case),
        declared=_declared(found.declared),
        notes=[_note(note) for note in found.case.notes],
        attachments=[_file(file) for file in found.case.attachments],
        fields=document.fields if document else {},
        missing=list(document.missing) if document else [],
        differences=list(document.differences) if document else [],
        signs=list(document.signs) if document else [],
        outlines=[wire.Outline.model_validate(one) for one in document.outlines]
        if document
        else [],
        sides=list(found.sides),
        matches=list(screening.matches) if screening else [],
        liveness=_liveness(found.session),
        document_links=found.document_links,
        frame_links=found.frame_links,
        history=list(found.history),
    )


@reviews.route("/reviews/{case_id}/decision", methods=["POST"], authorizer=authorizer)
@endpoint(reviews, Shape(group=GROUP))
def decide(call: Call[wire.ReviewDecision], case_id: str) -> wire.ReviewItem:
    """Approve, reject with reasons, or ask again; some cases need a second reviewer."""
    reviewer = call.user_id
    body = call.body
    reasons, note = tuple(body.reasons), body.note
    if body.ask_again:
        return _item(application().reviews.ask_again(path_id(case_id), reasons, note, reviewer))
    return _item(
        application().reviews.decide(path_id(case_id), body.approved, reasons, note, reviewer)
    )


def _page(asked: wire.ReviewQuery, reviewer: str, typed: str = "") -> wire.ReviewList:
    wanted, desk = _wanted(asked, typed), application().desk
    cases, cursor = desk.find(asked.status, wanted, reviewer, asked.limit, asked.cursor)
    return wire.ReviewList(cases=[_item(case) for case in cases], next_cursor=cursor)


def _wanted(asked: wire.ReviewFilter, typed: str = "") -> Wanted:
    from chalicelib.domain.reviews.finding import Wanted, text

    return Wanted(
        text=text(typed, application().hashed),
        reason=asked.reason,
        language=asked.language,
        level=asked.level,
        due=asked.due,
        holder=asked.holder,
        mentioned=asked.mentioned,
    )


def _item(found: ReviewCase) -> wire.ReviewItem:
    desk = application().desk
    holder = found.held_by(desk.now())
    due_at, due = desk.due(found)
    return wire.ReviewItem(
        case_id=found.case_id,
        user_id=found.user_id,
        status=found.status,
        reasons=list(found.reasons),
        opened_at=found.opened_at,
        first_reviewer=found.first_reviewer,
        level=found.level,
        language=found.language,
        holder=holder,
        held_until=found.held_until if holder else None,
        due_at=due_at,
        due=due,
    )


def _outcomes(done: Sequence[Outcome]) -> wire.ReviewOutcomes:
    return wire.ReviewOutcomes(
        outcomes=[wire.ReviewOutcome(case_id=one.case_id, code=one.code) for one in done]
    )


def _declared(profile: Profile | None) -> wire.Declared | None:
    if profile is None:
        return None
    return wire.Declared(
        full_name=profile.full_name,
        date_of_birth=profile.date_of_birth,
        nationality=profile.nationality,
    )


def _note(note: Note) -> wire.ReviewNote:
    return wire.ReviewNote(
        reviewer=note.reviewer,
        at=note.at,
        word=Word(note.word),
        reasons=list(note.reasons),
        text=note.text,
        mentions=list(note.mentions),
        attached=list(note.attached),
    )


def _file(file: Attachment) -> wire.ReviewAttachment:
    return wire.ReviewAttachment(
        digest=file.digest,
        kind=Kind(file.kind),
        size=file.size,
        reviewer=file.reviewer,
        at=file.at,
    )


def _liveness(session: LivenessSession | None) -> dict[str, Any]:
    if session is None:
        return {}
    return {
        "state": session.state,
        "reasons": list(session.reasons),
        "similarity": list(session.similarity),
        "assurance": session.assurance,
        "portrait": list(session.portrait),
        "gestures": [challenge.gesture for challenge in session.challenges],
    }
