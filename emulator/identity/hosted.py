"""The sign-in host of a pool: `/oauth2/authorize`, `/oauth2/idpresponse`, `/oauth2/token`,
`/oauth2/revoke` and `/logout`, for clients that sign people in through an OIDC provider.

docs.aws.amazon.com/cognito, "User pool endpoints and managed login reference". The same is refused
as on AWS: a redirect URI that is not the client's, a code without its verifier (S256 only), a code
used twice. There is no login form: AWS shows one if `identity_provider` is missing, this host
refuses.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from moto.cognitoidp.models import CognitoIdpUserPoolClient, cognitoidp_backends
from moto.core.exceptions import JsonRESTError
from werkzeug.exceptions import BadRequest
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from emulator import clock
from emulator.account import ACCOUNT, REGION
from emulator.identity import federation, tokens

CODE_SECONDS = 300
"""The life of an authorization code, as on AWS."""
_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type"}


@dataclass(frozen=True)
class PendingSignIn:
    """The request of a browser that is at its provider. `back_to`: the client's redirect URI;
    `challenge`: its PKCE code challenge."""

    client: str
    back_to: str
    state: str
    challenge: str


@dataclass
class Host:
    """One pool's host. `address`: the base URL where browsers reach it, without a slash at the end.
    `asked`: state -> request; `codes`: authorization code -> (request, AuthenticationResult,
    expiry in seconds since 1970)."""

    pool_id: str
    address: str = ""
    asked: dict[str, PendingSignIn] = field(default_factory=dict)
    codes: dict[str, tuple[PendingSignIn, dict[str, Any], float]] = field(default_factory=dict)

    def app(self) -> Callable[[dict[str, Any], Any], Any]:
        """The WSGI application. Errors are answers, as on AWS: 400, or 404 for another path."""
        places = {
            ("GET", "/oauth2/authorize"): self._authorize,
            ("GET", "/oauth2/idpresponse"): self._returned,
            ("POST", "/oauth2/token"): self._token,
            ("POST", "/oauth2/revoke"): self._revoke,
            ("GET", "/logout"): self._logout,
        }

        def answer(environ: dict[str, Any], start_response: Any) -> Any:
            request = Request(environ)
            place = places.get((request.method, request.path))
            try:
                made = place(request) if place else Response("no such place\n", 404)
            except BadRequest:
                made = Response("invalid_request: client_id\n", 400)
            made.headers.update(_CORS)
            return made(environ, start_response)

        return answer

    def _client(self, request: Request) -> CognitoIdpUserPoolClient:
        pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[self.pool_id]
        found: CognitoIdpUserPoolClient | None = pool.clients.get(
            request.values.get("client_id", "")
        )
        if found is None:
            raise BadRequest("client_id")
        return found

    def _authorize(self, request: Request) -> Response:
        given, settings = request.args, self._client(request).extended_config
        if given.get("redirect_uri") not in settings.get("CallbackURLs", ()):
            return Response("redirect_mismatch\n", 400)
        allowed = settings.get("SupportedIdentityProviders") or []
        proven = given.get("code_challenge_method") == "S256" and given.get("code_challenge")
        wanted = set(given.get("scope", "").split()) <= set(settings.get("AllowedOAuthScopes", ()))
        if given.get("response_type") != "code" or not proven or not wanted:
            return Response("invalid_request\n", 400)
        if given.get("identity_provider") not in allowed:
            return Response("invalid_request: identity_provider\n", 400)
        back = PendingSignIn(
            given["client_id"], given["redirect_uri"], given.get("state", ""), str(proven)
        )
        state = secrets.token_urlsafe(16)
        self.asked[state] = back
        place = federation.sign_in_page(self.pool_id, given["identity_provider"])
        asked = {**place.asked, "redirect_uri": self._own("/oauth2/idpresponse"), "state": state}
        return redirect(f"{place.address}?{urlencode(asked)}")

    def _returned(self, request: Request) -> Response:
        """The browser's return from the provider, with a code or an error."""
        asked = self.asked.pop(request.args.get("state", ""), None)
        if asked is None:
            return Response("invalid state\n", 400)
        told = {"state": asked.state}
        try:
            theirs = request.args.get("code", "")
            given = federation.sign_in(
                self.pool_id, asked.client, theirs, self._own("/oauth2/idpresponse")
            )
        except JsonRESTError:
            told |= {"error": "access_denied", "error_description": "the provider refused"}
        else:
            told["code"] = secrets.token_urlsafe(16)
            self.codes[told["code"]] = (asked, given, clock.time() + CODE_SECONDS)
        return redirect(f"{asked.back_to}?{urlencode(told)}")

    def _token(self, request: Request) -> Response:
        client, form = self._client(request), request.form
        pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[self.pool_id]
        if form.get("grant_type") == "refresh_token":
            try:
                given = tokens.refresh(pool, client, form.get("refresh_token", ""), {})
            except JsonRESTError:
                return _json(400, {"error": "invalid_grant"})
            return _json(200, _answer(given))
        asked, given, ends = self.codes.pop(form.get("code", ""), (None, {}, 0.0))
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        mine = asked and (asked.client, asked.back_to) == (client.id, form.get("redirect_uri"))
        if asked is None or not mine or asked.challenge != shown or ends <= clock.time():
            return _json(400, {"error": "invalid_grant"})
        return _json(200, _answer(given))

    def _revoke(self, request: Request) -> Response:
        pool = cognitoidp_backends[ACCOUNT][REGION].user_pools[self.pool_id]
        self._client(request)
        tokens.revoke(pool, request.form.get("token", ""))
        return Response(status=200)

    def _logout(self, request: Request) -> Response:
        allowed = self._client(request).extended_config.get("LogoutURLs", ())
        back_to = request.args.get("logout_uri", "")
        if back_to not in allowed:
            return Response("redirect_mismatch\n", 400)
        return redirect(back_to)

    def _own(self, path: str) -> str:
        return f"{self.address}{path}"


def _answer(given: dict[str, Any]) -> dict[str, Any]:
    """An AuthenticationResult under OAuth's names."""
    names = {"AccessToken": "access_token", "IdToken": "id_token", "RefreshToken": "refresh_token"}
    named = {ours: given[theirs] for theirs, ours in names.items() if theirs in given}
    return {**named, "expires_in": given["ExpiresIn"], "token_type": "Bearer"}


def _json(status: int, answer: dict[str, Any]) -> Response:
    return Response(json.dumps(answer), status, mimetype="application/json")
