"""Verifications and the user's KYC status."""

from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.runtime import Call, Shape, endpoint, path_id

verifications = Blueprint(__name__)


@verifications.route("/verifications/{verification_id}", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape(answer="VerificationOut"))
def verification(call: Call, verification_id: str) -> dict[str, Any]:
    """One verification of the caller."""
    return wiring.verdicts().view(call.user_id, path_id(verification_id))


@verifications.route(
    "/verifications/{verification_id}/document", methods=["GET"], authorizer=authorizer
)
@endpoint(verifications, Shape(answer="DocumentPreview"))
def document(call: Call, verification_id: str) -> dict[str, Any]:
    """What was read of the caller's document, what is missing and why; before the face step."""
    return wiring.previews().of(call.user_id, path_id(verification_id))


@verifications.route(
    "/verifications/{verification_id}/assistance", methods=["POST"], authorizer=authorizer
)
@endpoint(verifications, Shape("Assistance", answer="VerificationOut", status=202))
def assistance(call: Call, verification_id: str) -> dict[str, Any]:
    """For who cannot make a movement or cannot use a camera: a person decides instead."""
    wiring.decisions().ask_for_help(call.user_id, path_id(verification_id))
    return wiring.verdicts().view(call.user_id, verification_id)


@verifications.route("/api/kyc/status", methods=["GET"], authorizer=authorizer)
@endpoint(verifications, Shape(answer="KycStatusOut"))
def kyc_status(call: Call) -> dict[str, Any]:
    """What the rest of the company knows of the caller."""
    return wiring.people().kyc(call.user_id)
