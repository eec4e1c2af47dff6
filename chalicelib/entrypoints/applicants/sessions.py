"""Sessions of applicants: made by a backend, opened by a link, used by the element.

What an applicant does in a session is what a user of the pool does, by the same functions: each
route of `MIRRORED` stands below `/v1/session` once more, where the session's token says who calls.
These answer every origin: a token is sent on purpose, and no browser adds it by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalice.app import Blueprint, CORSConfig

from chalicelib.application.process import application
from chalicelib.contracts.http import applicants as wire
from chalicelib.domain.verifications.notices import shown_state
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.documents import routes as documents
from chalicelib.entrypoints.idempotency import done_once
from chalicelib.entrypoints.liveness import routes as liveness
from chalicelib.entrypoints.runtime import Shape, endpoint
from chalicelib.entrypoints.vendors import routes as vendors
from chalicelib.entrypoints.verifications import routes as verifications

sessions = Blueprint(__name__)
ANY_ORIGIN = CORSConfig(
    allow_origin="*",
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
    expose_headers=["Retry-After"],
    max_age=600,
)
PICTURES = [*documents.PICTURES, "application/octet-stream", "application/json"]

MIRRORED: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("POST", "/upload-id", documents.upload_id, {"content_types": PICTURES}),
    ("POST", "/start-liveness", liveness.start_liveness, {}),
    ("POST", "/submit-frame", liveness.submit_frame, {}),
    ("POST", "/verify", liveness.start_verify, {}),
    ("GET", "/verify", liveness.verify, {}),
    ("GET", "/verifications/{verification_id}", verifications.verification, {}),
    ("GET", "/verifications/{verification_id}/document", verifications.document, {}),
    ("POST", "/verifications/{verification_id}/assistance", verifications.assistance, {}),
    ("POST", "/hand-off", verifications.hand_off, {}),
    ("POST", "/api/kyc/start-verification", vendors.start_verification, {}),
)
for method, path, door, more in MIRRORED:
    shape = replace(door.shape, session=True)
    mirrored = endpoint(sessions, shape)(door.__wrapped__)
    sessions.route(f"/v1/session{path}", methods=[method], cors=ANY_ORIGIN, **more)(mirrored)


@sessions.route("/v1/applicants/{applicant_id}/sessions", methods=["POST"])
@endpoint(sessions, Shape(status=201, scope="sessions:write"))
def create_session(call: Call[wire.SessionIn], applicant_id: str) -> wire.SessionOut:
    """A hosted page for one applicant and one browser, and a token for an element of your own."""
    caller, body = call.caller, call.body
    applicant = application().applicants.get(caller.mode, applicant_id)
    service = application().applicant_sessions

    def create() -> dict[str, Any]:
        assert caller.rights is not None  # noqa: S101 - a route with a scope
        wanted, leading = body.steps, application().leading
        steps = () if wanted is None else leading.checked(applicant, wanted)
        made = service.create(applicant, caller.rights, body.redirect_url or "", body.ttl, steps)
        return {"id": made.session_id}

    session = service.find(done_once(call, sessions.lambda_context, create)["id"])
    token = service.token(session)
    return wire.SessionOut(
        id=session.session_id,
        applicant_id=session.applicant_id,
        url=service.link(session),
        expires_at=session.expires_at,
        token=token.reveal(),
        token_expires_at=token.expires_at,
    )


@sessions.route("/v1/applicants/{applicant_id}/sessions", methods=["DELETE"])
@endpoint(sessions, Shape(status=204, scope="sessions:write"))
def revoke_sessions(call: Call[None], applicant_id: str) -> None:
    """Every link and token of this applicant is over, at once."""
    found = application().applicants.get(call.caller.mode, applicant_id)
    application().applicant_sessions.revoke(found.applicant_id)


@sessions.route("/v1/session-links/open", methods=["POST"], cors=ANY_ORIGIN)
@endpoint(sessions, Shape(public=True))
def open_link(call: Call[wire.LinkOpen]) -> wire.LinkOpened:
    """The session behind a hosted link, for the browser that clicks first and no other."""
    session = application().applicant_sessions.open(call.body.link, call.body.browser)
    newest = application().verifications.person(session.applicant_id).newest
    token = application().applicant_sessions.token(session)
    return wire.LinkOpened(
        verification_id=newest.verification_id if newest else None,
        state=shown_state(newest.state) if newest else None,
        expires_at=session.expires_at,
        mode=session.mode,
        locale=application().spoken_by(session.applicant_id),
        redirect_url=session.redirect_url or None,
        token=token.reveal(),
        token_expires_at=token.expires_at,
    )


@sessions.route("/v1/session", methods=["GET"], cors=ANY_ORIGIN)
@endpoint(sessions, Shape(session=True))
def session_status(call: Call[None]) -> wire.SessionStatus:
    """Where the applicant of this session stands."""
    person = application().verifications.person(call.user_id)
    level, newest = application().level_of(call.user_id), person.newest
    return wire.SessionStatus(
        applicant_id=call.user_id,
        mode=call.caller.mode,
        locale=application().spoken_by(call.user_id),
        level=level,
        steps=list(call.caller.steps or application().leading.asked(call.user_id, level)),
        kyc_status=person.standing(level).status,
        verification_id=newest.verification_id if newest else None,
    )
