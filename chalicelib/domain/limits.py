"""Rate limits and daily budgets: one table for routes, services and documents.

Every route of the API has a row (a test compares them with the OpenAPI document). `person` counts
per signed-in user, applicant or API key, `address` per network address, `everybody` for the whole
deployment. The last one caps what paid services may cost; operators are alerted before it is used
up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Per(StrEnum):
    """Who shares one counter."""

    PERSON = "person"
    ADDRESS = "address"
    NAME = "name"
    NAME_AND_ADDRESS = "name-and-address"
    NUMBER = "number"
    EVERYBODY = "everybody"


class Paid(StrEnum):
    """Calls that cost money each time."""

    SMS = "sms"
    TEXTRACT = "textract"
    REKOGNITION = "rekognition"
    LIVENESS = "face-liveness"
    VENDOR = "vendor-session"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `allowed` calls within `seconds`."""

    per: Per
    allowed: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a route; `paid`: for each kind, the most paid calls that one request may
    cause.
    """

    limits: tuple[Limit, ...] = ()
    paid: Mapping[Paid, int] | None = None
    why: str = ""


P = Per
_LOOKING = "reads what is there; the web ACL's rate is enough"
_SIGNED = "believed by its signature only; the web ACL's rate is enough"
SIGNING_IN = Limit(P.ADDRESS, 300, 5 * MINUTE)


def _each(person: int, address: int, seconds: int = DAY) -> tuple[Limit, ...]:
    return Limit(P.PERSON, person, seconds), Limit(P.ADDRESS, address, seconds)


#: One session of gestures: every frame looked at, compared with the document and with the first.
SESSION_LOOKS = 12 + 12 + 11
ROUTES: dict[str, Budget] = {
    "POST /auth/signup/start": Budget(
        (Limit(P.ADDRESS, 60, HOUR), Limit(P.ADDRESS, 300, DAY)), {Paid.SMS: 1, Paid.MAIL: 1}
    ),
    "POST /auth/signup/confirm": Budget((Limit(P.ADDRESS, 300, HOUR),)),
    "POST /auth/signup/resend": Budget((Limit(P.ADDRESS, 60, HOUR),), {Paid.SMS: 1}),
    "POST /auth/login": Budget((SIGNING_IN,)),
    "POST /auth/mfa/answer": Budget((SIGNING_IN,)),
    "POST /auth/mfa/enrol": Budget((Limit(P.ADDRESS, 60, HOUR),)),
    "POST /auth/mfa/confirm": Budget((Limit(P.ADDRESS, 60, HOUR),)),
    "POST /auth/email": Budget((Limit(P.ADDRESS, 60, HOUR),), {Paid.MAIL: 1}),
    "POST /auth/email/confirm": Budget((Limit(P.ADDRESS, 60, HOUR),)),
    "POST /auth/password/forgot": Budget((Limit(P.ADDRESS, 60, HOUR),), {Paid.SMS: 1}),
    "POST /auth/password/reset": Budget((Limit(P.ADDRESS, 60, HOUR),)),
    "POST /auth/refresh": Budget((SIGNING_IN,)),
    "POST /auth/logout": Budget((SIGNING_IN,)),
    "GET /me": Budget(why=_LOOKING),
    "GET /me/profile": Budget(why=_LOOKING),
    "PUT /me/profile": Budget(_each(60, 600)),
    "GET /me/export": Budget(_each(20, 200)),
    "DELETE /me": Budget(_each(20, 200)),
    "POST /upload-id": Budget(_each(20, 400), {Paid.TEXTRACT: 1}),
    "POST /start-liveness": Budget(_each(40, 800), {Paid.LIVENESS: 1}),
    "POST /submit-frame": Budget(_each(200, 4000), {Paid.REKOGNITION: SESSION_LOOKS}),
    "POST /verify": Budget(_each(40, 800), {Paid.REKOGNITION: SESSION_LOOKS}),
    "GET /verify": Budget(why=_LOOKING),
    "GET /verifications/{verification_id}": Budget(why=_LOOKING),
    "GET /verifications/{verification_id}/document": Budget(_each(600, 6000, HOUR)),
    "POST /verifications/{verification_id}/assistance": Budget(_each(10, 200)),
    "POST /hand-off": Budget(_each(40, 800), {Paid.SMS: 1, Paid.MAIL: 1}),
    "POST /api/kyc/start-verification": Budget(_each(40, 800), {Paid.VENDOR: 1}),
    "GET /api/kyc/status": Budget(why=_LOOKING),
    "POST /api/webhooks/kyc-status": Budget(why=_SIGNED),
    "POST /api/webhooks/kyc-status/{provider}": Budget(why=_SIGNED),
    "GET /reviews": Budget((Limit(P.PERSON, 600, HOUR),)),
    "GET /reviews/counts": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/search": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/next": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/assign": Budget((Limit(P.PERSON, 300, HOUR),)),
    "POST /reviews/close": Budget((Limit(P.PERSON, 60, HOUR),)),
    "GET /reviews/{case_id}": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/{case_id}/holding": Budget((Limit(P.PERSON, 1200, HOUR),)),
    "DELETE /reviews/{case_id}/holding": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/{case_id}/notes": Budget((Limit(P.PERSON, 300, HOUR),)),
    "POST /reviews/{case_id}/attachments": Budget((Limit(P.PERSON, 120, HOUR),)),
    "GET /reviews/{case_id}/attachments/{digest}": Budget((Limit(P.PERSON, 600, HOUR),)),
    "POST /reviews/{case_id}/decision": Budget((Limit(P.PERSON, 300, HOUR),)),
    **{
        route: Budget((Limit(P.PERSON, 300, HOUR),))
        for route in (
            "POST /v1/levels",
            "GET /v1/levels/{name}",
            "GET /v1/levels/{name}/funnel",
            "GET /v1/levels/{name}/shadow",
            "GET /v1/levels/{name}/stale",
            "GET /v1/relationships/{person_id}",
            "PUT /v1/relationships/{person_id}",
            "POST /v1/levels/{name}/rollback",
            "GET /v1/levels/{name}/versions/{version}",
            "PUT /v1/levels/{name}/versions/{version}",
            "POST /v1/levels/{name}/versions/{version}/backtest",
            "POST /v1/levels/{name}/versions/{version}/try",
            "GET /v1/own-lists/{name}",
            "POST /v1/own-lists/{name}",
            "DELETE /v1/own-lists/entries/{entry_id}",
        )
    },
    **{
        route: Budget((Limit(P.PERSON, 6000, 5 * MINUTE),))
        for route in (
            "POST /v1/applicants",
            "GET /v1/applicants",
            "GET /v1/applicants/{applicant_id}",
            "DELETE /v1/applicants/{applicant_id}",
            "POST /v1/applicants/{applicant_id}/sessions",
            "DELETE /v1/applicants/{applicant_id}/sessions",
            "PUT /v1/applicants/{applicant_id}/relationship",
            "PUT /v1/verifications/{verification_id}/facts",
            "POST /v1/verifications/{verification_id}/chip",
            "POST /v1/applicants/{applicant_id}/verifications",
            "GET /v1/verifications",
            "GET /v1/verifications/{verification_id}",
            "POST /v1/verifications/{verification_id}/cancel",
            "POST /v1/verifications/{verification_id}/retry",
            "GET /v1/sandbox/scenarios",
            "GET /v1/sandbox/document",
            "POST /v1/sandbox/verifications/{verification_id}/advance",
            "GET /v1/events",
            "GET /v1/webhook-endpoints",
            "POST /v1/webhook-endpoints",
            "PUT /v1/webhook-endpoints/{endpoint_id}",
            "DELETE /v1/webhook-endpoints/{endpoint_id}",
            "POST /v1/webhook-endpoints/{endpoint_id}/rotate",
            "POST /v1/webhook-endpoints/{endpoint_id}/ping",
            "POST /v1/webhook-endpoints/{endpoint_id}/resend",
            "GET /v1/webhook-endpoints/{endpoint_id}/deliveries",
        )
    },
    "POST /v1/verifications/{verification_id}/documents": Budget(
        (Limit(P.PERSON, 6000, 5 * MINUTE),), {Paid.TEXTRACT: 1}
    ),
    "POST /v1/verifications/{verification_id}/face": Budget(
        (Limit(P.PERSON, 6000, 5 * MINUTE),), {Paid.REKOGNITION: 2}
    ),
    "POST /v1/session-links/open": Budget((Limit(P.ADDRESS, 300, HOUR),)),
    "GET /v1/session": Budget(why=_LOOKING),
    "GET /health": Budget(why=_LOOKING),
    "GET /v1/reference": Budget(why=_LOOKING),
    "GET /v1/openapi.json": Budget((Limit(P.PERSON, 600, HOUR),)),
}
#: What an applicant does in a session counts as what a user of the pool does.
IN_SESSION = (
    "POST /upload-id",
    "POST /start-liveness",
    "POST /submit-frame",
    "POST /verify",
    "GET /verify",
    "GET /verifications/{verification_id}",
    "GET /verifications/{verification_id}/document",
    "POST /verifications/{verification_id}/assistance",
    "POST /hand-off",
    "POST /api/kyc/start-verification",
)
FOR_BACKENDS = ("/applicants", "/verifications", "/sandbox", "/events", "/webhook-endpoints")
ROUTES |= {route.replace(" ", " /v1/session", 1): ROUTES[route] for route in IN_SESSION}
#: Who signs with IAM may what who has a key may.
ROUTES |= {
    f"{method} /v1/iam/{{mode}}{path}": budget
    for (method, _, path), budget in ((r.partition(" /v1"), ROUTES[r]) for r in tuple(ROUTES))
    if path.startswith(FOR_BACKENDS)
}
UNKNOWN = Budget((Limit(P.ADDRESS, 60, MINUTE),))
"""For a route without a row: the build fails before one is deployed."""

#: What services count by themselves, because only they know the name or number.
ACTS: dict[str, tuple[Limit, ...]] = {
    "signup": (Limit(P.NAME, 10, HOUR), Limit(P.NUMBER, 10, HOUR), Limit(P.NUMBER, 20, DAY)),
    "signup-told": (Limit(P.NAME, 3, DAY),),
    "code-sent": (Limit(P.NUMBER, 10, HOUR), Limit(P.NUMBER, 20, DAY)),
    "link-sent": (Limit(P.PERSON, 5, HOUR), Limit(P.PERSON, 10, DAY), Limit(P.NUMBER, 10, DAY)),
    "code-tried": (Limit(P.NUMBER, 30, HOUR), Limit(P.NUMBER, 60, DAY)),
    # Fewer than Cognito allows before it locks the name for everybody: who guesses from one
    # address locks that address out, and not the owner.
    "login-failed": (Limit(P.NAME_AND_ADDRESS, 4, 5 * MINUTE), Limit(P.NAME_AND_ADDRESS, 20, DAY)),
    "factor-failed": (Limit(P.NAME, 5, 15 * MINUTE), Limit(P.NAME, 20, DAY)),
    "factor-changed": (Limit(P.PERSON, 10, DAY),),
    "forgot": (Limit(P.NAME, 5, HOUR),),
    "reset-failed": (Limit(P.NAME_AND_ADDRESS, 5, HOUR), Limit(P.NAME, 20, DAY)),
    "email-sent": (Limit(P.PERSON, 5, HOUR),),
    "email-failed": (Limit(P.PERSON, 5, HOUR),),
    "looked-at": (Limit(P.PERSON, 400, DAY),),
    "read": (Limit(P.PERSON, 40, DAY),),
}
FAILING = frozenset({"login-failed", "factor-failed", "reset-failed", "email-failed"})
"""Acts of which only failures count: asked before, counted after."""
WARN_SHARE = 0.8
"""At this share of a budget of everybody's, operators are told."""
