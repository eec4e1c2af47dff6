"""Accounts: sign-up, login, password, second factor, profile."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import accounts as wire
from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Even, Shape, endpoint

accounts = Blueprint(__name__)


@accounts.route("/auth/signup/start", methods=["POST"])
@endpoint(
    accounts,
    Shape(status=202, even=Even.ALWAYS, public=True),
)
def signup_start(call: Call[wire.SignupStart]) -> wire.SignupStarted:
    """Opens an account and sends a code by SMS."""
    body = call.body
    onboarding_id = application().accounts.start_signup(
        body.email.lower(), body.password, body.phone_number, body.language
    )
    return wire.SignupStarted(onboarding_id=onboarding_id)


@accounts.route("/auth/signup/confirm", methods=["POST"])
@endpoint(accounts, Shape(even=Even.REFUSALS, public=True))
def signup_confirm(call: Call[wire.SignupConfirm]) -> wire.SignupConfirmed:
    """Proves the phone number."""
    application().accounts.confirm_phone(call.body.onboarding_id, call.body.code)
    return wire.SignupConfirmed(onboarding_id=call.body.onboarding_id, status="phone_verified")


@accounts.route("/auth/signup/resend", methods=["POST"])
@endpoint(
    accounts,
    Shape(status=202, even=Even.ALWAYS, public=True),
)
def signup_resend(call: Call[wire.SignupResend]) -> wire.SignupStarted:
    """Sends another code."""
    application().accounts.resend_code(call.body.onboarding_id)
    return wire.SignupStarted(onboarding_id=call.body.onboarding_id)


@accounts.route("/auth/login", methods=["POST"])
@endpoint(accounts, Shape(even=Even.REFUSALS, public=True))
def login(call: Call[wire.Login]) -> wire.Tokens:
    """Tokens for a user name and password, or the TOTP challenge."""
    body = call.body
    given = application().sign_in.login(body.username.lower(), body.password, call.caller.address)
    return _tokens(given)


@accounts.route("/auth/mfa/answer", methods=["POST"])
@endpoint(accounts, Shape(even=Even.REFUSALS, public=True))
def mfa_answer(call: Call[wire.MfaAnswer]) -> wire.Tokens:
    """Tokens for the second factor."""
    body = call.body
    return _tokens(application().sign_in.answer(body.username.lower(), body.session, body.code))


@accounts.route("/auth/refresh", methods=["POST"])
@endpoint(accounts, Shape(public=True))
def refresh(call: Call[wire.Refresh]) -> wire.Tokens:
    """New tokens for a refresh token, which is worth nothing afterwards."""
    return _tokens(application().renewals.renew(call.body.user_id, call.body.refresh_token))


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
@endpoint(accounts, Shape(public=True))
def mfa_enrol(call: Call[wire.MfaEnrol]) -> wire.MfaSecret:
    """A TOTP secret for an authenticator, for who shows password and present code again."""
    body = call.body
    secret = application().sign_in.enrol(body.access_token, body.password, body.code or "")
    return wire.MfaSecret(secret=secret)


@accounts.route("/auth/mfa/confirm", methods=["POST"])
@endpoint(accounts, Shape(status=204, public=True))
def mfa_confirm(call: Call[wire.MfaConfirm]) -> None:
    """Turns the second factor on."""
    application().sign_in.confirm_enrolment(call.body.access_token, call.body.code)


@accounts.route("/auth/email", methods=["POST"])
@endpoint(accounts, Shape(status=202, public=True))
def email_code(call: Call[wire.EmailCode]) -> None:
    """A code to one's address, or to the one that is to take its place."""
    body = call.body
    application().sign_in.send_email_code(
        body.access_token, body.password, body.code or "", (body.email or "").lower()
    )


@accounts.route("/auth/email/confirm", methods=["POST"])
@endpoint(accounts, Shape(status=204, public=True))
def email_confirm(call: Call[wire.EmailConfirm]) -> None:
    """The address is one's own from now on."""
    application().sign_in.confirm_email(call.body.access_token, call.body.code)


@accounts.route("/me", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape())
def me(call: Call[None]) -> wire.Me:
    """The signed-in user."""
    found = application().people.me(call.user_id)
    latest = found.onboarding
    return wire.Me(
        user_id=found.user_id,
        email=found.email,
        email_verified=found.email_verified,
        kyc_status=found.kyc_status,
        registered=found.registered,
        onboarding={"onboardingId": latest.onboarding_id, "stage": latest.stage} if latest else {},
    )


@accounts.route("/me/profile", methods=["GET"], authorizer=authorizer)
@endpoint(accounts, Shape())
def profile(call: Call[None]) -> wire.ProfileOut:
    """The stored profile."""
    return _profile(application().people.profile(call.user_id))


@accounts.route("/me/profile", methods=["PUT"], authorizer=authorizer)
@endpoint(accounts, Shape())
def put_profile(call: Call[wire.ProfileIn]) -> wire.ProfileOut:
    """Stores the profile; a complete one wakes the onboarding."""
    body = call.body
    saved = application().people.save_profile(
        call.user_id, body.full_name, body.date_of_birth, body.nationality, body.address
    )
    return _profile(saved)


def _tokens(given: Tokens | Challenge) -> wire.Tokens:
    if isinstance(given, Challenge):
        return wire.Tokens(challenge=given.name, session=given.session)
    tokens = {"access_token": given.access, "id_token": given.id}
    if given.refresh:
        tokens["refresh_token"] = given.refresh
    return wire.Tokens(**tokens, expires_in=given.expires_in)


def _profile(found: Profile) -> wire.ProfileOut:
    return wire.ProfileOut(
        full_name=found.full_name,
        date_of_birth=found.date_of_birth,
        nationality=found.nationality,
        address=found.address,
        complete=found.complete,
    )
