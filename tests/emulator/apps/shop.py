"""A small Chalice application for the tests of the gateway."""

from __future__ import annotations

import json
from typing import Any

from chalice.app import (
    Chalice,
    CognitoUserPoolAuthorizer,
    CORSConfig,
    IAMAuthorizer,
    Request,
    Response,
)

from emulator.http.gateway import Answer
from tests.emulator.present import present

ORIGIN = "http://127.0.0.1:5173"


def _answer(status: int | None, code: str) -> Answer:
    return Answer(status, "application/problem+json", json.dumps({"code": code}))


#: The API's gateway responses.
ANSWERS = {
    "MISSING_AUTHENTICATION_TOKEN": _answer(404, "not_found"),
    "UNAUTHORIZED": _answer(401, "unauthenticated"),
    "UNSUPPORTED_MEDIA_TYPE": _answer(415, "media_type_unsupported"),
    "REQUEST_TOO_LARGE": _answer(413, "body_too_large"),
    "INVALID_API_KEY": _answer(403, "api_key_missing"),
    "INVALID_SIGNATURE": _answer(403, "signature_mismatch"),
    "ACCESS_DENIED": _answer(403, "access_denied"),
    "EXPIRED_TOKEN": _answer(401, "unauthenticated"),
    "DEFAULT_5XX": _answer(None, "internal_error"),
}
app = Chalice(app_name="shop", configure_logs=False)
app.api.binary_types = ["image/png"]
app.api.cors = CORSConfig(allow_origin=ORIGIN, max_age=600)
users = CognitoUserPoolAuthorizer("users", provider_arns=["arn"])


def _request() -> Request:
    return present(app.current_request)


@app.route("/open", methods=["GET", "POST"], cors=app.api.cors)
def opened() -> dict[str, Any]:
    request = _request()
    return {
        "method": request.method,
        "query": dict(request.query_params or {}),
        "body": request.json_body if request.method == "POST" else None,
    }


@app.route("/things/{name}", methods=["GET"], authorizer=users, cors=app.api.cors)
def thing(name: str) -> dict[str, Any]:
    return {"name": name, "claims": _request().context["authorizer"]["claims"]}


@app.route("/mine/{name}", methods=["GET", "POST"], authorizer=IAMAuthorizer())
def mine(name: str) -> dict[str, Any]:
    context = _request().context
    return {"name": name, "identity": context["identity"], "account": context["accountId"]}


@app.route("/picture", methods=["POST"], content_types=["image/png"])
def picture() -> dict[str, Any]:
    return {"size": len(_request().raw_body)}


@app.route("/partners", methods=["GET"], api_key_required=True)
def partners() -> dict[str, Any]:
    return {"ok": True}


@app.route("/broken", methods=["GET"])
def broken() -> Response:
    raise SystemExit("the runtime died")


@app.route("/who/{name}", methods=["GET"])
def who(name: str) -> dict[str, Any]:
    seen = [present(_request().uri_params)["name"] for _ in range(50)]
    return {"name": name, "seen": sorted(set(seen))}
