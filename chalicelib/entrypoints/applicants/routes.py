"""Applicants: the people of another backend. Its API key says who calls (entrypoints/caller.py)."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import applicants as wire
from chalicelib.contracts.http import privacy as privacy_wire
from chalicelib.domain.applicants.applicant import Applicant, Claims
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.idempotency import done_once
from chalicelib.entrypoints.privacy.routes import receipt
from chalicelib.entrypoints.runtime import Shape, endpoint

applicants = Blueprint(__name__)


@applicants.route("/v1/applicants", methods=["POST"])
@endpoint(
    applicants,
    Shape(status=201, scope="applicants:write"),
)
def create_applicant(call: Call[wire.ApplicantIn]) -> wire.ApplicantOut:
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
@endpoint(applicants, Shape(scope="applicants:read"))
def list_applicants(call: Query[wire.ApplicantQuery]) -> wire.ApplicantList:
    """Your applicants page by page, or the one with your own id; those who stand somewhere."""
    query, mode, cursor = call.query, call.caller.mode, ""
    if query.external_user_id:
        shown = [_shown(application().applicants.by_external_id(mode, query.external_user_id))]
    else:
        found, cursor = application().applicants.page(mode, query.limit, query.cursor)
        shown = [_shown(one) for one in found]
    wanted = [one for one in shown if query.kyc_status in (None, one.kyc_status)]
    return wire.ApplicantList(applicants=wanted, next_cursor=cursor)


@applicants.route("/v1/applicants/{applicant_id}", methods=["GET"])
@endpoint(applicants, Shape(scope="applicants:read"))
def one_applicant(call: Call[None], applicant_id: str) -> wire.ApplicantOut:
    """An applicant, and where they stand."""
    return _shown(_own(call, applicant_id))


@applicants.route("/v1/applicants/{applicant_id}", methods=["DELETE"])
@endpoint(applicants, Shape(scope="applicants:write"))
def erase_applicant(call: Call[None], applicant_id: str) -> privacy_wire.ErasureReceipt:
    """Removes all data of an applicant; the receipt says what law keeps, and until when."""
    found = _own(call, applicant_id)
    given = application().erasure.erase(found.applicant_id)
    application().applicants.forget(found.mode, found.applicant_id)
    return receipt(given)


@applicants.route("/v1/applicants/{applicant_id}/relationship", methods=["PUT"])
@endpoint(applicants, Shape(scope="applicants:write"))
def end_relationship(call: Call[wire.RelationshipIn], applicant_id: str) -> wire.RelationshipOut:
    """Says that your relationship with the person ended: nobody is reminded or asked again, and a
    level may count the days of pictures from here."""
    found, ended = _own(call, applicant_id), call.body.ended_at
    if ended is None:
        application().relationships.resume(found.applicant_id, call.caller.id)
    else:
        application().relationships.end(found.applicant_id, ended, call.caller.id)
    at = application().relationships.ended_at(found.applicant_id)
    return wire.RelationshipOut(applicant_id=found.applicant_id, ended_at=at)


def _own(call: Call[Any], applicant_id: str) -> Applicant:
    """An applicant of the key's mode; NotFound for any other."""
    return application().applicants.get(call.caller.mode, applicant_id)


def _shown(found: Applicant) -> wire.ApplicantOut:
    person = application().verifications.person(found.applicant_id)
    standing = person.standing(found.level)
    newest = person.newest
    return wire.ApplicantOut(
        id=found.applicant_id,
        external_user_id=found.external_user_id,
        mode=found.mode,
        level=found.level,
        locale=found.locale,
        metadata=found.metadata,
        created_at=found.created_at,
        kyc_status=standing.status,
        verification_id=newest.verification_id if newest else None,
    )
