"""Verifications and the user's KYC status."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import verifications as wire
from chalicelib.entrypoints.caller import Kind, authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint, path_id

verifications = Blueprint(__name__)


@verifications.route("/verifications/{verification_id}", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape(answer="VerificationOut"))
def verification(call: Call[None], verification_id: str) -> dict[str, Any]:
    """One verification of the caller."""
    return application().verdicts.view(call.user_id, path_id(verification_id))


@verifications.route(
    "/verifications/{verification_id}/document", methods=["GET"], authorizer=authorizer
)
@endpoint(verifications, Shape(answer="DocumentPreview"))
def document(call: Call[None], verification_id: str) -> dict[str, Any]:
    """What was read of the caller's document, what is missing and why; before the face step."""
    return application().previews.of(call.user_id, path_id(verification_id))


@verifications.route(
    "/verifications/{verification_id}/assistance", methods=["POST"], authorizer=authorizer
)
@endpoint(verifications, Shape(answer="VerificationOut", status=202))
def assistance(call: Call[wire.Assistance], verification_id: str) -> dict[str, Any]:
    """For who cannot make a movement or cannot use a camera: a person decides instead."""
    application().decisions.ask_for_help(call.user_id, path_id(verification_id))
    return application().verdicts.view(call.user_id, verification_id)


@verifications.route("/hand-off", methods=["POST"], authorizer=authorizer)
@endpoint(verifications, Shape(answer="HandOffOut", status=201))
def hand_off(call: Call[wire.HandOff]) -> dict[str, Any]:
    """A link with which the caller goes on at another device: no password is wanted there, and the
    first browser that opens it keeps it."""
    inside = call.caller.session if call.caller.kind is Kind.APPLICANT else ""
    sessions = application().applicant_sessions
    session = sessions.hand_off(call.user_id, inside)
    return {"url": sessions.link(session), "expiresAt": session.expires_at.isoformat()}


@verifications.route("/api/kyc/status", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape(answer="KycStatusOut"))
def kyc_status(call: Call[None]) -> dict[str, Any]:
    """What the rest of the company knows of the caller."""
    return application().people.kyc(call.user_id)
