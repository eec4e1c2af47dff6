"""What a backend reads and does about verifications. Its API key says who."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import applicants as applicant_wire
from chalicelib.contracts.http import documents as document_wire
from chalicelib.contracts.http import liveness as liveness_wire
from chalicelib.contracts.http import verifications as wire
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.scenarios import SCENARIOS, Scenario
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.verifications.verification import Verification
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.documents.routes import PICTURES, shown
from chalicelib.entrypoints.idempotency import done_once, kept
from chalicelib.entrypoints.runtime import Shape, endpoint
from chalicelib.services.applicants.sandbox import in_test

if TYPE_CHECKING:
    from chalicelib.services.applicants.verified import Attribute, Internal

backends = Blueprint(__name__)


@backends.route("/v1/verifications", methods=["GET"])
@endpoint(
    backends,
    Shape(scope="verifications:read"),
)
def list_verifications(call: Query[wire.VerificationQuery]) -> wire.VerificationPage:
    """Attempts of one applicant, or in one state, page by page; of a level, of a time."""
    query, service = call.query, application().verified
    if (query.applicant_id is None) == (query.state is None):
        raise BadRequest("name an applicant or a state", "invalid_request")
    index, value = (
        ("byUser", query.applicant_id) if query.applicant_id else ("byStatus", query.state or "")
    )

    def wanted(v: Verification) -> bool:
        early = query.updated_from is not None and v.updated_at < query.updated_from
        late = query.updated_until is not None and v.updated_at >= query.updated_until
        return not early and not late and query.level in (None, v.level)

    mode = call.caller.mode
    page, cursor = service.page(mode, index, value, query.limit, query.cursor, wanted)
    return wire.VerificationPage(verifications=[_summary(v) for v in page], next_cursor=cursor)


@backends.route("/v1/verifications/{verification_id}", methods=["GET"])
@endpoint(backends, Shape(scope="verifications:read"))
def one_verification(call: Call[None], verification_id: str) -> wire.VerificationView:
    """State, checks and reasons; verified attributes, our own reasons and pictures by scope."""
    found = application().verified.get(call.caller.mode, verification_id)
    return _view(call, found)


@backends.route("/v1/applicants/{applicant_id}/verifications", methods=["POST"])
@endpoint(backends, Shape(status=201, scope="verifications:write"))
def open_verification(call: Call[None], applicant_id: str) -> wire.VerificationView:
    """The applicant's open attempt, or a new one."""
    applicant = application().applicants.get(call.caller.mode, applicant_id)
    opened: Verification | None = None

    def open_() -> dict[str, Any]:
        nonlocal opened
        opened = application().verifications.open(applicant.applicant_id)
        return {"id": opened.verification_id}

    done = done_once(call, backends.lambda_context, open_)["id"]
    found = opened or application().verified.get(call.caller.mode, done)
    return _view(call, found, applicant.external_user_id)


@backends.route("/v1/verifications/{verification_id}/cancel", methods=["POST"])
@endpoint(backends, Shape(scope="verifications:write"))
def cancel_verification(call: Call[None], verification_id: str) -> wire.VerificationView:
    """Ends an open attempt; one that people look at goes on."""

    def cancel() -> dict[str, Any]:
        return {
            "id": application().verified.cancel(call.caller.mode, verification_id).verification_id
        }

    done = done_once(call, backends.lambda_context, cancel)["id"]
    return _view(call, application().verified.get(call.caller.mode, done))


@backends.route("/v1/verifications/{verification_id}/retry", methods=["POST"])
@endpoint(backends, Shape(status=201, scope="verifications:write"))
def retry_verification(call: Call[None], verification_id: str) -> wire.VerificationView:
    """Another attempt of the same applicant, once this one has ended."""

    def retry() -> dict[str, Any]:
        return {
            "id": application().verified.retry(call.caller.mode, verification_id).verification_id
        }

    made = done_once(call, backends.lambda_context, retry)["id"]
    return _view(call, application().verified.get(call.caller.mode, made))


