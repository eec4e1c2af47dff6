"""Accounts: sign-up, login, password, second factor, profile."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import accounts as wire
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Even, Shape, endpoint

accounts = Blueprint(__name__)


@accounts.route("/auth/signup/start", methods=["POST"])
@endpoint(
    accounts,
    Shape(answer="SignupStarted", status=202, even=Even.ALWAYS, public=True),
)
def signup_start(call: Call[wire.SignupStart]) -> dict[str, str]:
    """Opens an account and sends a code by SMS."""
    body = call.body
    onboarding_id = application().accounts.start_signup(
        body.email.lower(), body.password, body.phone_number, body.language
    )
    return {"onboardingId": onboarding_id}


@accounts.route("/auth/signup/confirm", methods=["POST"])
@endpoint(accounts, Shape(answer="SignupConfirmed", even=Even.REFUSALS, public=True))
def signup_confirm(call: Call[wire.SignupConfirm]) -> dict[str, str]:
    """Proves the phone number."""
    application().accounts.confirm_phone(call.body.onboarding_id, call.body.code)
    return {"onboardingId": call.body.onboarding_id, "status": "phone_verified"}


@accounts.route("/auth/signup/resend", methods=["POST"])
@endpoint(
    accounts,
    Shape(answer="SignupStarted", status=202, even=Even.ALWAYS, public=True),
)
def signup_resend(call: Call[wire.SignupResend]) -> dict[str, str]:
    """Sends another code."""
    application().accounts.resend_code(call.body.onboarding_id)
    return {"onboardingId": call.body.onboarding_id}


@accounts.route("/auth/login", methods=["POST"])
@endpoint(accounts, Shape(answer="Tokens", even=Even.REFUSALS, public=True))
def login(call: Call[wire.Login]) -> dict[str, Any]:
    """Tokens for a user name and password, or the TOTP challenge."""
    body = call.body
    return application().sign_in.login(body.username.lower(), body.password, call.caller.address)


@accounts.route("/auth/mfa/answer", methods=["POST"])
@endpoint(accounts, Shape(answer="Tokens", public=True))
def mfa_answer(call: Call[wire.MfaAnswer]) -> dict[str, Any]:
    """Tokens for the second factor."""
    body = call.body
    return application().sign_in.answer(body.username.lower(), body.session, body.code)


@accounts.route("/auth/refresh", methods=["POST"])
@endpoint(accounts, Shape(answer="Tokens", public=True))
def refresh(call: Call[wire.Refresh]) -> dict[str, Any]:
    """New tokens for a refresh token, which is worth nothing afterwards."""
    return application().renewals.renew(call.body.user_id, call.body.refresh_token)


@accounts.route("/auth/logout", methods=["POST"])
@endpoint(accounts, Shape(status=204, public=True))
def logout(call: Call[wire.AccessToken]) -> None:
    """Ends every session of the user, at once."""
    application().sign_in.logout(call.body.access_token)


@accounts.route("/auth/password/forgot", methods=["POST"])
@endpoint(accounts, Shape(status=204, even=Even.ALWAYS, public=True))
def forgot(call: Call[wire.Forgot]) -> None:
    """Sends a reset code."""
    application().sign_in.forgot(call.body.username.lower())


@accounts.route("/auth/password/reset", methods=["POST"])
@endpoint(accounts, Shape(status=204, even=Even.REFUSALS, public=True))
def reset(call: Call[wire.Reset]) -> None:
    """Sets a new password."""
    body = call.body
    application().sign_in.reset(
        body.username.lower(), body.code, body.password, call.caller.address
    )


@accounts.route("/auth/mfa/enrol", methods=["POST"])
@endpoint(accounts, Shape(answer="MfaSecret", public=True))
def mfa_enrol(call: Call[wire.MfaEnrol]) -> dict[str, str]:
    """A TOTP secret for an authenticator, for who shows password and present code again."""
    body = call.body
    secret = application().sign_in.enrol(body.access_token, body.password, body.code or "")
    return {"secret": secret}


@accounts.route("/auth/mfa/confirm", methods=["POST"])
@endpoint(accounts, Shape(status=204, public=True))
def mfa_confirm(call: Call[wire.MfaConfirm]) -> None:
    """Turns the second factor on."""
    application().sign_in.confirm_enrolment(call.body.access_token, call.body.code)


@accounts.route("/auth/email", methods=["POST"])
@endpoint(accounts, Shape(status=202, public=True))
def email_code(call: Call[wire.EmailCode]) -> dict[str, str]:
    """A code to one's address, or to the one that is to take its place."""
    body = call.body
    application().sign_in.send_email_code(
        body.access_token, body.password, body.code or "", (body.email or "").lower()
    )
    return {}


@accounts.route("/auth/email/confirm", methods=["POST"])
@endpoint(accounts, Shape(status=204, public=True))
def email_confirm(call: Call[wire.EmailConfirm]) -> None:
    """The address is one's own from now on."""
    application().sign_in.confirm_email(call.body.access_token, call.body.code)


@accounts.route("/me", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape(answer="Me"))
def me(call: Call[None]) -> dict[str, Any]:
    """The signed-in user."""
    return application().people.me(call.user_id)


@accounts.route("/me/profile", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape(answer="ProfileOut"))
def profile(call: Call[None]) -> dict[str, Any]:
    """The stored profile."""
    return application().people.profile(call.user_id)


@accounts.route("/me/profile", methods=["PUT"], authorizer=authorizer)
@endpoint(accounts, Shape(answer="ProfileOut"))
def put_profile(call: Call[wire.ProfileIn]) -> dict[str, Any]:
    """Stores the profile; a complete one wakes the onboarding."""
    body = call.body
    return application().people.save_profile(
        call.user_id, body.full_name, body.date_of_birth, body.nationality, body.address
    )
