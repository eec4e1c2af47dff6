"""Accounts: sign-up, login, password, second factor, profile."""

from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.runtime import Call, Shape, endpoint

accounts = Blueprint(__name__)


@accounts.route("/auth/signup/start", methods=["POST"])
@endpoint(accounts, Shape("SignupStart", answer="SignupStarted", status=202))
def signup_start(call: Call) -> dict[str, str]:
    """Opens an account and sends a code by SMS."""
    body = call.body
    onboarding_id = wiring.accounts().start_signup(
        body.email.lower(), body.password, body.phone_number, call.caller.address
    )
    return {"onboardingId": onboarding_id}


@accounts.route("/auth/signup/confirm", methods=["POST"])
@endpoint(accounts, Shape("SignupConfirm", answer="SignupConfirmed"))
def signup_confirm(call: Call) -> dict[str, str]:
    """Proves the phone number."""
    wiring.accounts().confirm_phone(call.body.onboarding_id, call.body.code)
    return {"onboardingId": call.body.onboarding_id, "status": "phone_verified"}


@accounts.route("/auth/signup/resend", methods=["POST"])
@endpoint(accounts, Shape("SignupResend", answer="SignupStarted", status=202))
def signup_resend(call: Call) -> dict[str, str]:
    """Sends another code."""
    wiring.accounts().resend_code(call.body.onboarding_id)
    return {"onboardingId": call.body.onboarding_id}


@accounts.route("/auth/login", methods=["POST"])
@endpoint(accounts, Shape("Login", answer="Tokens"))
def login(call: Call) -> dict[str, Any]:
    """Tokens for a user name and password, or the TOTP challenge."""
    body = call.body
    return wiring.accounts().login(body.username.lower(), body.password, call.caller.address)


@accounts.route("/auth/mfa/answer", methods=["POST"])
@endpoint(accounts, Shape("MfaAnswer", answer="Tokens"))
def mfa_answer(call: Call) -> dict[str, Any]:
    """Tokens for the second factor."""
    body = call.body
    return wiring.identity().answer(
        body.username.lower(), "SOFTWARE_TOKEN_MFA", body.session, body.code
    )


@accounts.route("/auth/refresh", methods=["POST"])
@endpoint(accounts, Shape("Refresh", answer="Tokens"))
def refresh(call: Call) -> dict[str, Any]:
    """New tokens for a refresh token."""
    return wiring.identity().refresh(call.body.user_id, call.body.refresh_token)


@accounts.route("/auth/logout", methods=["POST"])
@endpoint(accounts, Shape("AccessToken", status=204))
def logout(call: Call) -> None:
    """Ends every session of the user."""
    wiring.identity().logout(call.body.access_token)


@accounts.route("/auth/password/forgot", methods=["POST"])
@endpoint(accounts, Shape("Forgot", status=204))
def forgot(call: Call) -> None:
    """Sends a reset code."""
    wiring.accounts().forgot(call.body.username.lower())


@accounts.route("/auth/password/reset", methods=["POST"])
@endpoint(accounts, Shape("Reset", status=204))
def reset(call: Call) -> None:
    """Sets a new password."""
    wiring.identity().reset(call.body.username.lower(), call.body.code, call.body.password)


@accounts.route("/auth/mfa/enrol", methods=["POST"])
@endpoint(accounts, Shape("AccessToken", answer="MfaSecret"))
def mfa_enrol(call: Call) -> dict[str, str]:
    """A TOTP secret for an authenticator."""
    return {"secret": wiring.identity().enrol(call.body.access_token)}


@accounts.route("/auth/mfa/confirm", methods=["POST"])
@endpoint(accounts, Shape("MfaConfirm", status=204))
def mfa_confirm(call: Call) -> None:
    """Turns the second factor on."""
    wiring.identity().confirm_enrolment(call.body.access_token, call.body.code)


@accounts.route("/me", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape(answer="Me"))
def me(call: Call) -> dict[str, Any]:
    """The signed-in user."""
    return wiring.people().me(call.user_id)


@accounts.route("/me/profile", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape(answer="ProfileOut"))
def profile(call: Call) -> dict[str, Any]:
    """The stored profile."""
    return wiring.people().profile(call.user_id)


@accounts.route("/me/profile", methods=["PUT"], authorizer=authorizer)
@endpoint(accounts, Shape("ProfileIn", answer="ProfileOut"))
def put_profile(call: Call) -> dict[str, Any]:
    """Stores the profile; a complete one wakes the onboarding."""
    body = call.body
    return wiring.people().save_profile(
        call.user_id, body.full_name, body.date_of_birth, body.nationality, body.address
    )