@backends.route(
    "/v1/verifications/{verification_id}/documents",
    methods=["POST"],
    content_types=[*PICTURES, "application/octet-stream", "application/json"],
)
@endpoint(
    backends,
    Shape(status=201, binary=PICTURES, scope="verifications:write"),
)
def send_document(
    call: Query[document_wire.SideQuery], verification_id: str
) -> document_wire.Uploaded:
    """A picture of the document that your own app has taken: the raw bytes."""
    found = application().verified.newest(call.caller.mode, verification_id)
    if not isinstance(call.body, bytes):
        raise BadRequest("send the picture as the body", "upload_mode")
    side, person, picture = call.query.side.value, found.user_id, call.body
    done = done_once(
        call,
        backends.lambda_context,
        lambda: kept(shown(application().uploads.accept(person, picture, side))),
    )
    return document_wire.Uploaded.model_validate(done)


@backends.route("/v1/verifications/{verification_id}/facts", methods=["PUT"])
@endpoint(backends, Shape(scope="verifications:write"))
def tell_facts(call: Call[wire.FactsIn], verification_id: str) -> wire.VerificationView:
    """What you know about the occasion and the device, for conditions of the level; it takes the
    place of what you said before, and counts until the attempt is decided."""
    facts = call.body.model_dump()
    found = application().verified.tell(call.caller.mode, verification_id, facts)
    return _view(call, found)


@backends.route("/v1/verifications/{verification_id}/chip", methods=["POST"])
@endpoint(backends, Shape(status=201, scope="verifications:write"))
def send_chip(call: Call[wire.ChipIn], verification_id: str) -> wire.ChipTaken:
    """What the chip of the document says, once its picture has been read. It is believed if a state
    that is trusted here has signed it; a level may take it for certain."""
    found = application().verified.newest(call.caller.mode, verification_id)
    sod, group = call.body.sod, call.body.dg1

    def take() -> dict[str, Any]:
        return {"outcome": application().chips.take(found, _bytes(sod), _bytes(group))}

    done = done_once(call, backends.lambda_context, take)
    return wire.ChipTaken(verification_id=verification_id, outcome=done["outcome"])


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise BadRequest("this is no base64", "chip_unreadable") from None


@backends.route(
    "/v1/verifications/{verification_id}/face",
    methods=["POST"],
    content_types=[*PICTURES, "application/octet-stream", "application/json"],
)
@endpoint(
    backends,
    Shape(status=201, binary=PICTURES, scope="verifications:write"),
)
def send_face(call: Call[None], verification_id: str) -> liveness_wire.FaceTaken:
    """A picture of the person's face that your own app has taken: the raw bytes. It is compared
    with the document and shows nobody alive: a level that asks for liveness has a human look."""
    found = application().verified.newest(call.caller.mode, verification_id)
    picture = call.body
    if not isinstance(picture, bytes):
        raise BadRequest("send the picture as the body", "upload_mode")

    def take() -> dict[str, Any]:
        session = application().selfies.accept(found.user_id, verification_id, picture)
        return {"sha256": session.frames[0].sha256, "assurance": session.assurance}

    done = done_once(call, backends.lambda_context, take)
    return liveness_wire.FaceTaken(verification_id=verification_id, **done)


@backends.route("/v1/sandbox/scenarios", methods=["GET"])
@endpoint(backends, Shape(scope="verifications:read"))
def list_scenarios(call: Call[None]) -> applicant_wire.ScenarioList:
    """What test mode can play; a claimed name ("Sandbox Expired") or a document chooses one."""
    in_test(call.caller.mode)
    return applicant_wire.ScenarioList(scenarios=[_scenario(one) for one in SCENARIOS.values()])


