"""Verifications and the user's KYC status."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import documents as document_wire
from chalicelib.contracts.http import verifications as wire
from chalicelib.domain.documents.sides import Side
from chalicelib.entrypoints.caller import Kind, authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint, path_id

verifications = Blueprint(__name__)


@verifications.route("/verifications/{verification_id}", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape())
def verification(call: Call[None], verification_id: str) -> wire.VerificationOut:
    """One verification of the caller."""
    return verdict(call.user_id, path_id(verification_id))


@verifications.route(
    "/verifications/{verification_id}/document", methods=["GET"], authorizer=authorizer
)
@endpoint(verifications, Shape())
def document(call: Call[None], verification_id: str) -> document_wire.DocumentPreview:
    """What was read of the caller's document, what is missing and why; before the face step."""
    seen = application().previews.of(call.user_id, path_id(verification_id))
    return document_wire.DocumentPreview(
        verification_id=verification_id,
        status=seen.status,
        sides=[Side(side) for side in seen.sides],
        read_at=seen.read_at,
        fields=seen.fields,
        missing=[document_wire.MissingField(field=m.field, why=m.why) for m in seen.missing],
        advice=list(seen.advice),
    )


@verifications.route(
    "/verifications/{verification_id}/assistance", methods=["POST"], authorizer=authorizer
)
@endpoint(verifications, Shape(status=202))
def assistance(call: Call[wire.Assistance], verification_id: str) -> wire.VerificationOut:
    """For who cannot make a movement or cannot use a camera: a person decides instead."""
    application().decisions.ask_for_help(call.user_id, path_id(verification_id))
    return verdict(call.user_id, verification_id)


@verifications.route("/hand-off", methods=["POST"], authorizer=authorizer)
@endpoint(verifications, Shape(status=201))
def hand_off(call: Call[wire.HandOff]) -> wire.HandOffOut:
    """A link with which the caller goes on at another device: no password is wanted there, and the
    first browser that opens it keeps it. Sent to them, if they want."""
    inside = call.caller.session if call.caller.kind is Kind.APPLICANT else ""
    sessions = application().applicant_sessions
    session = sessions.hand_off(call.user_id, inside)
    link = sessions.link(session)
    if call.body.send_by:
        application().sent_links.send(call.user_id, link, session.expires_at, call.body.send_by)
    return wire.HandOffOut(url=link, expires_at=session.expires_at)


@verifications.route("/api/kyc/status", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape())
def kyc_status(call: Call[None]) -> wire.KycStatusOut:
    """What the rest of the company knows of the caller."""
    known = application().people.kyc(call.user_id)
    if not known.verification_id:
        return wire.KycStatusOut(kyc_status=known.status)
    return wire.KycStatusOut(
        kyc_status=known.status,
        provider=known.provider,
        verification_id=known.verification_id,
        reason=",".join(known.reasons) or None,
    )


def verdict(user_id: str, verification_id: str) -> wire.VerificationOut:
    """Where a verification of this user stands; scores are not shown."""
    seen = application().verdicts.view(user_id, verification_id)
    return wire.VerificationOut(
        verification_id=seen.verification_id,
        status=seen.status,
        kyc_status=seen.kyc_status,
        assurance=seen.assurance,
        checks=[wire.CheckOut(check=c.check, outcome=c.outcome) for c in seen.checks],
        reasons=list(seen.reasons),
        message=seen.message,
        attempt=seen.attempt,
        sides=[Side(side) for side in seen.sides],
        liveness_engine=seen.liveness_engine,
    )
