"""Applicants: the people of another backend. Its API key says who calls (entrypoints/caller.py)."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import applicants as wire
from chalicelib.domain.applicants.applicant import Applicant, Claims
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.idempotency import done_once
from chalicelib.entrypoints.runtime import Shape, endpoint

applicants = Blueprint(__name__)


@applicants.route("/v1/applicants", methods=["POST"])
@endpoint(
    applicants,
    Shape(answer="ApplicantOut", status=201, scope="applicants:write"),
)
def create_applicant(call: Call[wire.ApplicantIn]) -> dict[str, Any]:
    """A person of yours, by your own id; the same id is the same applicant."""
    body, claims = call.body, None
    made: Applicant | None = None
    if body.claims:
        named = body.claims
        born = named.date_of_birth.isoformat()
        claims = Claims(named.full_name, born, named.nationality, named.address)

    def create() -> dict[str, Any]:
        nonlocal made
        made, _ = application().applicants.create(
            call.caller.mode, body.external_user_id, body.level, claims, body.locale, body.metadata
        )
        return {"id": made.applicant_id}

    done = done_once(call, applicants.lambda_context, create)["id"]
    return _shown(made or _own(call, done))


@applicants.route("/v1/applicants", methods=["GET"])
@endpoint(applicants, Shape(answer="ApplicantList", scope="applicants:read"))
def list_applicants(call: Query[wire.ApplicantQuery]) -> dict[str, Any]:
    """Your applicants page by page, or the one with your own id; those who stand somewhere."""
    query, mode, cursor = call.query, call.caller.mode, ""
    if query.external_user_id:
        shown = [_shown(application().applicants.by_external_id(mode, query.external_user_id))]
    else:
        found, cursor = application().applicants.page(mode, query.limit, query.cursor)
        shown = [_shown(one) for one in found]
    wanted = [one for one in shown if query.kyc_status in (None, one["kycStatus"])]
    return {"applicants": wanted, "nextCursor": cursor}


@applicants.route("/v1/applicants/{applicant_id}", methods=["GET"])
@endpoint(applicants, Shape(answer="ApplicantOut", scope="applicants:read"))
def one_applicant(call: Call[None], applicant_id: str) -> dict[str, Any]:
    """An applicant, and where they stand."""
    return _shown(_own(call, applicant_id))


@applicants.route("/v1/applicants/{applicant_id}", methods=["DELETE"])
@endpoint(applicants, Shape(answer="ErasureReceipt", scope="applicants:write"))
def erase_applicant(call: Call[None], applicant_id: str) -> dict[str, Any]:
    """Removes all data of an applicant; the receipt says what law keeps, and until when."""
    found = _own(call, applicant_id)
    receipt = application().erasure.erase(found.applicant_id)
    application().applicants.forget(found.mode, found.applicant_id)
    return receipt


@applicants.route("/v1/applicants/{applicant_id}/relationship", methods=["PUT"])
@endpoint(applicants, Shape(answer="RelationshipOut", scope="applicants:write"))
def end_relationship(call: Call[wire.RelationshipIn], applicant_id: str) -> dict[str, Any]:
    """Says that your relationship with the person ended: nobody is reminded or asked again, and a
    level may count the days of pictures from here."""
    found, ended = _own(call, applicant_id), call.body.ended_at
    if ended is None:
        application().relationships.resume(found.applicant_id, call.caller.id)
    else:
        application().relationships.end(found.applicant_id, ended, call.caller.id)
    at = application().relationships.ended_at(found.applicant_id)
    return {"applicantId": found.applicant_id, "endedAt": at.isoformat() if at else None}


def _own(call: Call[Any], applicant_id: str) -> Applicant:
    """An applicant of the key's mode; NotFound for any other."""
    return application().applicants.get(call.caller.mode, applicant_id)


def _shown(found: Applicant) -> dict[str, Any]:
    person = application().verifications.person(found.applicant_id)
    standing = person.standing(found.level)
    newest = person.newest
    return {
        "id": found.applicant_id,
        "externalUserId": found.external_user_id,
        "mode": found.mode,
        "level": found.level,
        "locale": found.locale,
        "metadata": found.metadata,
        "createdAt": found.created_at.isoformat(),
        "kycStatus": standing.status,
        "verificationId": newest.verification_id if newest else None,
    }