@backends.route("/v1/sandbox/document", methods=["GET"])
@endpoint(backends, Shape(scope="verifications:read"))
def draw_document(
    call: Query[applicant_wire.ScenarioQuery],
) -> applicant_wire.SandboxDocument:
    """A magic document: sent as a picture in test mode it chooses the scenario."""
    in_test(call.caller.mode)
    picture = application().sandbox.document(call.query.scenario)
    return applicant_wire.SandboxDocument(
        scenario=call.query.scenario,
        content_type="image/jpeg",
        image=b64encode(picture).decode(),
    )


@backends.route("/v1/sandbox/verifications/{verification_id}/advance", methods=["POST"])
@endpoint(backends, Shape(scope="verifications:write"))
def advance_verification(
    call: Call[applicant_wire.Advance], verification_id: str
) -> wire.VerificationView:
    """The next step of a scenario, of the named one or of the one that the claims choose; or the
    applicant's time, some days on."""
    in_test(call.caller.mode)
    name, days = call.body.scenario or "", call.body.days
    if name and days:
        raise BadRequest("a scenario or days, not both", "invalid_request")
    sandbox = application().sandbox

    def advance() -> dict[str, Any]:
        if days:
            return {"id": sandbox.pass_days(verification_id, days).verification_id}
        return {"id": sandbox.advance(verification_id, name).verification_id}

    done = done_once(call, backends.lambda_context, advance)["id"]
    return _view(call, application().verified.get(call.caller.mode, done))


def _scenario(one: Scenario) -> applicant_wire.ScenarioOut:
    return applicant_wire.ScenarioOut(
        name=one.name,
        full_name=f"Sandbox {one.name.replace('_', ' ').title()}",
        steps=[
            applicant_wire.Step(state=step.state, reasons=list(step.reasons)) for step in one.steps
        ],
    )


def _summary(found: Verification) -> wire.VerificationSummary:
    return wire.VerificationSummary(
        id=found.verification_id,
        applicant_id=found.user_id,
        mode=Mode(found.mode),
        state=found.state,
        attempt=found.attempt,
        level=found.level,
        provider=found.provider,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )


def _view(
    call: Call[Any], found: Verification, external_id: str | None = None
) -> wire.VerificationView:
    assert call.caller.rights is not None  # noqa: S101 - a route with a scope
    seen = application().verified.view(found, call.caller.rights, external_id)
    return wire.VerificationView(
        id=found.verification_id,
        applicant_id=found.user_id,
        mode=Mode(found.mode),
        state=found.state,
        attempt=found.attempt,
        level=found.level,
        provider=found.provider,
        created_at=found.created_at,
        updated_at=found.updated_at,
        external_user_id=seen.external_user_id,
        kyc_status=seen.kyc_status,
        outcome=seen.outcome,
        assurance=seen.assurance,
        checks=[wire.CheckOutcome(check=c.check, outcome=c.outcome) for c in seen.checks],
        reasons=list(seen.reasons),
        sides=list(found.sides),
        attributes=_attributes(seen.attributes),
        internal=_internal(seen.internal),
        evidence=wire.Evidence(documents=seen.evidence.documents, frames=seen.evidence.frames)
        if seen.evidence
        else None,
    )


def _attributes(read: dict[str, Attribute] | None) -> dict[str, wire.Attribute] | None:
    if read is None:
        return None
    return {
        name: wire.Attribute(value=one.value, confidence=one.confidence, source=one.source)
        for name, one in read.items()
    }


def _internal(why: Internal | None) -> wire.Internal | None:
    if why is None:
        return None
    screened = why.screening
    return wire.Internal(
        reasons=list(why.reasons),
        findings=[
            wire.RuleOutcome(rule=f["rule"], outcome=f["outcome"], reason=f["reason"])
            for f in why.findings
        ],
        screening=wire.ScreeningSummary(
            status=screened.sanctions_status,
            screened_at=screened.screened_at,
            matches=len(screened.matches),
            lists=dict(screened.list_versions),
        )
        if screened
        else None,
    )
